"""Who takes part in a step that is open: adding a post to a joint step, letting one go (semantics: Changing hands)."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activity.models import NoticeKind
from activity.record import record_all
from organizations.capacity import Capacity, holder
from organizations.kewenangan import MANDATED
from organizations.models import Post
from sops.definition import Definition, definition
from sops.document import SIGNS, Step
from workflows.acting import Act
from workflows.actions.complete import (
    locked_case,
    locked_seats,
    move,
    refuse_stale,
    stale_case,
    table_of,
)
from workflows.actions.manage import reason_given, require
from workflows.carrying import LET_GO, parts_of
from workflows.deadlines import start_clock, stop_clock
from workflows.drafting import Drafting
from workflows.errors import Denied, Incomplete
from workflows.hands_access import may_change_hands
from workflows.joining import Outcome, Seat, without
from workflows.mandate import mandate_of
from workflows.models import Assignment, AssignmentStatus, Case, Pause, RunStatus, Signing, Snooze, StepRun
from workflows.notifying import tell_holders
from workflows.papers import Desk
from workflows.pausing import clock_of_post, end_pauses
from workflows.routing import is_end
from workflows.signing import awaited
from workflows.signing_acts import refuse_left_out, signed_here

VACANT = gettext_lazy("Jabatan itu sedang kosong; pilih jabatan yang ada pejabatnya.")
TAKES_PART = gettext_lazy("Jabatan itu sudah ikut dalam langkah ini.")
ONE_STAYS = gettext_lazy("Sedikitnya satu jabatan mengerjakan langkah ini; alihkan tugasnya ke jabatan lain.")
ALONE = gettext_lazy(
    "Langkah ini dikerjakan satu jabatan; alihkan tugasnya bila pejabatnya tidak dapat bertindak."
)
SIGNERS = gettext_lazy(
    "Penanda tangan mengikuti naskahnya; bila pihaknya berubah, kembalikan kasusnya ke penyusunan."
)
NOT_TO_ONESELF = gettext_lazy(
    "Admin, Plt. dan Plh. tidak memberikan tugas kepada jabatannya sendiri; mintalah pejabat definitif "
    "atau admin lain."
)
PREPARING = gettext_lazy("Naskah langkah ini sedang disiapkan untuk ditandatangani; coba lagi sebentar lagi.")
MOVES = ("assignment.completed", "act.withdrawn", "assignment.released", "case.archived", "case.cancelled")
LIVE = (AssignmentStatus.OPEN, AssignmentStatus.DONE)


@transaction.atomic
def release_participant(assignment: Assignment, *, by: Capacity, at: datetime, reason: str) -> Case:
    """Let a post go from a joint step; the step closes where nobody is left whose act it needs.

    Raises Denied, Stale or Incomplete; then nothing was changed.
    """
    case = locked_case(assignment.run.case_id)
    seats = locked_seats(assignment.run_id)
    mine = next(seat for seat in seats if seat.pk == assignment.pk)
    refuse_stale(mine, seats, case)
    require(may_change_hands(by, case))
    reason = reason_given(reason)
    written = definition(case.revision_id)
    left = [seat for seat in seats if seat.pk != mine.pk and seat.status in LIVE]
    if not left:
        raise Incomplete("reason", str(ONE_STAYS))
    refuse_signer(mine, written)
    refuse_beyond_mandate(mine, by, written)
    let_go(mine, reason, f"dilepas oleh {by.user.name} ({by.printed})")
    step = written.step_of(mine.run.step_id)
    data = told_of(mine, step, reason)
    following = close_without(case, mine, seats, written, step, data, by=by, at=at)
    entries: list[tuple[str, dict[str, Any]]] = [("assignment.released", data)]
    if not case.is_open:
        entries.append(("case.archived", {"tahap": case.tahap, "last_step": step.nomor}))
    if following:
        to = written.step_of(following.step_id)
        data["next"] = {
            "step": to.nomor,
            "order": to.order,
            "round": following.round,
            "cause": str(following.cause),
        }
    record_all(case.stream, at=at, actor=by.actor, entries=entries)
    what = f"{by.user.name} ({by.printed}) melepas Anda dari langkah {step.nomor} ({step.kegiatan}): {reason}"
    tell(mine.post, case, what, f"lepas:{mine.pk}:{at.timestamp()}", f"/cases/{case.pk}/", step, by=by, at=at)
    return case


@transaction.atomic
def add_participant(
    case: Case, *, post: Post, column: str, by: Capacity, at: datetime, reason: str
) -> Assignment:
    """Let a post of the office take part in the joint step that is open, in one of its columns, for this round."""
    case = locked_case(case.pk)
    run = StepRun.objects.filter(case=case, status=RunStatus.ACTIVE).first()
    if run is None:
        raise stale_case(_("Kasus ini sudah ditutup."), case.pk, MOVES)
    seats = locked_seats(run.pk)
    require(may_change_hands(by, case))
    reason = reason_given(reason)
    written = definition(case.revision_id)
    step = written.step_of(run.step_id)
    if len(parts_of(seats)) < 2:
        raise Denied(ALONE)
    if step.tindakan == SIGNS and run.signing:
        raise Denied(SIGNERS)
    if column not in step.pelaksana:
        raise Incomplete("column", _("Pilih salah satu kolom langkah ini."))
    refuse_beyond_mandate(seats[0], by, written)
    refuse_post(post, case, seats, at, "post", by=by)
    seat = seat_of(case, seats, run, post, written.column_ids[column])
    seat.arrived_at = at
    start_clock(seat, clock_of_post(case, written, step, post), at)
    if Pause.objects.filter(case=case, ended_at=None).exists():
        stop_clock(seat, clock_of_post(case, written, step, post), at)
    seat.save()
    data = told_of(seat, step, reason) | {"post": post.pk, "title": post.title, "column": column}
    record_all(case.stream, at=at, actor=by.actor, entries=[("assignment.added", data)])
    what = f"{by.user.name} ({by.printed}) mengikutkan Anda dalam langkah {step.nomor} ({step.kegiatan}): {reason}"
    tell(
        post,
        case,
        what,
        f"ikut:{seat.pk}:{at.timestamp()}",
        f"/assignments/{seat.pk}/",
        step,
        by=by,
        at=at,
    )
    return seat


def refuse_beyond_mandate(mine: Assignment, by: Capacity, written: Definition) -> None:
    """Raise Denied where a Plt. or Plh. may not do the step: then they do not choose either who does it."""
    step = written.step_of(mine.run.step_id)
    choices: dict[str, str] = json.loads(mine.kewenangan)  # type: ignore[attr-defined]
    if reason := mandate_of(by, mine, written, step, choices)[0]:
        raise Denied(reason)


def refuse_post(
    post: Post, case: Case, seats: Sequence[Assignment], at: datetime, field: str, *, by: Capacity
) -> None:
    """Raise Incomplete where a post cannot act in the step: of another office, vacant, or in it already. Raise Denied
    where an admin, a Plt. or a Plh. would give it to themselves."""
    if post.office_id != case.office_id:
        raise Incomplete(field, _("Pilih jabatan dari kantor ini."))
    if any(seat.post_id == post.pk and seat.status in LIVE for seat in seats):
        raise Incomplete(field, str(TAKES_PART))
    found = holder(post, at)
    if found is None:
        raise Incomplete(field, str(VACANT))
    if found.user.pk == by.user.pk and (by.kind in MANDATED or by.grant):
        raise Denied(NOT_TO_ONESELF)


def refuse_signer(mine: Assignment, written: Definition) -> None:
    """Raise Denied where the post owes a signature, or may come to owe one."""
    step = written.step_of(mine.run.step_id)
    if step.tindakan != SIGNS:
        return
    if mine.run.signing == Signing.QUEUED:
        raise Denied(PREPARING)
    if mine.run.signing and awaited(mine, written.column_keys[mine.pelaksana_id]):
        raise Denied(SIGNERS)


def seat_of(case: Case, seats: Sequence[Assignment], run: StepRun, post: Post, column: int) -> Assignment:
    """The assignment of a post that comes to a step: a new one, or that from which it was let go before."""
    for seat in seats:
        if seat.post_id == post.pk and seat.pelaksana_id == column:
            seat.reopen()
            Snooze.objects.filter(assignment=seat).delete()
            seat.arrived_at = seat.opened_at = seat.remaining_minutes = seat.late_minutes = (
                seat.escalate_minutes
            ) = None
            seat.reminded_at = seat.passed_at = seat.told_late_at = seat.escalated_at = None
            return seat
    return Assignment(run=run, post=post, office_id=case.office_id, pelaksana_id=column)


def let_go(mine: Assignment, reason: str, how: str, **more: str) -> None:
    """The assignment waits no more for its post; it says how and why."""
    mine.release()
    mine.note, mine.details = reason, {LET_GO: how, **more}
    mine.save(update_fields=["status", "note", "details"])


def told_of(seat: Assignment, step: Step, reason: str) -> dict[str, Any]:
    """What the record keeps of it."""
    return {
        "step": step.nomor,
        "order": step.order,
        "round": seat.run.round,
        "assignment": seat.pk,
        "post": seat.post_id,
        "title": seat.post.title,
        "reason": reason,
    }


def close_without(
    case: Case,
    mine: Assignment,
    seats: Sequence[Assignment],
    written: Definition,
    step: Step,
    data: dict[str, Any],
    *,
    by: Capacity,
    at: datetime,
) -> StepRun | None:
    """Close the step where those who are left have done it; the run that opens. Raises Incomplete where something is
    still wanted of somebody."""
    keys = written.column_keys
    values = [Seat(s.pk, keys[s.pelaksana_id], s.status, s.acted_at, s.answer) for s in seats]
    result = without(written.document, step, values)
    if not result.closes:
        return None
    if step.penentu and not any(s.column == step.penentu and s.status in LIVE for s in values):
        name = written.document.column(step.penentu).nama
        raise Incomplete(
            "reason",
            _("%(name)s menentukan jawaban langkah ini; alihkan tugasnya ke jabatan lain.") % {"name": name},
        )
    freed = [seat for seat in seats if seat.pk in result.released]
    for seat in freed:
        seat.release()
    Assignment.objects.bulk_update(freed, ["status"])
    try:
        return closed(case, mine, seats, written, step, result, data, by=by, at=at)
    except Incomplete as lack:
        raise Incomplete(
            "reason",
            _("Tanpa jabatan itu langkah ini selesai, padahal: %(lack)s") % {"lack": lack.message},
        ) from None


def closed(
    case: Case,
    mine: Assignment,
    seats: Sequence[Assignment],
    written: Definition,
    step: Step,
    result: Outcome,
    data: dict[str, Any],
    *,
    by: Capacity,
    at: datetime,
) -> StepRun | None:
    """The papers and the next step, as after an act that brings nothing with it."""
    run, act = mine.run, Act()
    is_signing = step.tindakan == SIGNS and bool(run.signing)
    if is_signing or result.jumps or is_end(result.goes_to):
        refuse_left_out(case, mine, written, step, act, result, by=by, at=at)
    has_letter, table = case.letter_id is not None, table_of(mine.naskah_table)  # type: ignore[attr-defined]
    desk = Desk(run, step, by=by.user, at=at, table=table, has_letter=has_letter)
    desk.runs |= {seat.carried_run for seat in seats if seat.carried_from_id}  # type: ignore[attr-defined]
    desk.signed = signed_here(mine) if is_signing else {}
    desk.close(act)
    end_pauses(Pause.objects.filter(run=run), at)
    following = move(case, run, written, result, act, at)
    Drafting(case, written, run, step, by, at, act, following).work(desk)
    desk.save()
    data["outputs"] = desk.summary
    return following


def tell(
    post: Post, case: Case, what: str, key: str, path: str, step: Step, *, by: Capacity, at: datetime
) -> None:
    """Tell whoever acts for the post."""
    tell_holders(
        [post],
        case=case,
        office=case.office,
        kind=NoticeKind.HANDS,
        key=key,
        title=f"Perubahan peserta langkah {step.nomor}",
        text=what,
        path=path,
        at=at,
        but=by.user,
    )
