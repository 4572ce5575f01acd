"""Approval: who reviews an office's SOPs, each sending of a draft to them, and what they said."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organizations.models import Office, Post, User
from sops.models.revision import Revision


class ApprovalSetting(models.Model):
    """That an office's SOPs are approved before they are in force, and by whom (Permenpan RB 35/2012: two levels).

    `level1` is the post that reviews for the unit; where there is none, it is named at each sending. `level2` verifies
    for the coaching unit (Bagian Organisasi, also of another office); where there is none, it is not asked. The head
    of the office sets and signs; whether a Plt. or Plh. may is said in the office's `kewenangan_pelaksana`.
    """

    office = models.OneToOneField(Office, on_delete=models.PROTECT, related_name="approval_setting")
    level1 = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    level2 = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = _("pengaturan persetujuan SOP")

    def __str__(self) -> str:
        return f"{self.office_id}"


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def asking(self, posts: set[int]) -> Self:
        """Those that asked one of these posts to review."""
        return self.filter(Q(level1__in=posts) | Q(level2__in=posts))


class Submission(models.Model):
    """A draft sent for review: to whom, by whom. `round` counts the sendings of a revision."""

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="submissions")
    round = models.PositiveSmallIntegerField()
    level1 = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    level2 = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=300)
    note = models.CharField(_("catatan"), max_length=500, blank=True)
    at = models.DateTimeField()

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("pengajuan SOP")
        ordering = ["revision", "round"]
        constraints = [
            models.UniqueConstraint(fields=["revision", "round"], name="submission_round_once_per_revision")
        ]

    def __str__(self) -> str:
        return f"{self.revision_id}/{self.round}"

    def post_of(self, level: int) -> Post | None:
        """Whom it asks at that level."""
        return self.level1 if level == 1 else self.level2

    @property
    def levels(self) -> list[int]:
        """The levels that it asks, in their order."""
        return [1, 2] if self.level2_id else [1]


class ReviewVerdict(models.TextChoices):
    """What was said of a draft; a paraf is of those between the reviewer and the head, and decides nothing."""

    AGREED = "setuju", _("menyetujui")
    SENT_BACK = "kembalikan", _("mengembalikan")
    INITIALED = "paraf", _("membubuhkan paraf")


class RevisionApproval(models.Model):
    """What somebody said of a draft in a round, in what capacity. Never changed.

    `level` is 1 or 2; 0 for a paraf, and 3 for the head, who signs, or sends back what was agreed.
    """

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="approvals")
    round = models.PositiveSmallIntegerField()
    level = models.PositiveSmallIntegerField()
    verdict = models.CharField(max_length=12, choices=ReviewVerdict)
    reason = models.CharField(_("alasan"), max_length=500, blank=True)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=300)
    on_behalf_of = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = _("persetujuan SOP")
        ordering = ["revision", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["revision", "round", "level"],
                condition=Q(level__in=(1, 2)),
                name="one_verdict_per_level_and_round",
            ),
            models.UniqueConstraint(
                fields=["revision", "round", "post"],
                name="a_post_speaks_once_per_round",
            ),
            models.CheckConstraint(
                name="sending_back_has_a_reason", condition=~Q(verdict="kembalikan") | ~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.revision_id}/{self.round}: {self.verdict}"
