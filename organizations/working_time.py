"""Office hours, and time that runs only within them (semantics.md, Time). No Django, and no clock of its own.

Every datetime taken is aware, every datetime given is aware and in UTC. In between, a moment is the office's wall
clock without a zone: Indonesia's zones have no summer time, so a day there always has 24 hours.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import chain, islice

from organizations.waktu import Waktu

Span = tuple[int, int]
"""Office hours without a break: minutes from local midnight, half-open; an end may be 1440, midnight."""

LOOK_AHEAD = 400
"""Days. Longer than any holiday: who finds no hours within them has a calendar that was filled in wrongly."""

DAY = timedelta(days=1)


class NeverOpen(Exception):
    """The calendar has no office hours within the next 400 days."""


@dataclass(frozen=True)
class Week:
    """The hours of seven days, Monday first, from `start_date` until before `end_date` (None: for good)."""

    name: str
    start_date: date
    end_date: date | None
    days: tuple[tuple[Span, ...], ...]

    def holds_on(self, day: date) -> bool:
        return self.start_date <= day and (self.end_date is None or day < self.end_date)

    def minutes(self) -> int:
        """The office time of one week, in minutes."""
        return sum(end - begin for spans in self.days for begin, end in spans)


@dataclass(frozen=True)
class Calendar:
    """When one office works. A date in `opened` is never closed, whatever `closed` says."""

    zone: tzinfo
    weeks: tuple[Week, ...]
    closed: frozenset[date]
    opened: frozenset[date]
    _hours: dict[date, tuple[Span, ...]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def hours(self, day: date) -> tuple[Span, ...]:
        """The office hours of a day; () where the office is closed. Found once per day, then remembered."""
        found = self._hours.get(day)
        if found is None:
            found = self._hours[day] = self._found(day)
        return found

    def _found(self, day: date) -> tuple[Span, ...]:
        if day in self.closed and day not in self.opened:
            return ()
        # Ramadan's weeks, which end, go before the usual ones, and the newer before the older.
        holding = [week for week in self.weeks if week.holds_on(day)]
        week = max(holding, key=lambda week: (week.end_date is not None, week.start_date), default=None)
        return week.days[day.weekday()] if week else ()


def minute(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:])


MONDAY_TO_THURSDAY = ((minute("07.30"), minute("12.00")), (minute("13.00"), minute("16.00")))
FRIDAY = ((minute("07.30"), minute("11.30")), (minute("13.00"), minute("16.30")))

# 37 hours 30 minutes a week from 07.30 local time, with breaks of 60 minutes and on Friday of 90 (Perpres 21/2023,
# signed on 12 April 2023). For an office that has loaded no calendar of its own.
PERPRES_DAYS = (*[MONDAY_TO_THURSDAY] * 4, FRIDAY, (), ())
PERPRES_21_2023 = Week("Perpres 21/2023", date(2023, 4, 12), None, PERPRES_DAYS)


def opening(start: datetime, calendar: Calendar) -> datetime:
    """The earliest instant within office hours that is not before `start`: in a break its end, at or after closing
    the next opening. Raises NeverOpen.
    """
    return instant(opened(local(start, calendar), calendar), calendar)


def advance(start: datetime, working: timedelta, calendar: Calendar) -> datetime:
    """The earliest instant by which `working` of office time has run since `start`; it may be exactly a closing.

    Nothing to run gives the opening. Raises NeverOpen; ValueError where `working` is negative.
    """
    return instant(run(local(start, calendar), working, calendar), calendar)


def due(start: datetime, waktu: Waktu, calendar: Calendar) -> datetime:
    """The instant at which what starts at `start` must be done: the largest unit first, each day unit's result moved
    into office hours as a start is; hours and minutes then run as office time and may end exactly at closing.

    Raises ValueError for an empty waktu, which promises nothing (ask before), and NeverOpen.
    """
    if not waktu:
        raise ValueError("an empty waktu has no due time")
    moment = opened(local(start, calendar), calendar)
    if waktu.bulan:
        moment = opened(months_later(moment, waktu.bulan), calendar)
    if waktu.minggu:
        moment = opened(moment + waktu.minggu * 7 * DAY, calendar)
    if waktu.hari_kalender:
        moment = opened(moment + waktu.hari_kalender * DAY, calendar)
    if waktu.hari:
        day = next(islice(working_days(moment.date(), calendar), waktu.hari - 1, None))
        moment = opened(datetime.combine(day, moment.time()), calendar)
    moment = run(moment, timedelta(hours=waktu.jam, minutes=waktu.menit), calendar)
    return instant(moment, calendar)


def worked(start: datetime, end: datetime, calendar: Calendar) -> timedelta:
    """The office time between two instants; none where `end` is not after `start`."""
    if end <= start:
        return timedelta()
    first, last = local(start, calendar), local(end, calendar)
    days = (last.date() - first.date()).days
    spans = chain.from_iterable(calendar.hours(first.date() + n * DAY) for n in range(days))
    whole = sum(close - begin for begin, close in spans)
    return timedelta(minutes=whole) + worked_today(last, calendar) - worked_today(first, calendar)


def local(start: datetime, calendar: Calendar) -> datetime:
    """The office's wall clock at an instant. Raises ValueError for a datetime without a zone."""
    if start.tzinfo is None:
        raise ValueError("a datetime needs a zone")
    return start.astimezone(calendar.zone).replace(tzinfo=None)


def instant(moment: datetime, calendar: Calendar) -> datetime:
    return moment.replace(tzinfo=calendar.zone).astimezone(UTC)


def pieces(moment: datetime, calendar: Calendar) -> Iterator[tuple[datetime, datetime]]:
    """The office hours from a moment on, from break to break: begin (not before the moment) and end.

    Raises NeverOpen where the next ones are too far away.
    """
    closed_days, midnight = 0, datetime.combine(moment.date(), time.min)
    while closed_days <= LOOK_AHEAD:
        closed_days += 1
        for begin, end in calendar.hours(midnight.date()):
            close = midnight + timedelta(minutes=end)
            if moment < close:
                closed_days = 0
                yield max(moment, midnight + timedelta(minutes=begin)), close
        midnight += DAY
    raise NeverOpen


def opened(moment: datetime, calendar: Calendar) -> datetime:
    begin, _ = next(pieces(moment, calendar))
    return begin


def run(moment: datetime, working: timedelta, calendar: Calendar) -> datetime:
    if working < timedelta():
        raise ValueError("office time does not run backward")
    for begin, end in pieces(moment, calendar):
        if working <= end - begin:
            return begin + working
        working -= end - begin
    raise AssertionError("unreachable: pieces never end")


def working_days(day: date, calendar: Calendar) -> Iterator[date]:
    """The days with office hours after `day`. Raises NeverOpen."""
    closed_days = 0
    while closed_days <= LOOK_AHEAD:
        closed_days += 1
        day += DAY
        if calendar.hours(day):
            closed_days = 0
            yield day
    raise NeverOpen


def worked_today(moment: datetime, calendar: Calendar) -> timedelta:
    """The office time from midnight to a moment of the same day."""
    today = moment.date()
    midnight, total = datetime.combine(today, time.min), timedelta()
    for begin, end in calendar.hours(today):
        close = midnight + timedelta(minutes=end)
        total += max(timedelta(), min(moment, close) - midnight - timedelta(minutes=begin))
    return total


def months_later(moment: datetime, months: int) -> datetime:
    """The same date and clock time so many months later, or the last date of that month where it is shorter."""
    year, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    return moment.replace(year=year, month=month + 1, day=min(moment.day, monthrange(year, month + 1)[1]))
