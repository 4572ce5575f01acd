"""Completing an assignment: the one act by which a case moves."""

import json
from collections.abc import Collection
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activity.models import Activity
from activity.record import record_all
from documents.models import PaperStatus
from organizations.capacity import Capacity
from sops.definition import Definition, definition
from sops.document import Step
from workflows import filing
from workflows.acting import Act, check_act, sent_back
from workflows.carrying import LET_GO, parts_again
from workflows.deadlines import measure
from workflows.drafting import Drafting
from workflows.errors import Denied, Incomplete, Stale
from workflows.joining import DONE, Outcome, Seat, answer_named, outcome, refusal, sent_to
from workflows.kelengkapan import blocks
from workflows.mandate import within_mandate
from workflows.models import Assignment, AssignmentStatus, Case, Pause, RunPaper, RunStatus, StepRun
from workflows.papers import Desk, makes_one_each
from workflows.pausing import clock_of_seat, end_pauses, pauses_of
from workflows.permissions import may_complete
from workflows.routing import cause_of, is_end, open_run
from workflows.signing_acts import sign_or_void
from workflows.still_acting import appointed_user, refuse_ended

PARTIES = Q(paper__status=PaperStatus.OPEN, paper__perjanjian_kinerja__isnull=False)
CASE_ENDS = ("case.suspended", "case.resumed", "case.cancelled", "case.archived", "act.withdrawn")
CLOSED = gettext_lazy("Langkah ini sudah ditutup: kasusnya dikembalikan, ditarik, atau dibatalkan.")
FIRST_STEP = gettext_lazy("Tidak ada langkah sebelum ini untuk mengembalikan naskahnya.")
LETTING_GO = ("assignment.released", "assignment.moved")


@transaction.atomic
def complete_assignment(assignment: Assignment, *, by: Capacity, at: datetime, act: Act) -> Case:
    """The post's official does what the step asks; the run may close, and the case go on, back, or to the archive.

    Raises Denied, Stale (someone was first, or the case moved on) or Incomplete; then nothing was changed.
    """
    case = locked_case(assignment.run.case_id)
    seats = locked_seats(assignment.run_id, at)
    mine = next(seat for seat in seats if seat.pk == assignment.pk)
    run = mine.run
    refuse_stale(mine, seats, case)
    verdict = may_complete(by, mine, case)
    if not verdict:
        raise Denied(verdict.reason)
    refuse_ended(by, mine.appointed, at)  # type: ignore[attr-defined]
    written = definition(case.revision_id)
    step = written.step_of(run.step_id)
    result = outcome_of(written, step, seats, mine, act, at)
    check_act(step, act, returns=result.returns)
    act = sent_back(act) if result.returns else act
    act, signed, told = sign_or_void(case, mine, seats, written, step, act, result, by=by, at=at)
    act = act if result.returns else within_mandate(act, by, mine, written, step)

    one_each = makes_one_each(written.document, step, written.column_keys[mine.pelaksana_id])
    table = table_of(mine.naskah_table)  # type: ignore[attr-defined]
    declared = any(seat.details.get("kelengkapan_dari_luar") for seat in seats)
    has_letter = case.letter_id is not None
    desk = Desk(run, step, by=by.user, at=at, table=table, has_letter=has_letter, declared=declared)
    desk.runs |= {seat.carried_run for seat in seats if seat.carried_from_id}  # type: ignore[attr-defined]
    desk.signed = signed
    desk.bring(act, mine, one_each=one_each)
    if not result.returns:
        if blocks(written.document):
            desk.require_kelengkapan(act)
        if one_each:
            desk.require_own()
        if result.closes:
            desk.close(act)
    found = desk.kelengkapan(act) if result.closes and not result.returns else ""
    settle(mine, seats, result, by=by, at=at, act=act, written=written, kelengkapan=found)
    following = move(case, run, written, result, act, at) if result.closes else None
    Drafting(case, written, run, step, by, at, act, following).work(desk)
    desk.save()
    entries = entries_of(run, step, mine, act, desk, following, case, written)
    record_all(case.stream, at=at, actor=by.actor, entries=[*entries[:1], *told, *entries[1:]])
    return case


@lru_cache(maxsize=256)
def table_of(text: str) -> dict[str, Any]:
    """`Office.naskah` as it was read with a seat; nobody changes it."""
    found: dict[str, Any] = json.loads(text)
    return found


