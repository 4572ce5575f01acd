"""Loading offices, and with them what their time zone, units and waiting allowance make of open due times."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from activity.chain import Actor
from organizations.loading import Loaded, load_offices
from organizations.models import Office
from workflows.recompute import recompute_office


@transaction.atomic
def load(files: Sequence[tuple[str, bytes]], *, by: Actor, at: datetime) -> list[Loaded]:
    """Load office files, all or none; where one changed, the office's open due times are counted anew."""
    loaded = load_offices(files, by=by, at=at)
    changed = {one.slug for one in loaded if one.outcome == "changed"}
    for office in Office.objects.filter(slug__in=changed).order_by("id"):
        recompute_office(office, by=by, at=at, reason="Berkas perangkat daerah dimuat")
    return loaded
