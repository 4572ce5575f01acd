"""Office hours on any day of any calendar: what holds of every deadline, whatever an office has filled in.

The calendars have hours on a grid of 15 minutes, one week for good and one within dates, and up to 30 days off.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from organizations.waktu import Waktu
from organizations.working_time import Calendar, Week, due, opening, worked
from tests.properties import steady

WIB, WITA, WIT = (ZoneInfo(f"Asia/{city}") for city in ("Jakarta", "Makassar", "Jayapura"))
DAY = timedelta(days=1)
FIRST_DAY = date(2026, 1, 1)
dates = st.integers(0, 300).map(lambda n: FIRST_DAY + n * DAY)
spans_of_a_day = st.lists(st.integers(0, 96), max_size=6, unique=True).map(
    lambda marks: tuple(
        (begin * 15, end * 15) for begin, end in zip(sorted(marks)[::2], sorted(marks)[1::2], strict=False)
    )
)
days_of_a_week = st.tuples(*[spans_of_a_day] * 7)
usual_weeks = days_of_a_week.filter(any).map(lambda days: Week("biasa", date(2020, 1, 1), None, days))
periods = st.builds(
    lambda start, length, days: Week("masa", start, start + length * DAY, days),
    dates,
    st.integers(1, 40),
    days_of_a_week,
)
calendars = st.builds(
    lambda zone, week, period, closed, opened: Calendar(zone, (week, period), closed, opened),
    st.sampled_from([WIB, WITA, WIT]),
    usual_weeks,
    periods,
    st.frozensets(dates, max_size=30),
    st.frozensets(dates, max_size=5),
)
starts = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))
minutes = st.integers(1, 5000)
UNITS = ("bulan", "minggu", "hari_kalender", "hari", "jam", "menit")
amounts = st.integers(1, 40)
waktus = st.builds(Waktu, **{unit: st.integers(0, 6) for unit in UNITS}).filter(bool)


def within_hours(instant: datetime, calendar: Calendar, *, closing: bool = True) -> bool:
    """Whether an instant is in office hours, or at a closing: midnight is also the end of the day before."""
    moment = instant.astimezone(calendar.zone)
    for day in (moment.date(), moment.date() - DAY):
        since = moment - datetime.combine(day, time.min, calendar.zone)
        for begin, end in calendar.hours(day):
            end_of_it = timedelta(minutes=end)
            if timedelta(minutes=begin) <= since and (since < end_of_it or (closing and since == end_of_it)):
                return True
    return False


@steady
@given(calendars, starts)
def test_an_opening_is_in_hours_and_nothing_is_worked_before_it(calendar: Calendar, start: datetime) -> None:
    found = opening(start, calendar)
    assert found >= start
    assert within_hours(found, calendar, closing=False)
    assert worked(start, found, calendar) == timedelta()
    assert opening(found, calendar) == found


@steady
@given(calendars, starts, waktus)
def test_whatever_is_due_is_due_within_office_hours(
    calendar: Calendar, start: datetime, waktu: Waktu
) -> None:
    found = due(start, waktu, calendar)
    assert found >= opening(start, calendar)
    assert within_hours(found, calendar)


@steady
@given(calendars, starts, st.integers(0, 20), minutes)
def test_hours_and_minutes_are_office_time(calendar: Calendar, start: datetime, jam: int, menit: int) -> None:
    found, promised = due(start, Waktu(jam=jam, menit=menit), calendar), timedelta(hours=jam, minutes=menit)
    assert worked(start, found, calendar) == promised
    assert worked(start, found - timedelta(microseconds=1), calendar) < promised, "not the earliest instant"


@steady
@given(calendars, starts, minutes, minutes)
def test_minutes_run_on_from_where_others_ended(
    calendar: Calendar, start: datetime, first: int, second: int
) -> None:
    there = due(due(start, Waktu(menit=first), calendar), Waktu(menit=second), calendar)
    assert there == due(start, Waktu(menit=first + second), calendar)


@steady
@given(calendars, starts, starts, waktus)
def test_who_starts_later_is_due_no_earlier(
    calendar: Calendar, start: datetime, other: datetime, waktu: Waktu
) -> None:
    # Not so with months: 30 January 15.00 and 31 January 08.00 both give 28 February, each with its clock time.
    waktu = Waktu(**{**waktu.__dict__, "bulan": 0})
    if waktu:
        first, second = sorted((start, other))
        assert due(first, waktu, calendar) <= due(second, waktu, calendar)


@steady
@given(calendars, starts, st.sampled_from(UNITS), amounts, amounts)
def test_more_of_a_unit_is_due_no_earlier(
    calendar: Calendar, start: datetime, unit: str, some: int, more: int
) -> None:
    assert due(start, Waktu(**{unit: some}), calendar) <= due(start, Waktu(**{unit: some + more}), calendar)


@steady
@given(calendars, starts, starts, starts)
def test_worked_time_adds_up(calendar: Calendar, one: datetime, two: datetime, three: datetime) -> None:
    first, second, third = sorted((one, two, three))
    whole = worked(first, second, calendar) + worked(second, third, calendar)
    assert whole == worked(first, third, calendar)


@steady
@given(calendars, starts, st.integers(0, 3000))
def test_worked_time_is_the_minutes_in_hours_counted_one_by_one(
    calendar: Calendar, start: datetime, length: int
) -> None:
    start = start.replace(second=0, microsecond=0)
    clock = [start + timedelta(minutes=n) for n in range(length)]
    counted = sum(within_hours(minute, calendar, closing=False) for minute in clock)
    assert worked(start, start + timedelta(minutes=length), calendar) == timedelta(minutes=counted)
