"""What every naskah dinas has in common on paper: the letterhead, who signs, the sheet itself, a stamp across it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import quote

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from activity.wording import as_kept
from documents.printing.pdf import laid_out, pdf_of
from organizations.capacity import Capacity
from organizations.models import Office, OfficeLogo
from organizations.tampilan import FONTS, PAPERS

USUAL_FONT, USUAL_PAPER = "Arial", "F4"
PRACTICE_MARK = "LATIHAN – TIDAK BERLAKU"  # across every paper of an office to practise in
STAMP = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 600" width="400" height="600">
<text x="200" y="300" text-anchor="middle" transform="rotate(-52 200 300)" font-family="Liberation Sans"
 font-weight="bold" font-size="{size}" fill="#e4e4e4">{text}</text></svg>"""


@dataclass(frozen=True)
class Letterhead:
    """The kop of an office: who sends, where it is, its emblem, and the paper and font of its choice."""

    government: str
    office: str
    address: str
    logo: str  # a data address; empty where the office has none
    width: float  # mm, of the sheet upright
    height: float
    font: str
    font_family: str  # what is embedded in the place of that font
    is_practice: bool = False


def letterhead_of(office: Office) -> Letterhead:
    """The kop as it is today. One query; `office` with its government."""
    logo = OfficeLogo.objects.filter(office=office).first()
    font = office.tampilan.get("huruf") or USUAL_FONT
    height, width = PAPERS[office.tampilan.get("kertas") or USUAL_PAPER]
    return Letterhead(
        government=office.government.name,
        office=office.name,
        address=office.address,
        logo=logo.data_uri if logo else "",
        width=width,
        height=height,
        font=font,
        font_family=FONTS[font],
        is_practice=office.is_practice,
    )


@dataclass(frozen=True)
class Signer:
    """A signature block: in what capacity, by name, pangkat and NIP; `note` stands where the signature goes."""

    jabatan: str
    name: str = ""
    rank: str = ""
    nip: str = ""
    note: str = ""


def full_title(title: str, office: str) -> str:
    """The title with the name of the office where it stops short of it: "Kepala Dinas" of "Dinas Kesehatan"."""
    words = office.split()
    if words and title.split()[-1].casefold() == words[0].casefold():
        return " ".join([title, *words[1:]])
    return title


def signer_of(by: Capacity, office: Office, note: str = "") -> Signer:
    """The block of somebody in a capacity, on a paper of this office, as of now."""
    rank = ", ".join(part for part in (by.user.rank, by.user.grade) if part)
    own = office.name if by.post and by.post.office_id == office.pk else ""
    return Signer(full_title(by.printed, own), by.user.name, rank, by.user.printed_nip, note)


@as_kept()
def paper_html(template: str, letterhead: Letterhead, context: Mapping[str, Any], stamp: str = "") -> str:
    """The HTML of a paper from its template; `stamp` is written large across every page, behind the text. On what is
    only practised that is always so."""
    stamp = PRACTICE_MARK if letterhead.is_practice else stamp
    return render_to_string(
        template,
        {
            **context,
            "kop": asdict(letterhead),
            "width": mm(letterhead.width),
            "height": mm(letterhead.height),
            "half_height": mm(letterhead.height / 2),
            "stamp": stamp_address(stamp) if stamp else "",
        },
    )


def paper_pdf(html: str) -> bytes:
    """The paper as PDF/A-3a and PDF/UA-1."""
    return pdf_of(laid_out(html))


def mm(length: float) -> str:
    """A length for a style sheet, with a point in every language."""
    return f"{length:g}"


def stamp_address(text: str) -> SafeString:
    """A picture of the stamp as an address; a background, so that screen readers pass it over."""
    size = min(76, 900 // max(8, len(text)))
    drawing = STAMP.format(size=size, text=escape(text))
    return mark_safe("data:image/svg+xml," + quote(drawing, safe="/:=,;+"))  # noqa: S308  percent-encoded whole
