"""Taking an act back before anybody has taken notice of it (semantics: Taking back)."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from activity.models import Activity, NoticeKind
from activity.record import record_all
from organizations.capacity import Capacity
from organizations.models import Post
from sops.definition import Definition, definition
from workflows.actions.complete import locked_case, locked_seats, stale_case
from workflows.carrying import parts_of_taken_back, placed
from workflows.errors import Denied, Stale
from workflows.models import Assignment, AssignmentStatus, Case, Cause, Pause, RunStatus, StepRun
from workflows.notifying import tell_holders
from workflows.pausing import end_pauses
from workflows.permissions import may_complete
from workflows.routing import open_run
from workflows.withdrawing import forget_choice, led_on, refusal_of, reopen, void_open, void_prepared

MOVED_ON = _("Kasusnya sudah berjalan lebih jauh, jadi tindakan ini tidak dapat ditarik kembali.")
OPENED = _("Langkah berikutnya sudah dibuka, jadi tindakan Anda tidak dapat ditarik kembali.")
NOT_THIS = _(
    "Yang dapat ditarik kembali hanya tindakan yang membawa kasus ke langkah ini: setelah dikembalikan, oleh yang "
    "mengembalikan; bagian yang dipertahankan diulang lewat pengembalian."
)
MOVES = ("assignment.completed", "act.withdrawn", "case.archived", "case.cancelled")


@transaction.atomic
def withdraw_act(assignment: Assignment, *, by: Capacity, at: datetime) -> Case:
    """The post takes its act back: in a joint step that is still open, or while nobody of the next step has opened
    their task. The step is then open once more; papers, numbers and the record stay.

    Raises Denied or Stale (with who opened the next step, and when); then nothing was changed.
    """
    case = locked_case(assignment.run.case_id)
    active = StepRun.objects.filter(case=case, status=RunStatus.ACTIVE).first()
    if active is None:
        raise stale_case(str(MOVED_ON), case.pk, MOVES)
    seats = locked_seats(active.pk)
    written = definition(case.revision_id)
    old = placed(assignment.run_id).select_related("run", "post", "acted_by")
    mine = next(seat for seat in [*seats, *old] if seat.pk == assignment.pk)
    verdict = may_complete(by, mine, case)
    if not verdict:
        raise Denied(verdict.reason)
    is_joint = active.pk == assignment.run_id
    if mine.status != AssignmentStatus.DONE or not (is_joint or active.previous_id == assignment.run_id):
        raise stale_case(str(MOVED_ON), case.pk, MOVES)
    if not led_on(mine, mine.run, seats if is_joint else list(old)):
        raise Denied(NOT_THIS)
    if reason := refusal_of(case, mine, mine.run, None if is_joint else active):
        raise Denied(reason)
    data = told_of(mine, written)
    if is_joint:
        reopen(mine, seats, written, at)
        record_all(case.stream, at=at, actor=by.actor, entries=[("act.withdrawn", data)])
        return case
    refuse_opened(case, seats)
    entries = take_back(case, active, seats, mine, list(old), written, by=by, at=at)
    again = StepRun.objects.get(case=case, status=RunStatus.ACTIVE)
    data["next"] = {
        "step": data["step"],
        "order": data["order"],
        "round": again.round,
        "cause": str(again.cause),
    }
    data["undone"] = written.step_of(active.step_id).nomor
    record_all(case.stream, at=at, actor=by.actor, entries=[("act.withdrawn", data), *entries])
    return case


def take_back(
    case: Case,
    following: StepRun,
    seats: list[Assignment],
    mine: Assignment,
    old: list[Assignment],
    written: Definition,
    *,
    by: Capacity,
    at: datetime,
) -> list[tuple[str, dict[str, Any]]]:
    """Close the step that nobody opened, and open the one before once more; rows for the record."""
    gone = void_open(seats)
    following.withdraw(at)
    following.save(update_fields=["status", "closed_at"])
    end_pauses(Pause.objects.filter(run=following), at)
    reason = f"tindakan di langkah {written.step_of(mine.run.step_id).nomor} ditarik kembali"
    entries = void_prepared(case, following, at=at, reason=reason)
    forget_choice(case, written, following)
    before = case.tahap
    open_run(
        case,
        written,
        written.step_of(mine.run.step_id).order,
        cause=Cause.WITHDRAW,
        previous=following,
        chosen={},
        at=at,
        parts=parts_of_taken_back(old, mine, written),
    )
    if case.tahap != before:
        case.save(update_fields=["tahap"])
    tell_gone(case, following, gone, written, by=by, at=at)
    return entries


def tell_gone(
    case: Case,
    following: StepRun,
    gone: list[Assignment],
    written: Definition,
    *,
    by: Capacity,
    at: datetime,
) -> None:
    """Tell those whose task is there no more."""
    step = written.step_of(following.step_id)
    tell_holders(
        Post.objects.filter(pk__in=[seat.post_id for seat in gone]),
        case=case,
        office=case.office,
        kind=NoticeKind.HANDS,
        key=f"tarik:{following.pk}",
        title=f"Tugas ditarik kembali: langkah {step.nomor}",
        text=(
            f"Langkah {step.nomor} ({step.kegiatan}) tidak menunggu Anda lagi: {by.user.name} ({by.printed}) menarik "
            f"kembali tindakannya sebelum langkah itu dibuka. Tugasnya datang lagi bila langkah sebelumnya selesai."
        )[:2000],
        path=f"/cases/{case.pk}/",
        at=at,
        but=by.user,
    )


def told_of(mine: Assignment, written: Definition) -> dict[str, Any]:
    """The act that is taken back, as the record keeps it."""
    step = written.step_of(mine.run.step_id)
    return {
        "step": step.nomor,
        "order": step.order,
        "round": mine.run.round,
        "assignment": mine.pk,
        "tindakan": step.tindakan,
        "acted_at": mine.acted_at.isoformat() if mine.acted_at else None,
        "answer": mine.answer,
        "note": mine.note,
        "details": mine.details,
    }


def refuse_opened(case: Case, seats: list[Assignment]) -> None:
    """Raise Stale where somebody of the step has opened their task, with who and when."""
    opened = [seat for seat in seats if seat.opened_at and seat.carried_from_id is None]
    if not opened:
        return
    first = min(opened, key=lambda seat: (seat.opened_at, seat.pk))
    row = (
        Activity.objects.filter(
            stream=case.stream_id,
            action__in=("assignment.opened", "assignment.completed"),
            data__assignment=first.pk,
        )
        .order_by("number")
        .first()
    )
    who = f"{row.actor_name} ({row.capacity})" if row else ""
    raise Stale(str(OPENED), case_id=case.pk, who=who, at=first.opened_at)
