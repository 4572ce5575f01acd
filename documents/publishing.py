"""What an office does with its portal: opening it, putting signed Perjanjian Kinerja there, taking them back."""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from activity.calling import call_worker
from activity.record import locked_stream, record, record_all
from documents.models import (
    Arsip,
    PaperStatus,
    Portal,
    Publication,
    Signature,
    SignatureStatus,
    SignedPaper,
    StoredFile,
    Way,
)
from documents.models.archive import SECRET
from organizations.capacity import Capacity, manages
from organizations.looks import opened
from organizations.models import Office

PDF = "application/pdf"


class Refused(Exception):
    """It may not be published, or not now; the message says why, in Indonesian."""


def portal_of(office: Office) -> Portal:
    """What the office has chosen; without a choice its portal is closed."""
    return Portal.objects.filter(office=office).first() or Portal(office=office)


@transaction.atomic
def set_portal(office: Office, *, by: Capacity, at: datetime, is_on: bool, introduction: str) -> bool:
    """Open or close the office's portal and say what stands above it; whether anything changed. Raises
    PermissionDenied."""
    stream = opened(office, by)
    kept = portal_of(office)
    now = {"is_on": is_on, "introduction": introduction}
    before = {name: getattr(kept, name) for name in now}
    if before == now:
        return False
    Portal.objects.update_or_create(office=office, defaults=now)
    record(stream, at=at, actor=by.actor, action="office.portal_changed", before=before, now=now)
    transaction.on_commit(partial(call_worker, "sops.portal"), robust=True)
    return True


@transaction.atomic
def publish(paper: SignedPaper, *, by: Capacity, at: datetime) -> Publication:
    """Put a signed Perjanjian Kinerja on the office's portal, with the bytes that it has now. Another paper of the same
    PK that stands there is withdrawn: of one promise there is one paper to read.

    Raises Refused, PermissionDenied.
    """
    office = paper.office
    if not manages(by, office):
        raise PermissionDenied(_("Hanya kepala kantor atau admin kantor yang menerbitkan di laman resmi."))
    stream = locked_stream(f"office:{office.slug}")
    held = SignedPaper.objects.select_for_update(of=("self",)).select_related("file").get(pk=paper.pk)
    if held.publications.standing().exists():
        raise Refused(_("Naskah ini sudah terbit di laman resmi."))
    file = final_file(held)
    replaced = withdraw_replaced(held, by=by, at=at)
    found = Publication.objects.create(
        office=office,
        paper=held,
        file=file,
        published_at=at,
        published_by=by.user,
        published_as=by.printed,
    )
    entries = [("publication.withdrawn", each) for each in replaced]
    record_all(stream, at=at, actor=by.actor, entries=[*entries, ("publication.published", facts(found))])
    return found


@transaction.atomic
def unpublish(found: Publication, *, by: Capacity, at: datetime, reason: str) -> bool:
    """Take a paper off the portal; False where that was done before. Raises PermissionDenied."""
    office = found.office
    if not manages(by, office):
        raise PermissionDenied(
            _("Hanya kepala kantor atau admin kantor yang menarik naskah dari laman resmi.")
        )
    stream = locked_stream(f"office:{office.slug}")
    if not withdraw([found.pk], by=by, at=at, reason=reason):
        return False
    record(stream, at=at, actor=by.actor, action="publication.withdrawn", reason=reason, **facts(found))
    return True


def withdraw_destroyed(
    office: Office, files: Collection[int], *, by: Capacity, at: datetime, minutes: str
) -> list[dict[str, Any]]:
    """Withdraw what is published of the StoredFiles with these ids, which are being destroyed; what the record says of
    each; `minutes` is the number of the berita acara. In the caller's transaction, with the office's stream locked."""
    reason = f"Arsipnya dimusnahkan; berita acara nomor {minutes}."  # it is kept
    standing = Publication.objects.standing().filter(office=office).select_related("paper", "file")
    gone = [each for each in standing if each.file_id in files]
    withdraw([each.pk for each in gone], by=by, at=at, reason=reason)
    return [{**facts(each), "reason": reason} for each in gone]


