"""Who answers for how SOPs are carried out. Who sees all cases of an office reads it (offices_overseen)."""

from django.utils.translation import gettext as _

from organizations.capacity import Capacity, manages
from organizations.models import Office
from workflows.permissions import ALLOWED, Verdict


def not_yours() -> Verdict:
    """No: it is for who answers for the SOPs."""
    return Verdict(_("Hanya kepala kantor atau admin kantor yang dapat menghitung dan mengisi evaluasi."))


def may_evaluate(by: Capacity, office: Office) -> Verdict:
    """Whether the capacity may have an SOP of the office counted, and write what follows from it: its head, its
    admins. Who inspects reads."""
    return ALLOWED if manages(by, office) else not_yours()


def may_sign_assessment(by: Capacity, office: Office) -> Verdict:
    """Whether the capacity may sign the office's monitoring and evaluation: who acts for its head."""
    if by.post and by.post.pk == office.head_id:
        return ALLOWED
    return Verdict(_("Monitoring dan evaluasi ditandatangani kepala kantor."))
