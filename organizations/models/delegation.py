"""Delegation: the holder of a post lets another official of the office act for a while."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from organizations.models.appointment import Appointment
from organizations.models.periods import DatedQuerySet, period_check
from organizations.models.post import Post
from organizations.models.user import User


class DelegationQuerySet(DatedQuerySet["Delegation"]):
    def current(self, at: datetime) -> Self:
        """Those that hold at that moment: whoever left the post's office, by whatever way, receives nothing more."""
        held = Appointment.objects.current(at).filter(
            user=OuterRef("to_user"), post__government=OuterRef("post__government")
        )
        own = Q(post__office__isnull=False) & Exists(held.filter(post__office=OuterRef("post__office")))
        of_government = Q(post__office=None) & Exists(held.filter(post__office=None))
        return super().current(at).filter(own | of_government)


class Delegation(models.Model):
    """`from_user`, who acts for `post`, lets `to_user` act; both names are recorded at every act.

    At most three hops are followed (organizations.capacity.follow).
    """

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="delegations")
    from_user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="delegations_given")
    to_user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="delegations_received")
    start_date = models.DateField(_("mulai"))
    end_date = models.DateField(_("sampai (tidak termasuk)"), null=True, blank=True)
    reason = models.CharField(_("alasan"), max_length=300)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("delegasi")
        constraints = [
            period_check("delegation_ends_after_start"),
            models.CheckConstraint(
                name="delegation_is_to_another", condition=~models.Q(from_user=models.F("to_user"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post}: {self.from_user} → {self.to_user}"
