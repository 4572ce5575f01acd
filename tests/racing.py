"""Races that certainly overlap: both sides are inside the database, waiting, before either may go on.

The test's own connection holds the rows that the sides need, starts them, waits until the server says that all of
them wait for a lock, and lets go. Nothing of the application is replaced, and nothing depends on the clock.
"""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from django.db import connection, transaction

from activity.models import Activity
from organizations.capacity import holder
from sops.definition import definition
from tests.cast import Cast
from workflows.actions.complete import locked_case, locked_seats
from workflows.models import Assignment, Case, StepRun
from workflows.routing import open_run

TIMES = 200
PATIENCE = 20  # seconds after which a race that does not come about is given up

Side = Callable[[], object]


def race(*sides: Side, held: Side, in_order: bool = False) -> list[object]:
    """Let all sides go at the same moment, each on a connection of its own; what each returned or raised.

    `held` locks, in the test's own transaction, the rows at which the sides meet. `in_order`: each side waits for
    its lock before the next one starts, so that the first one given gets it first.
    """
    start = threading.Barrier(1 if in_order else len(sides))

    def run(side: Side) -> object:
        try:
            start.wait(PATIENCE)
            return side()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(sides)) as pool:
        futures = []
        with transaction.atomic():
            held()
            for count, side in enumerate(sides, 1):
                futures.append(pool.submit(run, side))
                if in_order or count == len(sides):
                    wait_for_waiting(count)
        return [future.result() for future in futures]


def wait_for_waiting(count: int) -> None:
    """Until so many sessions of the server wait for a lock."""
    deadline = time.monotonic() + PATIENCE
    with connection.cursor() as cursor:
        while time.monotonic() < deadline:
            cursor.execute("SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone() == (count,):
                return
            time.sleep(0.001)
    raise AssertionError(f"{count} sides should wait for a lock, and do not: they would not overlap")


def hold_case(case: Case) -> Side:
    """Holds the case and all its assignments, so that an act stops there, whichever of them it locks."""

    def hold() -> None:
        list(Case.objects.select_for_update().filter(pk=case.pk))
        list(Assignment.objects.select_for_update(of=("self",)).filter(run__case=case))

    return hold


@transaction.atomic
def put_at(cast: Cast, case: Case, order: int, *, done: int = 0) -> list[Assignment]:
    """Stand the case at a step without playing the ones before, the first `done` seats acted; its open seats."""
    case, written, at = locked_case(case.pk), definition(case.revision_id), cast.now
    before = StepRun.objects.get(case=case, status="aktif")
    act_on(locked_seats(before.pk), at)
    before.complete(at)
    before.save()
    run = open_run(case, written, order, cause="lompat", previous=before, chosen={}, at=at)
    case.save()
    act_on(locked_seats(run.pk)[:done], at)
    return cast.tasks(case)


def act_on(seats: list[Assignment], at: datetime) -> None:
    """Count the seats as done, without rows in the record."""
    for seat in seats:
        by = holder(seat.post, at)
        assert by is not None
        seat.complete(by=by.user, printed=by.printed, on_behalf_of=None, at=at)
        seat.answer = "Ya" if seat.run.step.decisions.exists() else ""
        seat.save()


def acts_recorded(task: Assignment) -> list[Activity]:
    """The rows of the record about the completing of an assignment."""
    return list(Activity.objects.filter(action="assignment.completed", data__assignment=task.pk))


def statuses(tasks: list[Assignment]) -> list[str]:
    """What the assignments are now."""
    now = dict(Assignment.objects.filter(pk__in=[task.pk for task in tasks]).values_list("pk", "status"))
    return [now[task.pk] for task in tasks]


def runs(case: Case) -> list[tuple[int, int, str, str]]:
    """The runs of the case as (order of the step, round, cause, status), the oldest first."""
    found = StepRun.objects.filter(case=case).order_by("id")
    return list(found.values_list("step__order", "round", "cause", "status"))
