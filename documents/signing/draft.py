"""A copy to read of a paper that nobody has signed: it says so across every page."""

from weasyprint import HTML

from documents.printing.fetching import NoFetching
from documents.printing.paper import stamp_address
from documents.signing.fields import draft_copy

MARK = "BELUM DITANDATANGANI"


def draft_of(pdf: bytes) -> bytes:
    """The PDF with the mark on it; not the bytes that are signed."""
    html = f"""<html lang="id"><title>{MARK}</title><style>@page {{ size: 215mm 330mm; margin: 0;
        background: url('{stamp_address(MARK)}') center / contain no-repeat }}</style><body></body></html>"""
    overlay: bytes = HTML(string=html, url_fetcher=NoFetching()).write_pdf()
    return draft_copy(pdf, overlay)
