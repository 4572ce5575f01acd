"""Changing when an office works: the calendar, and with it every open due time."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from activity.chain import Actor
from activity.record import locked_stream, record
from organizations.calendar_loading import CalendarLoaded, load_calendars
from organizations.calendars import note_change
from organizations.capacity import Capacity, is_admin
from organizations.models import CalendarDay, Office, Unit
from workflows.actions.manage import reason_given
from workflows.errors import Denied, Incomplete
from workflows.recompute import recompute_office


@dataclass(frozen=True)
class NewDay:
    """A day that differs, and the decree or circular that says so."""

    date: date
    name: str
    kind: str
    reason: str
    unit: Unit | None = None


@transaction.atomic
def load(
    files: Sequence[tuple[str, bytes]],
    *,
    by: Actor,
    at: datetime,
    reason: str,
    only_offices: Container[int] | None = None,
) -> list[tuple[CalendarLoaded, int]]:
    """Load calendar files, into these offices only where they are given; each with how many due times it moved.

    Raises FaultsFound, and nothing is saved.
    """
    found = load_calendars(files, by=by, at=at, reason=reason, only_offices=only_offices)
    return [
        (one, recompute_office(one.office, by=by, at=at, reason=reason or one.name) if one.changes else 0)
        for one in found
    ]


@transaction.atomic
def put_day(office: Office, *, by: Capacity, at: datetime, new: NewDay) -> int:
    """Add a day that differs, or change the one of that date; how many due times moved. Raises Denied."""
    require_admin(by, office)
    if new.unit and not new.unit.work_weeks.exists():
        raise Incomplete("unit", _("Unit ini memakai kalender kantor; pilih seluruh kantor."))
    if not new.reason.strip():
        raise Incomplete("reason", _("Tuliskan dasarnya, misalnya nomor keputusan atau surat edaran."))
    stream = locked_stream(f"office:{office.slug}")
    CalendarDay.objects.update_or_create(
        office=office, unit=new.unit, date=new.date, defaults={"name": new.name, "kind": new.kind}
    )
    note_change(office)
    data = {
        "date": new.date.isoformat(),
        "name": new.name,
        "kind": new.kind,
        "reason": new.reason,
        "unit": new.unit.slug if new.unit else "",
    }
    record(stream, at=at, actor=by.actor, action="calendar.day_set", **data)
    return recompute_office(office, by=by.actor, at=at, reason=f"{new.name}: {new.reason}")


@transaction.atomic
def remove_day(day: CalendarDay, *, by: Capacity, at: datetime, reason: str) -> int:
    """Take back a day that differs; how many due times moved. Raises Denied, Incomplete."""
    office = day.office
    require_admin(by, office)
    reason = reason_given(reason)
    stream = locked_stream(f"office:{office.slug}")
    data = {
        "date": day.date.isoformat(),
        "name": day.name,
        "reason": reason,
        "unit": day.unit.slug if day.unit else "",
    }
    CalendarDay.objects.filter(pk=day.pk).delete()
    note_change(office)
    record(stream, at=at, actor=by.actor, action="calendar.day_removed", **data)
    return recompute_office(office, by=by.actor, at=at, reason=f"{day.name} dihapus: {reason}")


def require_admin(by: Capacity, office: Office) -> None:
    """Raise Denied for whoever is no admin of the office."""
    if not is_admin(by, office.pk, office.government_id):
        raise Denied(_("Hanya admin kantor yang dapat mengubah kalender."))
