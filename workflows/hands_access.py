"""Who may change who does a case's work, and who may speak about it. Pure questions, as workflows/permissions.py."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from organizations.capacity import Capacity, is_admin
from workflows.models import Case, CaseStatus
from workflows.permissions import ALLOWED, Verdict, may_manage, suspended


def closed() -> Verdict:
    """No: the case is over."""
    return Verdict(_("Kasus ini sudah ditutup."))


def reads_only() -> Verdict:
    """No: who looks in for another reason does not take part."""
    return Verdict(
        _("Komentar ditulis oleh pejabat yang melihat kasus ini karena jabatannya, dan admin kantornya.")
    )


def may_change_hands(by: Capacity, case: Case) -> Verdict:
    """Add, release or replace who acts in the open step: whoever manages the case, while it runs."""
    if case.status == CaseStatus.SUSPENDED:
        return suspended()
    if case.status != CaseStatus.RUNNING:
        return closed()
    return may_manage(by, case)


def may_comment(by: Capacity, case: Case, seeing: Collection[int]) -> Verdict:
    """Whoever sees the case by a post (`seeing` are those as which one does), or administers its office, while it is
    open: what is said later would be missing from its package. Inspectors read."""
    if not case.is_open:
        return closed()
    if (by.post and by.post.pk in seeing) or is_admin(by, case.office_id, case.office.government_id):
        return ALLOWED
    return reads_only()
