"""Races that certainly overlap: both sides are inside the database, waiting, before either may go on.

The test's own connection holds the rows that the sides need, starts them, waits until the server says that all of
them wait for a lock, and lets go. Nothing of the application is replaced, and nothing depends on the clock.
"""

import os
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from django.db import connection, transaction

from activity.models import Activity
from organizations.models import User
from sops.definition import definition
from workflows.actions.complete import locked_case
from workflows.models import Assignment, Case, StepRun
from workflows.routing import open_run

TIMES = int(os.environ.get("RACES", "40"))  # `make soak` tries 200
# Where every round tells the same: some, each side first in turn; in `make soak` all of them, as chance has it.
BY_CHANCE = "RACES" in os.environ
FEW = TIMES if BY_CHANCE else 4
PATIENCE = 20  # seconds after which a race that does not come about is given up

Side = Callable[[], object]

# Of this database alone: another worker of the tests has races of its own on the same server.
WAITING = """
    SELECT count(DISTINCT lock.pid) FROM pg_locks lock JOIN pg_stat_activity session USING (pid)
    WHERE NOT lock.granted AND session.datname = current_database()
"""


def race(*sides: Side, held: Side, in_order: bool = False) -> list[object]:
    """Let all sides go at the same moment, each on a connection of its own; what each returned or raised.

    `held` locks, in the test's own transaction, the rows at which the sides meet. `in_order`: each side waits for
    its lock before the next one starts, so that the first one given gets it first.
    """
    start = threading.Barrier(1 if in_order else len(sides))

    def run(side: Side) -> object:
        start.wait(PATIENCE)
        return outcome(side)

    with ThreadPoolExecutor(len(sides)) as pool:
        futures = []
        with transaction.atomic():
            held()
            for count, side in enumerate(sides, 1):
                futures.append(pool.submit(run, side))
                if in_order or count == len(sides):
                    wait_for_waiting(count)
        return [future.result() for future in futures]


def outcome(side: Side) -> object:
    """What a side returned or raised, on a connection of its own."""
    try:
        return side()
    except Exception as error:
        return error
    finally:
        connection.close()


def overtaken(stuck: Side, free: Side, *, held: Side) -> tuple[object, object]:
    """What both returned or raised where `stuck` waits for its lock while `free`, which needs none of `held`, comes
    and ends."""
    with ThreadPoolExecutor(2) as pool:
        with transaction.atomic():
            held()
            waiting = pool.submit(outcome, stuck)
            wait_for_waiting(1)
            ended = pool.submit(outcome, free).result()
        return waiting.result(), ended


def wait_for_waiting(count: int) -> None:
    """Until so many sessions of the server wait for a lock."""
    deadline = time.monotonic() + PATIENCE
    with connection.cursor() as cursor:
        while time.monotonic() < deadline:
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(WAITING)
            if cursor.fetchone() == (count,):
                return
            time.sleep(0.001)
    raise AssertionError(f"{count} sides should wait for a lock, and do not: they would not overlap")


def hold_case(case: Case) -> Side:
    """Holds the case and its open assignments, so that an act stops there, whichever of them it locks."""

    def hold() -> None:
        open_tasks = Assignment.objects.filter(run__case=case, status="terbuka")
        list(Case.objects.select_for_update().filter(pk=case.pk).values_list("pk"))
        list(open_tasks.select_for_update(of=("self",)).values_list("pk"))

    return hold


@transaction.atomic
def put_at(case: Case, order: int, *, by: User, at: datetime, done: int = 0) -> list[Assignment]:
    """Open a new round of a step at once, whatever the case stands at, with `done` seats acted; its open seats."""
    case = locked_case(case.pk)
    StepRun.objects.filter(case=case, status="aktif").update(status="batal", closed_at=at)
    Assignment.objects.filter(run__case=case, status="terbuka").update(status="batal")
    run = open_run(case, definition(case.revision_id), order, cause="lompat", previous=None, chosen={}, at=at)
    case.save(update_fields=["tahap"])
    seats = list(Assignment.objects.filter(run=run).select_related("run__step", "post").order_by("id"))
    acted = Assignment.objects.filter(pk__in=[seat.pk for seat in seats[:done]])
    acted.update(status="selesai", acted_at=at, acted_by=by)
    return seats[done:]


def acts_recorded(*tasks: Assignment) -> list[int]:
    """How many rows of the record are about the completing of each assignment."""
    rows = Activity.objects.filter(action="assignment.completed", data__assignment__in=[t.pk for t in tasks])
    counts = Counter(rows.values_list("data__assignment", flat=True))
    return [counts[task.pk] for task in tasks]


def statuses(*tasks: Assignment) -> list[str]:
    """What the assignments are now."""
    now = dict(Assignment.objects.filter(pk__in=[task.pk for task in tasks]).values_list("pk", "status"))
    return [now[task.pk] for task in tasks]


def last_runs(case: Case) -> list[tuple[int, int, str, str]]:
    """The last two runs of the case as (order of the step, round, cause, status), the older first."""
    found = StepRun.objects.filter(case=case).order_by("-id")
    return list(found.values_list("step__order", "round", "cause", "status"))[1::-1]


def open_seats(case: Case) -> int:
    """How many assignments of the case are open."""
    return Assignment.objects.filter(run__case=case, status="terbuka").count()
