"""What a sweep costs when there is nothing to tell, and whether the process keeps memory."""

import gc
import json
import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from django.db import connection

from workflows.sweep import sweep

EXPLAINED = 50
MEGABYTE = 1 << 20


def empty_polls(at: datetime, count: int) -> float:
    """Sweep so often with nothing to tell; the median milliseconds that the caller waited."""
    waited: list[float] = []
    for _ in range(count):
        started = perf_counter()
        swept = sweep(at)
        waited.append((perf_counter() - started) * 1000)
        if swept.stages or swept.aside:
            raise AssertionError("a poll that should find nothing told something")
    return median(waited)


def database_time(at: datetime) -> float:
    """The median milliseconds, planning and execution, that the database needs for one empty poll."""
    statements = statements_of(lambda: sweep(at))
    return median(sum(explained(*statement) for statement in statements) for _ in range(EXPLAINED))


def statements_of(run: Callable[[], object]) -> list[tuple[str, Any]]:
    """The statements that something runs, with their parameters."""
    found: list[tuple[str, Any]] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        found.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        run()
    return found


def explained(sql: str, params: Any) -> float:
    """The milliseconds that one statement takes in the database."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", params)
        ((found,),) = cursor.fetchall()
    (plan,) = json.loads(found) if isinstance(found, str) else found
    return float(plan["Planning Time"] + plan["Execution Time"])


def memory() -> float:
    """The megabytes that this process holds, without its garbage."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / MEGABYTE
