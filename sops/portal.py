"""What everybody reads of an office's SOPs on its portal: those in force, without NIP; never drafts, never cases."""

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from documents.models import PublicPrint
from organizations.models import Office, OfficeLogo
from organizations.nip import masked_nip
from sops.document import SopDocument
from sops.models import Revision, RevisionStatus, Step
from sops.printing.pdf import public_document
from sops.printing.sheet import Sheet, sheet_of

LONGEST = 100  # characters of a search
# In the key of every print. Raise it by one whenever the same SOP would be printed otherwise: what `masked` or
# `public_document` leave out, the layout, a template or font of the sheet. Else what is printed already stays public.
EDITION = 1
DATES = ("tanggal_pembuatan", "tanggal_revisi", "tanggal_efektif", "tanggal_pengesahan")
# What `print_key` reads.
KEYED = (
    "number", "content_hash", "nomor", "nama", "disahkan_oleh", "tampilan", *DATES, "sop__slug", "sop__office__slug",
    "sop__office__name", "sop__office__address", "sop__office__tampilan", "sop__office__government__name",
)  # fmt: skip


def open_offices() -> QuerySet[Office]:
    """The offices whose portal is open."""
    return Office.objects.real().filter(portal__is_on=True).select_related("government", "portal")


def public_revisions() -> QuerySet[Revision]:
    """All that the open portals show: the revisions in force."""
    found = Revision.objects.filter(status=RevisionStatus.IN_FORCE, sop__office__portal__is_on=True)
    found = found.filter(sop__office__learner=None)
    return found.select_related("sop__office__government")


def sought(revisions: QuerySet[Revision], words: str) -> QuerySet[Revision]:
    """Those with these words in their name, number, unit, or in what one of their steps does."""
    if not words:
        return revisions
    steps = Step.objects.filter(revision=OuterRef("pk"), kegiatan__icontains=words)
    header = Q(nama__icontains=words) | Q(nomor__icontains=words) | Q(unit__icontains=words)
    return revisions.filter(header | Exists(steps))


def words_of(asked: str) -> str:
    """What somebody typed into the search, in a form that every database takes."""
    return " ".join(asked.replace("\0", "").split())[:LONGEST]


def in_force_since(revision: Revision) -> date | None:
    """The day that its own paper says; None where that is empty."""
    return revision.tanggal_efektif or revision.tanggal_pengesahan


def masked(document: SopDocument) -> SopDocument:
    """The SOP as everybody may have it: without notes on the scan, the NIP of the signatory hidden but for its end."""
    signatory = replace(document.disahkan_oleh, nip=masked_nip(document.disahkan_oleh.nip))
    return replace(public_document(document), disahkan_oleh=signatory)


def public_sheet(revision: Revision) -> Sheet:
    """The sheet that is printed for everybody."""
    sheet = sheet_of(revision)
    return replace(sheet, document=masked(sheet.document))


def logos(offices: Iterable[int]) -> dict[int, str]:
    """The digests of the offices' logos. One query."""
    return dict(OfficeLogo.objects.filter(office__in=offices).values_list("office", "sha256"))


def print_key(revision: Revision, logo: str) -> str:
    """All that decides what the print of a revision says, as one SHA-256; `logo` is the digest of the office's."""
    office = revision.sop.office
    where = (office.slug, office.name, office.address, office.government.name, office.tampilan, logo)
    dates = tuple(getattr(revision, name) for name in DATES)
    what = (revision.pk, revision.sop.slug, revision.number, revision.content_hash, revision.nomor, dates)
    signed = (revision.nama, revision.disahkan_oleh, revision.tampilan)
    return hashlib.sha256(repr((EDITION, settings.SITE_URL, where, what, signed)).encode()).hexdigest()


def print_of(revision: Revision) -> PublicPrint | None:
    """The print of a revision, ready or not; None before a worker began it. Two queries."""
    office = revision.sop.office_id
    key = print_key(revision, logos([office]).get(office, ""))
    return PublicPrint.objects.filter(key=key).first()
