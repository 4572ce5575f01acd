"""Monitoring and evaluation of an office's SOPs: begun, judged row by row, concluded, signed; drafts from proposals."""

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from documents.models import Way
from organizations.capacity import Capacity
from organizations.models import Office
from organizations.sight import offices_overseen
from workflows.actions.assess import CHANGED, SIGNED, Changed, begin_assessment, conclude, judge, recount
from workflows.actions.propose import draft_from
from workflows.assessment_forms import BeginForm, ConclusionForm, SignForm
from workflows.errors import Denied, Incomplete
from workflows.evaluation_access import may_evaluate, may_sign_assessment, not_yours
from workflows.fetching import capacities_in, user_of
from workflows.models import AssessedSop, Assessment
from workflows.periods import read_period
from workflows.presenting.assessment import assessment_lines, offered_forms, paper_words, row_form
from workflows.review_dates import due_reviews


@dataclass(frozen=True)
class Opened:
    """A form that the user may read, and the capacities in which they could act on it."""

    assessment: Assessment
    mine: list[Capacity]
    at: datetime

    @property
    def writer(self) -> Capacity | None:
        """The capacity in which one may fill it in."""
        return next((by for by in self.mine if may_evaluate(by, self.assessment.office)), None)

    @property
    def signer(self) -> Capacity | None:
        """The capacity in which one may sign it."""
        return next((by for by in self.mine if may_sign_assessment(by, self.assessment.office)), None)

    def require_writer(self) -> Capacity:
        """The same; Denied where there is none."""
        if self.writer is None:
            raise Denied(not_yours().reason)
        return self.writer


def opened(request: HttpRequest, pk: int) -> Opened:
    """The form, for whoever may read it; else 404."""
    at, user = timezone.now(), user_of(request)
    found = Assessment.objects.filter(office__in=offices_overseen(user, at).values("id"))
    assessment = get_object_or_404(
        found.select_related("office__government", "office__head", "signed__file"), pk=pk
    )
    return Opened(assessment, capacities_in(user, assessment.office, at), at)


def office_of(request: HttpRequest, slug: str, at: datetime) -> Office:
    """An office whose evaluations one may read; else 404."""
    offices = offices_overseen(user_of(request), at).select_related("government", "head")
    return get_object_or_404(offices, slug=slug)


@require_safe
def assessments(request: HttpRequest, office_slug: str) -> HttpResponse:
    """The forms of an office, what is due, and beginning one."""
    at = timezone.now()
    return assessments_page(request, office_of(request, office_slug, at), at)


def assessments_page(
    request: HttpRequest, office: Office, at: datetime, form: BeginForm | None = None
) -> HttpResponse:
    """The page, with a form that was refused as it stands (422)."""
    mine = capacities_in(user_of(request), office, at)
    offered = offered_forms(office, at)
    context = {
        "office": office,
        "lines": Assessment.objects.filter(office=office).order_by("-period", "-id")[:50],
        "due": due_reviews(office, at),
        "form": form or BeginForm(offered),
        "may_begin": bool(offered) and any(may_evaluate(by, office) for by in mine),
    }
    return render(request, "workflows/assessments.html", context, status=422 if form else 200)


@require_POST
def begin(request: HttpRequest, office_slug: str) -> HttpResponse:
    """Begin the form of a period."""
    at = timezone.now()
    office = office_of(request, office_slug, at)
    by = next((c for c in capacities_in(user_of(request), office, at) if may_evaluate(c, office)), None)
    if by is None:
        raise Denied(not_yours().reason)
    form = BeginForm(offered_forms(office, at), request.POST)
    if not form.is_valid():
        return assessments_page(request, office, at, form)
    kind, _colon, period = form.cleaned_data["formulir"].partition(":")
    found = read_period(period)
    assert found is not None  # it is one of those that were offered  # noqa: S101
    try:
        made = begin_assessment(office, kind, found, by=by, at=at)
    except Incomplete as lack:
        form.add_error(None, lack.message)
        return assessments_page(request, office, at, form)
    return redirect("assessment", made.pk)


@require_safe
def assessment(request: HttpRequest, pk: int) -> HttpResponse:
    """One form: its rows with their evidence, its conclusion, its signature."""
    return page(request, opened(request, pk))


