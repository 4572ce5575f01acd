"""Bringing the paper that a signing step lacks, before it is signed: there must be something to sign."""

from datetime import datetime

from django.db import transaction

from activity.record import record
from organizations.capacity import Capacity
from sops.definition import definition
from workflows.acting import Act
from workflows.actions.complete import locked_case, locked_seats, refuse_stale, table_of
from workflows.drafting import Drafting
from workflows.errors import Denied
from workflows.models import Assignment, Case, Signing
from workflows.papers import Desk
from workflows.permissions import may_complete
from workflows.routing import call_to_lay_down


def brings(act: Act) -> bool:
    """Whether the act has with it what the step lacks."""
    return bool(act.drafts_missing or act.kelengkapan_file)


@transaction.atomic
def bring_papers(assignment: Assignment, *, by: Capacity, at: datetime, act: Act) -> Case:
    """Keep what the act makes or uploads of the step's kelengkapan, and have it prepared to be signed.

    The task stays open. Raises Denied, Stale, Incomplete; then nothing was changed.
    """
    case = locked_case(assignment.run.case_id)
    seats = locked_seats(assignment.run_id)
    mine = next(seat for seat in seats if seat.pk == assignment.pk)
    refuse_stale(mine, seats, case)
    verdict = may_complete(by, mine, case)
    if not verdict:
        raise Denied(verdict.reason)
    written, run = definition(case.revision_id), mine.run
    step = written.step_of(run.step_id)
    desk = Desk(run, step, by=by.user, at=at, table=table_of(mine.naskah_table))  # type: ignore[attr-defined]
    desk.bring_missing(act)
    Drafting(case, written, run, step, by, at, act).work(desk)
    desk.save()
    run.signing = Signing.QUEUED
    run.save(update_fields=["signing"])
    data = {"step": step.nomor, "assignment": mine.pk, "outputs": desk.summary}
    record(case.stream, at=at, actor=by.actor, action="papers.brought", **data)
    transaction.on_commit(call_to_lay_down, robust=True)
    return case
