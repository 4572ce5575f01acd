"""Loading calendar files: adds and changes the weeks and days that they name, removes none. All files or none."""

from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.translation import gettext as _

from activity.chain import Actor
from activity.record import locked_stream, record
from organizations.calendar_file import CalendarFile, Day, read_calendar
from organizations.calendars import note_change
from organizations.models import CalendarDay, Office, Unit, WorkWeek
from organizations.working_time import Week
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
    for name, _calendar, places in targets:
        for office in places:
            if only_offices is not None and office.pk not in only_offices:
                faults.append(
                    Fault(name, 0, "untuk", _("Anda bukan admin %(office)s") % {"office": office.slug})
                )
    if faults:
        raise FaultsFound(faults)
    return [
        load_one(name, calendar, office, units, by=by, at=at, reason=reason)
        for name, calendar, places in targets
        for office, units in sorted(places.items(), key=lambda pair: pair[0].pk)
    ]


def places_of(name: str, calendar: CalendarFile, faults: list[Fault]) -> dict[Office, list[Unit | None]]:
    """For each office that the file names: its units, None for the office as a whole."""
    found: dict[Office, list[Unit | None]] = {}
    for target in calendar.targets:
        slug, _slash, unit_slug = target.partition("/")
        office = Office.objects.filter(slug=slug).first()
        unit = Unit.objects.filter(office=office, slug=unit_slug).first() if office and unit_slug else None
        if office is None:
            faults.append(
                Fault(
                    name,
                    0,
                    "untuk",
                    _("perangkat daerah “%(slug)s” belum dimuat; muat dulu berkasnya") % {"slug": slug},
                )
            )
        elif unit_slug and unit is None:
            faults.append(
                Fault(
                    name,
                    0,
                    "untuk",
                    _("unit “%(unit_slug)s” tidak ada di %(slug)s") % {"unit_slug": unit_slug, "slug": slug},
                )
            )
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
        loaded.changes += put_weeks(office, unit, calendar.weeks) + put_days(office, unit, calendar.days)
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


def place(unit: Unit | None) -> str:
    """The unit, as a change names it."""
    return f" ({unit.name})" if unit else ""


def put_weeks(office: Office, unit: Unit | None, weeks: Sequence[Week]) -> list[str]:
    """Add and change weeks, which are told apart by their dates; what changed. A dated week takes the place of
    those that it overlaps: a decreed Ramadan that of the estimated one."""
    changes = []
    there = {(w.start_date, w.end_date): w for w in WorkWeek.objects.filter(office=office, unit=unit)}
    for week in weeks:
        values = {"name": week.name, "hours": [[list(span) for span in spans] for spans in week.days]}
        row = there.get((week.start_date, week.end_date))
        if row and all(getattr(row, name) == value for name, value in values.items()):
            continue
        if week.end_date and row is None:
            changes += replaced_by(week, office, unit)
        row = row or WorkWeek(office=office, unit=unit, start_date=week.start_date, end_date=week.end_date)
        row.name, row.hours = week.name, values["hours"]
        row.save()
        changes.append(f"jam kerja: {week.name}{place(unit)}")
    return changes


def replaced_by(week: Week, office: Office, unit: Unit | None) -> list[str]:
    """Remove the dated weeks that this one overlaps; what was removed."""
    dated = WorkWeek.objects.filter(office=office, unit=unit, end_date__gt=week.start_date)
    overlapping = dated.filter(start_date__lt=week.end_date or date.max)
    names = [f"jam kerja: {old.name} ({old.start_date:%Y-%m-%d}) diganti{place(unit)}" for old in overlapping]
    overlapping.delete()
    return names


def put_days(office: Office, unit: Unit | None, days: Sequence[Day]) -> list[str]:
    """Add and change days, which are told apart by their date; what changed. Three statements."""
    there = {day.date: day for day in CalendarDay.objects.filter(office=office, unit=unit)}
    new, changed = [], []
    for day in days:
        row = there.get(day.date)
        if row is None:
            new.append(CalendarDay(office=office, unit=unit, date=day.date, name=day.name, kind=day.kind))
        elif (row.name, row.kind) != (day.name, day.kind):
            row.name, row.kind = day.name, day.kind
            changed.append(row)
    CalendarDay.objects.bulk_create(new)
    CalendarDay.objects.bulk_update(changed, ["name", "kind"])
    return [f"{day.date:%Y-%m-%d} {day.name}{place(unit)}" for day in (*new, *changed)]
