"""Loading and changing the kode klasifikasi. What was filed keeps what it was filed under."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from activity.chain import Actor
from activity.record import locked_stream, record
from documents.archive.klasifikasi_file import Entry, read_klasifikasi
from documents.models import Klasifikasi
from organizations.models import Office
from organizations.yaml_reader import Fault, FaultsFound, Source

COMMON_STREAM = "klasifikasi"
FIELDS = ("name", "active_years", "inactive_years", "trigger", "fate", "source", "is_active")


@transaction.atomic
def load_klasifikasi(
    files: Sequence[tuple[str, bytes]], *, by: Actor, at: datetime, office: Office | None = None
) -> list[str]:
    """Add and change what these files (name, content) name, for an office or for all; the codes that changed.

    Raises FaultsFound, and then nothing is saved.
    """
    entries: list[Entry] = []
    faults: list[Fault] = []
    for name, data in files:
        source = Source(name)
        entries += read_klasifikasi(data, source)
        faults += source.faults
    if faults:
        raise FaultsFound(faults)
    changed = []
    for entry in entries:
        values = {key: getattr(entry, key) for key in FIELDS if key != "is_active"} | {"is_active": True}
        if put(office, entry.code, values, by=by, at=at):
            changed.append(entry.code)
    return changed


@transaction.atomic
def put(office: Office | None, code: str, values: dict[str, object], *, by: Actor, at: datetime) -> bool:
    """Add a code, or change it where it differs; whether it did. `values` by the names of FIELDS."""
    stream = locked_stream(f"office:{office.slug}" if office else COMMON_STREAM)
    row = Klasifikasi.objects.filter(office=office, code=code).first()
    old = {key: getattr(row, key) for key in FIELDS} if row else {}
    if old == values:
        return False
    Klasifikasi.objects.update_or_create(office=office, code=code, defaults=values)
    record(stream, at=at, actor=by, action="klasifikasi.changed", code=code, old=old, new=values)
    return True
