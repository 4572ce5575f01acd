"""Signing in and out, and one's password."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.logout import logout
from allauth.account.views import LoginView
from allauth.account.views import ReauthenticateView as PasswordAgainView
from allauth.core.ratelimit import clear, consume_or_429
from allauth.decorators import rate_limit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import PasswordChangeDoneView, PasswordChangeView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from organizations.accounts.adapters import attempts_key
from organizations.accounts.forms import (
    ConfirmForm,
    FirstPasswordForm,
    ForgottenForm,
    NewPasswordForm,
    SignInForm,
)
from organizations.accounts.limits import FAILED
from organizations.accounts.links import opened
from organizations.accounts.mailing import ask_for_password
from organizations.accounts.own import LinkDied, password_was_changed, set_password_by_link
from organizations.accounts.sessions import forget

LINK = "tautan_sandi"  # in the session: the token of the link by which somebody came


class SignIn(LoginView):
    """allauth's, with our form and page."""

    form_class = SignInForm
    template_name = "registration/login.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        apps = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
        single = {"single_sign_on": apps[0]["name"] if apps else ""}
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | single | {"next": self.get_next_url() or ""}


@login_not_required
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this session."""
    forget(request.session.session_key or "")
    logout(request, show_message=False)
    return redirect("login")


@method_decorator(rate_limit(action="change_password"), name="dispatch")
class PasswordChange(PasswordChangeView):
    """Recorded, and the other sessions end; refused for demo accounts, whose passwords the demo must show again."""

    form_class = NewPasswordForm

    def form_valid(self, form: Any) -> HttpResponse:
        if form.user.is_demo:
            form.add_error(
                None, _("Akun contoh memakai kata sandi bawaan; kata sandinya tidak dapat diganti.")
            )
            return self.form_invalid(form)
        before = self.request.session.session_key or ""
        response = super().form_valid(form)
        now = self.request.session.session_key or ""
        password_was_changed(form.user, before=before, session=now, at=timezone.now())
        return response


password_change_done = PasswordChangeDoneView.as_view()


class OnlyWhereThereIsAWay:
    """Who has neither password nor second factor came by single sign-on: nothing asks them, and nothing is here."""

    def _check_reauthentication_method_available(self, request: HttpRequest) -> HttpResponse | None:
        if not get_adapter().get_reauthentication_methods(request.user):
            return redirect("home")
        response: HttpResponse | None = super()._check_reauthentication_method_available(request)  # type: ignore[misc]
        return response


@method_decorator([sensitive_post_parameters(), never_cache], name="dispatch")
class Confirm(OnlyWhereThereIsAWay, PasswordAgainView):
    """One's password once more, before something that a session alone must not do."""

    form_class = ConfirmForm
    template_name = "registration/confirm.html"


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """Ask for a link by mail; the answer is the same whether or not anybody has the address."""
    form = ForgottenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        refused: HttpResponse | None = consume_or_429(request, action="reset_password", key=email.lower())
        if refused:
            return refused
        ask_for_password(email, timezone.now())
        return redirect("password-forgotten-sent")
    return render(request, "registration/forgotten.html", {"form": form}, status=422 if form.errors else 200)


@login_not_required
@require_safe
def forgotten_sent(request: HttpRequest) -> HttpResponse:
    """What happens now."""
    hours = settings.PASSWORD_RESET_TIMEOUT // 3600
    return render(request, "registration/forgotten_sent.html", {"hours": hours})


@sensitive_variables()
@login_not_required
@require_safe
@never_cache
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Keep what the link holds in the session, and go to a page whose address does not hold it."""
    if opened(token, timezone.now()):
        request.session[LINK] = token
    else:
        request.session.pop(LINK, None)
    return redirect("password-new")


@sensitive_post_parameters()
@sensitive_variables()
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@rate_limit(action="reset_password_from_key")
def new_password(request: HttpRequest) -> HttpResponse:
    """Set one's password, having come by a link; 410 where the link opens nothing any more."""
    at, token = timezone.now(), request.session.get(LINK, "")
    found = opened(token, at)
    if found is None:
        return render(request, "registration/link_died.html", status=410)
    form = FirstPasswordForm(found.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = set_password_by_link(token, password=form.cleaned_data["new_password1"], at=at)
        except LinkDied:
            return render(request, "registration/link_died.html", status=410)
        clear(request, action=FAILED, key=attempts_key(user.username))
        request.session.pop(LINK)
        messages.success(request, _("Kata sandi tersimpan. Masuklah dengan kata sandi itu."))
        return redirect("login")
    context = {"form": form, "person": found.user, "invitation": found.invitation}
    return render(request, "registration/new_password.html", context, status=422 if form.errors else 200)


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Too many requests of one kind from one address or account: wait."""
    return render(request, "429.html", status=429)
