"""What is known here of a paper that somebody holds: by its address, or by its very bytes."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from cryptography import x509
from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from documents.models import Authority, PaperStatus, PkKind, Signature, SignatureStatus, SignedPaper
from documents.signing.certificates import parsed

FILED = "diarsipkan"  # in the details of a signature: the paper was filed without it, for its `reason`


@dataclass(frozen=True)
class Standing:
    """Whether a paper is one to go by: its status in words, since when and why it is not, and what took its place."""

    paper: SignedPaper
    in_force: bool
    words: str
    ended_at: datetime | None = None
    reason: str = ""
    next: SignedPaper | None = None


@dataclass(frozen=True)
class Matched:
    """What bytes are of a paper: `whole`, an earlier version with fewer signatures, a scan, or nothing of it."""

    words: str
    is_whole: bool = False
    is_part: bool = False


def standing_of(paper: SignedPaper) -> Standing:
    """Where the paper stands now. Three queries at most."""
    later = paper.later.order_by("id").first()
    if paper.status == PaperStatus.VOID:
        return Standing(paper, False, _("Batal: tidak berlaku"), paper.ended_at, paper.ended_reason, later)
    if paper.status == PaperStatus.REVOKED:
        return Standing(
            paper, False, _("Dicabut: tidak berlaku lagi"), paper.ended_at, paper.ended_reason, later
        )
    changed = changed_by(paper)
    if changed:
        words = _("Sudah diubah oleh Perjanjian Kinerja Perubahan")
        return Standing(paper, False, words, None, "", changed)
    if paper.status == PaperStatus.OPEN:
        without = filed_without(paper)
        words = (
            without[:1].upper() + without[1:] if without else _("Belum lengkap: masih menunggu tanda tangan")
        )
        return Standing(paper, False, words)
    return Standing(paper, True, _("Berlaku: ditandatangani lengkap"))


def filed_without(paper: SignedPaper) -> str:
    """That a paper was filed without signatures that it awaited, and why; nothing where it was not."""
    missing = paper.signatures.filter(status=SignatureStatus.WAITING).select_related("post").order_by("order")
    return "; ".join(lacking(each) for each in missing if FILED in each.details)


def lacking(signature: Signature) -> str:
    """That a paper was filed without this signature, and why, in the language of the page."""
    who = signature.post.title if signature.post else signature.outside
    return _("diarsipkan tanpa tanda tangan %(who)s: %(reason)s") % {"who": who, "reason": signature.reason}


def unsigned(signature: Signature) -> str:
    """The same as the archive keeps it: in Indonesian, whoever files it."""
    with override("id"):
        return lacking(signature)


def changed_by(paper: SignedPaper) -> SignedPaper | None:
    """The signed PK Perubahan that changed a Perjanjian Kinerja."""
    if paper.perjanjian_kinerja_id is None:
        return None
    return (
        SignedPaper.objects.filter(
            perjanjian_kinerja__changes=paper.perjanjian_kinerja_id,
            perjanjian_kinerja__kind=PkKind.PK_PERUBAHAN,
            status=PaperStatus.SIGNED,
        )
        .order_by("-id")
        .first()
    )


def matched(paper: SignedPaper, content: bytes) -> Matched:
    """What these bytes are of the paper. Nothing of them is kept."""
    digest = hashlib.sha256(content).hexdigest()
    signatures = list(paper.signatures.select_related("file", "scan").filter(status="ditandatangani"))
    if paper.file and paper.file.sha256 == digest and paper.file_id != paper.base_id:
        return Matched(_("Berkas ini sama persis dengan naskah yang ditandatangani di sini."), is_whole=True)
    for each in signatures:
        if each.file and each.file.sha256 == digest:
            return Matched(
                _("Berkas ini naskah yang sama, sebelum semua tanda tangan dibubuhkan."), is_part=True
            )
        if each.scan and each.scan.sha256 == digest:
            return Matched(
                _("Berkas ini sama persis dengan pindaian naskah yang disimpan di sini."), is_whole=True
            )
    if paper.base and paper.base.sha256 == digest:
        return Matched(_("Berkas ini naskah yang sama, sebelum ditandatangani siapa pun."), is_part=True)
    return Matched(_("Berkas ini BUKAN naskah yang ditandatangani di sini: isinya berbeda."))


def paper_with(content: bytes) -> SignedPaper | None:
    """The paper that these bytes are a version of, if it is known here."""
    digest = hashlib.sha256(content).hexdigest()
    of_signature = Signature.objects.filter(Q(file__sha256=digest) | Q(scan__sha256=digest)).values("paper")
    papers = SignedPaper.objects.filter(
        Q(file__sha256=digest) | Q(base__sha256=digest) | Q(pk__in=of_signature)
    )
    return papers.select_related("office__government", "file", "base").order_by("-id").first()


def signed_day(signature: Signature) -> date | None:
    """The day of a signature where the paper's office is."""
    if signature.signed_at is None:
        return None
    return signature.signed_at.astimezone(signature.paper.office.zone).date()


def trusted_here() -> list[x509.Certificate]:
    """The authorities that this installation trusts: those of its offices, and those of TRUSTED_CERTIFICATES."""
    own = [parsed(pem) for pem in Authority.objects.values_list("certificate", flat=True)]
    return own + certificates_in(settings.TRUSTED_CERTIFICATES)


def certificates_in(paths: Sequence[str]) -> list[x509.Certificate]:
    """All certificates of these PEM files. Raises OSError, ValueError."""
    found: list[x509.Certificate] = []
    for path in paths:
        found += x509.load_pem_x509_certificates(Path(path).read_bytes())
    return found
