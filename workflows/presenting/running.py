"""What runs in an office, the latest first: who holds it, and why it is not done yet."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from typing import Self
from urllib.parse import urlencode

from django.db.models import Count, F, Min, Q, QuerySet
from django.utils.translation import gettext as _

from organizations.backends import may_sign_in
from organizations.capacity import Capacity, holders_of
from organizations.models import Kind, Office, Post, Unit
from organizations.paging import PAGE, Page
from organizations.templatetags.indonesia import hari_tanggal, waktu_singkat
from sops.models import Step
from workflows.models import (
    Assignment,
    AssignmentStatus,
    Case,
    Cause,
    Pause,
    PauseKind,
    RunStatus,
    Signing,
    StepRun,
)
from workflows.presenting.due import DueLine, due_of_task
from workflows.presenting.due_calendar import day_asked
from workflows.presenting.lateness import Standing, why
from workflows.seeking import STATES, known, number, state

LATE = ("terlambat", "lewat")
SEATS = 6  # of a case on a line; the page of the case shows all
WITHOUT, ELSEWHERE = "tanpa", "luar"  # units that are none


@dataclass(frozen=True)
class Shown:
    """Which of the open tasks of an office: where they stand, for which post or unit (ids; `tanpa` those of the office
    without a unit, `luar` those of posts outside it), due on which day; empty where it does not matter."""

    keadaan: str = ""
    jabatan: str = ""
    unit: str = ""
    hari: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> Self:
        """What an address asks; whatever makes no sense in it does not matter."""
        unit = asked.get("unit", "")
        return cls(
            keadaan=known(asked.get("keadaan", ""), STATES),
            jabatan=number(asked.get("jabatan", "")),
            unit=unit if unit in (WITHOUT, ELSEWHERE) else number(unit),
            hari=day_asked(asked.get("hari", "")),
        )

    @property
    def query(self) -> str:
        """The part of an address behind its question mark."""
        return urlencode({name: value for name, value in asdict(self).items() if value})

    def among(self, tasks: "QuerySet[Assignment]", office: Office, at: datetime) -> "QuerySet[Assignment]":
        """Those of the office's open tasks that it asks for."""
        if self.keadaan:
            tasks = tasks.filter(state(self.keadaan, at))
        if self.jabatan:
            tasks = tasks.filter(post=int(self.jabatan))
        if self.unit:
            tasks = tasks.filter(in_unit(self.unit, office))
        if self.hari:
            start = datetime.combine(date.fromisoformat(self.hari), time(), tzinfo=office.zone)
            tasks = tasks.filter(due_at__gte=start, due_at__lt=start + timedelta(days=1))
        return tasks

    def told(self, office: Office) -> list[str]:
        """What it asks for, in words. Two queries at most."""
        found = [str(STATES[self.keadaan])] if self.keadaan else []
        if self.jabatan:
            post = Post.objects.filter(pk=int(self.jabatan), assignments__office=office).first()
            found.append(post.title if post else _("jabatan yang tidak ada di kantor ini"))
        if self.unit:
            unit = (
                None
                if self.unit in (WITHOUT, ELSEWHERE)
                else Unit.objects.filter(office=office, pk=int(self.unit))
            )
            named = unit.first() if unit is not None else None
            found.append(named.name if named else unit_words(self.unit))
        return found + ([hari_tanggal(date.fromisoformat(self.hari))] if self.hari else [])


def unit_words(unit: str) -> str:
    """What is said where a task belongs to no unit of the office."""
    words = {WITHOUT: _("Jabatan tanpa unit"), ELSEWHERE: _("Jabatan di luar kantor")}
    return words.get(unit, _("unit yang tidak ada di kantor ini"))


def in_unit(unit: str, office: Office) -> Q:
    """The condition on a task that its post belongs to a unit of the office, to none, or not to the office."""
    if unit == ELSEWHERE:
        return ~Q(post__office=office) | Q(post__office=None)
    return Q(post__office=office, post__unit=None if unit == WITHOUT else int(unit))


@dataclass(frozen=True)
class SeatLine:
    """One open task of a case: whose it is, where it stands in its time, and why."""

    post: str
    holder: str
    due: DueLine
    is_late: bool
    reasons: list[str]


@dataclass(frozen=True)
class RunningCase:
    """A case, the step at which it stands, and its tasks; `more` of them are not listed."""

    case: Case
    step: Step
    round: int
    seats: list[SeatLine]
    more: int
    is_late: bool


