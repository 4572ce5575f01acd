"""The page "Cuti dan pelimpahan": what one handed to a colleague for a while, and what colleagues handed to one."""

from datetime import datetime

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from organizations.delegating import NewDelegation, delegable, delegate, of_user, take_back
from organizations.errors import Refused
from organizations.models.periods import day_of
from organizations.staff_forms import DelegationForm, ShortenForm, colleagues_of
from workflows.fetching import user_of
from workflows.presenting.delegations import delegation_lines, state_of


def form_for(request: HttpRequest, at: datetime, *, is_sent: bool) -> DelegationForm | None:
    """The form to delegate; None for who holds nothing that could be."""
    user = user_of(request)
    posts = delegable(user, at)
    if not posts:
        return None
    people = colleagues_of(posts, at).exclude(pk=user.pk)
    return DelegationForm(posts, people, data=request.POST if is_sent else None)


@require_safe
def delegations(request: HttpRequest) -> HttpResponse:
    """Mine and those given to me: active, coming, over."""
    return page(request, form_for(request, timezone.now(), is_sent=False))


def page(
    request: HttpRequest,
    form: forms.Form | None,
    *,
    shorten: tuple[int, forms.Form] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page, with the forms as they stand; `shorten` is one that was refused, with its delegation."""
    user, at = user_of(request), timezone.now()
    lines = delegation_lines(of_user(user), user, at, shorten=shorten)
    context = {
        "form": form,
        "given": [line for line in lines if line.is_mine],
        "received": [line for line in lines if not line.is_mine],
    }
    return render(request, "workflows/delegations.html", context, status=status)


@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """Delegate."""
    at, user = timezone.now(), user_of(request)
    form = form_for(request, at, is_sent=True)
    if form is None:
        raise PermissionDenied(_("Anda tidak memegang jabatan yang dapat dilimpahkan."))
    if form.is_valid():
        data = form.cleaned_data
        new = NewDelegation(
            data["post"], data["to_user"], data["start"], form.end or data["last"], data["reason"]
        )
        try:
            made = delegate(new, by=user, at=at)
        except Refused as refusal:
            form.add_error(refusal.field, refusal.message)
        else:
            name = made.to_user.name
            messages.success(
                request,
                _("%(post)s dilimpahkan kepada %(name)s; %(name)s diberi tahu.")
                % {"post": made.post.title, "name": name},
            )
            return redirect("delegations")
    return page(request, form, status=422)


@require_POST
def shorten(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a delegation back: at once, or from a day on."""
    at, user = timezone.now(), user_of(request)
    found = get_object_or_404(of_user(user).filter(from_user=user), pk=pk)
    form = ShortenForm(request.POST, auto_id=f"tarik-{pk}_%s")
    if form.is_valid() and state_of(found, at) != "berakhir":
        try:
            take_back(found, on=form.end or day_of(at), by=user, at=at)
        except Refused as refusal:
            form.add_error("last", refusal.message)
        else:
            messages.success(
                request,
                _("Pelimpahan %(post)s disesuaikan; penerimanya diberi tahu.") % {"post": found.post.title},
            )
            return redirect("delegations")
    elif form.is_valid():
        messages.error(request, _("Pelimpahan ini sudah berakhir; tidak ada yang ditarik."))
    return page(request, form_for(request, at, is_sent=False), shorten=(pk, form), status=422)
