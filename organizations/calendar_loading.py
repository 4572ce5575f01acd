"""Loading calendar files: adds and changes the weeks and days that they name, removes none. All files or none."""

from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models

from activity.chain import Actor
from activity.record import locked_stream, record
from organizations.calendar_file import CalendarFile, read_calendar
from organizations.calendars import note_change
from organizations.models import CalendarDay, DayKind, Office, Unit, WorkWeek
from organizations.yaml_reader import Fault, FaultsFound, Source


@dataclass
class CalendarLoaded:
    """What became of a file for one office: the changes, empty where there were none."""

    file: str
    name: str
    office: Office
    changes: list[str] = field(default_factory=list)


def load_calendars(
    files: Sequence[tuple[str, bytes]],
    *,
    by: Actor,
    at: datetime,
    reason: str = "",
    only_offices: Container[int] | None = None,
) -> list[CalendarLoaded]:
    """Load all of these files (name, content), into these offices only where they are given; raises FaultsFound,
    and nothing is saved. The caller is in a transaction, in which it counts the open due times anew
    (workflows/recompute.py)."""
    faults: list[Fault] = []
    read: list[tuple[str, CalendarFile]] = []
    for name, data in files:
        source = Source(name)
        calendar = read_calendar(data, source)
        faults += source.faults
        if calendar:
            read.append((name, calendar))
    targets = [(name, calendar, places_of(name, calendar, faults)) for name, calendar in read]
    for name, _, places in targets:
        for office in places:
            if only_offices is not None and office.pk not in only_offices:
                faults.append(Fault(name, 0, "untuk", f"Anda bukan admin {office.slug}"))
    if faults:
        raise FaultsFound(faults)
    return [
        load_one(name, calendar, office, units, by=by, at=at, reason=reason)
        for name, calendar, places in targets
        for office, units in places.items()
    ]


def places_of(name: str, calendar: CalendarFile, faults: list[Fault]) -> dict[Office, list[Unit | None]]:
    """For each office that the file names: its units, None for the office as a whole."""
    found: dict[Office, list[Unit | None]] = {}
    for target in calendar.targets:
        slug, _, unit_slug = target.partition("/")
        office = Office.objects.filter(slug=slug).first()
        unit = Unit.objects.filter(office=office, slug=unit_slug).first() if office and unit_slug else None
        if office is None:
            faults.append(
                Fault(name, 0, "untuk", f"perangkat daerah “{slug}” belum dimuat; muat dulu berkasnya")
            )
        elif unit_slug and unit is None:
            faults.append(Fault(name, 0, "untuk", f"unit “{unit_slug}” tidak ada di {slug}"))
        else:
            found.setdefault(office, []).append(unit)
    return found


def load_one(
    name: str,
    calendar: CalendarFile,
    office: Office,
    units: Sequence[Unit | None],
    *,
    by: Actor,
    at: datetime,
    reason: str,
) -> CalendarLoaded:
    """Write a file into one office, and record what changed."""
    stream = locked_stream(f"office:{office.slug}")
    loaded = CalendarLoaded(name, calendar.name, office)
    for unit in units:
        where = f" ({unit.name})" if unit else ""
        for week in calendar.weeks:
            key = {"office": office, "unit": unit, "start_date": week.start_date, "end_date": week.end_date}
            hours = [[list(span) for span in spans] for spans in week.days]
            if put(WorkWeek, key, {"name": week.name, "hours": hours}):
                loaded.changes.append(f"jam kerja: {week.name}{where}")
        for day in calendar.days:
            key = {"office": office, "unit": unit, "date": day.date}
            if put(CalendarDay, key, {"name": day.name, "kind": DayKind(day.kind)}):
                loaded.changes.append(f"{day.date:%Y-%m-%d} {day.name}{where}")
    if loaded.changes:
        note_change(office)
        record(
            stream,
            at=at,
            actor=by,
            action="calendar.loaded",
            file=name,
            reason=reason,
            changes=loaded.changes,
        )
    return loaded


def put(model: type[models.Model], key: dict[str, Any], values: dict[str, Any]) -> bool:
    """Make the row with that key or bring it to these values; whether anything changed."""
    where = {
        f"{name}__isnull" if value is None else name: True if value is None else value
        for name, value in key.items()
    }
    row = model._default_manager.filter(**where).first()
    if row is None:
        model._default_manager.create(**key, **values)
        return True
    if all(getattr(row, name) == value for name, value in values.items()):
        return False
    model._default_manager.filter(pk=row.pk).update(**values)
    return True
