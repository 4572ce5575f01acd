"""What is printed: a revision with everything that stands on its sheet. Pictures come as data, never by address."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

import segno
from django.utils.safestring import SafeString, mark_safe

from organizations.models import Office, OfficeLogo
from organizations.templatetags.indonesia import tanggal
from sops.document import SopDocument
from sops.look import Look, look_of
from sops.models import Revision
from sops.printing.widths import amounts
from sops.public import public_url
from sops.signatory import name_lines, title_lines
from sops.storing import document_of

SLOT = "ttd-1"  # the field of the signature, and the id of the room that is left for it
LISTS = (
    ("Dasar Hukum", "dasar_hukum", "Kualifikasi Pelaksana", "kualifikasi_pelaksana"),
    ("Keterkaitan", "keterkaitan", "Peralatan/Perlengkapan", "peralatan"),
    ("Peringatan", "peringatan", "Pencatatan dan Pendataan", "pencatatan"),
)


@dataclass(frozen=True)
class Sheet:
    """A revision as its office prints it. `logo` and `qr` are data addresses; `url` is the revision's public page.

    With `has_slot` it leaves room for the stamp of an electronic signature, which says itself who signs.
    """

    document: SopDocument
    look: Look
    office: str
    government: str
    address: str
    revision: int
    logo: str
    url: str
    qr: SafeString
    year: int | None
    has_slot: bool = False

    @property
    def title(self) -> str:
        """The PDF's title."""
        return f"SOP {self.document.nama}"

    @property
    def rows(self) -> list[tuple[str, str]]:
        """The captions and texts beside the office's name; the signatory and the name come after."""
        document = self.document
        is_pengesahan = "pengesahan" in self.look.tanggal.casefold()
        last = document.tanggal_pengesahan if is_pengesahan else document.tanggal_efektif
        return [
            ("Nomor SOP", document.nomor or "-"),
            ("Tanggal Pembuatan", dated(document.tanggal_pembuatan)),
            ("Tanggal Revisi", dated(document.tanggal_revisi)),
            (self.look.tanggal, dated(last)),
        ]

    @property
    def lists(self) -> list[tuple[str, list[str], str, list[str]]]:
        """The 2 × 3 grid below (Permenpan RB 35/2012)."""
        return [
            (left, getattr(self.document, left_name), right, getattr(self.document, right_name))
            for left, left_name, right, right_name in LISTS
        ]

    @property
    def signatory_title(self) -> list[str]:
        """The office of the signatory, line by line."""
        return title_lines(self.document.disahkan_oleh)

    @property
    def signatory_name(self) -> list[str]:
        """Name, pangkat and NIP, line by line."""
        return name_lines(self.document.disahkan_oleh)

    @property
    def signs_above(self) -> bool:
        """Whether the signature stands in the header: where the office wants it there, and the paper names somebody."""
        names = self.has_slot or bool(self.signatory_title or self.signatory_name)
        return self.look.signatory == "kepala" and names

    @property
    def slot(self) -> str:
        """The id of the room that is left for a stamp; empty where there is none."""
        return SLOT if self.has_slot else ""

    @property
    def foot(self) -> str:
        """Number and revision, as every page's foot says."""
        return f"Nomor {self.document.nomor or '-'} · Revisi {self.revision}"

    @property
    def total(self) -> list[str]:
        """The total row: as the paper prints it, else counted (days apart from hours); what stays on one line."""
        return amounts(self.document.jumlah_waktu or str(self.document.total))


def sheet_of(revision: Revision) -> Sheet:
    """The sheet of a revision; its office, government and logo are read."""
    document = document_of(revision)
    office: Office = revision.sop.office
    logo = OfficeLogo.objects.filter(office=office).first()
    url = public_url(revision)
    written = document.tanggal_pembuatan or document.tanggal_efektif or document.tanggal_pengesahan
    return Sheet(
        document=document,
        look=look_of(document, office.tampilan),
        office=office.name,
        government=office.government.name,
        address=office.address,
        revision=revision.number,
        logo=logo.data_uri if logo else "",
        url=url,
        qr=qr(url),
        year=date.fromisoformat(written).year if written else None,
    )


def dated(text: str) -> str:
    """3 Januari 2022; "-" where the paper has none."""
    return tanggal(date.fromisoformat(text) if text else None)


def qr(url: str) -> SafeString:
    """The address as a QR code: the path data of an SVG, one unit a module, with its size."""
    code = segno.make(url, error="m", micro=False)
    size = code.symbol_size(border=0)[0]
    dark = "".join(
        f"M{x} {y}h{length}v1h-{length}z" for y, row in enumerate(code.matrix) for x, length in runs(row)
    )
    title = "Kode QR ke halaman keberlakuan revisi ini"
    return mark_safe(  # noqa: S308  made of numbers only
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" width="11mm" height="11mm">'
        f'<title>{title}</title><path d="{dark}"/></svg>'
    )


def runs(row: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Where dark modules stand side by side: the first, and how many."""
    start = 0
    for is_dark, found in groupby(row):
        length = len(list(found))
        if is_dark:
            yield start, length
        start += length
