"""Having an SOP counted again by hand."""

from datetime import datetime

from django.db import transaction

from activity.record import locked_stream, record
from organizations.capacity import Capacity
from sops.models import Revision
from workflows.errors import Denied
from workflows.evaluation_access import may_evaluate
from workflows.models import Summary
from workflows.periods import Period
from workflows.summarizing import counted, keep


def count_now(revision: Revision, period: Period, *, by: Capacity, at: datetime) -> Summary:
    """Count what happened under a revision in a period, up to now: before the office's stream is locked, since reading
    a year takes a while. Raises Denied."""
    office = revision.sop.office
    verdict = may_evaluate(by, office)
    if not verdict:
        raise Denied(verdict.reason)
    found = counted(revision, period)
    with transaction.atomic():
        stream = locked_stream(f"office:{office.slug}")
        [summary] = keep([(revision.pk, period, found)], at)
        data = {"sop": revision.sop.slug, "revision": revision.number, "period": str(period)}
        record(stream, at=at, actor=by.actor, action="evaluation.counted", **data)
    return summary
