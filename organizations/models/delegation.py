"""Delegation: the holder of a post lets another official of the office act for a while."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from organizations.models.appointment import Appointment
from organizations.models.periods import DatedQuerySet, period_check
from organizations.models.post import Post
from organizations.models.user import User


class DelegationQuerySet(DatedQuerySet["Delegation"]):
    def current(self, at: datetime) -> Self:
        """Those that hold at that moment: whoever left the post's office, by whatever way, receives nothing more."""
        office, outer = (
            Coalesce("post__office", 0),
            Coalesce(OuterRef("post__office"), 0),
        )  # 0: of the government
        held = Appointment.objects.current(at).alias(office=office)
        same = held.filter(
            user=OuterRef("to_user"), post__government=OuterRef("post__government"), office=outer
        )
        return super().current(at).filter(Exists(same))


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
