"""Working hours and days that differ: the calendar of an office, or of a unit that keeps its own.

A calendar is its weeks and its days; there is no row for the calendar itself. A unit that has weeks of its own keeps
that calendar alone, and nothing of the office's.
"""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organizations.models.office import Office, Unit
from organizations.models.periods import period_check


class DayKind(models.TextChoices):
    """Why a day differs from its week."""

    NATIONAL = "libur_nasional", _("Libur nasional")
    SHARED_LEAVE = "cuti_bersama", _("Cuti bersama")
    REGIONAL = "libur_daerah", _("Libur daerah")
    WORKING = "masuk", _("Masuk kerja")


def once(*fields: str, name: str) -> list[models.BaseConstraint]:
    """Unique within a calendar; that of an office has no unit, and NULL is equal to nothing."""
    whole = models.UniqueConstraint(
        fields=["office", *fields], condition=Q(unit=None), name=f"{name}_once_per_office"
    )
    own = models.UniqueConstraint(
        fields=["unit", *fields], condition=Q(unit__isnull=False), name=f"{name}_once_per_unit"
    )
    return [whole, own]


class WorkWeek(models.Model):
    """The office hours of a week while it holds; with an end (Ramadan) it goes before the one without.

    `hours` has seven lists, Monday first, of [from, until] in minutes after midnight.
    """

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="work_weeks")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, null=True, blank=True, related_name="work_weeks")
    name = models.CharField(_("nama"), max_length=120)
    start_date = models.DateField(_("berlaku sejak"))
    end_date = models.DateField(_("tidak berlaku lagi sejak"), null=True, blank=True)
    hours: "models.JSONField[Any, Any]" = models.JSONField(_("jam kerja"))

    class Meta:
        verbose_name = verbose_name_plural = _("jam kerja")
        ordering = ["start_date", "id"]
        constraints = [period_check("week_ends_after_start"), *once("start_date", "end_date", name="week")]

    def __str__(self) -> str:
        return self.name


class CalendarDay(models.Model):
    """A day on which the office is closed, or open though the week or a holiday says otherwise."""

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="calendar_days")
    unit = models.ForeignKey(
        Unit, on_delete=models.CASCADE, null=True, blank=True, related_name="calendar_days"
    )
    date = models.DateField(_("tanggal"))
    name = models.CharField(_("nama"), max_length=200)
    kind = models.CharField(_("jenis"), max_length=16, choices=DayKind, default=DayKind.NATIONAL)

    class Meta:
        verbose_name = verbose_name_plural = _("hari libur")
        ordering = ["date"]
        constraints = once("date", name="day")

    def __str__(self) -> str:
        return f"{self.date:%Y-%m-%d} {self.name}"
