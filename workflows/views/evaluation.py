"""How the SOPs of an office are carried out: an overview, the evaluation of one, as a spreadsheet and as a print."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.db.models import Min
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from activity.wording import as_kept
from documents.printing.paper import letterhead_of, paper_html, paper_pdf
from organizations.models import Office
from organizations.sight import offices_overseen
from sops.definition import Definition, definition
from sops.models import Revision, Sop
from workflows.actions.evaluate import count_now
from workflows.errors import Denied
from workflows.evaluation_access import may_evaluate, not_yours
from workflows.fetching import capacities_in, user_of
from workflows.models import Case, Summary
from workflows.periods import Period
from workflows.presenting.evaluation import (
    EvaluationPage,
    chosen_period,
    counts_of,
    evaluation_page,
    offered_periods,
    worst_lines,
)
from workflows.presenting.evaluation_xlsx import evaluation_workbook
from workflows.presenting.evaluations import overview
from workflows.summarizing import kept_summaries
from workflows.views.papers import pdf_response
from workflows.views.realisasi_files import spreadsheet


@dataclass(frozen=True)
class Asked:
    """What an address asks for: an SOP in one of its revisions, and a period."""

    sop: Sop
    revisions: list[Revision]
    revision: Revision
    period: Period

    @property
    def office(self) -> Office:
        """Whose SOP it is."""
        return self.sop.office

    @property
    def written(self) -> Definition:
        """The SOP as it is run."""
        return definition(self.revision.pk)

    @property
    def query(self) -> str:
        """The part of the address behind the question mark."""
        return f"?periode={self.period}&revisi={self.revision.number}"


def asked(request: HttpRequest, office_slug: str, slug: str, at: datetime) -> Asked:
    """What is asked for, of an SOP whose evaluation the user may read; else 404. Without a revision the newest that
    has been in force, without a period the present year."""
    offices = offices_overseen(user_of(request), at)
    sops = Sop.objects.filter(office__in=offices.values("id")).select_related(
        "office__government", "office__head"
    )
    sop = get_object_or_404(sops, office__slug=office_slug, slug=slug)
    revisions = list(sop.revisions.ever_in_force().by_force())[::-1]
    if not revisions:
        raise Http404
    for each in revisions:
        each.sop = sop
    data = request.POST if request.method == "POST" else request.GET
    number = data.get("revisi", "")
    revision = next((each for each in revisions if str(each.number) == number), revisions[0])
    period = chosen_period(data.get("periode", ""), at.astimezone(sop.office.zone))
    return Asked(sop, revisions, revision, period)


@require_safe
def evaluations(request: HttpRequest, office_slug: str) -> HttpResponse:
    """Every SOP of an office in force, with what its acts say of a period."""
    at = timezone.now()
    office = get_object_or_404(offices_overseen(user_of(request), at), slug=office_slug)
    now = at.astimezone(office.zone)
    period = chosen_period(request.GET.get("periode", ""), now)
    first = (
        Case.objects.filter(office=office).order_by("started_at").values_list("started_at", flat=True).first()
    )
    context = {
        "office": office,
        "period": period,
        "periods": offered_periods(period, first and first.astimezone(office.zone), now),
        "lines": overview(office, period),
    }
    return render(request, "workflows/evaluations.html", context)


@require_safe
def evaluation(request: HttpRequest, office_slug: str, slug: str) -> HttpResponse:
    """The evaluation of one SOP, from its stamped summary; with `langkah` one step more closely."""
    at = timezone.now()
    found = asked(request, office_slug, slug, at)
    summary, page = summary_page(found)
    zone = found.office.zone
    # Not the first by its id: PostgreSQL might look for it among all cases in the order of their ids.
    first = Case.objects.filter(revision=found.revision).aggregate(first=Min("started_at"))["first"]
    step = request.GET.get("langkah", "")
    line = next((each for each in page.lines if str(each.order) == step), None) if page else None
    mine = capacities_in(user_of(request), found.office, at)
    context = {
        "asked": found,
        "office": found.office,
        "revision": found.revision,
        "columns": found.written.document.pelaksana,
        "period": found.period,
        "periods": offered_periods(found.period, first and first.astimezone(zone), at.astimezone(zone)),
        "summary": summary,
        "page": page,
        "line": line,
        "counts": counts_of(line.figures) if line else [],
        "worst": worst_lines(page.facts.worst_of(line.order)) if page and line else [],
        "may_count": any(may_evaluate(by, found.office) for by in mine),
    }
    return render(request, "workflows/evaluation.html", context)


def summary_page(found: Asked) -> tuple[Summary | None, EvaluationPage | None]:
    """The summary that was made of what is asked, and how it is shown; None where none was made. One query."""
    kept = kept_summaries([found.revision.pk], [found.period, found.period.before])
    summary = kept.get((found.revision.pk, str(found.period)))
    if summary is None:
        return None, None
    before = kept.get((found.revision.pk, str(found.period.before)))
    return summary, evaluation_page(found.written, found.period, summary, before)


def made_page(found: Asked) -> tuple[Summary, EvaluationPage]:
    """The same where it must be there: 404 where nothing was counted."""
    summary, page = summary_page(found)
    if summary is None or page is None:
        raise Http404
    return summary, page


@require_POST
def count(request: HttpRequest, office_slug: str, slug: str) -> HttpResponse:
    """Count what happened up to now."""
    at = timezone.now()
    found = asked(request, office_slug, slug, at)
    mine = capacities_in(user_of(request), found.office, at)
    by = next((each for each in mine if may_evaluate(each, found.office)), None)
    if by is None:
        raise Denied(not_yours().reason)
    count_now(found.revision, found.period, by=by, at=at)
    messages.success(request, _("Evaluasi dihitung dari semua yang terjadi sampai sekarang."))
    return redirect(reverse("evaluation", args=[office_slug, slug]) + found.query)


@require_safe
def export(request: HttpRequest, office_slug: str, slug: str) -> HttpResponse:
    """The evaluation as a spreadsheet."""
    found = asked(request, office_slug, slug, timezone.now())
    with as_kept():  # what leaves the house is Indonesian
        summary, page = made_page(found)
        content = evaluation_workbook(found.revision, found.period, summary, page)
    return spreadsheet(content, f"evaluasi-{found.sop.slug}-{found.period}")


@require_safe
def print_evaluation(request: HttpRequest, office_slug: str, slug: str) -> HttpResponse:
    """The evaluation as a PDF."""
    found = asked(request, office_slug, slug, timezone.now())
    with as_kept():
        summary, page = made_page(found)
        context = {
            "title": f"Evaluasi {found.revision.nama}, {found.period.label}",
            "office": found.office,
            "revision": found.revision,
            "period": found.period,
            "summary": summary,
            "page": page,
        }
        html = paper_html("workflows/print/evaluation.html", letterhead_of(found.office), context)
    return pdf_response(paper_pdf(html), f"evaluasi-{found.sop.slug}-{found.period}.pdf")
