"""A mark across every page of a PDF: on a copy to read of what nobody has signed, and on what is only practised."""

from weasyprint import HTML

from documents.printing.fetching import NoFetching
from documents.printing.paper import stamp_address
from documents.signing.fields import draft_copy

MARK = "BELUM DITANDATANGANI"


def draft_of(pdf: bytes) -> bytes:
    """The PDF with the mark on it; not the bytes that are signed."""
    return marked(pdf, MARK)


def marked(pdf: bytes, mark: str) -> bytes:
    """The PDF with these words across each of its pages. Raises NotSignable."""
    html = f"""<html lang="id"><title>{mark}</title><style>@page {{ size: 215mm 330mm; margin: 0;
        background: url('{stamp_address(mark)}') center / contain no-repeat }}</style><body></body></html>"""
    overlay: bytes = HTML(string=html, url_fetcher=NoFetching()).write_pdf()
    return draft_copy(pdf, overlay)
