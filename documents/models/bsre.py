"""What signing through BSrE needs to be kept: the office's account at the service, and the official's NIK.

Both secrets are sealed (organizations/sealing.py). The passphrase of a certificate is never kept anywhere.
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from organizations.models import Office, User
from organizations.sealing import seal, unseal


class BsreVersion(models.TextChoices):
    """Which of the two services of BSrE an office runs."""

    V1 = "v1", _("versi 1 (formulir, /api/sign/pdf)")
    V2 = "v2", _("versi 2 (JSON, /api/v2/sign/pdf)")


def sealing_keys() -> list[str]:
    """The installation's keys, the one that seals first."""
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]


class BsreAccount(models.Model):
    """The eSign Client Service that an office runs, and this application's account there."""

    office = models.OneToOneField(
        Office, on_delete=models.CASCADE, primary_key=True, related_name="bsre_account"
    )
    version = models.CharField(_("versi"), max_length=2, choices=BsreVersion.choices)
    address = models.CharField(_("alamat"), max_length=200)
    username = models.CharField(_("nama pengguna"), max_length=100)
    sealed_password = models.TextField(_("kata sandi, tersegel"))
    is_active = models.BooleanField(_("dipakai"), default=False)

    class Meta:
        verbose_name = verbose_name_plural = _("akun BSrE")
        constraints = [
            models.CheckConstraint(
                name="bsre_speaks_version_1_or_2", condition=models.Q(version__in=BsreVersion.values)
            )
        ]

    def __str__(self) -> str:
        return f"{self.office_id}"

    @sensitive_variables()
    def keep_password(self, password: str) -> None:
        """Seal the password of the account in this row; nothing is saved."""
        self.sealed_password = seal(password, place=f"bsre:{self.office_id}", keys=sealing_keys())

    @sensitive_variables()
    def open_password(self) -> str:
        """The password of the account. Raises Unsealable."""
        return unseal(self.sealed_password, place=f"bsre:{self.office_id}", keys=sealing_keys())


class SigningIdentity(models.Model):
    """The NIK by which BSrE knows an official. Read at the moment of signing and for nothing else (UU 27/2022)."""

    user = models.OneToOneField(
        User, on_delete=models.CASCADE, primary_key=True, related_name="signing_identity"
    )
    sealed_nik = models.TextField(_("NIK, tersegel"))

    class Meta:
        verbose_name = verbose_name_plural = _("identitas penandatangan")

    def __str__(self) -> str:
        return f"{self.user_id}"

    @sensitive_variables()
    def keep_nik(self, nik: str) -> None:
        """Seal the NIK in this row; nothing is saved."""
        self.sealed_nik = seal(nik, place=f"nik:{self.user_id}", keys=sealing_keys())

    @sensitive_variables()
    def open_nik(self) -> str:
        """The NIK, 16 digits. Raises Unsealable."""
        return unseal(self.sealed_nik, place=f"nik:{self.user_id}", keys=sealing_keys())
