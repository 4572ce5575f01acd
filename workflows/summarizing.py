"""Counting what happened at the steps of a revision: from the runs and acts to a stamped summary.

An act belongs to the period in which it was done, a visit to that in which it ended, both in the zone of the office.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import InterfaceError, OperationalError
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.fields.json import KeyTextTransform

from sops.definition import Definition, definition
from sops.models import Revision
from workflows.measures import Act, Cases, Facts, Visit, facts, spread
from workflows.models import Assignment, AssignmentStatus, Case, CaseStatus, RunStatus, StepRun, Summary
from workflows.periods import Period, periods_of

logger = logging.getLogger(__name__)
DAY = timedelta(days=1)
Between = tuple[datetime, datetime]


def count(revision: Revision, period: Period, at: datetime) -> Summary:
    """The summary of a revision and a period, counted now and kept in place of the former one. A fixed number
    of statements, however much happened; `revision` with its SOP and office."""
    zone = revision.sop.office.zone
    found = facts_of(definition(revision.pk), period.bounds(zone), zone)
    summary, _ = Summary.objects.update_or_create(
        revision=revision, period=str(period), defaults={"made_at": at, "facts": found.as_json()}
    )
    return summary


def facts_of(written: Definition, between: Between, zone: ZoneInfo) -> Facts:
    """What the runs, acts and cases say. Five queries."""
    return facts(
        acts_of(written, between, zone),
        visits_of(written, between),
        cases_of(written.revision_id, between),
    )


def acts_of(written: Definition, between: Between, zone: ZoneInfo) -> list[Act]:
    """Every act of the period, in the order of the acts; parts that stand from an earlier round are none. One query."""
    first, end = between
    rows = Assignment.objects.filter(
        run__case__revision=written.revision_id,
        status=AssignmentStatus.DONE,
        carried_from=None,
        worked_seconds__isnull=False,
        acted_at__gte=first,
        acted_at__lt=end,
    ).order_by("acted_at", "id")
    names = (
        "run__step_id", "worked_seconds", "waited_seconds", "limit_seconds", "acted_at",
        "run__case_id", "run__case__agenda_number", "run__case__agenda_year", "post__title",
    )  # fmt: skip
    return [
        Act(
            step=written.orders[step],
            worked=worked,
            waited=waited or 0,
            limit=limit,
            month=f"{acted.astimezone(zone):%Y-%m}",
            case=case,
            agenda=f"{number}/{year}",
            post=post,
        )
        for step, worked, waited, limit, acted, case, number, year, post in rows.values_list(
            *names
        ).iterator()
    ]


def visits_of(written: Definition, between: Between) -> list[Visit]:
    """Every visit that ended in the period, but those that were taken back or ended with the case. Two queries."""
    first, end = between
    ended = StepRun.objects.filter(
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
    is_again = Exists(earlier.exclude(status=RunStatus.WITHDRAWN))
    rows = ended.annotate(again=is_again).order_by("id").values_list("pk", "step_id", "status", "again")
    return [
        Visit(written.orders[step], status == RunStatus.RETURNED, again, kelengkapan.get(pk, ""))
        for pk, step, status, again in rows.iterator()
    ]


def cases_of(revision_id: int, between: Between) -> Cases:
    """The cases that began and ended in the period. Two queries."""
    first, end = between
    of_revision = Case.objects.filter(revision=revision_id)
    started = of_revision.filter(started_at__gte=first, started_at__lt=end).count()
    ended = of_revision.filter(closed_at__gte=first, closed_at__lt=end)
    rows = list(ended.order_by("id").values_list("status", "started_at", "closed_at"))
    done = [closed - begun for status, begun, closed in rows if closed and status == CaseStatus.DONE]
    return Cases(
        started=started,
        finished=len(done),
        cancelled=sum(status == CaseStatus.CANCELLED for status, _begun, _closed in rows),
        days=spread(length / DAY for length in done),
    )


def refresh_all(at: datetime) -> int:
    """Count what is not final, of every revision that has cases; how many summaries were made.

    A revision that fails holds up no other.
    """
    made = 0
    kept: dict[int, dict[str, datetime]] = defaultdict(dict)
    for revision_id, name, made_at in Summary.objects.values_list("revision", "period", "made_at"):
        kept[revision_id][name] = made_at
    having = Revision.objects.filter(Exists(Case.objects.filter(revision=OuterRef("pk"))))
    having = having.filter(sop__office__learner=None)  # what is practised says nothing of an SOP
    for revision in having.select_related("sop__office").order_by("id"):
        try:
            for period in to_count(kept[revision.pk], revision.sop.office.zone, at):
                made += happened(revision.pk, period, revision.sop.office.zone) and bool(
                    count(revision, period, at)
                )
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            logger.exception("Evaluasi revisi %s tidak dapat dihitung", revision.pk)
    return made


def to_count(made: dict[str, datetime], zone: ZoneInfo, at: datetime) -> Iterable[Period]:
    """The periods that go on, and those just over that were counted last before their end."""
    for period in periods_of(at.astimezone(zone)):
        yield period
        before = period.before
        if str(before) not in made or made[str(before)] < before.bounds(zone)[1]:
            yield before


def happened(revision_id: int, period: Period, zone: ZoneInfo) -> bool:
    """Whether a case of the revision began or a run of it ended in the period: else there is nothing to count."""
    first, end = period.bounds(zone)
    moved = StepRun.objects.filter(case=OuterRef("pk"), closed_at__gte=first, closed_at__lt=end)
    begun = Q(started_at__gte=first, started_at__lt=end)
    return Case.objects.filter(begun | Exists(moved), revision=revision_id).exists()


def kept_summaries(revision_ids: Sequence[int], periods: Sequence[Period]) -> dict[tuple[int, str], Summary]:
    """The summaries of these revisions and periods that were made, by both. One query."""
    rows = Summary.objects.filter(revision__in=revision_ids, period__in=[str(each) for each in periods])
    return {(row.revision_id, row.period): row for row in rows.order_by(F("id"))}