def locked_case(case_id: int) -> Case:
    """The case and the head of its stream, locked until the transaction ends. One statement."""
    cases = Case.objects.select_for_update(of=("self", "stream")).select_related("stream")
    return cases.get(pk=case_id)


def locked_seats(run_id: int, at: datetime | None = None) -> list[Assignment]:
    """All assignments of the run, locked in the order of their ids, each with the run, the `unit` of its post, the
    `version` of its office's calendar, its `naskah_table` and `signing_way`, the `carried_run` it was carried
    over from, and whether its case `has_pauses` and `has_parties` that still have to sign.

    One statement. With `at` also who is `appointed` to its post then.
    """
    seats = Assignment.objects.select_for_update(of=("self",)).select_related("run")
    seats = seats.annotate(unit=F("post__unit"), version=F("office__calendar_version"))
    # As text: the seats of a joint step would each parse it.
    seats = seats.annotate(signing_way=F("office__signing_way"))
    seats = seats.annotate(naskah_table=Cast("office__naskah", TextField()))
    seats = seats.annotate(kewenangan=Cast("office__kewenangan_pelaksana", TextField()))
    seats = seats.annotate(
        has_parties=Exists(RunPaper.objects.filter(PARTIES, run__case=OuterRef("run__case")))
    )
    seats = seats.annotate(carried_run=F("carried_from__run"))
    seats = seats.annotate(has_pauses=Exists(Pause.objects.filter(case=OuterRef("run__case"))))
    if at is not None:
        seats = seats.annotate(appointed=appointed_user(at))
    found: list[Assignment] = list(seats.filter(run=run_id).order_by("id"))
    for seat in found:
        seat.run = found[0].run
    return found


def refuse_stale(mine: Assignment, seats: list[Assignment], case: Case) -> None:
    """Raise Stale where the assignment is open no more."""
    if mine.status != AssignmentStatus.OPEN:
        raise stale_error(mine, seats, case.pk)


def stale_error(mine: Assignment, seats: list[Assignment], case_id: int) -> Stale:
    """What became of an assignment that is open no more: who did it, or closed its run, and when."""
    acted = [mine] if mine.acted_at else [seat for seat in seats if seat.acted_at]
    last = max(acted, key=lambda seat: (seat.acted_at, seat.pk), default=None)
    what = {
        AssignmentStatus.DONE: _("Tugas ini sudah dikerjakan."),
        AssignmentStatus.RELEASED: _("Tugas ini sudah dikerjakan pejabat lain."),
        AssignmentStatus.VOID: str(CLOSED),
    }[AssignmentStatus(mine.status)]
    if LET_GO in mine.details:
        fate = _("Tugas ini %(fate)s.") % {"fate": mine.details[LET_GO]}
        return stale_case(fate, case_id, LETTING_GO, assignment=mine.pk)
    is_void = mine.status == AssignmentStatus.VOID and mine.run.status != RunStatus.RETURNED
    if last is None or last.acted_by is None or is_void:
        return stale_case(what, case_id)
    return Stale(what, case_id=case_id, who=f"{last.acted_by.name} ({last.acted_as})", at=last.acted_at)


def stale_case(what: str, case_id: int, actions: Collection[str] = CASE_ENDS, **about: int) -> Stale:
    """Told with who did the last of these to the case: suspended, resumed, cancelled or filed it; `about` what."""
    rows = Activity.objects.filter(
        stream=Case.objects.get(pk=case_id).stream_id,
        action__in=actions,
        **{f"data__{name}": value for name, value in about.items()},
    ).order_by("-number")
    row = rows.first()
    who = f"{row.actor_name} ({row.capacity})" if row else ""
    return Stale(what, case_id=case_id, who=who, at=row.at if row else None)


def outcome_of(
    written: Definition, step: Step, seats: list[Assignment], mine: Assignment, act: Act, at: datetime
) -> Outcome:
    """What the act brings about, by the rule of joint steps."""
    keys = written.column_keys
    values = [Seat(s.pk, keys[s.pelaksana_id], s.status, s.acted_at, s.answer) for s in seats]
    acting = Seat(
        mine.pk, keys[mine.pelaksana_id], DONE, at, act.answer if answer_named(step, act.answer) else ""
    )
    if act.refusal.strip():
        return refused(written, step, values, acting)
    if act.return_to is not None:
        try:
            return sent_to(written.document, step, values, acting, act.return_to)
        except LookupError:
            raise Incomplete("return_to", _("SOP ini tidak mengizinkan kembali ke langkah itu.")) from None
    counted = [acting if seat.id == mine.pk else seat for seat in values]
    return outcome(written.document, step, counted, acting)


