"""A Perjanjian Kinerja on paper, for whoever may read it."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import override
from django.views.decorators.http import require_safe

from documents.pk_paper import pk_paper_of
from documents.pk_rows import content_of
from documents.printing.paper import letterhead_of
from documents.printing.pk import pks_pdf
from workflows.views.papers import pdf_response
from workflows.views.pk import found_pk

DRAFT = "KONSEP"


@require_safe
def print_pk(request: HttpRequest, pk: int) -> HttpResponse:
    """The PK as it stands, as a PDF shown in the browser; a draft as long as its statement bears no date."""
    at = timezone.now()
    found = found_pk(request, pk, at)
    with override("id"):  # the paper is the office's, whoever prints it
        paper = pk_paper_of(found, content_of(found), at)
        title = f"{paper.title} {paper.first.jabatan}"
        pdf = pks_pdf([paper], letterhead_of(found.office), "" if paper.is_settled else DRAFT, title)
    return pdf_response(pdf, f"{slugify(f'{found.kind} {found.pihak_pertama.title} {found.year}')}.pdf")
