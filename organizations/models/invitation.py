"""Asking an official by mail to set a password of their own."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from organizations.models.office import Office
from organizations.models.user import User

LASTS = timedelta(days=7)


class Reach(models.TextChoices):
    """How far the power of whoever invites goes."""

    OFFICE = "kantor", _("kantor")
    GOVERNMENT = "pemda", _("pemerintah daerah")
    ALL = "semua", _("semua")


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def standing(self) -> Self:
        """Those neither used nor taken back, whether or not their time is over."""
        return self.filter(accepted_at=None, withdrawn_at=None)

    def usable(self, at: datetime) -> Self:
        """Those whose link opens at that moment."""
        return self.standing().filter(expires_at__gt=at)


class Invitation(models.Model):
    """One mail with one link, which dies when it is used, taken back or followed by another.

    What the link holds is nowhere in the database: it is signed anew whenever the mail is written.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="invitations")
    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="+")
    email = models.EmailField(_("surel"))
    # Within what the person must be nothing else, when they are invited and when the link is used.
    reach = models.CharField(max_length=6, choices=Reach, default=Reach.OFFICE)
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("undangan")
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(accepted_at=None, withdrawn_at=None),
                name="one_standing_invitation_per_person",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id}/{self.pk}"
