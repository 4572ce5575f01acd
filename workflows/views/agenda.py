"""The agenda book of an office, on a page and on paper."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.http import require_safe

from documents.printing.paper import letterhead_of, paper_html, paper_pdf
from organizations.capacity import offices_of
from organizations.models import Office
from organizations.paging import page_of
from workflows.fetching import user_of
from workflows.models import Case
from workflows.pk_form import whole
from workflows.presenting.agenda import agenda_lines, entries
from workflows.views.papers import pdf_response

LAST_YEAR = 2200
MAX_PRINTED = 1000  # rows, at some 40 ms each: it is printed while the reader waits


def office_and_year(request: HttpRequest, slug: str, at: datetime) -> tuple[Office, int]:
    """The office, where the user belongs to it (else 404), and the year asked for, else the present one."""
    offices = offices_of(user_of(request), at).select_related("government")
    office = get_object_or_404(offices, slug=slug)
    asked = whole(request.GET.get("tahun", "")[:4])
    return office, asked if asked and 1900 < asked < LAST_YEAR else at.astimezone(office.zone).year


@require_safe
def agenda(request: HttpRequest, office_slug: str) -> HttpResponse:
    """What stands in the book of a year, as far as the reader may see its cases."""
    at = timezone.now()
    office, year = office_and_year(request, office_slug, at)
    return agenda_page(request, office, year, at)


def agenda_page(
    request: HttpRequest, office: Office, year: int, at: datetime, *, too_many: bool = False
) -> HttpResponse:
    """The page; with `too_many` it says that the year is too long to be printed at once."""
    seen = Case.objects.visible_to(user_of(request), at)
    found, page = page_of(entries(seen, office, year), request.GET.get("halaman", ""))
    kept = seen.filter(office=office).order_by().values_list("agenda_year", flat=True)
    context = {
        "office": office,
        "year": year,
        "years": sorted({*kept.distinct(), year}, reverse=True),
        "lines": agenda_lines(found),
        "page": page,
        "too_many": MAX_PRINTED if too_many else 0,
    }
    return render(request, "workflows/agenda.html", context, status=422 if too_many else 200)


@require_safe
def print_agenda(request: HttpRequest, office_slug: str) -> HttpResponse:
    """The same year as a PDF, shown in the browser; made anew each time, for the book grows every day."""
    at = timezone.now()
    office, year = office_and_year(request, office_slug, at)
    found = list(entries(Case.objects.visible_to(user_of(request), at), office, year)[: MAX_PRINTED + 1])
    if len(found) > MAX_PRINTED:
        return agenda_page(request, office, year, at, too_many=True)
    title = f"Buku agenda {office.label} tahun {year}"
    context = {"title": title, "year": year, "lines": agenda_lines(found), "office": office, "at": at}
    with override("id"):  # the paper is the office's, whoever prints it
        html = paper_html("workflows/print/agenda.html", letterhead_of(office), context)
    return pdf_response(paper_pdf(html), f"buku-agenda-{office.slug}-{year}.pdf")
