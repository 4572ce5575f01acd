"""How time is shown: what is left until the Mutu Baku limit, and, once done, waiting and work beside waktu.

"Late" is computed from the stored times, so that a page is right though the sweep stands still.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from organizations.calendars import OfficeTime, office_time
from organizations.working_time import worked
from workflows.deadlines import is_stopped
from workflows.models import Assignment
from workflows.spans import office_hours


@dataclass(frozen=True)
class DueLine:
    """Where an open assignment stands in its time. `state`: jauh, segera, lewat, terlambat, berhenti; "" without
    a limit."""

    state: str = ""
    label: str = ""
    due_at: datetime | None = None


VERDICTS = {True: gettext_lazy("tepat waktu"), False: gettext_lazy("melebihi waktu"), None: ""}
LABELS = {
    "segera": pgettext_lazy("batas waktu", "Segera"),
    "lewat": gettext_lazy("Lewat batas"),
    "terlambat": gettext_lazy("Terlambat"),
    "berhenti": gettext_lazy("Waktu berhenti"),
}


def state_of(seat: Assignment, at: datetime) -> str:
    """The state of an open assignment at that moment. No query."""
    if is_stopped(seat):
        return "berhenti"
    if seat.due_at is None:
        return ""
    if seat.late_at and at > seat.late_at:
        return "terlambat"
    if at > seat.due_at:
        return "lewat"
    return "segera" if seat.remind_at and at >= seat.remind_at else "jauh"


def due_line(seat: Assignment, unit: int | None, time: OfficeTime, at: datetime) -> DueLine:
    """The same with what is left, or how long it is past, in office time."""
    state = state_of(seat, at)
    if state == "berhenti":
        left = timedelta(minutes=seat.remaining_minutes or 0)
        return DueLine(state, _("Waktu berhenti; sisa %(time)s") % {"time": office_hours(left)})
    if not state or seat.due_at is None:
        return DueLine()
    calendar = time.of(unit)
    if at > seat.due_at:
        past = worked(seat.due_at, at, calendar)
        return DueLine(state, f"{LABELS[state]} {office_hours(past) if past else ''}".strip(), seat.due_at)
    left = worked(at, seat.due_at, calendar)
    return DueLine(state, _("%(time)s lagi") % {"time": office_hours(left)}, seat.due_at)


def due_of_task(task: Assignment, at: datetime) -> DueLine:
    """The line of a task that was read with its post and its office."""
    return due_line(task, task.post.unit_id, office_time(task.office), at)


def measured(seat: Assignment, waktu: str) -> str:
    """Both clocks of an act, beside the sheet's waktu: waiting before it was opened, and work."""
    if seat.worked_seconds is None:
        return ""
    waited = office_hours(timedelta(seconds=seat.waited_seconds or 0))
    work = office_hours(timedelta(seconds=seat.worked_seconds))
    verdict = str(VERDICTS[on_time(seat)])
    beside = _(" dari %(waktu)s: %(verdict)s") % {"waktu": waktu, "verdict": verdict} if verdict else ""
    return _("menunggu %(waited)s, dikerjakan %(work)s%(beside)s") % {
        "waited": waited,
        "work": work,
        "beside": beside,
    }


def on_time(seat: Assignment) -> bool | None:
    """Whether the work took no longer than waktu; None where there is no act or no waktu."""
    if seat.worked_seconds is None or seat.limit_seconds is None:
        return None
    return seat.worked_seconds <= seat.limit_seconds
