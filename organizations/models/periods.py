"""Half-open periods of dates: from `start_date` up to, not including, `end_date` (empty: no end known)."""

from datetime import date, datetime
from typing import Protocol, Self, TypeVar
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q

M = TypeVar("M", bound=models.Model, covariant=True)

# The dates of an appointment begin at midnight somewhere. Jakarta's is the government's own reckoning (WIB); an
# office in WITA or WIT changes hands one or two hours after its local midnight, when nobody is at work.
RECKONING = ZoneInfo("Asia/Jakarta")


def day_of(at: datetime) -> date:
    """The calendar day of `at` as dated periods reckon it."""
    return at.astimezone(RECKONING).date()


class Dated(Protocol):
    """A row that holds for a period."""

    start_date: date
    end_date: date | None

    def delete(self) -> object: ...

    def save(self, *, update_fields: list[str]) -> None: ...


class DatedQuerySet(models.QuerySet[M]):
    """Rows that hold for a period."""

    def current(self, at: datetime) -> Self:
        """Those that hold at that moment."""
        day = day_of(at)
        return self.filter(Q(end_date=None) | Q(end_date__gt=day), start_date__lte=day)


def period_check(name: str) -> models.CheckConstraint:
    """A period ends after it starts."""
    return models.CheckConstraint(name=name, condition=Q(end_date=None) | Q(end_date__gt=F("start_date")))


def cut(row: Dated, on: date) -> bool:
    """Let a dated row hold no longer from that day on; False where nothing of it is left, so that it goes."""
    if row.start_date >= on:
        row.delete()
        return False
    row.end_date = on
    row.save(update_fields=["end_date"])
    return True
