"""What an act does to papers that are signed: it needs the signatures that its post owes; a return voids them.

Electronic signatures are given before the act, each in a transaction of its own (workflows/actions/sign.py): what was
signed stays signed, whatever becomes of the act. Signatures by hand are attested by the act itself.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import Min, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.models import PaperStatus, Signature, SignedPaper, Way
from documents.signing.errors import CannotSign
from documents.signing.outside import take_in
from documents.signing.signing import file_unsigned, sign_by_hand, void_papers
from organizations.capacity import Capacity
from organizations.models import SigningWay
from sops.definition import Definition
from sops.document import SIGNS, Step
from workflows.acting import Act
from workflows.errors import Incomplete
from workflows.joining import Outcome
from workflows.laying_down import lay_down
from workflows.models import Assignment, Case, RunPaper, Signing
from workflows.routing import is_end
from workflows.seats_ahead import LeftOut, advice, ahead, left_out
from workflows.signing import awaited, awaited_outside, not_yet
from workflows.void_notices import tell_void

NOT_ASKED = gettext_lazy(
    "Jabatan Anda tidak menandatangani naskah apa pun di langkah ini, jadi tidak ada yang dapat ditolak."
)
NO_SCAN = gettext_lazy(
    "Naskah ini ditandatangani secara elektronik; pindaiannya tidak disimpan. Kosongkan berkas ini, atau, bila Anda "
    "menandatanganinya dengan tangan di atas kertas, centang pernyataan itu."
)


class SomebodyLeftOut(Incomplete):
    """The act would leave a paper that nobody can sign any more: `left`."""

    def __init__(self, left: Sequence[LeftOut], advice: str, *, closes_case: bool) -> None:
        self.left = left
        named = "; ".join(
            _("“%(paper)s” menunggu tanda tangan %(who)s") % {"paper": each.title, "who": each.who}
            for each in left
        )
        what = (
            _("Kasus ini belum dapat ditutup") if closes_case else _("Langkah ini belum dapat diselesaikan")
        )
        why = _("dan sesudah ini tidak ada lagi langkah penandatanganan dengan kursi untuknya")
        super().__init__(
            "seats",
            _("%(what)s: %(named)s, %(why)s. Yang dapat dilakukan: %(advice)s.")
            % {"what": what, "named": named, "why": why, "advice": advice},
        )


class UnsignedOutside(Incomplete):
    """The act would file papers that parties outside have not signed, `left`, and says no reason."""

    def __init__(self, left: Sequence[LeftOut]) -> None:
        self.left = left
        named = "; ".join(
            _("“%(paper)s” menunggu tanda tangan %(who)s") % {"paper": each.title, "who": each.who}
            for each in left
        )
        super().__init__(
            "unsigned_reason",
            _(
                "Kasus ini belum dapat diarsipkan: %(named)s. Unggah naskah yang kembali dengan tanda "
                "tangannya, atau tuliskan alasan diarsipkan tanpa tanda tangan itu."
            )
            % {"named": named},
        )


Told = list[tuple[str, dict[str, Any]]]
Signed = dict[int, list[SignedPaper]]


def sign_or_void(
    case: Case,
    mine: Assignment,
    seats: Sequence[Assignment],
    written: Definition,
    step: Step,
    act: Act,
    result: Outcome,
    *,
    by: Capacity,
    at: datetime,
) -> tuple[Act, Signed, Told]:
    """The act as it goes on, the papers that were signed here by the output they were made of, and rows for the record.

    Raises Incomplete where the post has not signed. The caller holds the case and the seats.
    """
    if result.returns:
        if act.refusal.strip():
            refuse_only_ones_own(mine)
        return act, {}, void_what_is_redone(case, mine, act, result, by=by, at=at)
    if act.returned_paper is not None:
        act = taken_in(case, act, by=by, at=at)
    signed: Signed = {}
    told: Told = []
    is_signing = step.tindakan == SIGNS and bool(mine.run.signing)
    if is_signing:
        act, signed = signed_now(case, mine, seats, written, step, act, result, by=by, at=at)
    if result.closes and (is_signing or result.jumps or is_end(result.goes_to)):
        told = refuse_left_out(case, mine, written, step, act, result, by=by, at=at)
    return act, signed, told


def signed_now(
    case: Case,
    mine: Assignment,
    seats: Sequence[Assignment],
    written: Definition,
    step: Step,
    act: Act,
    result: Outcome,
    *,
    by: Capacity,
    at: datetime,
) -> tuple[Act, Signed]:
    """What a signing step asks of the act: nothing is owed after it. Raises Incomplete."""
    if early := not_yet(written, step, seats, mine):
        raise Incomplete("by_hand", early)
    if mine.run.signing == Signing.QUEUED:
        laid = lay_down(case, mine.run, at=at)
        mine.has_parties |= any(paper.perjanjian_kinerja_id for paper in laid)  # type: ignore[attr-defined]
    way = mine.signing_way  # type: ignore[attr-defined]
    is_by_hand = act.by_hand or way == SigningWay.WET
    has_scan = False
    for signature in awaited(mine, written.column_keys[mine.pelaksana_id]):
        # what was prepared to be signed by hand stays so, though the office has another way by now
        if not is_by_hand and signature.paper.way != Way.WET:
            raise Incomplete(
                "passphrase", _("“%(paper)s” belum Anda tanda tangani.") % {"paper": signature.paper.title}
            )
        try:
            sign_by_hand(signature, by=by, at=at, scan=act.file, lock=lambda: case.stream)
        except CannotSign as reason:
            raise Incomplete("by_hand", reason.message) from None
        has_scan = act.file is not None
    signed = signed_here(mine) if result.closes or act.file else {}
    if signed and act.file:
        if not has_scan:
            raise Incomplete("file", str(NO_SCAN))
        act = replace(act, file=None)  # the scan of one's own signature: the paper stays the signed one
    return act, signed if result.closes else {}


def refuse_left_out(
    case: Case,
    mine: Assignment,
    written: Definition,
    step: Step,
    act: Act,
    result: Outcome,
    *,
    by: Capacity,
    at: datetime,
) -> Told:
    """Raise SomebodyLeftOut where a party of the office would never sign: no step after this one has a seat for it; and
    UnsignedOutside where the case would be filed without a party outside, and without a reason. Rows for the record."""
    if not mine.has_parties:  # type: ignore[attr-defined]
        return []
    ends = is_end(result.goes_to)
    left = left_out(case, written, [] if ends else ahead(written.steps, result.goes_to), None, at)
    if stopping := [each for each in left if each.stops]:
        raise SomebodyLeftOut(stopping, advice(written, step), closes_case=ends)
    if not ends or not left:
        return []
    reason = act.unsigned_reason.strip()
    if not reason:
        raise UnsignedOutside(left)
    filed = [file_unsigned(each.signature, reason=reason, by=by) for each in left]
    return [("paper.filed_unsigned", dict(data)) for data in filed]


def taken_in(case: Case, act: Act, *, by: Capacity, at: datetime) -> Act:
    """A paper of the case that came back signed from outside; the act without its file. Raises Incomplete."""
    if act.file is None:
        raise Incomplete("file", _("Unggah naskah yang kembali, atau pilih bahwa tidak ada yang kembali."))
    signature = next((each for each in awaited_outside(case) if each.pk == act.returned_paper), None)
    if signature is None:
        raise Incomplete("returned_paper", _("Naskah itu tidak lagi menunggu tanda tangan dari luar."))
    try:
        take_in(signature, by=by, at=at, upload=act.file, lock=lambda: case.stream, vouched=act.vouched)
    except CannotSign as reason:
        raise Incomplete("file", reason.message) from None
    return replace(act, file=None, returned_paper=None)


def signed_here(mine: Assignment) -> Signed:
    """The papers of the run with bytes that are signed, by the output that they were made of; one without bytes was
    signed by hand, and stays what it was made of. One query."""
    found: Signed = {}
    papers = RunPaper.objects.filter(run=mine.run_id, paper__file__isnull=False).exclude(paper__way=Way.WET)
    for bound in papers.select_related("paper__naskah").order_by("paper"):
        found.setdefault(bound.source_id, []).append(bound.paper)
    return found


def refuse_only_ones_own(mine: Assignment) -> None:
    """Raise Incomplete where the step's papers ask nothing of the post: it cannot make what others sign void."""
    asked = set(Signature.objects.filter(paper__runs__run=mine.run_id).values_list("post", flat=True))
    if asked and not asked & {mine.post_id, None}:  # None: whoever of the column comes first
        raise Incomplete("refusal", str(NOT_ASKED))


