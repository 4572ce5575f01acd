"""The secret address under which a calendar program fetches an official's due times."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from organizations.models import User


class CalendarFeed(models.Model):
    """One address of one person. `digest` is the SHA-256 of the secret in it, in hexadecimal digits: 256 random bits
    cannot be guessed, so nothing slower is needed, and nothing here opens the address."""

    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = _("alamat kalender")

    def __str__(self) -> str:
        return f"{self.user_id}: {self.made_at}"
