"""What an admin says of the powers of a Plt. or Plh. in an office."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from activity.record import record
from organizations.capacity import Capacity
from organizations.kewenangan import USUAL, choice_of
from organizations.looks import opened
from organizations.models import Office
from organizations.tampilan import differences


@transaction.atomic
def set_kewenangan(
    office: Office, *, by: Capacity, at: datetime, choices: Mapping[str, str]
) -> list[dict[str, str | None]]:
    """Keep these choices, which were checked; what is another one now. Raises PermissionDenied."""
    stream = opened(office, by)
    office.refresh_from_db(fields=["kewenangan_pelaksana"])
    before = {act: choice_of(office.kewenangan_pelaksana, act) for act in USUAL}
    changes = differences(before, choices)
    if changes:
        office.kewenangan_pelaksana = dict(choices)
        office.save(update_fields=["kewenangan_pelaksana"])
        record(stream, at=at, actor=by.actor, action="office.kewenangan_changed", changes=changes)
    return changes
