"""What an admin does to an office's table of naskah: the kinds that texts mean, and how numbers are written."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from activity.record import record
from organizations.capacity import Capacity
from organizations.jenis_naskah import naskah_choices
from organizations.looks import opened
from organizations.models import Office
from organizations.tampilan import differences


@transaction.atomic
def set_naskah(
    office: Office, *, by: Capacity, at: datetime, naskah: Mapping[str, Any]
) -> list[dict[str, str | None]]:
    """Keep this table, which was checked, as the office's; what is another one now. Raises PermissionDenied.

    Numbers that were given and papers that were made stay as they are.
    """
    stream = opened(office, by)
    office.refresh_from_db(fields=["naskah"])
    changes = differences(naskah_choices(office.naskah), naskah_choices(naskah))
    if changes:
        office.naskah = dict(naskah)
        office.save(update_fields=["naskah"])
        record(stream, at=at, actor=by.actor, action="office.naskah_changed", changes=changes)
    return changes
