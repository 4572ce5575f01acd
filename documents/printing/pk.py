"""Perjanjian Kinerja as one paper: each begins on a page of its own."""

from collections.abc import Sequence

from documents.pk_paper import PkPaper
from documents.printing.paper import Letterhead, paper_html, paper_pdf

TEMPLATE = "documents/naskah/perjanjian_kinerja.html"


def pks_html(papers: Sequence[PkPaper], letterhead: Letterhead, stamp: str = "", title: str = "") -> str:
    """The HTML of these, in order; `title` names the file as a whole."""
    context = {"papers": papers, "title": title or papers[0].title}
    return paper_html(TEMPLATE, letterhead, context, stamp)


def pks_pdf(papers: Sequence[PkPaper], letterhead: Letterhead, stamp: str = "", title: str = "") -> bytes:
    """The same as PDF/A-3a and PDF/UA-1."""
    return paper_pdf(pks_html(papers, letterhead, stamp, title))
