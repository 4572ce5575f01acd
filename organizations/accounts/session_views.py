"""One's own sessions."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from organizations.accounts.devices import device_of
from organizations.accounts.sessions import end_own, sessions_of
from organizations.capacity import offices_of
from organizations.models import User


@require_safe
def sessions(request: HttpRequest) -> HttpResponse:
    """Where one is signed in."""
    at, user = timezone.now(), cast(User, request.user)
    here = request.session.session_key
    lines = [(row, device_of(row.user_agent), row.session_key == here) for row in sessions_of(user, at)]
    context = {
        "lines": lines,
        "others": any(not current for _, _, current in lines),
        "office": offices_of(user, at).first(),
    }
    return render(request, "accounts/sessions.html", context)


@require_POST
def end_one(request: HttpRequest, pk: int) -> HttpResponse:
    """End one of one's other sessions."""
    if not end_own(cast(User, request.user), at=timezone.now(), current=current(request), pk=pk):
        raise Http404
    messages.success(request, _("Sesi itu diakhiri."))
    return redirect("sessions")


@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """End all but this one."""
    ended = end_own(cast(User, request.user), at=timezone.now(), current=current(request))
    messages.success(
        request,
        ngettext("%(number)s sesi lain diakhiri.", "%(number)s sesi lain diakhiri.", ended)
        % {"number": ended}
        if ended
        else _("Tidak ada sesi lain."),
    )
    return redirect("sessions")


def current(request: HttpRequest) -> str:
    """The key of the session that asks."""
    return request.session.session_key or ""
