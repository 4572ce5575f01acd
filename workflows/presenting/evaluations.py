"""All SOPs of an office in a period, one line each, from their summaries."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from organizations.models import Office
from sops.models import Revision, RevisionStatus
from workflows.measures import Facts
from workflows.models import Summary
from workflows.periods import Period
from workflows.presenting.evaluation import change_of, facts_in
from workflows.spans import percent, whole_percent

MAX_LINES = 500


@dataclass(frozen=True)
class OverviewLine:
    """An SOP in one of its revisions: its share of acts within waktu, and what else happened; `summary` is None where
    nothing was counted. `others` are the lines of the other revisions under which anything happened."""

    revision: Revision
    summary: Summary | None
    facts: Facts
    share: str
    part: int
    change: str
    others: Sequence["OverviewLine"] = field(default=())

    @property
    def is_in_force(self) -> bool:
        """Whether it is the revision to go by."""
        return bool(self.revision.status == RevisionStatus.IN_FORCE)


def overview(office: Office, period: Period) -> list[OverviewLine]:
    """The SOPs that are in force, and those that were when something happened in the period: those that keep their
    waktu least first, then those that nothing is known of. Two queries."""
    in_force = (
        Revision.objects.filter(sop__office=office, status=RevisionStatus.IN_FORCE)
        .select_related("sop")
        .order_by("nama", "id")[:MAX_LINES]
    )
    of_sop = defaultdict[int, dict[int, Revision]](dict)
    for revision in in_force:
        of_sop[revision.sop_id][revision.pk] = revision
    kept = summaries_of(office, [period, period.before])
    for summary in kept.values():
        if summary.period == str(period):
            of_sop[summary.revision.sop_id].setdefault(summary.revision_id, summary.revision)
    lines = [line_of_sop(list(some.values()), period, kept) for some in of_sop.values()]
    return sorted(lines, key=lambda line: (line.facts.part is None, line.facts.part or 0))


def summaries_of(office: Office, periods: Sequence[Period]) -> dict[tuple[int, str], Summary]:
    """The summaries of all revisions of the office's SOPs, by revision and period. One query."""
    rows = Summary.objects.filter(
        revision__sop__office=office, period__in=[str(each) for each in periods]
    ).select_related("revision__sop")
    return {(row.revision_id, row.period): row for row in rows.order_by("revision__nama", "id")}


def line_of_sop(
    revisions: list[Revision], period: Period, kept: dict[tuple[int, str], Summary]
) -> OverviewLine:
    """The line of an SOP: of the revision in force, else of the newest one."""
    lines = [
        line_of(each, period, kept)
        for each in sorted(revisions, key=lambda each: (each.status != RevisionStatus.IN_FORCE, -each.number))
    ]
    return replace(lines[0], others=[line for line in lines[1:] if not line.facts.is_empty])


def line_of(revision: Revision, period: Period, kept: dict[tuple[int, str], Summary]) -> OverviewLine:
    """The line of a revision."""
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
