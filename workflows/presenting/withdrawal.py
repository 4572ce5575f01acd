"""The act of a reader that can be taken back, and the one for which it is too late."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from workflows.models import Assignment, Case, CaseStatus, RunStatus
from workflows.presenting.seats import Visit
from workflows.withdrawing import led_on, refusal_of


@dataclass(frozen=True)
class Withdrawal:
    """An act of the reader with the step that it led to (none in a joint step that is open), and who has opened that
    one (`opened_by`, `opened_at`)."""

    assignment: Assignment
    nomor: str
    following: str
    opened_by: str = ""
    opened_at: datetime | None = None


def withdrawals(case: Case, visits: Sequence[Visit], posts: Collection[int]) -> list[Withdrawal]:
    """The acts of these posts in the open step, and in the one from which the case came to it, but those that cannot
    be undone. Up to three queries for each of them."""
    active = next((visit for visit in visits if visit.run.status == RunStatus.ACTIVE), None)
    if active is None or case.status != CaseStatus.RUNNING:
        return []
    mine = [
        act
        for act in active.acts
        if act.post_id in posts
        and act.carried_from_id is None
        and not refusal_of(case, act, active.run, None)
    ]
    here = [Withdrawal(act, active.step.nomor, "") for act in mine]
    before = next((visit for visit in visits if visit.run.pk == active.run.previous_id), None)
    if here or before is None or before.run.status == RunStatus.WITHDRAWN:
        return here
    opened = [row for row in active.rows if row.opened_at and row.carried_from_id is None]
    first = min(opened, key=lambda row: (row.opened_at, row.pk), default=None)
    return [
        Withdrawal(
            act,
            before.step.nomor,
            active.step.nomor,
            first.post.title if first else "",
            first.opened_at if first else None,
        )
        for act in before.acts
        if act.post_id in posts
        and led_on(act, before.run, before.rows)
        and not refusal_of(case, act, before.run, active.run)
    ]
