"""The sheet as a paper that is signed: the one place where SOPs meet the signing of documents.

Signed electronically, its bytes are laid down once and every signature is an update of them; signed by hand, the paper
of record is the scan. Either way the revision's sheet is never laid out again.
"""

import hashlib
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from activity.chain import MACHINE, Actor
from activity.models import Stream
from activity.record import record
from activity.wording import as_kept
from documents.archive.filing import NewPaper, UnknownKlasifikasi, file_paper
from documents.models import (
    PaperStatus,
    RenderState,
    Signature,
    SignatureStatus,
    SignedPaper,
    StoredFile,
    Way,
)
from documents.signing.fields import with_fields
from documents.signing.signing import sign, sign_by_hand, void_papers
from documents.storing import discard, keep_bytes, store_scan, unless_refused
from organizations.capacity import Capacity
from organizations.models import Office, SigningWay
from sops.approving import facts
from sops.errors import Incomplete, Stale
from sops.models import Revision, RevisionStatus
from sops.printing.pdf import sheet_with_box
from sops.printing.sheet import SLOT, Sheet, sheet_of

logger = logging.getLogger(__name__)
KIND = "sop"
PRINTED = "lembar"  # what of `Signature.details` says for what the sheet was laid down

Boxes = dict[str, list[float]]
Lock = Callable[[], tuple[Stream, Revision]]


def is_signed(revision: Revision) -> bool:
    """Whether its paper of record is signed and counts."""
    return revision.signed is not None and bool(revision.signed.status == PaperStatus.SIGNED)


def signature_of(revision: Revision) -> Signature | None:
    """The signature on its paper of record, once given."""
    if revision.signed_id is None:
        return None
    given = Signature.objects.filter(paper=revision.signed_id, status=SignatureStatus.SIGNED)
    return given.select_related("paper", "scan", "signed_by", "attested_by", "paper__file").first()


def record_file(revision: Revision) -> StoredFile | None:
    """The bytes of its paper of record: the signed PDF, or the scan; None where there are none."""
    found = signature_of(revision)
    return (found.paper.file or found.scan) if found else None


def lay_down(revision: Revision, *, by: Capacity, at: datetime, lock: Lock) -> Revision:
    """The revision with the bytes of its sheet laid down for this official to sign. Laid out outside any transaction.

    What was laid down before is signed as long as it is what would be laid down now; else it counts no more. `lock`
    gives the office's stream and the revision, both locked, and refuses where it may not be signed. Raises what `lock`
    raises, and Stale.
    """
    if is_signed(revision) or is_laid_down(revision, by):
        return revision
    office, printed = revision.sop.office, printed_for(revision, by)
    content, boxes = sheet_with_box(sheet_to_sign(revision))
    if office.signing_way == SigningWay.INTERNAL:  # a service makes its own field
        content = with_fields(content, boxes, {SLOT: label_of(office)})
    stored = keep_bytes(content, name=f"SOP {revision.nama[:120]}", office=office, by=by.user, at=at)
    is_kept = False
    try:
        with transaction.atomic():
            stream, revision = lock()
            if not (is_signed(revision) or is_laid_down(revision, by)):
                if printed_for(revision, by) != printed:
                    raise Stale(
                        _("Lembar SOP ini berubah selagi disiapkan. Muat ulang halaman, lalu tetapkan lagi.")
                    )
                keep_sheet(stream, revision, stored, boxes, by=by, at=at)
                is_kept = True
    finally:
        if not is_kept:
            discard(stored)
    return revision


def keep_sheet(
    stream: Stream, revision: Revision, stored: StoredFile, boxes: Boxes, *, by: Capacity, at: datetime
) -> None:
    """These bytes are the sheet that is signed, in the place of what was laid down before."""
    discard_sheet(
        stream, revision, by=by.actor, at=at, reason="Lembarnya disiapkan lagi karena isinya berubah."
    )
    values = {"boxes": boxes, "base": stored, "file": stored, "state": RenderState.READY}
    paper = new_paper(revision, Way(revision.sop.office.signing_way), at, **values)
    paper.signatures.update(details={PRINTED: printed_for(revision, by)})
    data = {"paper": paper.pk, "title": paper.title, "sha256": stored.sha256, "size": stored.size}
    record(stream, at=at, actor=by.actor, action="paper.frozen", **data)
    record(stream, at=at, actor=by.actor, action="sop.laid_down", **facts(revision), **data)


def is_laid_down(revision: Revision, by: Capacity) -> bool:
    """Whether the bytes that this official would sign are there: none of what they print has changed since."""
    paper = revision.signed
    if paper is None or paper.status != PaperStatus.OPEN or not paper.is_frozen:
        return False
    waiting = paper.signatures.filter(status=SignatureStatus.WAITING, post=revision.sop.office.head)
    return any(each.details.get(PRINTED) == printed_for(revision, by) for each in waiting)


def printed_for(revision: Revision, by: Capacity) -> str:
    """All that decides what the sheet laid down for an official says, as one SHA-256: its content and look, the office
    with its logo, the number and day, in what way and for which post it is signed, by whom, in what capacity."""
    office = revision.sop.office
    days = (revision.tanggal_pengesahan, revision.tanggal_efektif)
    who = (office.head_id, label_of(office), by.user.pk, by.user.name, by.printed)
    told = (sheet_to_sign(revision), revision.nomor, revision.nama, days, str(office.signing_way), who)
    return hashlib.sha256(repr(told).encode()).hexdigest()


def sheet_to_sign(revision: Revision) -> Sheet:
    """The sheet with room for its stamp."""
    return replace(sheet_of(revision), has_slot=True)