def withdraw_replaced(paper: SignedPaper, *, by: Capacity, at: datetime) -> list[dict[str, Any]]:
    """Withdraw what is published of other papers of the same PK; what the record says of each. There are two where the
    PK was signed in two cases, or its first paper is void. In the caller's transaction, with the stream locked."""
    reason = f"Diganti “{paper.title}” yang terbit kemudian."  # it is kept
    standing = Publication.objects.standing().select_related("paper", "file").order_by("id")
    gone = list(standing.filter(paper__perjanjian_kinerja=paper.perjanjian_kinerja_id))
    withdraw([each.pk for each in gone], by=by, at=at, reason=reason)
    return [{**facts(each), "reason": reason} for each in gone]


def withdraw(ids: Collection[int], *, by: Capacity, at: datetime, reason: str) -> int:
    """Write down on these publications that they ended; how many had not."""
    standing = Publication.objects.standing().filter(pk__in=ids)
    values = {"withdrawn_at": at, "withdrawn_by": by.user, "withdrawn_as": by.printed}
    return standing.update(**values, withdrawn_reason=reason)


def facts(found: Publication) -> dict[str, Any]:
    """What the record says of a publication."""
    data = {"publication": found.pk, "paper": found.paper_id, "title": found.paper.title}
    return data | {"pk": found.paper.perjanjian_kinerja_id, "sha256": found.file.sha256}


def final_file(paper: SignedPaper) -> StoredFile:
    """The bytes with all signatures of a Perjanjian Kinerja: the signed PDF, or what was brought with the last of those
    that stand on no PDF of ours. Raises Refused where there are none, or they may not be shown. Two queries."""
    if paper.perjanjian_kinerja_id is None or paper.status != PaperStatus.SIGNED:
        raise Refused(_("Hanya Perjanjian Kinerja yang sudah ditandatangani lengkap yang dapat terbit."))
    given = list(paper.signatures.select_related("scan").order_by("signed_at", "order"))
    if not given or any(each.status != SignatureStatus.SIGNED for each in given):
        raise Refused(_("Belum semua pihak menandatangani naskah ini."))
    file = bytes_of(paper, given)
    if file.erased_at:
        raise Refused(_("Isi naskah ini sudah dimusnahkan."))
    if file.media_type != PDF:
        raise Refused(_("Pindaiannya bukan PDF; unggah pindaian PDF sebelum menerbitkannya."))
    if Arsip.objects.filter(file=file, berkas__access__in=SECRET).exists():
        raise Refused(_("Berkas arsipnya rahasia; naskah ini tidak boleh diterbitkan."))
    return file


def bytes_of(paper: SignedPaper, given: Sequence[Signature]) -> StoredFile:
    """The one file on which all these signatures, the last one at the end, can be: the PDF where all are in it. Where
    one is on paper, or on a PDF apart, only what was brought with the last one can show the others too; who publishes
    it looks at it first. Raises Refused where there is no such file."""
    if not any(is_apart(each) for each in given):
        if paper.file is None or paper.file_id == paper.base_id:
            raise Refused(_("Pindaian naskah yang ditandatangani belum diunggah."))
        return paper.file
    last = given[-1]
    if not is_apart(last):
        raise Refused(
            _(
                "Sebagian tanda tangan dibubuhkan dengan tangan atau pada berkas lain, lalu yang terakhir pada PDF di "
                "sini: tidak ada satu berkas yang memuat semuanya, jadi naskah ini tidak dapat diterbitkan."
            )
        )
    if last.scan is None:
        raise Refused(
            _(
                "Tanda tangan terakhir dibubuhkan dengan tangan dan belum ada pindaiannya; unggah pindaian yang memuat "
                "semua tanda tangan di halaman kasusnya."
            )
        )
    return last.scan


def is_apart(signature: Signature) -> bool:
    """Whether a signature is not in the PDF that was made here."""
    return signature.way == Way.WET or signature.scan_id is not None


def is_brought(paper: SignedPaper, file: StoredFile) -> bool:
    """Whether its final file came from outside: nobody here knows what stands on it but who looked at it."""
    return paper.file_id != file.pk
