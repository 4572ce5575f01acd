"""Giving a signature: the same record, whether by the official's certificate, through BSrE, by hand, or outside.

An electronic signature is an incremental update of the newest bytes. Whoever signs here holds the paper's row for the
tenth of a second that it takes, so two in the same second both succeed, one after the other. Where a service far away
signs, the paper is held by a mark with an end instead of a lock, and only bytes that nobody changed meanwhile are kept.
"""

import secrets
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_variables

from activity.models import Stream
from activity.record import locked_stream, record
from documents.models import PaperStatus, RenderState, Signature, SignedPaper, StoredFile, Way
from documents.signing.address import public_url
from documents.signing.block import Block, block_of
from documents.signing.errors import CannotSign
from documents.signing.pades import Words
from documents.signing.pens import Pen, pen_of
from documents.signing.stamp import stamp_pdf
from documents.signing.standing import FILED
from documents.storing import keep_bytes
from organizations.capacity import Capacity
from organizations.models import Post

HOLD = timedelta(minutes=3)  # longer than the longest call of a service
NOT_READY = gettext_lazy("Naskah ini masih disiapkan; coba lagi sebentar lagi.")
BUSY = gettext_lazy("Naskah ini sedang ditandatangani pejabat lain; coba lagi sebentar lagi.")
CHANGED = gettext_lazy(
    "Naskah ini berubah selama layanan tanda tangan bekerja; hasilnya tidak dipakai. Tanda tangani lagi."
)
ENDED = gettext_lazy("Naskah ini sudah tidak berlaku; tanda tangani versi yang baru.")
DONE = gettext_lazy("Naskah ini sudah ditandatangani untuk jabatan itu.")

Lock = Callable[[], Stream]


@dataclass(frozen=True)
class Signing:
    """Who signs, in what capacity and when. `lock` is called first in every transaction: it takes the locks that come
    before the paper's, refuses where one may not, and gives the locked stream that keeps the record."""

    by: Capacity
    at: datetime
    lock: Lock
    instead_of: tuple[Post, ...] = ()


def of_office(signature: Signature) -> Lock:
    """The stream of the paper's office, for papers that belong to no case."""
    return lambda: locked_stream(f"office:{signature.paper.office.slug}")


@sensitive_variables("passphrase")
def sign(
    signature: Signature, *, by: Capacity, at: datetime, passphrase: str, lock: Lock | None = None
) -> None:
    """Sign one paper in the way of its office. Raises CannotSign, WrongPassphraseGiven, or what `lock` raises."""
    pen = pen_of(signature.paper.office, passphrase=passphrase, by=by, at=at)
    sign_with(pen, signature, Signing(by, at, lock or of_office(signature)))


def sign_with(pen: Pen, signature: Signature, signing: Signing) -> None:
    """Sign one paper with a pen that is open. Raises CannotSign, or what the lock raises."""
    paper = signature.paper
    if paper.status == PaperStatus.OPEN and paper.file_id is None:
        raise CannotSign(
            paper.message or NOT_READY
        )  # its boxes come with its bytes: without them nothing is seen
    block = block_of(signing.by, paper.office, paper.kind, signing.instead_of)
    box = paper.boxes.get(signature.field)
    link = public_url(paper.token)
    stamp = stamp_pdf(block, link, pen.way, box[3], box[4]) if box else None
    reason, moment = (
        f"Menandatangani sebagai {signing.by.printed}",
        signing.at.astimezone(paper.office.zone),
    )
    words = Words(block.name, reason, paper.office.name, link, moment)

    def write(pdf: bytes) -> bytes:
        # without a box of ours the file may hold fields of that name: it may be a paper that was signed here before
        field = signature.field if box else f"{signature.field}-{paper.token}"
        return pen.write(pdf, field, box, words, stamp)

    if pen.is_far:
        sign_far(pen, signature, signing, block, write)
    else:
        with transaction.atomic():
            stream = signing.lock()
            held = locked(signature, signing.at)
            made = write(content_of(held.paper))
            keep(held, made, pen, signing, block, stream)


