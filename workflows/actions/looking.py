"""The two things that a GET may write (semantics: The record), each one conditional change with its row."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import override

from activity.models import Stream
from activity.record import record
from organizations.capacity import Capacity, grants
from organizations.models import Role, RoleGrant, User
from organizations.models.periods import day_of
from workflows.actions.complete import locked_case, stale_error
from workflows.models import Assignment, AssignmentStatus, Case, Inspection


def open_assignment(assignment: Assignment, *, by: Capacity, at: datetime) -> None:
    """The holder sees the assignment for the first time: waiting ends, work begins.

    Raises Stale where it is open no more.
    """
    if assignment.opened_at or assignment.status != AssignmentStatus.OPEN:
        return
    with transaction.atomic():
        case = assignment.run.case
        stream = Stream.objects.select_for_update().get(pk=case.stream_id)
        unopened = Assignment.objects.filter(pk=assignment.pk, opened_at=None, status=AssignmentStatus.OPEN)
        if unopened.update(opened_at=at):
            record(stream, at=at, actor=by.actor, action="assignment.opened", assignment=assignment.pk)
            assignment.opened_at = at
        elif not Assignment.objects.filter(pk=assignment.pk, status=AssignmentStatus.OPEN).exists():
            # It was read open: taken back, moved or released meanwhile, and nothing of it may be shown any more.
            now = Assignment.objects.select_related("run", "acted_by").get(pk=assignment.pk)
            raise stale_error(now, list(now.run.assignments.select_related("acted_by")), case.pk)


def inspect_case(case: Case, *, user: User, grant: RoleGrant, at: datetime) -> None:
    """An inspector looks into a case: recorded on the first look of each day."""
    day = day_of(at)
    if Inspection.objects.filter(case=case, user=user, day=day).exists():
        return
    with override("id"):  # the record is Indonesian, whoever looks
        role = str(grant.get_role_display())
    by = Capacity(user=user, printed=role, grant=grant, kind="peran")
    with transaction.atomic():
        stream = locked_case(case.pk).stream  # the case first: the look refers to it
        _, is_new = Inspection.objects.get_or_create(case=case, user=user, day=day)
        if is_new:
            record(stream, at=at, actor=by.actor, action="case.inspected")


def note_inspection(case: Case, *, user: User, at: datetime) -> None:
    """Record the look where the user sees the case as an inspector of its office or government."""
    for grant in grants(user, at):
        here = grant.office_id == case.office_id or grant.government_id == case.office.government_id
        if grant.role == Role.INSPECTOR and here:
            inspect_case(case, user=user, grant=grant, at=at)
            return
