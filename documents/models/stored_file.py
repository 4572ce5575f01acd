"""A file as it was received or made: its bytes never change."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from organizations.models import Office, User


class StoredFile(models.Model):
    """Bytes under an unguessable name, with their SHA-256. Who may read them follows from what they belong to."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    file = models.FileField(_("berkas"), max_length=200)
    name = models.CharField(_("nama berkas"), max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    # The bytes were destroyed by an approved proposal of the archive; the row and its hash stay.
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("berkas tersimpan")

    def __str__(self) -> str:
        return self.name
