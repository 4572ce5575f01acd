"""What people say about a case beside their acts."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from organizations.models import User
from workflows.models.case import Case

MAX_COMMENT = 2000  # characters


class Comment(models.Model):
    """A remark on a case. Only added to: a correction is another one (triggers in the database refuse the rest).

    `said_as` is the capacity as printed, `mentions` the posts that were named: their ids and titles of that moment.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="comments")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    said_as = models.CharField(max_length=300)
    text = models.TextField(max_length=MAX_COMMENT)
    mentions = models.JSONField(default=list)
    at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = _("komentar")

    def __str__(self) -> str:
        return f"{self.case_id}: {self.text[:40]}"

    @property
    def mentioned(self) -> list[str]:
        """The titles of the posts that were named."""
        return [each["title"] for each in self.mentions]