def page(
    request: HttpRequest,
    found: Opened,
    bound: dict[str, forms.Form] | None = None,
    *,
    is_changed: bool = False,
) -> HttpResponse:
    """The page, with a form that was refused as it stands (422); with `is_changed` beside what is kept now."""
    held, bound = found.assessment, bound or {}
    is_by_hand = held.office.signing_way == Way.WET
    context = {
        "assessment": held,
        "office": held.office,
        "period": held.of_period,
        "is_changed": is_changed,
        "paper_words": paper_words(held),
        **assessment_lines(
            held, bound, found.at, request.GET.get("sop", ""), may_write=found.writer is not None
        ),
        "conclusion_form": bound.get("conclusion") or ConclusionForm(initial={"conclusion": held.conclusion}),
        "sign_form": bound.get("sign") or SignForm(is_by_hand=is_by_hand),
        "is_by_hand": is_by_hand,
        "may_write": held.is_open and found.writer is not None,
        "may_sign": held.is_open and found.signer is not None,
        "may_draft": not held.is_open and found.writer is not None,
    }
    return render(request, "workflows/assessment.html", context, status=422 if bound else 200)


def version_of(request: HttpRequest) -> int:
    """The version of the form that the page showed; 0 where it is nonsense."""
    text = request.POST.get("version", "")[:9]
    return int(text) if text.isascii() and text.isdigit() else 0


def require_seen(request: HttpRequest, found: Opened) -> None:
    """Raise Changed where the form is not as the sender saw it: before anything is said of what was filled in, for the
    page that says it shows the form as it is now."""
    if not found.assessment.is_open:
        raise Changed(str(SIGNED))
    if version_of(request) != found.assessment.version:
        raise Changed(str(CHANGED))


def changed_page(
    request: HttpRequest, found: Opened, name: str, form: forms.Form, reason: Changed
) -> HttpResponse:
    """What was sent, beside what somebody else wrote meanwhile; once it is signed, only that."""
    rows = Assessment.objects.select_related("office__government", "office__head", "signed__file")
    now = Opened(rows.get(pk=found.assessment.pk), found.mine, found.at)
    if not now.assessment.is_open:
        messages.error(request, str(reason))
        return redirect("assessment", now.assessment.pk)
    form.full_clean()
    form.add_error(None, str(reason))
    return page(request, now, {name: form}, is_changed=True)


@require_POST
def save_row(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """What is judged of one SOP."""
    found = opened(request, pk)
    by = found.require_writer()
    row = get_object_or_404(AssessedSop.objects.select_related("revision"), assessment=pk, pk=number)
    form = row_form(found.assessment, row, request.POST)
    try:
        require_seen(request, found)
        if form.is_valid():
            judge(row, form.judged, version=version_of(request), by=by, at=found.at)
            messages.success(request, _("Penilaian “%(name)s” tersimpan.") % {"name": row.revision.nama})
            return redirect("assessment", pk)
    except Incomplete as lack:
        form.add_error(lack.field if lack.field in form.fields else None, lack.message)
    except Changed as reason:
        return changed_page(request, found, f"row-{row.pk}", form, reason)
    return page(request, found, {f"row-{row.pk}": form})


@require_POST
def save_conclusion(request: HttpRequest, pk: int) -> HttpResponse:
    """The conclusion."""
    found = opened(request, pk)
    by = found.require_writer()
    form = ConclusionForm(request.POST)
    try:
        require_seen(request, found)
        if form.is_valid():
            text = form.cleaned_data["conclusion"]
            conclude(found.assessment, text, version=version_of(request), by=by, at=found.at)
            messages.success(request, _("Kesimpulan tersimpan."))
            return redirect("assessment", pk)
    except Incomplete as lack:
        form.add_error(None, lack.message)
    except Changed as reason:
        return changed_page(request, found, "conclusion", form, reason)
    return page(request, found, {"conclusion": form})


@require_POST
def count_again(request: HttpRequest, pk: int) -> HttpResponse:
    """The evidence as it is now."""
    found = opened(request, pk)
    by = found.require_writer()
    try:
        recount(found.assessment, by=by, at=found.at)
    except Changed as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, _("Bukti dihitung lagi; yang sudah Anda nilai tetap."))
    return redirect("assessment", pk)


@require_POST
def draft(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A draft revision with the waktu that was proposed."""
    found = opened(request, pk)
    by = found.require_writer()
    rows = AssessedSop.objects.select_related("revision__sop__office", "assessment__office")
    row = get_object_or_404(rows, assessment=pk, pk=number)
    try:
        revision = draft_from(row, by=by, at=found.at)
    except Incomplete as lack:
        messages.error(request, lack.message)
        return redirect("assessment", pk)
    messages.success(
        request, _("Draf revisi %(number)s dibuat dari usulan waktu.") % {"number": revision.number}
    )
    return redirect("revision", found.assessment.office.slug, row.revision.sop.slug, revision.number)
