"""How an office signs: what its admins set."""

from datetime import datetime

from django.db import transaction

from activity.record import record
from organizations.capacity import Capacity
from organizations.looks import opened
from organizations.models import Office


@transaction.atomic
def set_signing_way(office: Office, *, by: Capacity, at: datetime, way: str) -> bool:
    """Let the officials sign in this way from now on; whether it is another one. Raises PermissionDenied.

    Papers that were prepared already stay as they are."""
    stream = opened(office, by)
    office.refresh_from_db(fields=["signing_way"])
    if office.signing_way == way:
        return False
    before, office.signing_way = office.signing_way, way
    office.save(update_fields=["signing_way"])
    record(stream, at=at, actor=by.actor, action="office.signing_changed", before=before, now=way)
    return True
