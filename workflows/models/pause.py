"""When a case, or a step that waits for an outside party, stood still."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from organizations.models import User
from workflows.models.case import Case
from workflows.models.run import StepRun


class PauseKind(models.TextChoices):
    SUSPENDED = "ditangguhkan", _("ditangguhkan")
    OUTSIDE = "pihak_luar", _("menunggu pihak luar")


class Pause(models.Model):
    """A stretch in which the clock does not run, with its reason."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="pauses", db_index=False)
    run = models.ForeignKey(StepRun, on_delete=models.PROTECT, null=True, blank=True, related_name="pauses")
    kind = models.CharField(max_length=14, choices=PauseKind, default=PauseKind.SUSPENDED)
    reason = models.CharField(_("alasan"), max_length=500)
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("jeda")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind"],
                condition=models.Q(ended_at=None),
                name="one_open_pause_per_case_and_kind",
            ),
            models.CheckConstraint(
                name="pause_ends_after_start",
                condition=models.Q(ended_at=None) | models.Q(ended_at__gte=models.F("started_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.reason}"
