"""Roles beyond posts: given and ended by admins, for a time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from activity.record import record
from organizations.capacity import Capacity
from organizations.errors import Refused
from organizations.looks import opened
from organizations.models import Office, Role, RoleGrant, User
from organizations.models.periods import cut, day_of
from organizations.templatetags.indonesia import tanggal

ADMINS = (Role.OFFICE_ADMIN, Role.GOVERNMENT_ADMIN)
# Roles that may hold for all offices of a government, and only its own admins give.
WIDE = (Role.GOVERNMENT_ADMIN, Role.INSPECTOR)


@dataclass(frozen=True)
class NewGrant:
    """A role from `start` up to, not including, `end`; `is_wide`: in all offices of the government."""

    user: User
    role: str
    start: date
    end: date | None = None
    is_wide: bool = False


def gives_wide(by: Capacity) -> bool:
    """Whether this admin may give what holds for the whole government."""
    return by.grant is not None and by.grant.role == Role.GOVERNMENT_ADMIN


@transaction.atomic
def grant_role(office: Office, new: NewGrant, *, by: Capacity, at: datetime) -> RoleGrant:
    """Give a role in the office, or in all of its government. Raises Refused, PermissionDenied."""
    stream = opened(office, by)
    if new.is_wide and not gives_wide(by):
        raise PermissionDenied(_("Peran untuk seluruh pemerintah daerah diberikan admin pemerintah daerah."))
    if new.is_wide and new.role not in WIDE:
        raise Refused("role", _("Peran ini berlaku untuk satu kantor."))
    if new.role == Role.GOVERNMENT_ADMIN and not new.is_wide:
        raise Refused("role", _("Peran ini berlaku untuk seluruh pemerintah daerah."))
    if new.end and new.end <= new.start:
        raise Refused("last", _("Hari terakhir tidak boleh sebelum hari mulai."))
    if new.start < day_of(at):
        raise Refused("start", _("Peran diberikan mulai hari ini atau sesudahnya."))
    where = {"government": office.government, "office": None} if new.is_wide else {"office": office}
    same = RoleGrant.objects.filter(user=new.user, role=new.role, **where)
    same = same.filter(Q(end_date=None) | Q(end_date__gt=new.start))
    if new.end:
        same = same.filter(start_date__lt=new.end)
    if other := same.first():
        raise Refused(
            "start",
            _("%(name)s sudah mempunyai peran ini sejak %(date)s.")
            % {"name": new.user.name, "date": tanggal(other.start_date)},
        )
    grant = RoleGrant.objects.create(
        user=new.user, role=new.role, start_date=new.start, end_date=new.end, **where
    )
    record(stream, at=at, actor=by.actor, action="role.granted", **told(grant))
    return grant


@transaction.atomic
def end_role(
    office: Office, grant: RoleGrant, *, on: date, by: Capacity, at: datetime, reason: str
) -> RoleGrant | None:
    """Let a role hold no longer from that day on; None where it had not begun by then.

    Raises Refused, PermissionDenied.
    """
    stream = opened(office, by)
    found = RoleGrant.objects.select_related("user").filter(pk=grant.pk).first()
    if found is None:
        raise Refused(None, _("Peran ini baru saja dihapus admin lain."))
    if found.government_id and not gives_wide(by):
        raise PermissionDenied(_("Peran untuk seluruh pemerintah daerah diakhiri admin pemerintah daerah."))
    if found.office_id not in (None, office.pk) or found.government_id not in (None, office.government_id):
        raise PermissionDenied(_("Peran ini milik kantor lain."))
    if on < day_of(at):
        raise Refused("on", _("Pilih hari ini atau sesudahnya; yang sudah lewat tidak diubah."))
    if not reason.strip():
        raise Refused("reason", _("Tuliskan dasarnya, misalnya nomor surat tugas."))
    if found.end_date and found.end_date <= on:
        raise Refused("on", _("Peran ini sudah berakhir %(date)s.") % {"date": tanggal(found.end_date)})
    refuse_no_admin(office, [found], on, field="on")
    facts = told(found)
    cut_grants([found], on)
    record(
        stream, at=at, actor=by.actor, action="role.ended", **facts, on=on.isoformat(), reason=reason.strip()
    )
    return found if found.pk else None  # a deleted row has none


def cut_grants(grants: Iterable[RoleGrant], on: date) -> list[str]:
    """Let these hold no longer from that day on; the roles."""
    ended = []
    for grant in grants:
        ended.append(grant.role)
        cut(grant, on)
    return ended


def refuse_no_admin(office: Office, ending: Iterable[RoleGrant], on: date, *, field: str) -> None:
    """Raise Refused where nobody would administer the office, or the government, from that day on."""
    going = [grant for grant in ending if grant.role in ADMINS]
    if not going:
        return
    left = RoleGrant.objects.filter(Q(end_date=None) | Q(end_date__gt=on), start_date__lte=on)
    left = left.filter(user__is_active=True).exclude(pk__in=[grant.pk for grant in going])
    wide = left.filter(role=Role.GOVERNMENT_ADMIN, government=office.government_id)
    own = left.filter(role=Role.OFFICE_ADMIN, office=office)
    if any(grant.government_id for grant in going) and not wide.exists():
        raise Refused(field, _("Ini admin pemerintah daerah yang terakhir. Angkat admin lain dulu."))
    if any(grant.office_id for grant in going) and not (own.exists() or wide.exists()):
        raise Refused(
            field, _("Ini admin %(office)s yang terakhir. Angkat admin lain dulu.") % {"office": office.label}
        )


def told(grant: RoleGrant) -> dict[str, Any]:
    """A grant as the record tells it."""
    return {
        "user": grant.user.username,
        "name": grant.user.name,
        "role": grant.role,
        "is_wide": grant.government_id is not None,
        "start": grant.start_date.isoformat(),
        "end": grant.end_date.isoformat() if grant.end_date else None,
    }
