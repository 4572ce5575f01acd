"""The accounts of an office, for its admins."""

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from organizations.accounts import managing
from organizations.accounts.forms import InviteForm, PolicyForm
from organizations.accounts.people import manageable, people
from organizations.accounts.second_factor import policy_of
from organizations.administering import administered_office
from organizations.capacity import Capacity
from organizations.errors import Refused
from organizations.models import Office, User


@require_safe
def accounts(request: HttpRequest, office_slug: str) -> HttpResponse:
    """Who has signed in, who is invited, who has a second factor; and the rule for that."""
    office, by = administered_office(request, office_slug)
    return accounts_page(request, office, by)


def accounts_page(
    request: HttpRequest, office: Office, by: Capacity, *, wrong: tuple[int, str] = (0, ""), status: int = 200
) -> HttpResponse:
    """The page; `wrong` is whose address was refused, and why."""
    context = {
        "office": office,
        "people": people(office, by, timezone.now()),
        "policy_form": PolicyForm(initial={"policy": policy_of(office)}),
        "wrong_user": wrong[0],
        "wrong": wrong[1],
    }
    return render(request, "accounts/office.html", context, status=status)


def subject_of(request: HttpRequest, office: Office, by: Capacity, at: datetime) -> User:
    """The official whom the form names, if the admin may manage their account. Raises Http404."""
    pk = request.POST.get("user", "")
    number = int(pk) if pk.isdecimal() and len(pk) < 15 else 0
    return get_object_or_404(manageable(office, by, at), pk=number)


@require_POST
def invite(request: HttpRequest, office_slug: str) -> HttpResponse:
    """Invite an official, or invite them again."""
    office, by = administered_office(request, office_slug)
    at = timezone.now()
    user = subject_of(request, office, by, at)
    form = InviteForm(request.POST)
    if not form.is_valid():
        return accounts_page(request, office, by, wrong=(user.pk, str(form.errors["email"][0])), status=422)
    try:
        managing.invite(office, user, email=form.cleaned_data["email"], by=by, at=at)
    except Refused as refusal:
        return accounts_page(request, office, by, wrong=(user.pk, refusal.message), status=422)
    messages.success(
        request,
        _("Undangan untuk %(name)s dikirim ke %(email)s.")
        % {"name": user.name, "email": form.cleaned_data["email"]},
    )
    return redirect("accounts", office_slug)


def act(
    request: HttpRequest, office_slug: str, do: Callable[..., bool], done: str, nothing: str
) -> HttpResponse:
    """Do one thing to one account, and say what became of it."""
    office, by = administered_office(request, office_slug)
    at = timezone.now()
    user = subject_of(request, office, by, at)
    try:
        did = do(office, user, by=by, at=at)
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect("accounts", office_slug)
    messages.success(request, (done if did else nothing).format(user.name))
    return redirect("accounts", office_slug)


@require_POST
def withdraw(request: HttpRequest, office_slug: str) -> HttpResponse:
    """Take an invitation back."""
    return act(
        request,
        office_slug,
        managing.withdraw,
        _("Undangan {} ditarik; tautannya tidak berlaku lagi."),
        _("{} tidak sedang diundang."),
    )


@require_POST
def reset_factor(request: HttpRequest, office_slug: str) -> HttpResponse:
    """Take away a second factor that was lost."""
    return act(
        request,
        office_slug,
        managing.reset_second_factor,
        _("Faktor kedua {} dihapus dan semua sesinya diakhiri."),
        _("{} tidak mempunyai faktor kedua."),
    )


@require_POST
def deactivate(request: HttpRequest, office_slug: str) -> HttpResponse:
    """Take an account out of use."""
    return act(
        request,
        office_slug,
        managing.deactivate,
        _("Akun {} dinonaktifkan dan semua sesinya diakhiri."),
        _("Akun {} memang tidak dapat masuk."),
    )


@require_POST
def reactivate(request: HttpRequest, office_slug: str) -> HttpResponse:
    """Let an account sign in again."""
    return act(
        request,
        office_slug,
        managing.reactivate,
        _("Akun {} dapat masuk lagi."),
        _("Akun {} tidak dinonaktifkan."),
    )


@require_POST
def policy(request: HttpRequest, office_slug: str) -> HttpResponse:
    """Who must have a second factor from their next sign-in on."""
    office, by = administered_office(request, office_slug)
    form = PolicyForm(request.POST)
    if not form.is_valid():
        return accounts_page(request, office, by, status=422)
    changed = managing.set_policy(office, by=by, at=timezone.now(), policy=form.cleaned_data["policy"])
    messages.success(
        request,
        _("Tersimpan; berlaku sejak pejabat masuk berikutnya.") if changed else _("Tidak ada yang berubah."),
    )
    return redirect("accounts", office_slug)
