"""A step that waits for an outside party: its clock stands still, with a cause that the case shows."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from activity.record import record
from organizations.capacity import Capacity
from workflows.actions.complete import locked_case, locked_seats, refuse_stale, stale_case
from workflows.errors import Denied, Incomplete
from workflows.models import Assignment, Case, Pause, PauseKind
from workflows.pausing import end_pauses, start_clocks, stop_clocks
from workflows.permissions import may_complete

WAITS = ("case.waits_outside", "case.goes_on")


def locked_for(assignment: Assignment, by: Capacity) -> Case:
    """The case of an open assignment, locked; raises Stale or Denied."""
    case = locked_case(assignment.run.case_id)
    seats = locked_seats(assignment.run_id)
    mine = next(seat for seat in seats if seat.pk == assignment.pk)
    refuse_stale(mine, seats, case)
    verdict = may_complete(by, mine, case)
    if not verdict:
        raise Denied(verdict.reason)
    return case


@transaction.atomic
def wait_outside(assignment: Assignment, *, by: Capacity, at: datetime, reason: str) -> Case:
    """The clock of the step stands still until the outside party has answered."""
    case = locked_for(assignment, by)
    reason = reason.strip()
    if not reason or len(reason) > 500:
        raise Incomplete("reason", _("Tuliskan siapa dan apa yang ditunggu, paling panjang 500 karakter."))
    if assignment.counted_from is None and assignment.remaining_minutes is None:
        raise Denied(_("Langkah ini tidak punya batas waktu, jadi tidak ada waktu yang dapat dihentikan."))
    if Pause.objects.filter(case=case, kind=PauseKind.OUTSIDE, ended_at=None).exists():
        raise stale_case(_("Langkah ini sudah menunggu pihak luar."), case.pk, WAITS)
    stop_clocks(case, at)
    Pause.objects.create(
        case=case,
        run=assignment.run,
        kind=PauseKind.OUTSIDE,
        reason=reason,
        started_at=at,
        started_by=by.user,
    )
    record(case.stream, at=at, actor=by.actor, action="case.waits_outside", reason=reason)
    return case


@transaction.atomic
def go_on(assignment: Assignment, *, by: Capacity, at: datetime) -> Case:
    """The outside party has answered: the clock runs on with what was left."""
    case = locked_for(assignment, by)
    ended = end_pauses(Pause.objects.filter(case=case, kind=PauseKind.OUTSIDE), at)
    if not ended:
        raise stale_case(_("Langkah ini tidak sedang menunggu pihak luar."), case.pk, WAITS)
    start_clocks(case, at)
    record(case.stream, at=at, actor=by.actor, action="case.goes_on")
    return case
