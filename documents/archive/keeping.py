"""What those in charge of the archive do with one berkas: hold it, release it, correct its metadata."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from activity.models import Stream
from activity.record import record
from documents.archive.retention import Refused
from documents.models import Berkas, BerkasState, Fate, LegalHold, RetentionItem
from documents.models.retention import OPEN
from organizations.capacity import Capacity

METADATA = (
    "klasifikasi_code",
    "klasifikasi_name",
    "tingkat",
    "sifat",
    "access",
    "active_years",
    "inactive_years",
    "trigger",
    "trigger_date",
    "fate",
)
ENDED = (BerkasState.DESTROYED, BerkasState.PERMANENT)


def locked(berkas: Berkas) -> tuple[Stream, Berkas]:
    """The stream that tells of it, and the berkas, locked in this order."""
    stream = Stream.objects.select_for_update().get(pk=berkas.stream_id)
    return stream, Berkas.objects.select_for_update(of=("self",)).select_related("office").get(pk=berkas.pk)


@transaction.atomic
def hold(berkas: Berkas, *, by: Capacity, at: datetime, reason: str) -> None:
    """Keep a berkas as it is until somebody releases it. Raises Refused."""
    stream, found = locked(berkas)
    if found.state in ENDED:
        raise Refused(_("Berkas ini sudah %(state)s.") % {"state": found.get_state_display()})
    if LegalHold.objects.filter(berkas=found, released_at=None).exists():
        raise Refused(_("Berkas ini sudah ditahan."))
    LegalHold.objects.create(berkas=found, reason=reason, by=by.user, at=at)
    data = {"berkas": found.pk, "nomor": found.nomor, "reason": reason}
    record(stream, at=at, actor=by.actor, action="berkas.held", **data)


@transaction.atomic
def release(berkas: Berkas, *, by: Capacity, at: datetime, reason: str) -> None:
    """End the hold. Raises Refused."""
    stream, found = locked(berkas)
    rows = LegalHold.objects.filter(berkas=found, released_at=None)
    if not rows.update(released_at=at, released_by=by.user, release_reason=reason):
        raise Refused(_("Berkas ini tidak sedang ditahan."))
    data = {"berkas": found.pk, "nomor": found.nomor, "reason": reason}
    record(stream, at=at, actor=by.actor, action="berkas.released", **data)


@transaction.atomic
def correct(berkas: Berkas, values: dict[str, Any], *, by: Capacity, at: datetime) -> bool:
    """Correct metadata (the names of METADATA); whether anything differs. Raises Refused.

    The package keeps what it was filed with; the record tells what was corrected.
    """
    stream, found = locked(berkas)
    old = {name: getattr(found, name) for name in METADATA}
    changed = {name: values[name] for name in METADATA if name in values and values[name] != old[name]}
    if not changed:
        return False
    if found.state in ENDED:
        raise Refused(
            _("Berkas ini sudah %(state)s; keterangannya tetap.") % {"state": found.get_state_display()}
        )
    if LegalHold.objects.filter(berkas=found, released_at=None).exists():
        raise Refused(_("Berkas ini sedang ditahan; keterangannya tidak dapat diubah."))
    if RetentionItem.objects.filter(berkas=found, proposal__state__in=OPEN, is_left_out=False).exists():
        raise Refused(_("Berkas ini ada dalam usulan yang masih berjalan; keterangannya dinilai apa adanya."))
    if found.fate == Fate.KEEP and changed.get("fate", Fate.KEEP) != Fate.KEEP:
        raise Refused(_("Nasib akhir permanen tidak dapat diubah."))
    for name, value in changed.items():
        setattr(found, name, value)
    found.is_indexed, found.index_tries = False, 0
    found.save(update_fields=[*changed, "is_indexed", "index_tries"])
    told = {name: [text(old[name]), text(value)] for name, value in changed.items()}
    data = {"berkas": found.pk, "nomor": found.nomor, "changed": told}
    record(stream, at=at, actor=by.actor, action="berkas.corrected", **data)
    return True


def text(value: Any) -> Any:
    """A value as the record writes it."""
    return value if value is None or isinstance(value, int) else str(value)
