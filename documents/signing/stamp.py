"""The visible part of a signature: a QR to the page that verifies it, the capacity, the name, pangkat and NIP.

It is laid out for its field as a small PDF with its fonts embedded, so that a PDF/A stays one, or as a picture for
services that want one. Its words say what is true of that very signature.
"""

import io

import pypdfium2
import segno
from django.template.loader import render_to_string
from weasyprint import HTML

from documents.models import Way
from documents.printing.fetching import NoFetching
from documents.signing.block import Block

WORDS = {
    Way.INTERNAL: "Ditandatangani secara elektronik dengan sertifikat internal kantor (tidak tersertifikasi)",
    Way.BSRE: "Ditandatangani secara elektronik menggunakan sertifikat elektronik yang diterbitkan Balai Besar "
    "Sertifikasi Elektronik (BSrE), Badan Siber dan Sandi Negara (BSSN)",
}
SIZES = (9.5, 9, 8.5, 8, 7.5, 7, 6.5, 6, 5.5, 5, 4.5)  # points; the largest with which it fits
QR_MM = 16.0
DPI = 200


def stamp_pdf(block: Block, link: str, way: str, width: float, height: float) -> bytes:
    """The stamp as a PDF of one page of that size, in points."""
    code = segno.make(link, error="m").svg_data_uri(border=2, scale=4)
    for size in SIZES:
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
        document = HTML(string=html, url_fetcher=NoFetching()).render()
        if len(document.pages) == 1:
            break
    written: bytes = document.copy(document.pages[:1]).write_pdf()
    return written


def picture_of(pdf: bytes, page: int = 1, dpi: int = DPI) -> bytes:
    """A page (from 1) of a PDF as a PNG picture."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        image = document[page - 1].render(scale=dpi / 72).to_pil()
    finally:
        document.close()
    target = io.BytesIO()
    image.save(target, "PNG", optimize=False)
    return target.getvalue()
