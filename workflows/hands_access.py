"""Who may change who does a case's work, and who may speak about it. Pure questions, as workflows/permissions.py."""

from organizations.capacity import Capacity, is_admin
from organizations.models import Office
from workflows.models import Case, CaseStatus
from workflows.permissions import ALLOWED, SUSPENDED, Verdict, may_manage

CLOSED = Verdict("Kasus ini sudah ditutup.")
READS_ONLY = Verdict("Inspektur membaca kasus ini dan tidak menulis di dalamnya.")


def may_change_hands(by: Capacity, case: Case) -> Verdict:
    """Add, release or replace who acts in the open step: whoever manages the case, while it runs."""
    if case.status == CaseStatus.SUSPENDED:
        return SUSPENDED
    if case.status != CaseStatus.RUNNING:
        return CLOSED
    return may_manage(by, case)


def manages(by: Capacity, office: Office) -> bool:
    """Whether the capacity is that of the office's head or of an admin of it."""
    return (by.post is not None and by.post.pk == office.head_id) or is_admin(
        by, office.pk, office.government_id
    )


def may_comment(by: Capacity, case: Case) -> Verdict:
    """Whoever sees the case by a post, or administers its office; who asks sees the case already."""
    if by.post is not None or is_admin(by, case.office_id, case.office.government_id):
        return ALLOWED
    return READS_ONLY
