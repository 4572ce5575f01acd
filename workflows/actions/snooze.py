"""Putting one's own task aside until a day; it comes back by itself (semantics: Putting aside)."""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from activity.record import record
from organizations.capacity import Capacity
from organizations.templatetags.indonesia import tanggal
from sops.definition import definition
from workflows.actions.complete import locked_case, locked_seats, refuse_stale
from workflows.errors import Denied, Incomplete, Stale
from workflows.models import Assignment, Case, Snooze
from workflows.permissions import Verdict, may_complete, may_wake

MOST_DAYS = 30


@transaction.atomic
def snooze_task(assignment: Assignment, *, by: Capacity, at: datetime, day: date) -> Snooze:
    """The task is not in this person's inbox before the morning of that day. Its clock runs on.

    Raises Denied, Stale or Incomplete; then nothing was changed.
    """
    case, mine = locked_task(assignment)
    allowed(may_complete(by, mine, case))
    today = at.astimezone(case.office.zone).date()
    if not today < day <= today + timedelta(days=MOST_DAYS):
        last = tanggal(today + timedelta(days=MOST_DAYS))
        raise Incomplete(
            "day",
            _("Pilih tanggal dari besok sampai %(last)s (%(most)s hari).")
            % {"last": last, "most": MOST_DAYS},
        )
    until = datetime.combine(day, time(), tzinfo=case.office.zone)
    snooze, _made = Snooze.objects.update_or_create(assignment=mine, user=by.user, defaults={"until": until})
    step = definition(case.revision_id).step_of(mine.run.step_id)
    due = mine.due_at.isoformat() if mine.due_at else None
    data = {"assignment": mine.pk, "step": step.nomor, "until": day.isoformat(), "due": due}
    record(case.stream, at=at, actor=by.actor, action="assignment.snoozed", **data)
    return snooze


@transaction.atomic
def wake_task(assignment: Assignment, *, by: Capacity, at: datetime) -> None:
    """The task is in the inbox again, also while its case stands still. Raises Denied or Stale."""
    case, mine = locked_task(assignment)
    allowed(may_wake(by, mine))
    gone, _by_model = Snooze.objects.filter(assignment=mine, user=by.user).delete()
    if not gone:
        raise Stale(_("Tugas ini tidak sedang ditunda."), case_id=case.pk)
    step = definition(case.revision_id).step_of(mine.run.step_id)
    record(case.stream, at=at, actor=by.actor, action="assignment.woken", assignment=mine.pk, step=step.nomor)


def locked_task(assignment: Assignment) -> tuple[Case, Assignment]:
    """An open task with its case, both locked. Raises Stale."""
    case = locked_case(assignment.run.case_id)
    seats = locked_seats(assignment.run_id)
    mine = next(seat for seat in seats if seat.pk == assignment.pk)
    refuse_stale(mine, seats, case)
    return case, mine


def allowed(verdict: Verdict) -> None:
    """Raises Denied with the reason where it is no."""
    if not verdict:
        raise Denied(verdict.reason)
