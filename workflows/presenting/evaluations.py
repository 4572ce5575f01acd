"""All SOPs of an office in a period, one line each, from their summaries."""

from dataclasses import dataclass

from organizations.models import Office
from sops.models import Revision, RevisionStatus
from workflows.measures import Facts
from workflows.models import Summary
from workflows.periods import Period
from workflows.presenting.evaluation import change_of, facts_in
from workflows.spans import percent, whole_percent
from workflows.summarizing import kept_summaries

MAX_LINES = 500


@dataclass(frozen=True)
class OverviewLine:
    """An SOP: its share of acts within waktu, and what else happened; `summary` is None where nothing was counted."""

    revision: Revision
    summary: Summary | None
    facts: Facts
    share: str
    part: int
    change: str


def overview(office: Office, period: Period) -> list[OverviewLine]:
    """The SOPs that are in force, those that keep their waktu least first, then those that nothing is known of.
    Two queries."""
    revisions = list(
        Revision.objects.filter(sop__office=office, status=RevisionStatus.IN_FORCE)
        .select_related("sop")
        .order_by("nama", "id")[:MAX_LINES]
    )
    kept = kept_summaries([each.pk for each in revisions], [period, period.before])
    lines = [line_of(each, period, kept) for each in revisions]
    return sorted(lines, key=lambda line: (line.facts.part is None, line.facts.part or 0))


def line_of(revision: Revision, period: Period, kept: dict[tuple[int, str], Summary]) -> OverviewLine:
    """The line of an SOP."""
    summary, before = (kept.get((revision.pk, str(each))) for each in (period, period.before))
    found = facts_in(summary) if summary else Facts()
    return OverviewLine(
        revision=revision,
        summary=summary,
        facts=found,
        share=percent(found.part),
        part=whole_percent(found.part) if found.part is not None else 0,
        change=change_of(found, facts_in(before) if before else None, period.before),
    )
