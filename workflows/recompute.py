"""Counting open due times anew after the calendar of an office changed. The old ones stay in the record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from activity.chain import Actor
from activity.models import Stream
from activity.record import record_many
from organizations.models import Office
from sops.definition import definition
from workflows.deadlines import CLOCK_FIELDS, is_stopped, set_times
from workflows.models import Assignment, AssignmentStatus, Case, CaseStatus
from workflows.pausing import clock_of_seat

CHUNK = 500


@dataclass(frozen=True)
class Moved:
    """An assignment whose due time is another one now."""

    seat: Assignment
    before: datetime | None


def recompute_office(office: Office, *, by: Actor, at: datetime, reason: str) -> int:
    """Every open due time of the office by its calendar of now; how many moved. The caller is in a transaction.

    Cases are locked in the order of their ids, then the heads of their streams, then their assignments.
    """
    open_cases = Case.objects.filter(office=office, status__in=(CaseStatus.RUNNING, CaseStatus.SUSPENDED))
    ids = list(open_cases.order_by("id").values_list("id", flat=True))
    return sum(
        recompute_cases(ids[first : first + CHUNK], by=by, at=at, reason=reason)
        for first in range(0, len(ids), CHUNK)
    )


def recompute_cases(ids: Sequence[int], *, by: Actor, at: datetime, reason: str) -> int:
    """The same for some cases."""
    cases = Case.objects.select_for_update(of=("self", "stream")).select_related("stream")
    found = {case.pk: case for case in cases.filter(pk__in=ids).order_by("id")}
    moved = [
        moved
        for seat in seats_of(list(found))
        if (moved := counted_anew(seat, found[seat.run.case_id])) is not None
    ]
    Assignment.objects.bulk_update([each.seat for each in moved], CLOCK_FIELDS)
    by_case: dict[int, list[Moved]] = {}
    for each in moved:
        by_case.setdefault(each.seat.run.case_id, []).append(each)
    rows: list[tuple[Stream, str, dict[str, object]]] = [
        (found[case].stream, "case.rescheduled", {"reason": reason, "moved": [told(each) for each in those]})
        for case, those in by_case.items()
    ]
    record_many(rows, at=at, actor=by)
    return len(moved)


def seats_of(cases: Sequence[int]) -> list[Assignment]:
    """The open assignments of the cases, locked in the order of their ids."""
    seats = Assignment.objects.select_for_update(of=("self",)).select_related("run")
    seats = seats.annotate(unit=F("post__unit"), version=F("office__calendar_version"))
    return list(seats.filter(run__case__in=cases, status=AssignmentStatus.OPEN).order_by("id"))


def counted_anew(seat: Assignment, case: Case) -> Moved | None:
    """The assignment with its new times, or None where nothing moved or its clock stands still.

    One that was opened before there were clocks is given one now, from its arrival.
    """
    if is_stopped(seat) or (seat.counted_from is None and case.status != CaseStatus.RUNNING):
        return None
    clock = clock_of_seat(seat, definition(case.revision_id))
    if not clock.waktu:
        return None
    before = [getattr(seat, name) for name in CLOCK_FIELDS]
    was = seat.due_at
    seat.counted_from = seat.counted_from or seat.run.opened_at
    set_times(seat, clock)
    return Moved(seat, was) if [getattr(seat, name) for name in CLOCK_FIELDS] != before else None


def told(moved: Moved) -> dict[str, object]:
    """What the record keeps of it."""
    due_at = moved.seat.due_at
    return {
        "assignment": moved.seat.pk,
        "before": moved.before.isoformat() if moved.before else None,
        "due": due_at.isoformat() if due_at else None,
    }