def open_tasks(office: Office) -> "QuerySet[Assignment]":
    """Every open task of the office's cases."""
    return Assignment.objects.filter(office=office, status=AssignmentStatus.OPEN)


# The list is of groups, whose order no index knows, so all of the office's are read: never more than these.
MOST_CASES = 1000


def running_page(
    office: Office, shown: Shown, asked: str, at: datetime, most: int = 0
) -> tuple[list[RunningCase], Page]:
    """A page of the cases with such tasks, the one whose limit passed or comes first first, those without a limit last;
    at most `most` where it is said. Six queries, however many cases."""
    tasks = shown.among(open_tasks(office), office, at)
    cases = tasks.order_by().values_list("run__case").annotate(first=Min("due_at"))
    found = [pk for pk, _first in cases.order_by(F("first").asc(nulls_last=True), "run__case")[:MOST_CASES]]
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 4 else 1
    size = most or PAGE
    if (max(number, 1) - 1) * size >= len(found):  # worked off meanwhile; what came before it still runs
        number = 1
    start = (max(number, 1) - 1) * size
    page = Page(str(number - 1) if start else "", str(number + 1) if len(found) > start + size else "")
    return running_cases(office, tasks, found[start : start + size], at), page


def running_cases(
    office: Office, tasks: "QuerySet[Assignment]", ids: Sequence[int], at: datetime
) -> list[RunningCase]:
    """These cases in that order. Five queries."""
    by_case: dict[int, list[Assignment]] = defaultdict(list)
    rows = tasks.filter(run__case__in=ids).select_related("post", "run__step", "run__case")
    for task in rows.order_by(F("due_at").asc(nulls_last=True), "id"):
        task.office = task.run.case.office = office
        by_case[task.run.case_id].append(task)
    shown = [task for seats in by_case.values() for task in seats[:SEATS]]
    holders = holders_of({task.post_id for task in shown}, at)
    pauses, returns = open_pauses(ids), times_returned(ids)
    lines = []
    for pk in ids:
        seats = by_case[pk]
        if not seats:  # it went on between the two statements
            continue
        standing = [
            seat_line(task, holders.get(task.post_id), pauses.get(pk, []), returns.get(pk, 0), at)
            for task in seats[:SEATS]
        ]
        run = seats[0].run
        more, is_late = len(seats) - len(standing), any(line.is_late for line in standing)
        lines.append(RunningCase(run.case, run.step, run.round, standing, more, is_late))
    return lines


def open_pauses(cases: Iterable[int]) -> dict[int, list[Pause]]:
    """What stands still now, by case. One query."""
    found: dict[int, list[Pause]] = defaultdict(list)
    for pause in Pause.objects.filter(case__in=list(cases), ended_at=None).order_by("id"):
        found[pause.case_id].append(pause)
    return found


def times_returned(cases: Iterable[int]) -> dict[int, int]:
    """How often each case was sent back. One query."""
    runs = StepRun.objects.filter(case__in=list(cases), cause=Cause.RETURN).order_by()
    return dict(runs.values_list("case").annotate(Count("id")))


def seat_line(
    task: Assignment, holder: Capacity | None, pauses: Sequence[Pause], returns: int, at: datetime
) -> SeatLine:
    """One task, of which it is known who holds it, what stands still and how often its case came back."""
    due, run = due_of_task(task, at), task.run
    reasons = {pause.kind: pause.reason for pause in pauses if pause.run_id in (None, run.pk)}
    behalf = holder.on_behalf_of.name if holder and holder.on_behalf_of else ""
    standing = Standing(
        since=waktu_singkat(task.arrived_at or run.opened_at, task.office),
        opened=waktu_singkat(task.opened_at, task.office) if task.opened_at else "",
        holder=holder.user.name if holder else "",
        behalf=behalf,
        is_plh=bool(holder and holder.kind == Kind.PLH),
        is_shut_out=bool(holder and not may_sign_in(holder.user)),
        outside=reasons.get(PauseKind.OUTSIDE, ""),
        suspended=reasons.get(PauseKind.SUSPENDED, ""),
        is_preparing=run.status == RunStatus.ACTIVE and run.signing == Signing.QUEUED,
        returns=returns,
    )
    named = holder.user.name if holder else _("kosong")
    return SeatLine(task.post.title, named, due, due.state in LATE, why(standing))
