"""Moving an open task to another post of the office: its limit goes with it (semantics: Changing hands)."""

from datetime import datetime
from typing import Any

from django.db import transaction

from activity.record import record_all
from organizations.capacity import Capacity
from organizations.models import Post
from sops.definition import definition
from sops.document import Step
from workflows.actions.complete import locked_case, locked_seats, refuse_stale
from workflows.actions.manage import reason_given, require
from workflows.actions.participants import (
    let_go,
    refuse_beyond_mandate,
    refuse_post,
    refuse_signer,
    seat_of,
    tell,
    told_of,
)
from workflows.carrying import MOVED_TO
from workflows.deadlines import CLOCK_FIELDS, STAGES
from workflows.hands_access import may_change_hands
from workflows.models import Assignment, Case

MOVED = "dari"  # the detail of an assignment that another post had before


@transaction.atomic
def move_task(assignment: Assignment, *, to: Post, by: Capacity, at: datetime, reason: str) -> Assignment:
    """Another post does an open task, with the limit that it had; the assignment that waits now.

    Raises Denied, Stale or Incomplete; then nothing was changed.
    """
    case = locked_case(assignment.run.case_id)
    seats = locked_seats(assignment.run_id)
    mine = next(seat for seat in seats if seat.pk == assignment.pk)
    refuse_stale(mine, seats, case)
    require(may_change_hands(by, case))
    reason = reason_given(reason)
    written = definition(case.revision_id)
    refuse_post(to, case, seats, at, "to", by=by)
    refuse_signer(mine, written)
    refuse_beyond_mandate(mine, by, written)
    step, was = written.step_of(mine.run.step_id), mine.post
    seat = seat_of(case, seats, mine.run, to, mine.pelaksana_id)
    for name in (*CLOCK_FIELDS, *(told for _, told in STAGES)):
        setattr(seat, name, getattr(mine, name))
    seat.details = {MOVED: was.title}
    how = f"dialihkan ke {to.title} oleh {by.user.name} ({by.printed})"
    let_go(mine, reason, how, **{MOVED_TO: to.title})
    seat.save()
    data: dict[str, Any] = told_of(mine, step, reason) | {"to": to.pk, "to_title": to.title, "now": seat.pk}
    record_all(case.stream, at=at, actor=by.actor, entries=[("assignment.moved", data)])
    tell_both(mine, seat, case, step, by=by, at=at, reason=reason)
    return seat


def tell_both(
    mine: Assignment, seat: Assignment, case: Case, step: Step, *, by: Capacity, at: datetime, reason: str
) -> None:
    """Tell whoever has the task now, and whoever had it."""
    who, what = f"{by.user.name} ({by.printed})", f"langkah {step.nomor} ({step.kegiatan})"
    come = f"{who} mengalihkan {what} dari {mine.post.title} kepada Anda: {reason}"
    gone = f"{who} mengalihkan {what} dari Anda kepada {seat.post.title}: {reason}"
    when = at.timestamp()
    tell(
        seat.post,
        case,
        come,
        f"alih:{seat.pk}:{mine.pk}:{when}",
        f"/assignments/{seat.pk}/",
        step,
        by=by,
        at=at,
    )
    tell(mine.post, case, gone, f"alih:{mine.pk}:{seat.pk}:{when}", f"/cases/{case.pk}/", step, by=by, at=at)
