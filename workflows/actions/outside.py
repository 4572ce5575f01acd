"""Bringing what a party signed outside of the system: a paper whose party has no seat in any signing step any more."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from activity.models import Stream
from documents.models import Signature, StoredFile
from documents.signing.outside import take_in
from organizations.capacity import Capacity
from sops.definition import definition
from workflows.actions.complete import locked_case
from workflows.errors import Denied, Stale
from workflows.models import Assignment, AssignmentStatus, Case, RunStatus, StepRun
from workflows.permissions import may_bring_signed
from workflows.seats_ahead import left_out_now

SEATED = _(
    "Tanda tangan itu tidak ditunggu dari luar: sudah ada, naskahnya batal, atau penanda tangannya punya kursi."
)


@transaction.atomic
def bring_signed(
    signature: Signature, case: Case, *, by: Capacity, at: datetime, upload: StoredFile, vouched: bool = False
) -> str:
    """The signature of a party that no seat gives any more, on the PDF or scan that is brought; what was found.

    `vouched`: whoever brings it says that a certificate in another name is the party's.

    Raises Denied, Stale, CannotSign; then nothing was changed.
    """

    def lock() -> Stream:
        return held.stream

    held = locked_case(case.pk)
    verdict = may_bring_signed(by, held, working_posts(held))
    if not verdict:
        raise Denied(verdict.reason)
    run = StepRun.objects.filter(case=held, status=RunStatus.ACTIVE).first()
    left = left_out_now(held, definition(held.revision_id), run, at)
    if signature.pk not in {each.signature.pk for each in left}:
        raise Stale(str(SEATED), case_id=held.pk)
    return take_in(signature, by=by, at=at, upload=upload, lock=lock, vouched=vouched)


def working_posts(case: Case) -> Collection[int]:
    """The posts with an open task of the case."""
    tasks = Assignment.objects.filter(run__case=case, status=AssignmentStatus.OPEN)
    return list(tasks.values_list("post", flat=True))
