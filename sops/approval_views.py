"""The page of a revision, and what is done with it on the way to being in force. A POST address per verb."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from documents.signing.errors import CannotSign
from organizations.capacity import Capacity, admin_capacity, capacities, offices_of
from sops.approval_forms import PenetapanForm, ReasonForm, ScanForm, SignForm, SubmitForm
from sops.approval_page import Approval, changes_of
from sops.approving import agree as agree_to
from sops.approving import initial as add_initial
from sops.approving import submit as send
from sops.approving import withdraw as take_back
from sops.awaiting import visible_to
from sops.enforcing import attest as bring_scan
from sops.enforcing import revoke as end
from sops.enforcing import send_back as return_draft
from sops.enforcing import set_in_force, set_penetapan
from sops.errors import Denied, Incomplete, Stale
from sops.models import Revision
from sops.storing import document_of
from sops.views import sheet_context, user_of

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def refusals(view: View[P]) -> View[P]:
    """Show a refusal as the page that says why (403)."""

    @wraps(view)
    def answered(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Denied as refusal:
            return render(request, "403.html", {"reason": str(refusal)}, status=403)

    return answered


def approval_of(request: HttpRequest, office_slug: str, slug: str, number: int) -> Approval:
    """The revision, for whoever may see it, with the capacities in which the user may act."""
    at, user = timezone.now(), user_of(request)
    revisions = visible_to(user, at).filter(sop__office__slug=office_slug, sop__slug=slug)
    revision = get_object_or_404(revisions, number=number)
    admin = admin_capacity(user, revision.sop.office, at)
    return Approval(revision, [*capacities(user, at), *([admin] if admin else [])], at)


def asked(
    request: HttpRequest, office_slug: str, slug: str, number: int, name: str
) -> tuple[Approval, Capacity]:
    """The revision, and in what capacity the user may do this with it. Raises Denied."""
    approval = approval_of(request, office_slug, slug, number)
    by, verdict = approval.capacity_for(name)
    if by is None:
        raise Denied(verdict.reason)
    return approval, by


@require_safe
def revision(request: HttpRequest, office_slug: str, slug: str, number: int) -> HttpResponse:
    """Where a revision stands: its way, what was said, what differs from the one in force, its sheet."""
    return revision_page(request, approval_of(request, office_slug, slug, number))


def revision_page(
    request: HttpRequest, approval: Approval, bound: dict[str, forms.Form] | None = None
) -> HttpResponse:
    """The page, with a form that was refused as it stands (422)."""
    found = approval.revision
    in_force, changed = changes_of(found) if approval.is_under_way else (None, [])
    own = offices_of(user_of(request), approval.at).filter(pk=approval.office.pk).exists()
    context = {
        **sheet_context(found, document_of(found)),
        "approval": approval,
        "stages": approval.stages(),
        "buttons": approval.buttons(bound or {}),
        "rounds": found.submissions.select_related("by", "level1", "level2"),
        "all_said": found.approvals.select_related("by"),
        "in_force": in_force,
        "differences": changed,
        "is_own": own,
    }
    return render(request, "sops/revision.html", context, status=422 if bound else 200)


def done(
    request: HttpRequest,
    approval: Approval,
    name: str,
    form: forms.Form | None,
    act: Callable[[dict[str, Any]], object],
    text: str,
) -> HttpResponse:
    """Do it with what the form says, and go back to the page of the revision; a refused form stands on it (422)."""
    found = approval.revision
    if form is not None and not form.is_valid():
        return revision_page(request, approval, {name: form})
    try:
        act(form.cleaned_data if form else {})
    except Incomplete as lack:
        if form is None:
            messages.error(request, lack.message)
        else:
            form.add_error(lack.field if lack.field in form.fields else None, lack.message)
            return revision_page(request, approval, {name: form})
    except (Stale, CannotSign) as reason:
        messages.error(
            request, str(reason) or _("Frasa sandi itu tidak cocok; tidak ada yang ditandatangani.")
        )
    else:
        fresh = Revision.objects.get(pk=found.pk)
        messages.success(request, text.format(status=fresh.get_status_display()))
    return redirect("revision", approval.office.slug, found.sop.slug, found.number)


@require_POST
@refusals
def submit(request: HttpRequest, office_slug: str, slug: str, number: int) -> HttpResponse:
    """Send the draft to its reviewers."""
    approval, by = asked(request, office_slug, slug, number, "submit")
    form = SubmitForm(approval.office, approval.setting, request.POST)

    def act(data: dict[str, Any]) -> None:
        send(approval.revision, by=by, at=approval.at, level1=data["level1"], note=data["note"])

    return done(request, approval, "submit", form, act, _("Draf diajukan untuk direviu."))


@require_POST
@refusals
def withdraw(request: HttpRequest, office_slug: str, slug: str, number: int) -> HttpResponse:
    """Take the draft back."""
    approval, by = asked(request, office_slug, slug, number, "withdraw")

    def act(data: dict[str, Any]) -> None:
        take_back(approval.revision, by=by, at=approval.at)

    return done(request, approval, "withdraw", None, act, _("Draf ditarik kembali."))


@require_POST
@refusals
def agree(request: HttpRequest, office_slug: str, slug: str, number: int) -> HttpResponse:
    """Agree at the level that is awaited."""
    approval, by = asked(request, office_slug, slug, number, "agree")

    def act(data: dict[str, Any]) -> None:
        agree_to(approval.revision, by=by, at=approval.at)

    return done(request, approval, "agree", None, act, _("Persetujuan Anda tercatat. Status SOP: {status}."))


@require_POST
@refusals
def initial(request: HttpRequest, office_slug: str, slug: str, number: int) -> HttpResponse:
    """Add a paraf."""
    approval, by = asked(request, office_slug, slug, number, "initial")

    def act(data: dict[str, Any]) -> None:
        add_initial(approval.revision, by=by, at=approval.at)

    return done(request, approval, "initial", None, act, _("Paraf Anda tercatat."))


@require_POST
@refusals
def send_back(request: HttpRequest, office_slug: str, slug: str, number: int) -> HttpResponse:
    """Back to a draft."""
    approval, by = asked(request, office_slug, slug, number, "send-back")

    def act(data: dict[str, Any]) -> None:
        return_draft(approval.revision, by=by, at=approval.at, reason=data["reason"])

    text = _("SOP dikembalikan kepada penyusunnya.")
    return done(request, approval, "send-back", ReasonForm(request.POST), act, text)


@sensitive_post_parameters("passphrase")
@sensitive_variables("data", "form")
@require_POST
@refusals
def sign(request: HttpRequest, office_slug: str, slug: str, number: int) -> HttpResponse:
    """Set the SOP: sign its sheet."""
    approval, by = asked(request, office_slug, slug, number, "sign")

    def act(data: dict[str, Any]) -> None:
        set_in_force(approval.revision, by=by, at=approval.at, passphrase=data["passphrase"])

    text = _("Lembar SOP ditandatangani. Status SOP: {status}.")
    return done(request, approval, "sign", SignForm(request.POST), act, text)


@require_POST
@refusals
def attest(request: HttpRequest, office_slug: str, slug: str, number: int) -> HttpResponse:
    """Bring the sheet that was signed by hand."""
    approval, by = asked(request, office_slug, slug, number, "attest")

    def act(data: dict[str, Any]) -> None:
        bring_scan(approval.revision, by=by, at=approval.at, scan=data["scan"])

    text = _("Lembar yang ditandatangani tersimpan. Status SOP: {status}.")
    return done(request, approval, "attest", ScanForm(request.POST, request.FILES), act, text)


@require_POST
@refusals
def revoke(request: HttpRequest, office_slug: str, slug: str, number: int) -> HttpResponse:
    """End the revision."""
    approval, by = asked(request, office_slug, slug, number, "revoke")

    def act(data: dict[str, Any]) -> None:
        end(approval.revision, by=by, at=approval.at, reason=data["reason"])

    text = _("SOP dicabut; kasus yang berjalan tetap diteruskan.")
    return done(request, approval, "revoke", ReasonForm(request.POST), act, text)


@require_POST
@refusals
def penetapan(request: HttpRequest, office_slug: str, slug: str, number: int) -> HttpResponse:
    """Say under which regulation it is set."""
    approval, by = asked(request, office_slug, slug, number, "penetapan")

    def act(data: dict[str, Any]) -> None:
        set_penetapan(
            approval.revision,
            by=by,
            at=approval.at,
            text=data["penetapan"],
            day=data["penetapan_tanggal"],
            whole_book=data["whole_book"],
        )

    form = PenetapanForm(approval.revision, request.POST)
    return done(request, approval, "penetapan", form, act, _("Dasar penetapan tersimpan."))
