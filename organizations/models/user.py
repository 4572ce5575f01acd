"""People. A person may exist without sign-in; what a person may do follows from posts and grants."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


def plain_nip(text: str) -> str:
    """A NIP as it is stored: digits only. On paper it stands as 8-6-1-3 ("19710508 199803 1 009")."""
    return "".join(text.split())


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        """A person who signs in by `username` (the NIP, or a name for those who have none)."""
        user = self.model(username=plain_nip(username), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, password: str | None = None, **fields: Any) -> "User":
        """A technician who may edit reference data in the admin pages; no role in any office."""
        return self.create_user(username, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person: official, admin, inspector, or one who never signs in (the Wali Kota)."""

    username = models.CharField(_("NIP atau nama pengguna"), max_length=60, unique=True)
    # Any 18 digits: the middle six of a PPPK's number are no year and month. Old papers have 9 digits.
    nip = models.CharField(
        _("NIP"), max_length=18, blank=True, validators=[RegexValidator(r"^(\d{18}|\d{9})$", _("18 angka"))]
    )
    name = models.CharField(_("nama"), max_length=200)
    rank = models.CharField(_("pangkat"), max_length=60, blank=True)
    grade = models.CharField(_("golongan"), max_length=10, blank=True)
    email = models.EmailField(_("surel"), blank=True)
    is_active = models.BooleanField(_("boleh masuk"), default=True)
    # An admin of the office took the account out of use; loading the office's file does not bring it back.
    deactivated_at = models.DateTimeField(_("dinonaktifkan"), null=True, blank=True)
    is_staff = models.BooleanField(_("teknisi data acuan"), default=False)
    is_demo = models.BooleanField(_("akun contoh"), default=False)
    # When the person put away the first steps, which are shown until then.
    first_steps_at = models.DateTimeField(_("langkah pertama dibaca"), null=True, blank=True)

    objects = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = verbose_name_plural = _("orang")
        constraints = [
            models.UniqueConstraint(
                fields=["nip"], condition=~models.Q(nip=""), name="nip_belongs_to_one_person"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def printed_nip(self) -> str:
        """The NIP as papers print it: 8-6-1-3 with spaces."""
        n = self.nip
        return f"{n[:8]} {n[8:14]} {n[14]} {n[15:]}" if len(n) == 18 else n
