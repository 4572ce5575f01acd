"""Whether somebody still acts for a post at the moment of the act: an appointment may end meanwhile."""

from datetime import datetime

from django.db.models import Case, Q, Subquery, Value, When
from django.db.models.expressions import OuterRef
from django.utils.translation import gettext as _

from organizations.capacity import Capacity, holder
from organizations.models import Appointment
from organizations.models.appointment import Kind
from workflows.errors import Denied


def appointed_user(at: datetime) -> Subquery:
    """Of an assignment: the user appointed to its post at that moment, the acting layer before the definitive one."""
    layer = Case(When(Q(kind=Kind.DEFINITIF), then=Value(1)), default=Value(0))
    current = Appointment.objects.current(at).filter(post=OuterRef("post")).order_by(layer)
    return Subquery(current.values("user")[:1])


def refuse_ended(by: Capacity, appointed: int | None, at: datetime) -> None:
    """Raise Denied where `by` acts for the post no more: somebody else is appointed now (`appointed`), or the
    delegation ended. No query but for delegates."""
    holds = by.on_behalf_of or by.user
    still = appointed == holds.pk
    if still and by.on_behalf_of and by.post:
        now = holder(by.post, at)
        still = now is not None and now.user.pk == by.user.pk
    if not still:
        raise Denied(
            _("Anda tidak lagi bertindak sebagai %(capacity)s; tidak ada yang disimpan.")
            % {"capacity": by.printed}
        )
