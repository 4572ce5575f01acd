"""Roles beyond posts: granted, dated, for an office or for a whole government."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from organizations.models.office import Government, Office
from organizations.models.periods import DatedQuerySet, period_check
from organizations.models.user import User


class Role(models.TextChoices):
    """What a grant lets its holder do."""

    OFFICE_ADMIN = "admin_kantor", _("Admin perangkat daerah")
    RECORD_OFFICER = "petugas_arsip", _("Petugas arsip")
    INSPECTOR = "inspektur", _("Inspektur")
    GOVERNMENT_ADMIN = "admin_pemerintah", _("Admin pemerintah daerah")


class RoleGrant(models.Model):
    """A user has a role in an office, or in all offices of a government, for a period."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(_("peran"), max_length=20, choices=Role)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, blank=True, related_name="grants")
    government = models.ForeignKey(
        Government, on_delete=models.PROTECT, null=True, blank=True, related_name="grants"
    )
    start_date = models.DateField(_("mulai"))
    end_date = models.DateField(_("sampai (tidak termasuk)"), null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("pemberian peran")
        constraints = [
            period_check("grant_ends_after_start"),
            models.CheckConstraint(
                name="grant_is_for_an_office_or_a_government",
                condition=models.Q(office__isnull=False, government__isnull=True)
                | models.Q(office__isnull=True, government__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.user}"
