"""What an admin does to the format of an office's Perjanjian Kinerja."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from activity.record import locked_stream, record
from documents.models import PkFormat
from documents.pk_numbers import write_number
from documents.pk_scale import write_scale
from organizations.capacity import Capacity, is_admin
from organizations.models import Office


def format_of(office: Office) -> PkFormat:
    """The office's choices as they stand; where there are none yet, a new row that is not saved. One query."""
    return PkFormat.objects.filter(office=office).first() or PkFormat(office=office)


@transaction.atomic
def set_pk_format(
    office: Office, *, by: Capacity, at: datetime, choices: Mapping[str, Any]
) -> list[dict[str, str]]:
    """Keep these choices, checked and by the names of the fields; what is another one now. Raises PermissionDenied."""
    if not is_admin(by, office.pk, office.government_id):
        raise PermissionDenied(_("Hanya admin kantor yang dapat mengubah format Perjanjian Kinerja."))
    stream = locked_stream(f"office:{office.slug}")
    kept = format_of(office)
    changes = [
        {"field": name, "old": written(getattr(kept, name)), "new": written(value)}
        for name, value in choices.items()
        if getattr(kept, name) != value
    ]
    if changes:
        for name, value in choices.items():
            setattr(kept, name, value)
        kept.save()
        record(stream, at=at, actor=by.actor, action="office.pk_format_changed", changes=changes)
    return changes


def written(value: Any) -> str:
    """A choice as the record tells it."""
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, list):
        return write_scale(value)
    return value if isinstance(value, str) else ("" if value is None else write_number(value))
