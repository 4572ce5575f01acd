"""The delivery book of an office, on a page and on paper."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.http import require_safe

from documents.printing.paper import letterhead_of, paper_html, paper_pdf
from organizations.models import Office
from organizations.paging import page_of
from workflows.fetching import user_of
from workflows.models import Case
from workflows.presenting.ekspedisi import deliveries, delivery_lines
from workflows.views.agenda import MAX_PRINTED, office_and_year
from workflows.views.papers import pdf_response


@require_safe
def ekspedisi(request: HttpRequest, office_slug: str) -> HttpResponse:
    """What was delivered in a year, as far as the reader may see its cases."""
    at = timezone.now()
    office, year = office_and_year(request, office_slug, at)
    return ekspedisi_page(request, office, year, at)


def ekspedisi_page(
    request: HttpRequest, office: Office, year: int, at: datetime, *, too_many: bool = False
) -> HttpResponse:
    """The page; with `too_many` it says that the year is too long to be printed at once."""
    seen = Case.objects.visible_to(user_of(request), at)
    found, page = page_of(deliveries(seen, office, year), request.GET.get("halaman", ""))
    now = at.astimezone(office.zone).year
    context = {
        "office": office,
        "year": year,
        "years": sorted({now, now - 1, year}, reverse=True),
        "lines": delivery_lines(found),
        "page": page,
        "too_many": MAX_PRINTED if too_many else 0,
    }
    return render(request, "workflows/ekspedisi.html", context, status=422 if too_many else 200)


@require_safe
def print_ekspedisi(request: HttpRequest, office_slug: str) -> HttpResponse:
    """The same year as a PDF, made anew each time."""
    at = timezone.now()
    office, year = office_and_year(request, office_slug, at)
    found = list(deliveries(Case.objects.visible_to(user_of(request), at), office, year)[: MAX_PRINTED + 1])
    if len(found) > MAX_PRINTED:
        return ekspedisi_page(request, office, year, at, too_many=True)
    title = f"Buku ekspedisi {office.label} tahun {year}"
    context = {"title": title, "year": year, "lines": delivery_lines(found), "office": office, "at": at}
    with override("id"):  # the paper is the office's, whoever prints it
        html = paper_html("workflows/print/ekspedisi.html", letterhead_of(office), context)
    return pdf_response(paper_pdf(html), f"buku-ekspedisi-{office.slug}-{year}.pdf")
