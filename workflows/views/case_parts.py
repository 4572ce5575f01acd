"""What stands beside an SOP's own acts on the page of a case: taking back, remarks, rework, changing hands."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms

from organizations.capacity import Capacity, manages
from workflows.comment_form import form_for
from workflows.models import Case
from workflows.presenting.comments import comments_of
from workflows.presenting.publishing import to_publish
from workflows.presenting.rework import rework_lines
from workflows.presenting.seats import Visit
from workflows.presenting.withdrawal import withdrawals


def beside(
    found: Case,
    mine: Sequence[Capacity],
    visits: Sequence[Visit],
    at: datetime,
    bound: Mapping[str, forms.Form],
    *,
    all_comments: bool = False,
) -> dict[str, Any]:
    """For the page's context; `bound` has forms that were refused. One query, the remarks; one
    more where the SOP asks for the office's portal."""
    return {
        "withdrawals": withdrawals(found, visits, [by.post.pk for by in mine if by.post]),
        "may_move": any(manages(by, found.office) for by in mine),
        "comments": comments_of(found, everything=all_comments),
        "comment_form": bound.get("comment") or form_for(found, mine, visits, at, found.office.head),
        "rework": rework_lines(visits),
        "to_publish": to_publish(found, mine),
    }
