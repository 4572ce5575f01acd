"""A month of due times, by day where the office is, with its holidays."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet

from organizations.calendars import office_time
from organizations.models import CalendarDay, DayKind, Office
from organizations.templatetags.indonesia import months, weekdays
from workflows.models import Assignment
from workflows.presenting.due import state_of

A_DAY = 4  # tasks that a day of the month names
FIRST, LAST = date(2000, 1, 1), date(2100, 12, 1)  # the months that there are


@dataclass
class Day:
    """A day with what is due on it: the first of its tasks, and how many more there are. `holiday` is why the office is
    closed or open against its week; empty also where it is closed every week (`is_open`)."""

    day: date
    is_of_month: bool
    is_today: bool
    is_open: bool
    holiday: str = ""
    tasks: list[Assignment] = field(default_factory=list)
    more: int = 0

    @property
    def says_something(self) -> bool:
        """Whether the list by day names it."""
        return self.is_of_month and bool(self.tasks or self.holiday or self.is_today)


@dataclass(frozen=True)
class Month:
    """A month in whole weeks from Monday on; `before` and `after` as an address names them, empty at the ends."""

    name: str
    key: str
    before: str
    after: str
    weeks: list[list[Day]]
    total: int

    @property
    def day_names(self) -> list[str]:
        """Senin to Minggu."""
        return weekdays()

    @property
    def days(self) -> list[Day]:
        """The days of which the list by day tells."""
        return [day for week in self.weeks for day in week if day.says_something]


def month_asked(text: str, today: date) -> date:
    """The first day of the month that an address names ("2026-11"); of this month where it makes no sense."""
    try:
        found = date.fromisoformat(f"{text}-01") if len(text) == 7 else today
    except ValueError:
        found = today
    return min(max(found, FIRST), LAST).replace(day=1)


def day_asked(text: str) -> str:
    """A date as an address has it, or nothing; also where it lies in none of the months."""
    try:
        found = date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return ""
    return found.isoformat() if found and is_known(found) else ""


def is_known(day: date) -> bool:
    """Whether there is a month of that day."""
    return FIRST <= day.replace(day=1) <= LAST


def month_of(
    tasks: "QuerySet[Assignment]", office: Office, unit: int | None, first: date, at: datetime
) -> Month:
    """What of these open tasks is due in the month, in the days of the office; closed days as the unit works. Three
    queries, however many tasks."""
    following = (first + timedelta(days=32)).replace(day=1)
    start = datetime.combine(first, time(), tzinfo=office.zone)
    end = datetime.combine(following, time(), tzinfo=office.zone)
    due: dict[date, list[int]] = defaultdict(list)
    rows = tasks.filter(due_at__gte=start, due_at__lt=end).order_by("due_at", "id")
    for pk, due_at in rows.values_list("id", "due_at"):
        if due_at:
            due[due_at.astimezone(office.zone).date()].append(pk)
    named = named_tasks([pk for pks in due.values() for pk in pks[:A_DAY]], at)
    time_here = office_time(office)
    holidays = holidays_of(office, time_here.keeper_of(unit), first, following)
    hours, today = time_here.of(unit), at.astimezone(office.zone).date()
    weeks: list[list[Day]] = []
    day = first - timedelta(days=first.weekday())
    while day < following:
        weeks.append([])
        for _each in range(7):
            pks, is_open = due.get(day, []), bool(hours.hours(day))
            holiday = holidays.get((day, is_open), "")
            shown = [named[pk] for pk in pks[:A_DAY] if pk in named]
            more = len(pks) - len(shown)
            weeks[-1].append(Day(day, day.month == first.month, day == today, is_open, holiday, shown, more))
            day += timedelta(days=1)
    name = f"{months()[first.month - 1]} {first.year}"
    before, after = month_key(first - timedelta(days=1)), month_key(following)
    return Month(name, month_key(first), before, after, weeks, sum(map(len, due.values())))


def month_key(day: date) -> str:
    """How an address names the month of a day; nothing where there is none."""
    return f"{day:%Y-%m}" if is_known(day) else ""


def named_tasks(ids: Sequence[int], at: datetime) -> dict[int, Assignment]:
    """These tasks as a day names them, each with where it stands (`state`). One query."""
    rows = Assignment.objects.filter(pk__in=ids).select_related("office", "post", "run__step", "run__case")
    found = {task.pk: task for task in rows}
    for task in found.values():
        task.state = state_of(task, at)  # type: ignore[attr-defined]
    return found


def holidays_of(office: Office, keeper: int | None, start: date, end: date) -> dict[tuple[date, bool], str]:
    """The names of the days that differ in the calendar of that unit, or of the office (None), by day and whether one
    works on it. One query."""
    rows = CalendarDay.objects.filter(office=office, unit=keeper, date__gte=start, date__lt=end)
    return {(row.date, row.kind == DayKind.WORKING): row.name for row in rows}
