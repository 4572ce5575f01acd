"""When an assignment is due, and when its clock stands still (semantics: Time). Changes rows in memory only."""

import logging
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from organizations.calendars import OfficeTime
from organizations.waktu import Waktu
from organizations.working_time import Calendar, NeverOpen, advance, due, worked
from sops.document import SopDocument, Step
from workflows.models import Assignment

logger = logging.getLogger(__name__)
HOUR = timedelta(hours=1)
WORKING_DAY = Waktu(hari=1)

# (when it must be told, when it was told) of every stage, in their order.
STAGES = (
    ("remind_at", "reminded_at"),
    ("due_at", "passed_at"),
    ("late_at", "told_late_at"),
    ("escalate_at", "escalated_at"),
)
CLOCK_FIELDS = [
    "counted_from",
    "remaining_minutes",
    "late_minutes",
    "escalate_minutes",
    "remind_at",
    "due_at",
    "late_at",
    "escalate_at",
    "tell_at",
]


@dataclass(frozen=True)
class Clock:
    """What the time of a step is counted by: its waktu, when to remind, how its office and unit work."""

    waktu: Waktu
    share: float  # of the waktu, after which its official is reminded
    allowance: Waktu
    calendar: Calendar
    tells: bool = True  # whether the sweep has to tell anybody


def clock_of(document: SopDocument, step: Step, time: OfficeTime, unit_id: int | None) -> Clock:
    """The clock of a step for a post of that unit."""
    return Clock(step.mutu_baku, document.reminder_share, time.allowance, time.of(unit_id), time.tells)


def start_clock(seat: Assignment, clock: Clock, at: datetime) -> None:
    """Count from that moment: the whole waktu, or what was left when the clock stopped. No waktu, no due time."""
    if not clock.waktu:
        return
    seat.counted_from = at
    try:
        set_times(seat, clock)
    except NeverOpen:
        # The act that opens the step must not fail over a calendar: it has no due time until the calendar is mended.
        logger.exception("Kalender tanpa jam kerja: tugas %s tidak diberi batas waktu", seat.pk)


def set_times(seat: Assignment, clock: Clock) -> None:
    """Every time that follows from where and how much the clock counts."""
    start = seat.counted_from
    if start is None:
        seat.remind_at = seat.due_at = seat.late_at = seat.escalate_at = seat.tell_at = None
        return
    limit, late, escalate = limits(seat, clock, start)
    whole = worked(start, limit, clock.calendar)
    remind = advance(start, whole * clock.share, clock.calendar) if whole >= HOUR else None
    seat.remind_at, seat.due_at, seat.late_at, seat.escalate_at = remind, limit, late, escalate
    set_next(seat)
    if not clock.tells:
        seat.tell_at = None


def limits(seat: Assignment, clock: Clock, start: datetime) -> tuple[datetime, datetime, datetime]:
    """When it is due, late and escalated: by the whole waktu, or by what was left of each when the clock stopped."""
    if seat.remaining_minutes is not None:
        left = (seat.remaining_minutes, seat.late_minutes or 0, seat.escalate_minutes or 0)
        limit, late, escalate = (after(start, minutes, clock.calendar) for minutes in left)
        return limit, late, escalate
    limit = due(start, clock.waktu, clock.calendar)
    late = due(limit, clock.allowance, clock.calendar) if clock.allowance else limit
    return limit, late, max(due(late, waktu, clock.calendar) for waktu in (clock.waktu, WORKING_DAY))


def after(start: datetime, minutes: int, calendar: Calendar) -> datetime:
    """So much office time later; what was past already is past at once."""
    return advance(start, timedelta(minutes=minutes), calendar) if minutes else start


def set_next(seat: Assignment) -> None:
    """When the sweep must look at it next: the first stage of which nobody was told."""
    times = (getattr(seat, when) for when, told in STAGES if getattr(seat, told) is None)
    seat.tell_at = min((time for time in times if time), default=None)


def stop_clock(seat: Assignment, clock: Clock, at: datetime) -> None:
    """Keep what is left until each limit in minutes of office time, the one place where days become minutes.
    Twice is once."""
    if seat.counted_from is None or seat.due_at is None:
        return
    left = [
        ceil(worked(at, time or at, clock.calendar) / timedelta(minutes=1))
        for time in (seat.due_at, seat.late_at, seat.escalate_at)
    ]
    seat.remaining_minutes, seat.late_minutes, seat.escalate_minutes = left
    seat.counted_from = None
    set_times(seat, clock)


def is_stopped(seat: Assignment) -> bool:
    """Whether its clock stands still (an assignment without waktu has none)."""
    return seat.counted_from is None and seat.remaining_minutes is not None


def measure(
    seat: Assignment, clock: Clock, arrived_at: datetime, pauses: Iterable[tuple[datetime, datetime]]
) -> None:
    """The two clocks of an assignment that was acted on: waiting and work, in office time without the pauses."""
    acted = seat.acted_at or arrived_at
    opened = max(seat.opened_at or acted, arrived_at)
    stopped = list(pauses)
    seat.waited_seconds = seconds(arrived_at, opened, stopped, clock.calendar)
    seat.worked_seconds = seconds(opened, acted, stopped, clock.calendar)
    with suppress(NeverOpen):  # then there is no limit to compare with
        if clock.waktu:
            limit = worked(opened, due(opened, clock.waktu, clock.calendar), clock.calendar)
            seat.limit_seconds = round(limit.total_seconds())


def seconds(
    start: datetime, end: datetime, pauses: Iterable[tuple[datetime, datetime]], calendar: Calendar
) -> int:
    """Office time between two moments, less the pauses, which do not overlap."""
    whole = worked(start, end, calendar)
    for begin, over in pauses:
        whole -= worked(max(begin, start), min(over, end), calendar)
    return round(whole.total_seconds())
