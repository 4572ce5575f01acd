"""Giving a calendar back as the file it could be loaded from."""

from datetime import timedelta

from organizations.calendar_file import WEEKDAYS, hours_text
from organizations.calendars import week_of
from organizations.models import CalendarDay, Office, Unit, WorkWeek
from organizations.yaml_writer import Flow, FlowList, write_yaml


def places_of(office: Office) -> list[Unit | None]:
    """Where the office has a calendar: as a whole (None), and in units that keep their own."""
    weeks = WorkWeek.objects.filter(office=office)
    units = Unit.objects.filter(pk__in=weeks.exclude(unit=None).values("unit")).order_by("id")
    whole: list[Unit | None] = [None] if weeks.filter(unit=None).exists() else []
    return whole + list(units)


def export_calendar(office: Office, unit: Unit | None) -> str:
    """The YAML of the calendar of an office, or of one of its units."""
    weeks = WorkWeek.objects.filter(office=office, unit=unit).order_by("start_date", "id")
    days = CalendarDay.objects.filter(office=office, unit=unit).order_by("date")
    target = f"{office.slug}/{unit.slug}" if unit else office.slug
    tree: dict[str, object] = {
        "nama": f"Kalender {unit.name if unit else office.name}",
        "untuk": FlowList([target]),
        "minggu": [tree_of(row) for row in weeks],
    }
    if days:
        tree["libur"] = [
            Flow(tanggal=day.date.isoformat(), nama=day.name, jenis=str(day.kind)) for day in days
        ]
    return write_yaml(tree)


def tree_of(row: WorkWeek) -> dict[str, str]:
    """One week as its file has it; the last day is named, where the row names the first day after."""
    week = week_of(row)
    found = {"nama": week.name, "berlaku_sejak": week.start_date.isoformat()}
    if week.end_date:
        found["sampai"] = (week.end_date - timedelta(days=1)).isoformat()
    hours = zip(WEEKDAYS, week.days, strict=True)
    return found | {name: hours_text(spans) for name, spans in hours if spans}
