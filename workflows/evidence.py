"""The evidence from which the forms of monitoring and evaluation are filled, gathered before anything is locked."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from organizations.models import Office
from sops.models import Revision
from workflows.measures import Facts, from_json
from workflows.models import Case
from workflows.periods import Period
from workflows.summarizing import counted, kept_summaries


@dataclass(frozen=True)
class Evidence:
    """What happened under an SOP in a period: under the revision that is judged, and, by its number, under each other
    one under which anything did; all of it counted at `at` or later."""

    facts: Facts
    at: datetime
    others: Sequence[tuple[int, Facts]] = ()


@dataclass
class Gathered:
    """The evidence by the id of the revision that is judged, and what of it was counted for this."""

    evidence: dict[int, Evidence] = field(default_factory=dict)
    fresh: list[tuple[int, Period, Facts]] = field(default_factory=list)


def gather(
    office: Office, judged: Sequence[Revision], period: Period, at: datetime, *, since: datetime | None = None
) -> Gathered:
    """The evidence for these revisions of the office's SOPs; nothing is written. With `since`, what was counted since
    then is taken as it is."""
    others = defaultdict[int, list[Revision]](list)
    for each in others_in(office, judged, period):
        others[each.sop_id].append(each)
    wanted = [*judged, *(each for some in others.values() for each in some)]
    kept = kept_summaries([each.pk for each in wanted], [period]) if since else {}
    made = Gathered()
    found: dict[int, tuple[datetime, Facts]] = {}
    for each in wanted:
        summary = kept.get((each.pk, str(period)))
        if summary and since and summary.made_at >= since:
            found[each.pk] = (summary.made_at, from_json(summary.facts))
        else:
            found[each.pk] = (at, counted(each, period))
            made.fresh.append((each.pk, period, found[each.pk][1]))
    for each in judged:
        some = [(other.number, *found[other.pk]) for other in others[each.sop_id]]
        moments = [found[each.pk][0], *(moment for _number, moment, _facts in some)]
        more = [(number, facts) for number, _moment, facts in some if not facts.is_empty]
        made.evidence[each.pk] = Evidence(found[each.pk][1], min(moments), more)
    return made


def others_in(office: Office, judged: Sequence[Revision], period: Period) -> list[Revision]:
    """The other revisions of these SOPs that had cases in the period, by their numbers. One query."""
    first, end = period.bounds(office.zone)
    ran = Case.objects.filter(
        Q(closed_at=None) | Q(closed_at__gte=first), revision=OuterRef("pk"), started_at__lt=end
    )
    found = Revision.objects.filter(
        Exists(ran), sop__office=office, sop__in={each.sop_id for each in judged}
    ).exclude(pk__in=[each.pk for each in judged])
    return list(found.select_related("sop__office").order_by("number"))
