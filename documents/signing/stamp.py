"""The visible part of a signature: a QR to the page that verifies it, the capacity, the name, pangkat and NIP.

It is laid out for its field as a small PDF with its fonts embedded, so that a PDF/A stays one, or as a picture for
services that want one. Its words say what is true of that very signature.
"""

from bisect import bisect_left
from functools import lru_cache

import segno
from django.template.loader import render_to_string
from weasyprint import HTML, Document

from activity.wording import as_kept
from documents.models import Way
from documents.printing.fetching import NoFetching
from documents.signing.block import Block

WORDS = {
    Way.INTERNAL: "Ditandatangani secara elektronik dengan sertifikat internal kantor (tidak tersertifikasi)",
    Way.PRACTICE: "LATIHAN – TIDAK BERLAKU: ini bukan tanda tangan elektronik",
    Way.BSRE: "Ditandatangani secara elektronik menggunakan sertifikat elektronik yang diterbitkan Balai Besar "
    "Sertifikasi Elektronik (BSrE), Badan Siber dan Sandi Negara (BSSN)",
}
SIZES = (4.5, 5, 5.5, 6, 6.5, 7, 7.5, 8, 8.5, 9, 9.5)  # points; the largest with which it fits
QR_MM = 16.0
QR_PIXELS = 4  # for each module of the code
BLANK = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='1' height='1'/%3E"


def stamp_pdf(block: Block, link: str, way: str, width: float, height: float) -> bytes:
    """The stamp as a PDF of one page of that size, in points."""
    code = segno.make(link, error="m").png_data_uri(border=2, scale=QR_PIXELS)
    document = stamp_document(block, code, way, width, height, size_for(block, way, width, height))
    written: bytes = document.copy(document.pages[:1]).write_pdf()
    return written


@lru_cache(maxsize=1000)
def size_for(block: Block, way: str, width: float, height: float) -> float:
    """The largest type with which the stamp fits. Whoever signs many papers has the same stamp on all but its code."""

    def overflows(size: float) -> bool:
        return len(stamp_document(block, BLANK, way, width, height, size).pages) > 1

    return SIZES[max(0, bisect_left(SIZES, True, key=overflows) - 1)]


@as_kept()
def stamp_document(block: Block, code: str, way: str, width: float, height: float, size: float) -> Document:
    """The stamp laid out with type of that size in points; `code` is the address of the picture of its QR."""
    html = render_to_string(
        "documents/signing/stamp.html",
        {
            "block": block,
            "code": code,
            "words": WORDS.get(Way(way), ""),
            "width": f"{width:g}",
            "height": f"{height:g}",
            "size": f"{size:g}",
            "small": f"{max(size - 2.5, 4.2):g}",
            "qr": f"{min(QR_MM, height * 0.42 / 72 * 25.4):g}",
        },
    )
    return HTML(string=html, url_fetcher=NoFetching()).render()
