"""The forms of the office's account at BSrE and of the official's own NIK."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.bsre_address import BadAddress, read_address
from documents.bsre_nik import BadNik, read_nik
from documents.models import BsreAccount, BsreVersion
from organizations.models import User


class BsreForm(forms.Form):
    """All that is kept of an account. A password that stands there already is never sent to the browser."""

    version = forms.ChoiceField(
        label=gettext_lazy("Versi layanan"),
        choices=BsreVersion.choices,
        help_text=gettext_lazy(
            "Versi eSign Client Service yang dipasang di kantor ini; tanyakan pengelolanya bila ragu."
        ),
    )
    address = forms.CharField(
        label=gettext_lazy("Alamat server"),
        max_length=200,
        help_text=gettext_lazy(
            "Alamat server saja, tanpa /api: https://esign.contoh.go.id. http hanya untuk nomor di jaringan "
            "sendiri (10.…, 172.16–31.…, 192.168.…) atau komputer ini, sebab passphrase lewat tanpa disandikan."
        ),
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
    )
    username = forms.CharField(
        label=gettext_lazy("Nama pengguna aplikasi"),
        max_length=100,
        help_text=gettext_lazy("Dari BSrE untuk aplikasi, bukan milik seorang pejabat."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=gettext_lazy("Kata sandi aplikasi"),
        max_length=200,
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    is_active = forms.BooleanField(
        label=gettext_lazy("Dipakai untuk menandatangani"),
        required=False,
        help_text=gettext_lazy("Bila tidak, naskah kantor ini tidak dapat ditandatangani lewat BSrE."),
    )

    def __init__(self, kept: BsreAccount | None, *args: Any, **kwargs: Any) -> None:
        self.kept = kept
        names = ("version", "address", "username", "is_active")
        initial = {name: getattr(kept, name) for name in names} if kept else {"version": BsreVersion.V2}
        super().__init__(*args, **{"initial": initial, **kwargs})
        self.fields["password"].help_text = (
            _(
                "Sudah ada; kosong berarti tetap. Alamat atau nama pengguna yang berganti meminta kata sandinya lagi."
            )
            if kept
            else _("Disimpan tersegel dan tidak pernah ditampilkan lagi.")
        )

    def clean_address(self) -> str:
        """An address to which a passphrase may be sent."""
        try:
            return read_address(self.cleaned_data["address"])
        except BadAddress as fault:
            raise forms.ValidationError(str(fault)) from None

    def clean(self) -> dict[str, Any]:
        """A kept password goes only where it was meant to go: whoever names another server must know it."""
        data = super().clean() or {}
        if not data.get("password") and "address" in data and "username" in data:
            same = self.kept and (self.kept.address, self.kept.username) == (
                data["address"],
                data["username"],
            )
            if not same:
                self.add_error(
                    "password",
                    _("Alamat atau nama pengguna berganti: tulis kata sandinya lagi.")
                    if self.kept
                    else _("Tulis kata sandi aplikasi."),
                )
        return data


class NikForm(forms.Form):
    """The official's NIK, with the password of their account once more."""

    nik = forms.CharField(
        label=gettext_lazy("NIK"),
        max_length=30,
        required=False,
        help_text=gettext_lazy("16 angka, seperti di KTP. Kosongkan untuk menghapus NIK yang tersimpan."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    password = forms.CharField(
        label=gettext_lazy("Kata sandi Anda"),
        strip=False,
        help_text=gettext_lazy("Kata sandi untuk masuk ke sini, bukan passphrase BSrE."),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_nik(self) -> str:
        """16 digits, or nothing."""
        text: str = self.cleaned_data["nik"]
        try:
            return read_nik(text) if text else ""
        except BadNik as fault:
            raise forms.ValidationError(str(fault)) from None

    def clean_password(self) -> str:
        """Nobody else who finds the page open changes the NIK."""
        if not self.user.check_password(self.cleaned_data["password"]):
            raise forms.ValidationError(_("Kata sandi tidak cocok."))
        return ""
