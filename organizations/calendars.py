"""The calendars of an office as values, kept in the process until they change."""

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from organizations.models import CalendarDay, DayKind, Office, Unit, WorkWeek
from organizations.waktu import Waktu, parse_waktu
from organizations.working_time import PERPRES_21_2023, Calendar, Week

# Where an office has loaded no calendar, or none for that time: any week of its own goes before it.
NATIONAL = replace(PERPRES_21_2023, start_date=date.min)


@dataclass(frozen=True)
class OfficeTime:
    """How an office counts time: its own calendar, those that units keep, by which unit's each of the units under them
    goes (`goes_by`, of a unit with one its own), and its waiting allowance; and whether anybody hears of it when time
    is up (`tells`): of an office to practise in nobody does."""

    own: Calendar
    units: dict[int, Calendar]
    goes_by: dict[int, int]
    allowance: Waktu
    is_loaded: bool
    tells: bool = True

    def of(self, unit_id: int | None) -> Calendar:
        """The calendar of a unit: its own, else that of the nearest unit above it, else the office's."""
        keeper = self.keeper_of(unit_id)
        return self.own if keeper is None else self.units[keeper]

    def keeper_of(self, unit_id: int | None) -> int | None:
        """The unit whose calendar that is; None where it is the office's."""
        return self.goes_by.get(unit_id) if unit_id else None


def office_time(office: Office) -> OfficeTime:
    """How the office counts time now."""
    return time_of(office.pk, office.calendar_version)


@lru_cache(maxsize=1000)
def time_of(office_id: int, version: int) -> OfficeTime:
    """The same by id; `version` is what the office's row says. Four queries the first time, none after."""
    office = Office.objects.get(pk=office_id)
    weeks: dict[int | None, list[Week]] = {}
    for row in WorkWeek.objects.filter(office=office_id).order_by("start_date", "id"):
        weeks.setdefault(row.unit_id, []).append(week_of(row))
    days: dict[int | None, list[CalendarDay]] = {}
    for day in CalendarDay.objects.filter(office=office_id):
        days.setdefault(day.unit_id, []).append(day)
    found = {
        unit: calendar_of(office, [NATIONAL, *unit_weeks], days.get(unit, []))
        for unit, unit_weeks in weeks.items()
    }
    own = found.pop(None, None)
    default = own or calendar_of(office, [NATIONAL], days.get(None, []))
    parents = dict(Unit.objects.filter(office=office_id).values_list("id", "parent_id"))
    units = {unit: calendar for unit, calendar in found.items() if unit is not None}
    above = {unit: nearest(unit, parents, units) for unit in parents}
    goes_by = {unit: keeper for unit, keeper in above.items() if keeper is not None}
    allowance = parse_waktu(office.waiting_allowance)
    return OfficeTime(default, units, goes_by, allowance, own is not None, not office.is_practice)


def nearest(unit: int | None, parents: Mapping[int, int | None], keepers: Collection[int]) -> int | None:
    """The unit itself or the nearest one above it that keeps a calendar; None where none does."""
    for _ in range(len(parents) + 1):
        if unit is None or unit in keepers:
            return unit
        unit = parents[unit]
    return None


def week_of(row: WorkWeek) -> Week:
    """A row's week as a value."""
    days = tuple(tuple((start, end) for start, end in spans) for spans in row.hours)
    return Week(row.name, row.start_date, row.end_date, days)


def calendar_of(office: Office, weeks: list[Week], days: list[CalendarDay]) -> Calendar:
    """A calendar of weeks and days in the office's zone."""
    return Calendar(
        zone=office.zone,
        weeks=tuple(weeks),
        closed=frozenset(day.date for day in days if day.kind != DayKind.WORKING),
        opened=frozenset(day.date for day in days if day.kind == DayKind.WORKING),
    )


def note_change(office: Office) -> None:
    """The calendar or the allowance of the office changed: from the commit on, every process reads it anew.

    The version is a number never used before, not the next one: this process may keep what it reads now, and if the
    transaction is rolled back, the next change must not find that under its own version.
    """
    office.calendar_version = secrets.randbelow(2**31 - 1) + 1
    office.save(update_fields=["calendar_version"])
