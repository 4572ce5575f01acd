"""The forms of signing in and of accounts."""

import re
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import ReauthenticateForm
from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as FactorAgainForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.contrib.auth.forms import PasswordChangeForm, SetPasswordForm
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_variables

from organizations.accounts.limits import FAILED, seconds_left, sentence
from organizations.accounts.pending import pending_secret
from organizations.accounts.recording import record_lock_out
from organizations.models import SecondFactor, User
from organizations.models.user import plain_nip

WRONG = gettext_lazy(
    "NIP/nama pengguna atau kata sandi tidak cocok. Periksa huruf besar-kecilnya, lalu coba lagi."
)
TOO_MANY = ("too_many_login_attempts", "rate_limited")
NEW = gettext_lazy("Kata sandi baru")
AGAIN = gettext_lazy("Kata sandi baru, sekali lagi")
CODE_LIVES = 120  # seconds: more than the three periods of 30 in which a code is taken
CODE = forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True})


class SignInForm(forms.Form):
    """By NIP, or by user name for those who have none."""

    username = forms.CharField(
        label=gettext_lazy("NIP atau nama pengguna"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autofocus": True}),
    )
    password = forms.CharField(
        label=gettext_lazy("Kata sandi"),
        strip=False,
        max_length=4096,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        self.request = request
        self.user: User | None = None
        super().__init__(*args, **kwargs)

    @sensitive_variables()
    def clean(self) -> dict[str, Any]:
        """Wrong and unknown are told in one sentence; too many tries with how long to wait."""
        given = self.cleaned_data
        if not self.errors:
            name = plain_nip(given["username"])
            self.user = get_adapter().authenticate(self.request, username=name, password=given["password"])
            if self.user is None:
                raise ValidationError(WRONG, code="invalid_login")
        return given

    def login(self, request: HttpRequest, redirect_url: str | None) -> HttpResponse:
        """Go on with the person: the second factor where there is one, then the session."""
        login = Login(user=self.user, redirect_url=redirect_url)
        response: HttpResponse = perform_password_login(request, {}, login)
        return response


class NewPasswordForm(PasswordChangeForm):
    """Django's own, in the words of the sign-in page."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "old_password": gettext_lazy("Kata sandi sekarang"),
            "new_password1": NEW,
            "new_password2": AGAIN,
        }
        for name, label in labels.items():
            self.fields[name].label = label


class FirstPasswordForm(SetPasswordForm):
    """The same for one who comes by a link."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].label, self.fields["new_password2"].label = NEW, AGAIN


class ForgottenForm(forms.Form):
    """To which address the link goes."""

    email = forms.EmailField(
        label=gettext_lazy("Alamat surel Anda"),
        max_length=254,
        help_text=gettext_lazy("Yang tercatat di kantor Anda."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autofocus": True}),
    )


class ConfirmForm(ReauthenticateForm):
    """One's password once more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hidden = forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True})
        self.fields["password"] = forms.CharField(
            label=_("Kata sandi Anda"), strip=False, max_length=4096, widget=hidden
        )


class Guarded:
    """A form that takes a code: says how long to wait, and records when the measure is full."""

    user: User

    @sensitive_variables()
    def clean_code(self) -> str:
        adapter, key = get_adapter(), f"mfa-auth-user-{self.user.pk}"
        try:
            code: str = super().clean_code()  # type: ignore[misc]
        except ValidationError as fault:
            wait = seconds_left(adapter.request, FAILED, key=key)
            if fault.code in TOO_MANY:
                raise ValidationError(sentence(wait), code=fault.code) from None
            if seconds_left(adapter.request, FAILED, key=key, only_key=True):
                record_lock_out(self.user, at=timezone.now(), seconds=wait)
            raise
        return code


DIGITS = re.compile(r"\W")  # allauth reads a code without its spaces and dashes


class Once(Guarded):
    """Of a signed-in or signing-in person: no code twice, however long the app's clock may be off. allauth forgets a
    used code after one period, but takes those of the periods before and after too."""

    @sensitive_variables()
    def clean_code(self) -> str:
        code = super().clean_code()
        if not cache.add(f"kode-terpakai:{self.user.pk}:{DIGITS.sub('', code)}", True, timeout=CODE_LIVES):
            raise ValidationError(get_adapter().error_messages["incorrect_code"], code="incorrect_code")
        return code


class CodeForm(Once, AuthenticateForm):
    """The code of the app, or one of the recovery codes."""

    code = forms.CharField(label=gettext_lazy("Kode"), max_length=20, widget=CODE)


class CodeAgainForm(Once, FactorAgainForm):
    """The same for one who is signed in."""

    code = forms.CharField(label=gettext_lazy("Kode"), max_length=20, widget=CODE)


class EnrolForm(Guarded, ActivateTOTPForm):
    """The first code, which proves that the app has the secret. That waits sealed in the session until then."""

    code = forms.CharField(label=gettext_lazy("Kode 6 angka dari aplikasi"), max_length=20, widget=CODE)

    @sensitive_variables()
    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        forms.Form.__init__(self, *args, **kwargs)
        self.user = user
        self.secret = pending_secret(renew=not self.is_bound)


class InviteForm(forms.Form):
    """Where an invitation goes."""

    email = forms.EmailField(label=gettext_lazy("Alamat surel"), max_length=254)


class PolicyForm(forms.Form):
    """Who must have a second factor."""

    policy = forms.ChoiceField(
        label=gettext_lazy("Faktor kedua wajib bagi"), choices=SecondFactor.choices, widget=forms.RadioSelect
    )
