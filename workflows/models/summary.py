"""What happened at the steps of a revision in a period, counted once and stamped."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from sops.models import Revision


class Summary(models.Model):
    """`facts` are workflows.measures.Facts as they were at `made_at`; `period` is written as in addresses (2026-11).

    It can be counted again from the same events at any time, and is until its period is over; what a person signs
    keeps a copy of its own.
    """

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="summaries", db_index=False)
    period = models.CharField(max_length=15)
    made_at = models.DateTimeField()
    facts: "models.JSONField[dict[str, object], dict[str, object]]" = models.JSONField()

    class Meta:
        verbose_name = verbose_name_plural = _("ringkasan evaluasi")
        constraints = [
            models.UniqueConstraint(fields=["revision", "period"], name="one_summary_per_revision_and_period")
        ]

    def __str__(self) -> str:
        return f"{self.revision_id}: {self.period}"
