"""Counting what happened at the steps of a revision: from the runs and acts to a stamped summary.

An act belongs to the period in which it was done, a visit to that in which it ended, both in the zone of the office.
What was taken back is in neither.
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from django.db import InterfaceError, OperationalError
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform

from activity.calling import call_worker
from sops.definition import Definition, definition
from sops.models import Revision
from workflows.measures import Act, Cases, Facts, Visit, facts, spread
from workflows.models import Assignment, Case, CaseStatus, RunStatus, StepRun, Summary
from workflows.periods import Period, periods_of

logger = logging.getLogger(__name__)
DAY = timedelta(days=1)
TURN = timedelta(seconds=20)
SETTLING = timedelta(days=7)  # after its end a period is still counted: its last acts may be taken back
HOURS = 4 * 3600.0  # how long a message that goes on with a night waits for a worker, in seconds
Between = tuple[datetime, datetime]
Clock = Callable[[], datetime]


@dataclass(frozen=True)
class Seen:
    """What happened under a revision in some time: every act, and every visit that ended, with its moment; when cases
    began; and of those that ended when, how, and how long they took."""

    acts: Sequence[tuple[datetime, Act]]
    visits: Sequence[tuple[datetime, Visit]]
    started: Sequence[datetime]
    ended: Sequence[tuple[datetime, str, timedelta]]

    def facts(self, between: Between) -> Facts:
        """What of it happened in a part of that time."""
        first, end = between
        ended = [(status, length) for at, status, length in self.ended if first <= at < end]
        done = [length for status, length in ended if status == CaseStatus.DONE]
        cases = Cases(
            started=sum(first <= at < end for at in self.started),
            finished=len(done),
            cancelled=sum(status == CaseStatus.CANCELLED for status, _length in ended),
            days=spread(length / DAY for length in done),
        )
        acts = [act for at, act in self.acts if first <= at < end]
        return facts(acts, [visit for at, visit in self.visits if first <= at < end], cases)


def count(revision: Revision, period: Period, at: datetime) -> Summary:
    """The summary of a revision and a period, counted now and kept in place of the former one. A fixed number
    of statements, however much happened; `revision` with its SOP and office."""
    return keep([(revision.pk, period, counted(revision, period))], at)[0]


def counted(revision: Revision, period: Period) -> Facts:
    """What happened under a revision in a period; nothing is written. `revision` with its SOP and office."""
    zone = revision.sop.office.zone
    between = period.bounds(zone)
    return seen(definition(revision.pk), between, zone).facts(between)


def keep(rows: Iterable[tuple[int, Period, Facts]], at: datetime) -> list[Summary]:
    """The summaries of these revisions (ids) and periods, in place of the former ones. One statement."""
    made = [
        Summary(revision_id=revision, period=str(period), made_at=at, facts=found.as_json())
        for revision, period, found in rows
    ]
    return Summary.objects.bulk_create(
        made,
        update_conflicts=True,
        unique_fields=["revision", "period"],
        update_fields=["made_at", "facts"],
    )


def seen(written: Definition, between: Between, zone: ZoneInfo) -> Seen:
    """What the runs, acts and cases say. Five queries."""
    first, end = between
    of_revision = Case.objects.filter(revision=written.revision_id)
    started = of_revision.filter(started_at__gte=first, started_at__lt=end).values_list(
        "started_at", flat=True
    )
    ended = of_revision.filter(closed_at__gte=first, closed_at__lt=end).order_by("id")
    return Seen(
        acts=acts_of(written, between, zone),
        visits=visits_of(written, between),
        started=list(started),
        ended=[
            (closed, status, closed - begun)
            for status, begun, closed in ended.values_list("status", "started_at", "closed_at")
            if closed
        ],
    )


def acts_of(written: Definition, between: Between, zone: ZoneInfo) -> list[tuple[datetime, Act]]:
    """Every act of that time, in the order of the acts. One query."""
    first, end = between
    rows = (
        Assignment.objects.acts()
        .filter(
            run__case__revision=written.revision_id,
            worked_seconds__isnull=False,
            acted_at__gte=first,
            acted_at__lt=end,
        )
        .order_by("acted_at", "id")
    )
    names = (
        "run__step_id", "worked_seconds", "waited_seconds", "limit_seconds", "acted_at",
        "run__case_id", "run__case__agenda_number", "run__case__agenda_year", "post__title",
    )  # fmt: skip
    return [
        (
            acted,
            Act(
                step=written.orders[step],
                worked=worked,
                waited=waited or 0,
                limit=limit,
                month=f"{acted.astimezone(zone):%Y-%m}",
                case=case,
                agenda=f"{number}/{year}",
                post=post,
            ),
        )
        for step, worked, waited, limit, acted, case, number, year, post in rows.values_list(
            *names
        ).iterator()
    ]


def visits_of(written: Definition, between: Between) -> list[tuple[datetime, Visit]]:
    """Every visit that ended in that time, but those that were taken back or ended with the case. Two queries."""
    first, end = between
    ended = StepRun.objects.standing().filter(
        case__revision=written.revision_id,
        status__in=(RunStatus.DONE, RunStatus.RETURNED),
        closed_at__gte=first,
        closed_at__lt=end,
    )
    noted = Assignment.objects.filter(run__in=ended.values("pk"), details__has_key="kelengkapan")
    kelengkapan: dict[int, str] = dict(
        noted.annotate(noted=KeyTextTransform("kelengkapan", "details"))
        .order_by("id")
        .values_list("run_id", "noted")
    )
    earlier = StepRun.objects.filter(
        case=OuterRef("case"), step=OuterRef("step"), round__lt=OuterRef("round")
    )
    rows = ended.annotate(again=Exists(earlier.standing())).order_by("id")
    return [
        (closed, Visit(written.orders[step], status == RunStatus.RETURNED, again, kelengkapan.get(pk, "")))
        for pk, closed, step, status, again in rows.values_list(
            "pk", "closed_at", "step_id", "status", "again"
        ).iterator()
        if closed
    ]


def go_on(clock: Clock, after: int = 0) -> None:
    """Count what is not final, of every revision after that one (its id), in turns so short that no second worker
    begins with the same: each goes on where the one before stopped. Without a queue nobody else would, so this does."""
    while after := refresh(clock, after):
        if call_worker("workflows.summarize", after, expires=HOURS):
            return


def refresh(clock: Clock, after: int = 0) -> int:
    """Count what is not final, revision by revision, until the turn is over; the id of the last one where there are
    more, else 0. A revision that fails holds up no other."""
    end, last = clock() + TURN, after
    while revision := going_on(clock()).filter(pk__gt=last).order_by("id").first():
        if last != after and clock() >= end:
            return last
        last = revision.pk
        try:
            refresh_one(revision, clock())
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            logger.exception("Evaluasi revisi %s tidak dapat dihitung", revision.pk)
    return 0


def going_on(at: datetime) -> "QuerySet[Revision]":
    """The revisions of which something can have happened in what is counted: they have a case that is open, or was in
    the last year. What is practised says nothing of an SOP."""
    since = datetime(at.year - 1, 1, 1, tzinfo=UTC) - DAY  # earlier than the last year begins in any zone
    cases = Case.objects.filter(Q(closed_at=None) | Q(closed_at__gte=since), revision=OuterRef("pk"))
    found = Revision.objects.filter(Exists(cases), sop__office__learner=None)
    return found.select_related("sop__office")


def refresh_one(revision: Revision, at: datetime) -> None:
    """The summaries of one revision that are not final; none where nothing happened. What happened in a year is read
    once, for its months and semesters too."""
    zone = revision.sop.office.zone
    former = dict(Summary.objects.filter(revision=revision).values_list("period", "made_at"))
    periods = sorted(to_count(former, zone, at))
    made = []
    for _year, some in groupby(periods, key=lambda period: period.year):
        bounds = {period: period.bounds(zone) for period in some}
        whole = min(first for first, _end in bounds.values()), max(end for _first, end in bounds.values())
        happened = seen(definition(revision.pk), whole, zone)
        found = [(revision.pk, period, happened.facts(between)) for period, between in bounds.items()]
        made += [row for row in found if not row[2].is_empty or str(row[1]) in former]
    keep(made, at)


def to_count(made: dict[str, datetime], zone: ZoneInfo, at: datetime) -> Iterable[Period]:
    """The periods that go on, and those just over that were not counted a week after their end; `made` says when each
    was counted."""
    for period in periods_of(at.astimezone(zone)):
        yield period
        before = period.before
        settled = before.bounds(zone)[1] + SETTLING
        if str(before) not in made or made[str(before)] < settled:
            yield before


def kept_summaries(revision_ids: Sequence[int], periods: Sequence[Period]) -> dict[tuple[int, str], Summary]:
    """The summaries of these revisions and periods that were made, by both. One query."""
    rows = Summary.objects.filter(revision__in=revision_ids, period__in=[str(each) for each in periods])
    return {(row.revision_id, row.period): row for row in rows.order_by(F("id"))}
