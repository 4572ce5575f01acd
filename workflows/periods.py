"""The periods of which an SOP is evaluated: a year, a semester, a month, in the zone of the office.

Permenpan RB 35/2012 asks for monitoring every six months and an evaluation every year; the month is for the head.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from organizations.templatetags.indonesia import months

WRITTEN = re.compile(r"(?P<year>20\d\d|21\d\d)(?:-(?:(?P<month>0[1-9]|1[0-2])|semester-(?P<half>[12])))?")
HALF = 6


@dataclass(frozen=True, order=True)
class Period:
    """Whole months: `length` of them (1, 6 or 12) from `month` of `year` on."""

    year: int
    month: int
    length: int

    def __str__(self) -> str:
        """As addresses write it: 2026, 2026-semester-1, 2026-11."""
        if self.length == 1:
            return f"{self.year}-{self.month:02}"
        return (
            f"{self.year}-semester-{1 if self.month == 1 else 2}" if self.length == HALF else str(self.year)
        )

    @property
    def label(self) -> str:
        """As people read it, in their language: tahun 2026, semester I 2026, November 2026."""
        if self.length == 1:
            return f"{months()[self.month - 1]} {self.year}"
        if self.length == HALF:
            return _("semester %(half)s %(year)s") % {
                "half": "I" if self.month == 1 else "II",
                "year": self.year,
            }
        return _("tahun %(year)s") % {"year": self.year}

    def bounds(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """Its first moment, and the first one after it."""
        after = self.year * 12 + self.month - 1 + self.length
        first, end = date(self.year, self.month, 1), date(after // 12, after % 12 + 1, 1)
        return datetime.combine(first, time(), zone), datetime.combine(end, time(), zone)

    @property
    def months(self) -> list["Period"]:
        """The months in it."""
        return [Period(self.year, self.month + each, 1) for each in range(self.length)]

    @property
    def before(self) -> "Period":
        """The period of the same length before it."""
        start = self.year * 12 + self.month - 1 - self.length
        return Period(start // 12, start % 12 + 1, self.length)


def read_period(text: str) -> Period | None:
    """The period that an address names; None where it names none."""
    found = WRITTEN.fullmatch(text)
    if found is None:
        return None
    year, month, half = int(found["year"]), found["month"], found["half"]
    if month:
        return Period(year, int(month), 1)
    return Period(year, 1 if half == "1" else 7, HALF) if half else Period(year, 1, 12)


def periods_of(moment: datetime) -> tuple[Period, Period, Period]:
    """The month, the semester and the year that a moment lies in; it is given in the zone that counts."""
    return (
        Period(moment.year, moment.month, 1),
        Period(moment.year, 1 if moment.month <= HALF else 7, HALF),
        Period(moment.year, 1, 12),
    )
