"""Which posts hold a column, and since when: outside the revision, so that a reorganisation is no new SOP."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from organizations.models import Post
from sops.models.sop import Sop


class ColumnPost(models.Model):
    """A post holds a column of an SOP from `start_at` up to `end_at`. Read when a step opens."""

    sop = models.ForeignKey(Sop, on_delete=models.PROTECT, related_name="column_posts")
    key = models.CharField(_("kunci kolom"), max_length=60)
    order = models.PositiveSmallIntegerField()
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="columns")
    start_at = models.DateTimeField()
    end_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("pemegang kolom")
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(
                fields=["sop", "key", "post"], condition=models.Q(end_at=None), name="post_once_per_column"
            )
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.post_id}"
