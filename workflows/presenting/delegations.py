"""Delegations as their page shows them: whose, in what state, and what waits for the post meanwhile."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from organizations.models import Appointment, Delegation, Kind, User
from organizations.models.periods import day_of
from organizations.staff_forms import ShortenForm
from workflows.models import Assignment, AssignmentStatus

ORDER = ("aktif", "akan datang", "berakhir")
LABELS = {"aktif": _("aktif"), "akan datang": _("akan datang"), "berakhir": _("berakhir")}
SHOWN = 60  # of them the ended ones are the oldest


@dataclass(frozen=True)
class DelegationLine:
    """One delegation; `represented` names who acts for the post anyway (Plt., Plh., Pj.), so that it has no effect."""

    delegation: Delegation
    is_mine: bool
    state: str
    waiting: int
    represented: str
    form: forms.Form | None

    @property
    def state_label(self) -> str:
        """The state in words."""
        return str(LABELS[self.state])


def state_of(delegation: Delegation, at: datetime) -> str:
    """Where it stands on the day."""
    day = day_of(at)
    if delegation.start_date > day:
        return "akan datang"
    return "berakhir" if delegation.end_date and delegation.end_date <= day else "aktif"


def delegation_lines(
    found: Iterable[Delegation], user: User, at: datetime, *, shorten: tuple[int, forms.Form] | None = None
) -> list[DelegationLine]:
    """Active ones first, then coming ones, then those that are over. Three queries, however many."""
    rows = sorted(list(found)[:SHOWN], key=lambda row: ORDER.index(state_of(row, at)))
    posts = {row.post_id for row in rows}
    waiting = Assignment.objects.filter(status=AssignmentStatus.OPEN, post__in=posts).order_by()
    numbers = dict(waiting.values_list("post").annotate(Count("id")))
    acting = Appointment.objects.current(at).exclude(kind=Kind.DEFINITIF).filter(post__in=posts)
    names = {row.post_id: row for row in acting.select_related("user", "post")}
    lines = []
    for row in rows:
        state, by = state_of(row, at), names.get(row.post_id)
        is_mine = row.from_user_id == user.pk
        form: forms.Form | None = None
        if is_mine and state != "berakhir":
            form = (
                shorten[1] if shorten and shorten[0] == row.pk else ShortenForm(auto_id=f"tarik-{row.pk}_%s")
            )
        hides = by is not None and by.user_id != row.from_user_id and state == "aktif"
        represented = f"{by.user.name} ({by.capacity})" if by and hides else ""
        lines.append(DelegationLine(row, is_mine, state, numbers.get(row.post_id, 0), represented, form))
    return lines