def sign_far(
    pen: Pen, signature: Signature, signing: Signing, block: Block, write: Callable[[bytes], bytes]
) -> None:
    """Mark the paper, let the service sign, and keep what came back if nobody changed the paper meanwhile."""
    mark = secrets.token_urlsafe(12)
    with transaction.atomic():
        signing.lock()
        held = locked(signature, signing.at)
        held.paper.busy_until, held.paper.busy_token = signing.at + HOLD, mark
        held.paper.save(update_fields=["busy_until", "busy_token"])
        before = held.paper.file_id
    try:
        made = write(content_of(held.paper))
        with transaction.atomic():
            stream = signing.lock()
            held = locked(signature, signing.at, mark)
            if held.paper.file_id != before:
                raise CannotSign(CHANGED)
            keep(held, made, pen, signing, block, stream)
    finally:
        SignedPaper.objects.filter(pk=signature.paper_id, busy_token=mark).update(
            busy_until=None, busy_token=""
        )


def locked(signature: Signature, at: datetime, mark: str = "") -> Signature:
    """The signature with its paper, both locked, if it can be given now. Raises CannotSign."""
    paper = SignedPaper.objects.select_for_update(of=("self",)).select_related("office", "file")
    held = Signature.objects.select_for_update().get(pk=signature.pk)
    held.paper = paper.get(pk=signature.paper_id)
    if held.paper.status != PaperStatus.OPEN:
        raise CannotSign(DONE if held.paper.status == PaperStatus.SIGNED else ENDED)
    if not held.is_waiting:
        raise CannotSign(DONE)
    if held.paper.file is None:
        raise CannotSign(held.paper.message or NOT_READY)
    if held.paper.busy_until and held.paper.busy_until > at and held.paper.busy_token != mark:
        raise CannotSign(BUSY)
    return held


def content_of(paper: SignedPaper) -> bytes:
    """The newest bytes."""
    if paper.file is None:
        raise CannotSign(NOT_READY)
    with paper.file.file.open("rb") as file:
        return bytes(file.read())


def keep(held: Signature, made: bytes, pen: Pen, signing: Signing, block: Block, stream: Stream) -> None:
    """Store the bytes and write down that they were signed: all of it, or, where anything fails, none."""
    paper, by = held.paper, signing.by
    stored = keep_bytes(made, name=f"{paper.title[:140]}.pdf", office=paper.office, by=by.user, at=signing.at)
    try:
        held.file, held.certificate = stored, pen.certificate
        paper.file = stored
        paper.busy_until, paper.busy_token = None, ""
        paper.save(update_fields=["file", "busy_until", "busy_token"])
        given(held, signing, block.lines, pen.way, stream)
    except BaseException:
        with suppress(OSError):
            stored.file.storage.delete(str(stored.file.name))  # its row goes with the transaction
        raise


def given(
    held: Signature,
    signing: Signing,
    lines: list[str],
    way: Way,
    stream: Stream,
    told_by: Capacity | None = None,
) -> None:
    """Write a signature down, with the row of the record; the last one completes the paper. `told_by`: who says that it
    was given, where it is not the signer."""
    by, paper = signing.by, held.paper
    held.sign(way=way, at=signing.at)
    if held.post is None and not paper.signatures.filter(post=by.post).exists():
        held.post = by.post
    held.signed_by, held.signed_as, held.on_behalf_of = by.user, by.printed, by.on_behalf_of
    held.block = lines
    held.save()
    if not paper.signatures.filter(status="menunggu").exists():
        paper.complete()
        paper.save(update_fields=["status"])
    record(
        stream,
        at=signing.at,
        actor=(told_by or by).actor,
        action="paper.signed",
        paper=paper.pk,
        title=paper.title,
        field=held.field,
        way=str(way),
        block=lines,
        certificate=held.certificate,
        sha256=held.file.sha256 if held.file else "",
        scan=held.scan.sha256 if held.scan else "",
        attested_by=held.attested_as,
        complete=paper.status == PaperStatus.SIGNED,
        note=str(held.details.get("keterangan", "")),
    )


