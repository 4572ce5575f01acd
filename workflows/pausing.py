"""Stopping and starting the clocks of a case's open run. The caller holds the lock on the case."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import DateTimeField, F, Q, QuerySet, Value
from django.db.models.functions import Greatest

from organizations.calendars import office_time, time_of
from organizations.models import Post
from sops.definition import Definition, definition
from sops.document import Step
from workflows.deadlines import CLOCK_FIELDS, Clock, clock_of, is_stopped, start_clock, stop_clock
from workflows.models import Assignment, AssignmentStatus, Case, Pause, RunStatus

Stretch = tuple[datetime, datetime]


def clock_of_seat(seat: Assignment, written: Definition) -> Clock:
    """The clock of an assignment that was read with `unit` and `version` (the unit of its post, its office's
    calendar) and its run."""
    time = time_of(seat.office_id, seat.version)  # type: ignore[attr-defined]
    return clock_of(written.document, written.step_of(seat.run.step_id), time, seat.unit)  # type: ignore[attr-defined]


def clock_of_post(case: Case, written: Definition, step: Step, post: Post) -> Clock:
    """The clock of a step for a post that comes to it. Two queries."""
    return clock_of(written.document, step, office_time(case.office), post.unit_id)


def running_seats(case: Case) -> list[Assignment]:
    """The open assignments of the case, locked in the order of their ids. One statement."""
    seats = Assignment.objects.select_for_update(of=("self",)).select_related("run")
    seats = seats.annotate(unit=F("post__unit"), version=F("office__calendar_version"))
    found = seats.filter(run__case=case, run__status=RunStatus.ACTIVE, status=AssignmentStatus.OPEN)
    return list(found.order_by("id"))


def stop_clocks(case: Case, at: datetime) -> None:
    """What is left of every open assignment is kept."""
    written, seats = definition(case.revision_id), running_seats(case)
    for seat in seats:
        stop_clock(seat, clock_of_seat(seat, written), at)
    Assignment.objects.bulk_update(seats, CLOCK_FIELDS)


def start_clocks(case: Case, at: datetime) -> None:
    """What was left runs on, unless another pause of the case goes on."""
    if Pause.objects.filter(case=case, ended_at=None).exists():
        return
    written = definition(case.revision_id)
    stopped = [seat for seat in running_seats(case) if is_stopped(seat)]
    for seat in stopped:
        start_clock(seat, clock_of_seat(seat, written), at)
    Assignment.objects.bulk_update(stopped, CLOCK_FIELDS)


def end_pauses(pauses: QuerySet[Pause], at: datetime) -> int:
    """End those of the pauses that go on; how many. A clock that was put back meanwhile ends none before its start."""
    end = Greatest(F("started_at"), Value(at, output_field=DateTimeField()))
    return pauses.filter(ended_at=None).update(ended_at=end)


def pauses_of(seat: Assignment, at: datetime) -> list[Stretch]:
    """The stretches in which the clock of an assignment stood still, until `at`. No query where the case, read
    with the assignment, `has_pauses` of no kind."""
    if not seat.has_pauses:  # type: ignore[attr-defined]
        return []
    run = seat.run
    pauses = Pause.objects.filter(Q(run=None) | Q(run=run.pk), case=run.case_id)
    pauses = pauses.filter(Q(ended_at=None) | Q(ended_at__gt=run.opened_at)).order_by("started_at")
    return united((pause.started_at, pause.ended_at or at) for pause in pauses)


def united(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Stretches in the order of their start as ones that do not overlap."""
    found: list[Stretch] = []
    for start, end in stretches:
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found