def refused(written: Definition, step: Step, seats: list[Seat], acting: Seat) -> Outcome:
    """What refusing to sign brings about. Raises Incomplete where one cannot."""
    if step.tindakan != "menandatangani":
        raise Incomplete("refusal", _("Langkah ini bukan penandatanganan."))
    try:
        return refusal(written.document, step, seats, acting)
    except LookupError:
        raise Incomplete("refusal", str(FIRST_STEP)) from None


def settle(
    mine: Assignment,
    seats: list[Assignment],
    result: Outcome,
    *,
    by: Capacity,
    at: datetime,
    act: Act,
    written: Definition,
    kelengkapan: str,
) -> None:
    """Write the act on its assignment, and free those that it makes needless. One statement; if the clock stood
    still meanwhile, one or two more."""
    mine.complete(by=by.user, printed=by.printed, on_behalf_of=by.on_behalf_of, at=at)
    mine.answer, mine.note = act.answer, act.note.strip() or act.refusal.strip()
    mine.details = act.details | ({"kelengkapan": kelengkapan} if kelengkapan else {})
    clock = clock_of_seat(mine, written)
    measure(mine, clock, mine.arrived_at or mine.run.opened_at, pauses_of(mine, at))
    if result.closes and mine.has_pauses:  # type: ignore[attr-defined]
        end_pauses(Pause.objects.filter(run=mine.run_id), at)
    fields = [
        "status",
        "opened_at",
        "acted_at",
        "acted_by",
        "acted_as",
        "on_behalf_of",
        "answer",
        "note",
        "details",
        "waited_seconds",
        "worked_seconds",
        "limit_seconds",
    ]
    freed = [seat for seat in seats if seat.pk in result.released or seat.pk in result.voided]
    for seat in freed:
        seat.release() if seat.pk in result.released else seat.void()
    if freed:
        Assignment.objects.bulk_update([mine, *freed], fields)
    else:
        mine.save(update_fields=fields)


def move(
    case: Case, run: StepRun, written: Definition, result: Outcome, act: Act, at: datetime
) -> StepRun | None:
    """Close the run and open the next one; None where the case is done and filed."""
    run.send_back(at) if result.returns else run.complete(at)
    run.stands = result.returns and act.stands
    run.save(update_fields=["status", "closed_at", "stands"])
    before = case.tahap
    if is_end(result.goes_to):
        case.finish(at)
        case.file_away()
        case.save(update_fields=["status", "tahap", "closed_at"])
        transaction.on_commit(filing.call, robust=True)
        return None
    cause = cause_of(returns=result.returns, jumps=result.jumps)
    parts = parts_again(case, written, result.goes_to, act.again) if result.returns else None
    following = open_run(
        case, written, result.goes_to, cause=cause, previous=run, chosen=act.chosen, at=at, parts=parts
    )
    if case.tahap != before:
        case.save(update_fields=["tahap"])
    return following


def entries_of(
    run: StepRun,
    step: Step,
    mine: Assignment,
    act: Act,
    desk: Desk,
    following: StepRun | None,
    case: Case,
    written: Definition,
) -> list[tuple[str, dict[str, Any]]]:
    """The rows of the record: the act with what it made and where the case went; the filing as a row of its own."""
    data: dict[str, Any] = {
        "step": step.nomor,
        "order": step.order,
        "round": run.round,
        "assignment": mine.pk,
        "tindakan": step.tindakan,
        "answer": act.answer,
        "note": mine.note,
        "details": mine.details,
        "outputs": desk.summary,
    }
    if act.return_to is not None:
        data |= {"stands": act.stands, "again": sorted(act.again) if act.again is not None else None}
    if following:
        to = written.step_of(following.step_id)
        data["next"] = {
            "step": to.nomor,
            "order": to.order,
            "round": following.round,
            "cause": str(following.cause),
        }
    entries = [("assignment.completed", data)]
    if not case.is_open:
        entries.append(("case.archived", {"tahap": case.tahap, "last_step": step.nomor}))
    return entries