def void_what_is_redone(
    case: Case, mine: Assignment, act: Act, result: Outcome, *, by: Capacity, at: datetime
) -> Told:
    """A return leaves no paper in force that a step from there on had signed first: it will be made and signed anew.
    Those who signed or made it are told.

    Who refuses a paper makes it void, wherever it goes back to.
    """
    papers = SignedPaper.objects.filter(
        runs__run__case=case, status__in=(PaperStatus.OPEN, PaperStatus.SIGNED)
    ).annotate(first=Min("runs__run__step__order"))
    undone = Q(first__gte=result.goes_to)
    if act.refusal.strip():
        refused = RunPaper.objects.filter(run=mine.run_id).values("paper")
        undone |= Q(pk__in=refused)
    redone = list(papers.filter(undone).order_by("id"))
    if not redone:
        return []
    reason = act.refusal.strip() or act.note.strip()
    told: Told = []
    if act.refusal.strip():
        for paper in redone:
            for signature in paper.signatures.filter(post=mine.post_id, status="menunggu"):
                signature.refuse(reason=reason[:500])
                signature.save(update_fields=["status", "reason"])
                data = {"paper": paper.pk, "title": paper.title, "reason": reason[:500]}
                told.append(("paper.refused", data))
    is_refused = bool(act.refusal.strip())
    tell_void(case, mine, redone, by=by, at=at, reason=reason, refused=is_refused)
    return told + [("paper.void", dict(each)) for each in void_papers(redone, at=at, reason=reason)]
