"""The forms of certificates: an official's own, and how an office signs."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    MinimumLengthValidator,
    NumericPasswordValidator,
)
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organizations.models import Office, SigningWay, User

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

RULES = (MinimumLengthValidator(10), CommonPasswordValidator(), NumericPasswordValidator())


def secret_field(label: "StrOrPromise", autocomplete: str, help_text: "StrOrPromise" = "") -> forms.CharField:
    """Something that is typed and never shown."""
    hidden = forms.PasswordInput(render_value=False, attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, strip=False, max_length=200, help_text=help_text, widget=hidden)


class CertificateForm(forms.Form):
    """A passphrase for a new certificate, twice, and the password of the account once more."""

    passphrase = secret_field(
        gettext_lazy("Frasa sandi baru"),
        "new-password",
        gettext_lazy(
            "Sedikitnya 10 karakter, bukan kata sandi masuk Anda. Tidak ada yang dapat membacanya kembali: bila lupa, "
            "buat sertifikat baru."
        ),
    )
    again = secret_field(gettext_lazy("Frasa sandi sekali lagi"), "new-password")
    password = secret_field(
        gettext_lazy("Kata sandi masuk Anda"),
        "current-password",
        gettext_lazy("Untuk memastikan ini benar-benar Anda."),
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_passphrase(self) -> str:
        """Long and uncommon enough, and not the password of the account."""
        passphrase: str = self.cleaned_data["passphrase"]
        faults: list[ValidationError] = []
        for rule in RULES:
            try:
                rule.validate(passphrase, self.user)
            except ValidationError as fault:
                faults.append(fault)
        if self.user.check_password(passphrase):
            faults.append(ValidationError(_("Jangan memakai kata sandi masuk Anda.")))
        if faults:
            raise ValidationError(faults)
        return passphrase

    def clean_password(self) -> str:
        """Nobody else who finds the page open makes a certificate."""
        if not self.user.check_password(self.cleaned_data["password"]):
            raise ValidationError(_("Kata sandi tidak cocok."))
        return ""

    def clean(self) -> dict[str, Any]:
        """Both times the same."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("passphrase") and data.get("again") and data["passphrase"] != data["again"]:
            self.add_error("again", _("Tidak sama dengan frasa sandi di atasnya."))
        return data


class RevokeForm(forms.Form):
    """Why a certificate is not to be used any more."""

    reason = forms.CharField(label=gettext_lazy("Alasan"), max_length=300)


class SigningForm(forms.Form):
    """How the officials of an office sign."""

    way = forms.ChoiceField(
        label=gettext_lazy("Cara tanda tangan"),
        choices=SigningWay.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "Berlaku bagi naskah yang disiapkan sesudah disimpan. Tanda tangan basah selalu dapat dipakai juga."
        ),
    )

    def __init__(self, office: Office, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"way": office.signing_way}, **kwargs})
