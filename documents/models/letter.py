"""The incoming letter that a case answers."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from organizations.models import Office


class IncomingLetter(models.Model):
    """Surat masuk: the part of the agenda book and of a lembar disposisi that says where a matter came from."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="incoming_letters")
    sender = models.CharField(_("surat dari"), max_length=200)
    number = models.CharField(_("nomor surat"), max_length=120, blank=True)
    letter_date = models.DateField(_("tanggal surat"), null=True, blank=True)
    received_date = models.DateField(_("diterima tanggal"), null=True, blank=True)
    hal = models.CharField(_("hal"), max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("surat masuk")

    def __str__(self) -> str:
        return f"{self.sender} {self.number}".strip()