def label_of(office: Office) -> str:
    """What a screen reader says of the field."""
    return f"Tanda tangan {office.head.title if office.head else ''}".strip()


def new_paper(revision: Revision, way: Way, at: datetime, **values: object) -> SignedPaper:
    """The paper of the revision with the signature that it awaits from the head; the one before it is its past."""
    office = revision.sop.office
    paper = SignedPaper.objects.create(
        office=office,
        kind=KIND,
        title=f"SOP {revision.nama}"[:300],
        nomor=revision.nomor,
        day=revision.tanggal_pengesahan or revision.tanggal_efektif,
        way=way,
        previous=revision.signed,
        created_at=at,
        **values,
    )
    Signature.objects.create(paper=paper, order=1, field=SLOT, post=office.head)
    revision.signed = paper
    revision.save(update_fields=["signed"])
    return paper


def sign_sheet(
    revision: Revision, *, by: Capacity, at: datetime, passphrase: str, lock: Callable[[], Stream]
) -> None:
    """Sign the sheet that was laid down, unless that was done before; `lock` is as in documents.signing.signing.

    Raises documents.signing.errors.CannotSign, and what `lock` raises.
    """
    awaited = Signature.objects.filter(paper=revision.signed_id, status=SignatureStatus.WAITING)
    signature = awaited.select_related("paper__office__government", "paper__file").first()
    if signature:
        sign(signature, by=by, at=at, passphrase=passphrase, lock=lock)


@contextmanager
def keep_scan(
    upload: UploadedFile, revision: Revision, *, by: Capacity, at: datetime
) -> Iterator[StoredFile]:
    """The scan as a stored file; forgotten again where what follows fails. Raises Incomplete."""
    try:
        stored = store_scan(upload, office=revision.sop.office, by=by.user, at=at)
    except ValidationError as error:
        raise Incomplete("scan", " ".join(error.messages)) from None
    with unless_refused(stored):
        yield stored


def attest_sheet(
    revision: Revision, stream: Stream, *, signer: Capacity, by: Capacity, at: datetime, scan: StoredFile
) -> None:
    """The paper of record is this scan of what `signer` signed; `by` vouches for it.

    One that was laid down to be signed here counts no more. `stream` is the office's, which the caller has locked.
    """
    reason = "Lembarnya ditandatangani dengan tangan."
    discard_sheet(stream, revision, by=by.actor, at=at, reason=reason)
    paper = new_paper(revision, Way.WET, at, state=RenderState.READY)
    sign_by_hand(paper.signatures.get(), by=signer, at=at, scan=scan, attested_by=by, lock=lambda: stream)
    revision.signed = SignedPaper.objects.get(pk=paper.pk)


def discard_sheet(stream: Stream, revision: Revision, *, by: Actor, at: datetime, reason: str) -> None:
    """A sheet that was laid down and not signed counts no more; the caller saves `signed`, the one before it."""
    paper = revision.signed
    if paper is None or paper.status != PaperStatus.OPEN:
        return
    for told in void_papers([paper], at=at, reason=reason):
        record(stream, at=at, actor=by, action="paper.void", **told)
    revision.signed = paper.previous


def revoke_sheet(stream: Stream, revision: Revision, *, by: Actor, at: datetime, reason: str) -> None:
    """The paper of record was in force and is no more."""
    paper = revision.signed
    if paper is not None and paper.status == PaperStatus.SIGNED:
        paper.revoke(at=at, reason=reason)
        paper.save(update_fields=["status", "ended_at", "ended_reason"])
        data = {"paper": paper.pk, "title": paper.title, "reason": reason}
        record(stream, at=at, actor=by, action="paper.revoked", **data)


def supersede_former(stream: Stream, revision: Revision, *, by: Actor, at: datetime) -> int | None:
    """The revision in force makes room, and its paper counts no more; its number."""
    in_force = Revision.objects.filter(sop=revision.sop, status=RevisionStatus.IN_FORCE)
    former = in_force.select_related("signed").first()
    if former is None:
        return None
    former.supersede()
    former.save(update_fields=["status"])
    revoke_sheet(stream, former, by=by, at=at, reason=f"Digantikan revisi {revision.number}.")
    return former.number


def file_sheet(stream: Stream, revision: Revision, at: datetime) -> None:
    """The paper of record of a revision that came into force gets its day, and goes to the archive.

    Permanent (Permendagri 83/2022): an SOP is revoked, never destroyed. Without kode klasifikasi it is not filed.
    """
    paper, file = revision.signed, record_file(revision)
    if paper is None or file is None or paper.status != PaperStatus.SIGNED:
        return
    day = paper.day or (revision.in_force_at or at).astimezone(revision.sop.office.zone).date()
    if paper.day is None:
        paper.day = day
        paper.save(update_fields=["day"])
    signer = paper.signatures.select_related("signed_by").get().signed_by or file.uploaded_by
    new = NewPaper(
        file=file, name=paper.title, kind=KIND, nomor=paper.nomor, day=day, is_made_here=paper.way != Way.WET
    )
    try:
        with as_kept():  # for the archive and the log, whoever's page it is
            file_paper(
                stream,
                revision.sop.office,
                new,
                hal=paper.title,
                by=signer,
                actor=MACHINE,
                at=at,
                rows=[stream.count],
            )
    except UnknownKlasifikasi as reason:
        logger.warning("Lembar %s belum diarsipkan: %s", paper.title, reason)


def signs_here(revision: Revision) -> bool:
    """Whether the office's officials sign electronically, in this product."""
    return bool(revision.sop.office.signing_way != SigningWay.WET)
