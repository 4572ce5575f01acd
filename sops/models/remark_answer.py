"""An admin's answer to a warning of an SOP: why it may stay as it is."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from organizations.models import User
from sops.models.sop import Sop


class RemarkAnswer(models.Model):
    """The reason given for one remark (sops.lint), known by its fingerprint.

    It belongs to the SOP and not to a revision, so that it holds as long as the passage stays as it was answered.
    """

    sop = models.ForeignKey(Sop, on_delete=models.PROTECT, related_name="remark_answers")
    fingerprint = models.CharField(max_length=32)
    reason = models.CharField(_("alasan"), max_length=500)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = _("jawaban peringatan")
        constraints = [
            models.UniqueConstraint(fields=["sop", "fingerprint"], name="remark_answered_once_per_sop")
        ]

    def __str__(self) -> str:
        return self.reason
