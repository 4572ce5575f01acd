"""Signing in, and changing one's password."""

from typing import Any

from django import forms
from django.contrib.auth import views as auth_views
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.utils import timezone

from activity.chain import Actor
from activity.record import locked_stream, record
from organizations.capacity import offices_of
from organizations.models import User


class SignInForm(AuthenticationForm):
    """By NIP, or by user name for those who have none."""

    username = forms.CharField(
        label="NIP atau nama pengguna",
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autofocus": True}),
    )
    password = forms.CharField(
        label="Kata sandi",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    error_messages = {
        "invalid_login": "NIP/nama pengguna atau kata sandi tidak cocok. Periksa huruf besar-kecilnya, lalu coba lagi.",
        "inactive": "Akun ini tidak boleh masuk. Hubungi admin kantor Anda.",
    }


class SignIn(auth_views.LoginView):
    """The sign-in is a row in the stream of the person's office."""

    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        record_of_user(form.get_user(), "user.signed_in")
        return response


class NewPasswordForm(PasswordChangeForm):
    """Django's own, in the words of the sign-in page."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "old_password": "Kata sandi sekarang",
            "new_password1": "Kata sandi baru",
            "new_password2": "Kata sandi baru, sekali lagi",
        }
        for name, label in labels.items():
            self.fields[name].label = label


class PasswordChange(auth_views.PasswordChangeView):
    """Recorded; refused for demo accounts, whose passwords the demo must be able to show again."""

    form_class = NewPasswordForm

    def form_valid(self, form: Any) -> HttpResponse:
        if form.user.is_demo:
            form.add_error(None, "Akun contoh memakai kata sandi bawaan; kata sandinya tidak dapat diganti.")
            return self.form_invalid(form)
        response = super().form_valid(form)
        record_of_user(form.user, "user.password_changed")
        return HttpResponseRedirect(response.headers["Location"])


def record_of_user(user: User, action: str) -> None:
    """A row about a person, in the stream of the first office that the person belongs to."""
    at = timezone.now()
    office = offices_of(user, at).first()
    actor = Actor(kind="post", name=user.name, capacity="diri sendiri", user_id=user.pk)
    with transaction.atomic():
        stream = locked_stream(f"office:{office.slug}" if office else "people")
        record(stream, at=at, actor=actor, action=action)
