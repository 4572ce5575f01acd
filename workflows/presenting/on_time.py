"""Which part of the acts of an office kept their waktu, this month and the last one."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, F, Q
from django.utils.translation import gettext as _

from organizations.models import Office, Unit
from organizations.templatetags.indonesia import months
from workflows.models import Assignment
from workflows.presenting.load import unit_key
from workflows.presenting.running import unit_words
from workflows.spans import whole_percent


@dataclass(frozen=True)
class Share:
    """So many acts under a waktu, and so many of them whose work took no longer than it."""

    acts: int = 0
    on_time: int = 0

    @property
    def percent(self) -> int | None:
        """In whole per cent; None where there was no act."""
        return whole_percent(self.on_time / self.acts) if self.acts else None

    def __add__(self, other: "Share") -> "Share":
        return Share(self.acts + other.acts, self.on_time + other.on_time)


@dataclass(frozen=True)
class Compared:
    """The share of an office or a unit in a month, against the month before."""

    name: str
    now: Share
    before: Share

    @property
    def change(self) -> str:
        """In words, in points of a percent; nothing where one of the months has no act."""
        if self.now.percent is None or self.before.percent is None:
            return ""
        points = self.now.percent - self.before.percent
        if not points:
            return _("tetap")
        words = _("naik %(points)d poin") if points > 0 else _("turun %(points)d poin")
        return words % {"points": abs(points)}


@dataclass(frozen=True)
class OnTime:
    """The office and its units; `month` and `last_month` as printed."""

    month: str
    last_month: str
    office: Compared
    units: list[Compared]


def on_time_shares(office: Office, at: datetime) -> OnTime:
    """The acts of this month so far and of the whole last one, where the office is. An act counts in the month in which
    it was done, whichever round; a part that stands from an earlier round is none, nor is what was taken back. Two
    queries."""
    today = at.astimezone(office.zone).date()
    this = today.replace(day=1)
    last = (this - timedelta(days=1)).replace(day=1)
    begins = {day: datetime.combine(day, time(), tzinfo=office.zone) for day in (this, last)}
    acts = Assignment.objects.acts().filter(
        office=office,
        limit_seconds__isnull=False,
        acted_at__gte=begins[last],
        acted_at__lte=at,
    )
    kept, is_now = Q(worked_seconds__lte=F("limit_seconds")), Q(acted_at__gte=begins[this])
    rows = (
        acts.order_by()
        .values_list("post__unit", "post__office")
        .annotate(
            now=Count("id", filter=is_now),
            now_kept=Count("id", filter=is_now & kept),
            before=Count("id", filter=~is_now),
            before_kept=Count("id", filter=~is_now & kept),
        )
    )
    now, before = defaultdict[str, Share](Share), defaultdict[str, Share](Share)
    for unit, of_office, *numbers in rows:
        key = unit_key(unit, of_office, office)
        now[key] += Share(*numbers[:2])
        before[key] += Share(*numbers[2:])
    whole = Compared(office.label, sum(now.values(), Share()), sum(before.values(), Share()))
    return OnTime(month_words(this), month_words(last), whole, by_unit(office, now, before))


def by_unit(office: Office, now: dict[str, Share], before: dict[str, Share]) -> list[Compared]:
    """The units with an act in either month, by name; what belongs to no unit last. One query."""
    names = dict(Unit.objects.filter(office=office).values_list("id", "name"))
    keys = sorted(now, key=lambda key: (not key.isdecimal(), names[int(key)] if key.isdecimal() else key))
    return [
        Compared(names[int(key)] if key.isdecimal() else unit_words(key), now[key], before[key])
        for key in keys
    ]


def month_words(first: date) -> str:
    """November 2026."""
    return f"{months()[first.month - 1]} {first.year}"
