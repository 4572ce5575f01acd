"""Office hours: what is due when, on the days on which that is not obvious."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from organizations.waktu import Waktu, parse_waktu
from organizations.working_time import (
    PERPRES_21_2023,
    Calendar,
    NeverOpen,
    Span,
    Week,
    advance,
    due,
    opening,
    worked,
)

WIB, WITA, WIT = (ZoneInfo(f"Asia/{city}") for city in ("Jakarta", "Makassar", "Jayapura"))
DAY = timedelta(days=1)
RAMADAN_DAYS = (*[((480, 720), (750, 900))] * 4, ((480, 690), (750, 930)), (), ())
RAMADAN = Week("Ramadan 1447 H", date(2026, 2, 19), date(2026, 3, 21), RAMADAN_DAYS)
WEEKS = (PERPRES_21_2023, RAMADAN)
# Around the new year, Imlek, and from Nyepi to Idul Fitri.
HOLIDAYS = [(1, 1), (2, 16), (2, 17), (3, 18), (3, 19), (3, 20), (3, 23), (3, 24)]
CLOSED = frozenset(date(2026, month, day) for month, day in HOLIDAYS)
OFFICE = Calendar(WIB, WEEKS, CLOSED, frozenset())
NO_HOLIDAYS = Calendar(WIB, WEEKS, frozenset(), frozenset())

CASES = {
    "midnight": ("2026-01-05 00:00", "30 menit", "2026-01-05 08:00"),
    "the last second of a Sunday": ("2026-01-04 23:59:59", "30 menit", "2026-01-05 08:00"),
    "a holiday": ("2026-02-17 10:00", "1 jam", "2026-02-18 08:30"),
    "a holiday, a day": ("2026-02-17 10:00", "1 hari", "2026-02-19 08:00"),
    "a week of holidays, an hour": ("2026-03-17 14:30", "1 jam", "2026-03-25 08:00"),
    "a week of holidays, a day": ("2026-03-17 14:30", "1 hari", "2026-03-25 14:30"),
    "in a break": ("2026-01-05 12:30", "30 menit", "2026-01-05 13:30"),
    "the beginning of a break": ("2026-01-05 12:00", "10 menit", "2026-01-05 13:10"),
    "over a break": ("2026-01-05 11:30", "1 jam", "2026-01-05 13:30"),
    "until a break": ("2026-01-05 11:00", "60 menit", "2026-01-05 12:00"),
    "the end of a break": ("2026-01-05 13:00", "10 menit", "2026-01-05 13:10"),
    "until closing": ("2026-01-05 15:00", "1 jam", "2026-01-05 16:00"),
    "a minute past closing": ("2026-01-05 15:00", "61 menit", "2026-01-06 07:31"),
    "at closing": ("2026-01-05 16:00", "10 menit", "2026-01-06 07:40"),
    "at closing, a day": ("2026-01-05 16:00", "1 hari", "2026-01-07 07:30"),
    "exactly one office day": ("2026-01-05 07:30", "450 menit", "2026-01-05 16:00"),
    "exactly one week": ("2026-01-05 07:30", "37 jam 30 menit", "2026-01-09 16:30"),
    "into the new year, an hour": ("2025-12-31 15:30", "1 jam", "2026-01-02 08:00"),
    "into the new year, a day": ("2025-12-31 15:30", "1 hari", "2026-01-02 15:30"),
    "into the new year, a month": ("2025-12-31 15:30", "1 bulan", "2026-02-02 07:30"),
    "31 January": ("2025-01-31 10:00", "1 bulan", "2025-02-28 10:00"),
    "31 January of a leap year": ("2028-01-31 10:00", "1 bulan", "2028-02-29 10:00"),
    "31 January, a Saturday": ("2026-01-31 10:00", "1 bulan", "2026-03-02 08:00"),
    "twelve months": ("2025-02-10 10:00", "12 bulan", "2026-02-10 10:00"),
    "Friday's break": ("2026-01-09 11:00", "1 jam", "2026-01-09 13:30"),
    "in Friday's break": ("2026-01-09 12:30", "1 jam", "2026-01-09 14:00"),
    "into Friday's break": ("2026-01-08 11:45", "1 hari", "2026-01-09 13:00"),
    "Friday afternoon": ("2026-01-09 14:00", "1 hari", "2026-01-12 14:00"),
    "Friday after the other days' closing": ("2026-01-09 16:15", "1 hari", "2026-01-13 07:30"),
    "Saturday": ("2026-01-10 10:00", "1 hari", "2026-01-13 07:30"),
    "calendar days to a Sunday": ("2026-01-09 10:00", "2 hari kalender", "2026-01-12 07:30"),
    "a week": ("2026-01-05 10:00", "1 minggu", "2026-01-12 10:00"),
    "a week to a holiday": ("2026-02-10 10:00", "1 minggu", "2026-02-18 07:30"),
    "Ramadan's opening": ("2026-03-02 07:30", "1 jam", "2026-03-02 09:00"),
    "Ramadan's break": ("2026-03-02 12:10", "1 jam", "2026-03-02 13:30"),
    "Ramadan's closing": ("2026-03-02 14:30", "1 jam", "2026-03-03 08:30"),
    "Ramadan's Friday": ("2026-03-06 11:00", "1 jam", "2026-03-06 13:00"),
    "into Ramadan, an hour": ("2026-02-18 15:30", "1 jam", "2026-02-19 08:30"),
    "into Ramadan, before its opening": ("2026-02-18 07:45", "1 hari", "2026-02-19 08:00"),
    "into Ramadan, at its closing": ("2026-02-18 15:00", "1 hari", "2026-02-20 08:00"),
    "days, then hours": ("2026-01-05 15:00", "1 hari 2 jam", "2026-01-07 08:30"),
    "calendar days, then days": ("2026-01-09 10:00", "1 hari kalender 1 hari", "2026-01-13 07:30"),
    "a month, then a day": ("2025-01-31 10:00", "1 bulan 1 hari", "2025-03-03 10:00"),
    "all units": (
        "2026-01-05 10:00",
        "1 bulan 1 minggu 1 hari kalender 1 hari 1 jam 1 menit",
        "2026-02-18 11:01",
    ),
    "years of days": ("2027-01-04 10:00", "1000 hari", "2030-11-04 10:00"),
    "before the Perpres": ("2023-04-11 10:00", "1 jam", "2023-04-12 08:30"),
}


def wib(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=WIB)


def calendar(
    *weeks: Week, closed: frozenset[date] = frozenset(), opened: frozenset[date] = frozenset()
) -> Calendar:
    return Calendar(WIB, weeks, closed, opened)


def every_day(*spans: Span, start: date = date(2020, 1, 1), end: date | None = None) -> Week:
    return Week("setiap hari", start, end, (spans,) * 7)


@pytest.mark.parametrize(("start", "waktu", "wanted"), CASES.values(), ids=CASES)
def test_what_is_due_when(start: str, waktu: str, wanted: str) -> None:
    found = due(wib(start), parse_waktu(waktu), OFFICE)
    assert (found, found.tzinfo) == (wib(wanted), UTC), found.astimezone(WIB)


def test_the_last_day_of_ramadan_has_its_hours_and_the_next_the_usual_ones() -> None:
    assert due(wib("2026-03-20 15:00"), Waktu(jam=1), NO_HOLIDAYS) == wib("2026-03-23 08:00")
    assert due(wib("2026-03-20 08:00"), Waktu(hari=1), NO_HOLIDAYS) == wib("2026-03-23 08:00")
    assert due(wib("2026-03-20 00:00"), Waktu(hari_kalender=3), NO_HOLIDAYS) == wib("2026-03-23 08:00")


def test_each_zone_has_its_own_closing() -> None:
    start, half_an_hour = datetime(2026, 1, 5, 8, tzinfo=UTC), Waktu(menit=30)
    found = [
        due(start, half_an_hour, Calendar(zone, WEEKS, CLOSED, frozenset())) for zone in (WIB, WITA, WIT)
    ]
    assert found[0] == datetime(2026, 1, 5, 15, 30, tzinfo=WIB)
    assert found[1] == datetime(2026, 1, 6, 8, 0, tzinfo=WITA)
    assert found[2] == datetime(2026, 1, 6, 8, 0, tzinfo=WIT)


def test_the_zone_in_which_a_start_is_written_does_not_matter() -> None:
    start = wib("2026-01-05 15:30")
    assert due(start, Waktu(hari=1), OFFICE) == due(start.astimezone(WIT), Waktu(hari=1), OFFICE)


def test_seconds_and_less_are_kept() -> None:
    start = wib("2026-01-05 15:59:30.250000")
    assert opening(start, OFFICE) == start
    assert advance(start, timedelta(minutes=1), OFFICE) == wib("2026-01-06 07:30:30.250000")
    assert worked(start, wib("2026-01-06 07:30:30.250000"), OFFICE) == timedelta(minutes=1)


def test_nothing_to_run_gives_the_opening() -> None:
    assert advance(wib("2026-01-05 16:00"), timedelta(), OFFICE) == wib("2026-01-06 07:30")


def test_office_time_may_run_for_years() -> None:
    assert advance(wib("2027-01-04 07:30"), 266 * timedelta(hours=37, minutes=30), OFFICE) == wib(
        "2032-02-06 16:30"
    )


def test_office_time_between_two_instants() -> None:
    monday, next_monday = wib("2026-01-05 00:00"), wib("2026-01-12 00:00")
    assert worked(monday, next_monday, OFFICE) == timedelta(hours=37, minutes=30)
    assert worked(wib("2026-01-05 11:00"), wib("2026-01-05 13:30"), OFFICE) == timedelta(hours=1, minutes=30)
    assert worked(wib("2026-01-05 12:10"), wib("2026-01-05 12:50"), OFFICE) == timedelta()
    assert worked(next_monday, monday, OFFICE) == worked(monday, monday, OFFICE) == timedelta()


def test_hours_may_end_at_midnight_and_go_on() -> None:
    night = calendar(every_day((0, 360), (1320, 1440)))
    assert advance(wib("2026-01-05 23:30"), timedelta(minutes=30), night) == wib("2026-01-06 00:00")
    assert advance(wib("2026-01-05 23:30"), timedelta(hours=1), night) == wib("2026-01-06 00:30")
    assert opening(wib("2026-01-05 06:00"), night) == wib("2026-01-05 22:00")
    assert worked(wib("2026-01-05 23:30"), wib("2026-01-06 00:30"), night) == timedelta(hours=1)


def test_a_week_that_ends_goes_before_one_that_does_not_and_the_newer_before_the_older() -> None:
    old, new = every_day((0, 1)), every_day((0, 2), start=date(2026, 1, 3))
    period = every_day((0, 3), start=date(2026, 1, 2), end=date(2026, 1, 5))
    later = every_day((0, 4), start=date(2026, 1, 4), end=date(2026, 1, 6))
    for weeks in ((old, new, period, later), (later, period, new, old)):
        found = [calendar(*weeks).hours(date(2026, 1, day))[0][1] for day in range(1, 8)]
        assert found == [1, 3, 3, 4, 4, 2, 2]


def test_a_day_before_any_week_has_no_hours() -> None:
    assert OFFICE.hours(date(2023, 4, 11)) == ()


def test_an_opened_day_is_never_closed() -> None:
    day = date(2026, 1, 5)
    assert calendar(*WEEKS, closed=frozenset([day])).hours(day) == ()
    assert calendar(*WEEKS, closed=frozenset([day]), opened=frozenset([day])).hours(day) == OFFICE.hours(day)


def test_hours_of_a_day_are_the_same_when_asked_again() -> None:
    assert OFFICE.hours(date(2026, 1, 5)) == OFFICE.hours(date(2026, 1, 5)) == ((450, 720), (780, 960))


ASKED: dict[str, Callable[[datetime, Calendar], object]] = {
    "opening": opening,
    "advance": lambda start, calendar: advance(start, timedelta(hours=1), calendar),
    "due in minutes": lambda start, calendar: due(start, Waktu(menit=1), calendar),
    "due in days": lambda start, calendar: due(start, Waktu(hari=1), calendar),
}
NEVER = {
    "no weeks": calendar(),
    "weeks without hours": calendar(every_day()),
    "weeks that ended": calendar(every_day((450, 960), end=date(2026, 1, 5))),
    "all days closed": calendar(
        PERPRES_21_2023, closed=frozenset(date(2026, 1, 5) + n * DAY for n in range(401))
    ),
}


@pytest.mark.parametrize("ask", ASKED.values(), ids=ASKED)
@pytest.mark.parametrize("never", NEVER.values(), ids=NEVER)
def test_an_office_without_hours_is_never_open(
    never: Calendar, ask: Callable[[datetime, Calendar], object]
) -> None:
    with pytest.raises(NeverOpen):
        ask(wib("2026-01-05 10:00"), never)


def test_an_office_that_closes_for_good_is_open_until_then() -> None:
    ending = calendar(every_day((450, 960), end=date(2026, 1, 6)))
    start = wib("2026-01-05 15:00")
    assert advance(start, timedelta(hours=1), ending) == wib("2026-01-05 16:00")
    with pytest.raises(NeverOpen):
        advance(start, timedelta(minutes=61), ending)
    with pytest.raises(NeverOpen):
        due(start, Waktu(hari=1), ending)


def test_hours_four_hundred_days_away_are_found() -> None:
    start = wib("2026-01-05 00:00")
    reopening = (start + 400 * DAY).date()
    assert (
        opening(start, calendar(every_day((450, 960), start=reopening))).astimezone(WIB).date() == reopening
    )


def test_what_has_no_meaning_is_refused() -> None:
    with pytest.raises(ValueError, match="empty waktu"):
        due(wib("2026-01-05 10:00"), Waktu(), OFFICE)
    with pytest.raises(ValueError, match="zone"):
        opening(datetime(2026, 1, 5, 10), OFFICE)
    with pytest.raises(ValueError, match="backward"):
        advance(wib("2026-01-05 10:00"), timedelta(minutes=-1), OFFICE)
