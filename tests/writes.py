"""Which tables a request writes, seen at the database."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

WRITES = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?', re.IGNORECASE)


class Writes:
    """The tables that a request writes; what was rolled back was not written."""

    def __init__(self) -> None:
        self.tables: list[str] = []
        self.marks: dict[str, int] = {}

    def __call__(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        words = sql.split()
        if words[:1] == ["SAVEPOINT"]:
            self.marks[words[1]] = len(self.tables)
        elif words[:3] == ["ROLLBACK", "TO", "SAVEPOINT"]:
            del self.tables[self.marks.get(words[3], 0) :]
        result = execute(sql, params, many, context)
        if (found := WRITES.match(sql)) and context["cursor"].rowcount:
            self.tables.append(found[1])
        return result


@contextmanager
def written() -> Iterator[Writes]:
    writes = Writes()
    with connection.execute_wrapper(writes):
        yield writes
