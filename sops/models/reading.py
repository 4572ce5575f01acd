"""That an official has read a revision."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from organizations.models import User
from sops.models.revision import Revision


class Reading(models.Model):
    """“Sudah dibaca dan dipahami”, said by an official once for each revision, in the capacity of that day.

    It is never taken back; the record has it too.
    """

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="readings")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=300)
    at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = _("pernyataan baca")
        constraints = [
            models.UniqueConstraint(fields=["revision", "by"], name="revision_read_once_by_person")
        ]

    def __str__(self) -> str:
        return f"{self.revision_id}: {self.by_id}"
