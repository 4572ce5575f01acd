"""Monitoring and evaluation of an office's SOPs: begun, judged row by row, concluded, signed; drafts from proposals."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from documents.models import Way
from documents.signing.errors import CannotSign
from organizations.capacity import Capacity, offices_overseen
from organizations.models import Office
from workflows.actions.assess import Changed, begin_assessment, conclude, judge, recount
from workflows.actions.propose import draft_from
from workflows.assessment_forms import BeginForm, ConclusionForm, SignForm
from workflows.assessment_signing import draft_pdf, sign_assessment
from workflows.errors import Denied, Incomplete
from workflows.evaluation_access import may_evaluate, may_sign_assessment, not_yours
from workflows.fetching import capacities_in, user_of
from workflows.models import AssessedSop, Assessment
from workflows.periods import read_period
from workflows.presenting.assessment import assessment_lines, offered_forms, row_form
from workflows.review_dates import due_reviews
from workflows.views.papers import pdf_response


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


def page(request: HttpRequest, found: Opened, bound: dict[str, forms.Form] | None = None) -> HttpResponse:
    """The page, with a form that was refused as it stands (422)."""
    held, bound = found.assessment, bound or {}
    is_by_hand = held.office.signing_way == Way.WET
    context = {
        "assessment": held,
        "office": held.office,
        "period": held.of_period,
        **assessment_lines(held, bound, may_write=found.writer is not None),
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


@require_POST
def save_row(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """What is judged of one SOP."""
    found = opened(request, pk)
    by = found.require_writer()
    row = get_object_or_404(AssessedSop.objects.select_related("revision"), assessment=pk, pk=number)
    form = row_form(found.assessment, row, request.POST)
    if not form.is_valid():
        return page(request, found, {f"row-{row.pk}": form})
    try:
        judge(row, form.judged, version=version_of(request), by=by, at=found.at)
    except Incomplete as lack:
        form.add_error(lack.field if lack.field in form.fields else None, lack.message)
        return page(request, found, {f"row-{row.pk}": form})
    except Changed as reason:
        form.add_error(None, str(reason))
        return page(request, Opened(*_fresh(found)), {f"row-{row.pk}": form})
    messages.success(request, _("Penilaian “%(name)s” tersimpan.") % {"name": row.revision.nama})
    return redirect("assessment", pk)


def _fresh(found: Opened) -> tuple[Assessment, list[Capacity], datetime]:
    """The form as it stands now, so that what is sent next carries its version."""
    rows = Assessment.objects.select_related("office__government", "office__head", "signed__file")
    return rows.get(pk=found.assessment.pk), found.mine, found.at


@require_POST
def save_conclusion(request: HttpRequest, pk: int) -> HttpResponse:
    """The conclusion."""
    found = opened(request, pk)
    by = found.require_writer()
    form = ConclusionForm(request.POST)
    if form.is_valid():
        try:
            text = form.cleaned_data["conclusion"]
            conclude(found.assessment, text, version=version_of(request), by=by, at=found.at)
        except (Changed, Incomplete) as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, _("Kesimpulan tersimpan."))
            return redirect("assessment", pk)
    return page(request, Opened(*_fresh(found)), {"conclusion": form})


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


@sensitive_post_parameters("passphrase")
@sensitive_variables("form", "values")
@require_POST
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """The head signs it."""
    found = opened(request, pk)
    if found.signer is None:
        raise Denied(_("Monitoring dan evaluasi ditandatangani kepala kantor."))
    is_by_hand = found.assessment.office.signing_way == Way.WET
    form = SignForm(is_by_hand=is_by_hand, data=request.POST, files=request.FILES)
    if form.is_valid():
        values: dict[str, Any] = {name: form.cleaned_data.get(name) for name in form.fields}
        try:
            sign_assessment(
                found.assessment, version=version_of(request), by=found.signer, at=found.at, **values
            )
        except Incomplete as lack:
            form.add_error(lack.field if lack.field in form.fields else None, lack.message)
        except (Changed, CannotSign) as reason:
            form.add_error(
                None, str(reason) or _("Frasa sandi itu tidak cocok; tidak ada yang ditandatangani.")
            )
        else:
            messages.success(request, _("Formulir ditandatangani dan diarsipkan."))
            return redirect("assessment", pk)
    return page(request, Opened(*_fresh(found)), {"sign": form})


@require_safe
def form_pdf(request: HttpRequest, pk: int) -> HttpResponse | FileResponse:
    """The form as a PDF: the signed bytes, else how it stands, marked as a draft."""
    held = opened(request, pk).assessment
    name = f"{held.kind}-sop-{held.period}.pdf"
    if not held.is_open and held.signed and held.signed.file:
        with held.signed.file.file.open("rb") as file:
            return pdf_response(file.read(), name)
    return pdf_response(draft_pdf(held), name)


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
