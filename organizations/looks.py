"""What an admin does to the look of an office's sheets: its choices, and its logo."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from activity.models import Stream
from activity.record import locked_stream, record
from organizations.capacity import Capacity, is_admin
from organizations.logo_file import clean_logo
from organizations.models import Office, OfficeLogo
from organizations.tampilan import differences


@transaction.atomic
def set_look(
    office: Office, *, by: Capacity, at: datetime, tampilan: Mapping[str, Any]
) -> list[dict[str, str | None]]:
    """Keep these choices, which were checked, as the office's; what is another one now. Raises PermissionDenied."""
    stream = opened(office, by)
    office.refresh_from_db(fields=["tampilan"])
    changes = differences(office.tampilan, tampilan)
    if changes:
        office.tampilan = dict(tampilan)
        office.save(update_fields=["tampilan"])
        record(stream, at=at, actor=by.actor, action="office.look_changed", changes=changes)
    return changes


@transaction.atomic
def put_logo(office: Office, *, by: Capacity, at: datetime, data: bytes) -> OfficeLogo:
    """Make the picture of this file the office's logo. Raises NotALogo, PermissionDenied."""
    stream = opened(office, by)
    picture = clean_logo(data)
    digest = hashlib.sha256(picture.content).hexdigest()
    old = OfficeLogo.objects.filter(office=office).values_list("sha256", flat=True).first() or ""
    logo, _ = OfficeLogo.objects.update_or_create(
        office=office, defaults={**picture.__dict__, "sha256": digest, "uploaded_at": at}
    )
    if digest != old:
        data_of_row = {"old": old, "new": digest, "size": len(picture.content)}
        record(stream, at=at, actor=by.actor, action="office.logo_set", **data_of_row)
    return logo


@transaction.atomic
def remove_logo(office: Office, *, by: Capacity, at: datetime) -> bool:
    """Take the logo away; False where there is none. Raises PermissionDenied."""
    stream = opened(office, by)
    old = OfficeLogo.objects.filter(office=office).values_list("sha256", flat=True).first()
    if old is None:
        return False
    OfficeLogo.objects.filter(office=office).delete()
    record(stream, at=at, actor=by.actor, action="office.logo_removed", old=old)
    return True


def opened(office: Office, by: Capacity) -> Stream:
    """The office's stream, locked, for one of its admins."""
    if not is_admin(by, office.pk, office.government_id):
        raise PermissionDenied(_("Hanya admin kantor yang dapat mengubah pengaturan kantor ini."))
    return locked_stream(f"office:{office.slug}")
