"""What the head or the admin of an office does with a case as a whole, and adding to what it is about."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django_fsm import can_proceed

from activity.record import record, record_all
from organizations.capacity import Capacity
from organizations.models import Post
from workflows.actions.complete import locked_case, locked_seats, stale_case
from workflows.actions.start import add_pks
from workflows.errors import Denied, Incomplete
from workflows.models import Assignment, AssignmentStatus, Case, Pause, PauseKind, RunStatus, StepRun
from workflows.pausing import end_pauses, start_clocks, stop_clocks
from workflows.permissions import Verdict, may_add_subjects, may_manage
from workflows.signing import void_of_case


def require(verdict: Verdict) -> None:
    """Raise Denied with the verdict's reason."""
    if not verdict:
        raise Denied(verdict.reason)


def reason_given(reason: str) -> str:
    """The reason, trimmed; raises Incomplete where there is none that can be kept."""
    reason = reason.strip()
    if not reason or len(reason) > 500 or "\0" in reason:
        raise Incomplete("reason", _("Tuliskan alasannya, paling panjang 500 karakter."))
    return reason


def refuse_moved(case: Case, transition: object, what: str) -> None:
    """Raise Stale where the case's status no longer lets the transition happen."""
    if not can_proceed(transition):
        raise stale_case(
            _("%(what)s Status kasus sekarang: %(status)s.")
            % {"what": what, "status": case.get_status_display().lower()},
            case.pk,
        )


@transaction.atomic
def suspend_case(case: Case, *, by: Capacity, at: datetime, reason: str) -> Case:
    """Stop the case and its clock for a while, with a reason; nobody can act meanwhile."""
    case = locked_case(case.pk)
    require(may_manage(by, case))
    refuse_moved(case, case.suspend, _("Kasus ini tidak dapat ditangguhkan."))
    reason = reason_given(reason)
    case.suspend()
    case.save(update_fields=["status"])
    Pause.objects.create(case=case, reason=reason, started_at=at, started_by=by.user)
    stop_clocks(case, at)
    record(case.stream, at=at, actor=by.actor, action="case.suspended", reason=reason)
    return case


@transaction.atomic
def resume_case(case: Case, *, by: Capacity, at: datetime) -> Case:
    """Let a suspended case go on, with the time that was left."""
    case = locked_case(case.pk)
    require(may_manage(by, case))
    refuse_moved(case, case.resume, _("Kasus ini tidak sedang ditangguhkan."))
    case.resume()
    case.save(update_fields=["status"])
    end_pauses(Pause.objects.filter(case=case, kind=PauseKind.SUSPENDED), at)
    start_clocks(case, at)
    record(case.stream, at=at, actor=by.actor, action="case.resumed")
    return case


@transaction.atomic
def cancel_case(case: Case, *, by: Capacity, at: datetime, reason: str) -> Case:
    """End the case without a result, with a reason; open tasks become void, the papers stay."""
    case = locked_case(case.pk)
    require(may_manage(by, case))
    refuse_moved(case, case.cancel, _("Kasus ini tidak dapat dibatalkan."))
    reason = reason_given(reason)
    for run in StepRun.objects.filter(case=case, status=RunStatus.ACTIVE):
        open_seats = [seat for seat in locked_seats(run.pk) if seat.status == AssignmentStatus.OPEN]
        for seat in open_seats:
            seat.void()
        Assignment.objects.bulk_update(open_seats, ["status"])
        run.void(at)
        run.save(update_fields=["status", "closed_at"])
    case.cancel(at)
    case.save(update_fields=["status", "closed_at"])
    end_pauses(Pause.objects.filter(case=case), at)
    entries = void_of_case(case, reason=f"kasusnya dibatalkan: {reason}", at=at)
    record_all(case.stream, at=at, actor=by.actor, entries=[("case.cancelled", {"reason": reason}), *entries])
    return case


@transaction.atomic
def add_subjects(case: Case, *, by: Capacity, at: datetime, posts: Sequence[Post]) -> Case:
    """Add posts whose Perjanjian Kinerja the case makes; those that it has already are passed over.

    Raises Stale where it has them all.
    """
    case = locked_case(case.pk)
    acting = Assignment.objects.filter(run__case=case, status=AssignmentStatus.OPEN).values_list(
        "post_id", flat=True
    )
    require(may_add_subjects(by, case, list(acting)))
    if not posts or any(
        post.office_id != case.office_id and post.pk != case.office.head_id for post in posts
    ):
        raise Incomplete("posts", _("Pilih sedikitnya satu jabatan dari kantor ini."))
    added = add_pks(case, posts)
    if not added:
        what = _("Perjanjian Kinerja jabatan itu sudah ada dalam kasus ini.")
        raise stale_case(what, case.pk, ["case.subjects_added"])
    data = {"subjects": [pk.pk for pk in added], "posts": [pk.pihak_pertama.title for pk in added]}
    record(case.stream, at=at, actor=by.actor, action="case.subjects_added", **data)
    return case
