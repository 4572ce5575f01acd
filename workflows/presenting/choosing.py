"""The posts that must be named before a step whose column names nobody of itself."""

from collections.abc import Sequence
from datetime import datetime

from organizations.models import Post
from sops.definition import Definition
from sops.document import DIPILIH, Step
from sops.storing import current_holders
from workflows.models import Case, ChosenPost
from workflows.presenting.act_values import Choice


def choices_for(written: Definition, steps: Sequence[Step], case: Case | None, at: datetime) -> list[Choice]:
    """The columns with wakil dipilih of these steps for which the case has named nobody yet."""
    wanted = {
        key: step for step in steps for key in step.pelaksana if written.document.column(key).wakil == DIPILIH
    }
    if not wanted:
        return []
    known = set(ChosenPost.objects.filter(case=case).values_list("key", flat=True)) if case else set()
    holders = current_holders_of(written.sop_id, at)
    return [
        Choice(
            key=key,
            nama=written.document.column(key).nama,
            nomor=step.nomor,
            posts=[(post.pk, post.title) for column, post in holders if column == key],
        )
        for key, step in wanted.items()
        if key not in known
    ]


def current_holders_of(sop_id: int, at: datetime) -> list[tuple[str, Post]]:
    """(column key, post) for every holder of the SOP's columns at that moment."""
    return [(row.key, row.post) for row in current_holders(sop_id, at).select_related("post")]