def sign_by_hand(
    signature: Signature,
    *,
    by: Capacity,
    at: datetime,
    scan: StoredFile | None,
    lock: Lock | None = None,
    attested_by: Capacity | None = None,
) -> None:
    """It was signed with ink: the scan, if there is one, and who vouches for it: the signer, unless somebody else does.

    Raises CannotSign, or what `lock` raises.
    """
    signing = Signing(by, at, lock or of_office(signature))
    witness = attested_by or by
    with transaction.atomic():
        stream = signing.lock()
        held = locked_by_hand(signature)
        held.scan, held.attested_by, held.attested_as = scan, witness.user, witness.printed
        lines = block_of(by, held.paper.office, held.paper.kind).lines
        given(held, signing, lines, Way.WET, stream)


def locked_by_hand(signature: Signature) -> Signature:
    """The signature with its paper, both locked; a paper that is signed by hand needs no bytes. Raises CannotSign."""
    held = Signature.objects.select_for_update().get(pk=signature.pk)
    held.paper = (
        SignedPaper.objects.select_for_update(of=("self",))
        .select_related("office")
        .get(pk=signature.paper_id)
    )
    if held.paper.status not in (PaperStatus.OPEN,):
        raise CannotSign(ENDED if held.paper.ended_at else DONE)
    if not held.is_waiting:
        raise CannotSign(DONE)
    return held


def add_scan(
    signature: Signature, *, by: Capacity, at: datetime, scan: StoredFile, lock: Lock | None = None
) -> None:
    """The scan of what was signed by hand, afterwards; whoever brings it vouches for it. Raises CannotSign."""
    with transaction.atomic():
        stream = (lock or of_office(signature))()
        held = Signature.objects.select_for_update().select_related("paper").get(pk=signature.pk)
        if held.way != Way.WET or held.scan_id is not None:
            raise CannotSign(
                _("Pindaian naskah ini sudah ada, atau naskahnya tidak ditandatangani dengan tangan.")
            )
        held.scan, held.attested_by, held.attested_as = scan, by.user, by.printed
        held.save(update_fields=["scan", "attested_by", "attested_as"])
        data = {"paper": held.paper_id, "title": held.paper.title, "field": held.field, "scan": scan.sha256}
        record(stream, at=at, actor=by.actor, action="paper.scanned", **data)


def file_unsigned(signature: Signature, *, reason: str, by: Capacity) -> dict[str, object]:
    """The paper is filed while this signature is awaited, for that reason; what the record says of it. The caller holds
    the lock of what the paper belongs to."""
    held = (
        Signature.objects.select_for_update(of=("self",)).select_related("paper", "post").get(pk=signature.pk)
    )
    held.reason = reason
    held.details = held.details | {FILED: True}
    held.attested_by, held.attested_as = by.user, by.printed
    held.save(update_fields=["reason", "details", "attested_by", "attested_as"])
    who = held.post.title if held.post else held.outside
    return {
        "paper": held.paper_id,
        "title": held.paper.title,
        "field": held.field,
        "who": who,
        "reason": reason,
    }


def void_papers(papers: Sequence[SignedPaper], *, at: datetime, reason: str) -> list[dict[str, object]]:
    """These papers count no more, whoever signed them; what they were stays. What the record says of each.

    The caller holds the lock of what they belong to."""
    told = []
    for paper in papers:
        held = SignedPaper.objects.select_for_update().get(pk=paper.pk)
        if held.status not in (PaperStatus.OPEN, PaperStatus.SIGNED):
            continue
        held.void(at=at, reason=reason[:500])
        if held.state in (RenderState.WAITING, RenderState.WORKING):
            held.state, held.claimed_until = RenderState.FAILED, None
        held.save(update_fields=["status", "ended_at", "ended_reason", "state", "claimed_until"])
        held.signatures.filter(status="menunggu").update(status="batal")
        told.append({"paper": held.pk, "title": held.title, "reason": reason[:500]})
    return told
