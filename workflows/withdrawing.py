"""Whether an act can be taken back, and what stands against it (semantics: Taking back). The caller holds the case."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from documents.models import PaperStatus, Signature, SignatureStatus, SignedPaper
from documents.signing.signing import void_papers
from sops.definition import Definition
from sops.document import SALAH_SATU
from workflows.carrying import LET_GO
from workflows.deadlines import set_next, start_clock, stop_clock
from workflows.models import Assignment, AssignmentStatus, Case, ChosenPost, Pause, RunStatus, Snooze, StepRun
from workflows.pausing import clock_of_seat, pauses_of

SIGNED = _(
    "Tindakan ini menandatangani naskah; tanda tangan tidak dapat ditarik kembali. Mintalah langkah berikutnya "
    "mengembalikannya."
)
SIGNED_NEXT = _(
    "Naskah yang disiapkan sesudahnya sudah ditandatangani, jadi tindakan ini tidak dapat ditarik kembali."
)
VOIDED = _("Pengembalian ini sudah membatalkan naskah yang ditandatangani, jadi tidak dapat ditarik kembali.")


def signed_by_run(run: StepRun) -> bool:
    """Whether a signature was given in the run."""
    given = Signature.objects.filter(paper__runs__run=run, status=SignatureStatus.SIGNED)
    return given.filter(signed_at__gte=run.opened_at).exists()


def led_on(act: Assignment, run: StepRun, seats: Sequence[Assignment]) -> bool:
    """Whether it was this act that let the case go where it is: of a run that was sent back only the act that sent it
    back; never a part that stands from an earlier run, which is that run's."""
    if act.carried_from_id is not None:
        return False
    if run.status != RunStatus.RETURNED:
        return True
    done = [seat for seat in seats if seat.status == AssignmentStatus.DONE and seat.carried_from_id is None]
    return act.pk == max(done, key=lambda seat: (seat.acted_at, seat.pk)).pk


def made_void(case: Case, act: Assignment) -> bool:
    """Whether the act, a return, made papers void."""
    papers = SignedPaper.objects.filter(runs__run__case=case, status=PaperStatus.VOID)
    return papers.filter(ended_at=act.acted_at).exists()


def refusal_of(case: Case, act: Assignment, run: StepRun, following: StepRun | None) -> str:
    """What of the act cannot be undone, or nothing."""
    if signed_by_run(run):
        return str(SIGNED)
    if following and signed_by_run(following):
        return str(SIGNED_NEXT)
    return str(VOIDED) if made_void(case, act) else ""


def void_prepared(
    case: Case, following: StepRun, *, at: datetime, reason: str
) -> list[tuple[str, dict[str, Any]]]:
    """What was laid down for the step that is not reached any more counts no more; rows for the record."""
    earlier = SignedPaper.objects.filter(runs__run__case=case, runs__run__lt=following.pk).values("pk")
    papers = SignedPaper.objects.filter(runs__run=following, status=PaperStatus.OPEN).exclude(pk__in=earlier)
    return [("paper.void", dict(told)) for told in void_papers(list(papers), at=at, reason=reason)]


def forget_choice(case: Case, written: Definition, following: StepRun) -> None:
    """Whom the act named for a column that nobody of the case acted in before is named anew."""
    keys = set(written.step_of(following.step_id).pelaksana)
    before = Assignment.objects.filter(run__case=case, run__lt=following.pk).values_list(
        "pelaksana", flat=True
    )
    known = {written.column_keys[pk] for pk in before.distinct()}
    ChosenPost.objects.filter(case=case, key__in=keys - known).delete()


def reopen(mine: Assignment, seats: Sequence[Assignment], written: Definition, at: datetime) -> None:
    """The task waits again, and with it those that were let go because one act was enough."""
    column = written.document.column(written.column_keys[mine.pelaksana_id])
    since = mine.acted_at or at
    wait_again(mine, written, since, at)
    if column.wakil != SALAH_SATU:
        return
    for seat in seats:
        is_freed = seat.status == AssignmentStatus.RELEASED and LET_GO not in seat.details
        if is_freed and seat.pelaksana_id == mine.pelaksana_id:
            wait_again(seat, written, since, at)


def wait_again(seat: Assignment, written: Definition, since: datetime, at: datetime) -> None:
    """The task waits as if it had not been closed: its limit stands, moved by what stood still since then."""
    clock = clock_of_seat(seat, written)
    for begin, end in pauses_of(seat, at):
        if end > since:
            stop_clock(seat, clock, max(begin, since))
            start_clock(seat, clock, end)
    if Pause.objects.filter(case=seat.run.case_id, ended_at=None).exists():
        stop_clock(seat, clock, at)
    seat.reopen()
    Snooze.objects.filter(assignment=seat).delete()  # put aside before the act: it is there again
    set_next(seat)
    seat.save()


def void_open(seats: list[Assignment]) -> list[Assignment]:
    """The open ones of these become void; which."""
    waiting = [seat for seat in seats if seat.status == AssignmentStatus.OPEN]
    for seat in waiting:
        seat.void()
    Assignment.objects.bulk_update(waiting, ["status"])
    return waiting
