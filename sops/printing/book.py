"""What a book of SOPs consists of: its cover and table of contents.

The front is laid out twice: before the first sheet, to know how many pages it takes, and at the end with the true
numbers. A number has a column of its own, so that its digits move nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from weasyprint import Document
from weasyprint.text.fonts import FontConfiguration

from activity.wording import as_kept
from documents.printing.pdf import laid_out, pdf_of
from organizations.models import Office, OfficeLogo
from organizations.tampilan import FONTS, PAPERS
from sops.flowchart import svg
from sops.look import DEFAULTS, over
from sops.models import Revision
from sops.printing.binding import TO_PART


@dataclass(frozen=True)
class Entry:
    """A line of the table of contents."""

    unit: str
    nomor: str
    nama: str
    revision: int
    revised: date | None
    in_force: date | None
    page: int


@dataclass(frozen=True)
class Front:
    """Cover and table of contents of an office's book, as it stood on a day."""

    office: Office
    day: date
    entries: Sequence[Entry]

    @property
    def title(self) -> str:
        """The PDF's title."""
        return f"Buku SOP {self.office.name}"


def entry_of(revision: Revision, page: int) -> Entry:
    """The line of a revision whose sheet begins on that page."""
    return Entry(
        unit=revision.unit,
        nomor=revision.nomor,
        nama=revision.nama,
        revision=revision.number,
        revised=revision.tanggal_revisi,
        in_force=revision.tanggal_efektif or revision.tanggal_pengesahan,
        page=page,
    )


def front_pages(front: Front, fonts: FontConfiguration) -> int:
    """How many pages the front takes."""
    return len(front_document(front, fonts).pages)


def front_pdf(front: Front, fonts: FontConfiguration) -> bytes:
    """The front as a PDF of its own."""
    return pdf_of(front_document(front, fonts))


@as_kept()
def front_document(front: Front, fonts: FontConfiguration) -> Document:
    """The front on the paper, and in the font, of the office's sheets."""
    office = front.office
    chosen = over(DEFAULTS, office.tampilan)
    width, height = PAPERS[chosen["kertas"]]
    margins = {side: float(chosen["margin"][side]) for side in ("atas", "kanan", "bawah", "kiri")}
    logo = OfficeLogo.objects.filter(office=office).first()
    context = {
        "title": front.title,
        "office": office,
        "day": front.day,
        "entries": front.entries,
        "to_part": TO_PART,
        "logo": logo.data_uri if logo else "",
        "foot": css_text(front.title),
        "width": svg.number(width),
        "height": svg.number(height),
        "margins": " ".join(f"{svg.number(side)}mm" for side in margins.values()),
        "cover_height": svg.number(height - margins["atas"] - margins["bawah"] - 1),
        "font": chosen["huruf"],
        "font_family": FONTS[chosen["huruf"]],
    }
    return laid_out(render_to_string("sops/print/book.html", context), fonts)


def css_text(text: str) -> str:
    """A text inside a quoted string of a style sheet: whatever is no letter or digit by its number."""
    escaped = "".join(c if c.isalnum() or c == " " else f"\\{ord(c):x} " for c in text)
    return mark_safe(escaped)  # noqa: S308  letters, digits and numbers only
