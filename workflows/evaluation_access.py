"""Who reads how an SOP is carried out: who sees all cases of its office anyway."""

from datetime import datetime

from django.db.models import Q, QuerySet

from organizations.capacity import Capacity, grants, is_admin, offices_with, posts_read_as
from organizations.models import Office, Role, User
from workflows.permissions import ALLOWED, Verdict

NOT_YOURS = Verdict("Hanya kepala kantor atau admin kantor yang dapat menghitung dan mengisi evaluasi.")


def evaluable_offices(user: User, at: datetime) -> "QuerySet[Office]":
    """The offices that the user heads, administers or inspects."""
    by_grant = offices_with(grants(user, at), Role.OFFICE_ADMIN, Role.INSPECTOR)
    return Office.objects.filter(by_grant | Q(head__in=posts_read_as(user, at))).order_by("id")


def may_evaluate(by: Capacity, office: Office) -> Verdict:
    """Whether the capacity may have an SOP of the office counted, and write what follows from it: its head, its
    admins. Who inspects reads."""
    if by.post and by.post.pk == office.head_id:
        return ALLOWED
    if is_admin(by, office.pk, office.government_id):
        return ALLOWED
    return NOT_YOURS


def may_sign_assessment(by: Capacity, office: Office) -> Verdict:
    """Whether the capacity may sign the office's monitoring and evaluation: who acts for its head."""
    if by.post and by.post.pk == office.head_id:
        return ALLOWED
    return Verdict("Monitoring dan evaluasi ditandatangani kepala kantor.")
