"""Saving what was reached in a quarter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from activity.record import locked_stream, record
from documents.models import PerjanjianKinerja
from documents.pk_changes import MAX_TOLD
from documents.pk_content import QUARTERS, short
from documents.realisasi import Entry, Sheet, Typed, entries
from documents.realisasi_rows import sheets_of, write_entries
from organizations.capacity import Capacity
from workflows.actions.pk import Refused
from workflows.errors import Denied
from workflows.realisasi_access import realisasi_standing


class NewerRealisasi(Exception):
    """Somebody else saved realisasi of that quarter since one began: `sheet` is as it is now."""

    def __init__(self, pk: PerjanjianKinerja, sheet: Sheet) -> None:
        super().__init__(_("Realisasi triwulan ini disimpan orang lain sementara Anda mengisinya."))
        self.pk, self.sheet = pk, sheet


@transaction.atomic
def save_realisasi(
    pk: PerjanjianKinerja, quarter: int, rows: Sequence[Typed], *, by: Capacity, at: datetime, version: int
) -> list[Entry]:
    """Keep what was reached in a quarter, where nobody else has since `version`; what is another now.

    `version` is that of the quarter in the Sheet that one began with. An indicator that is not among `rows` stays as
    it is. Raises Denied, NewerRealisasi or Refused (faults at "r2.text"); then nothing was changed. The number of
    statements does not depend on the number of rows.
    """
    if quarter not in QUARTERS:
        raise ValueError(quarter)
    pks = PerjanjianKinerja.objects.select_for_update(of=("self",))
    pk = pks.select_related("office", "pihak_pertama").get(pk=pk.pk)
    verdict = realisasi_standing(pk).verdict(by, pk)
    if not verdict:
        raise Denied(verdict.reason)
    sheet = sheets_of([pk])[pk.pk]
    if sheet.versions[quarter - 1] != version:
        raise NewerRealisasi(pk, sheet)
    found, faults = entries(sheet, quarter, rows)
    if faults:
        raise Refused(faults)
    if found:
        write_entries(found, quarter, by=by.user, at=at)
        note(pk, quarter, found, by=by, at=at)
    return found


@dataclass(frozen=True)
class Part:
    """What is to be kept of one PK among many; `by` and `version` as for one."""

    pk: PerjanjianKinerja
    rows: Sequence[Typed]
    by: Capacity
    version: int


@transaction.atomic
def save_parts(parts: Sequence[Part], quarter: int, *, at: datetime) -> int:
    """Save many PKs, all or none; how many indicators changed. Raises what save_realisasi does.

    All PKs are locked before the first of them takes the stream's head: who saves one PK holds it while waiting for
    that head, and neither may wait for the other.
    """
    pks = PerjanjianKinerja.objects.select_for_update(of=("self",)).order_by("pk")
    list(pks.filter(pk__in=[part.pk.pk for part in parts]))
    return sum(
        len(save_realisasi(part.pk, quarter, part.rows, by=part.by, at=at, version=part.version))
        for part in parts
    )


def note(pk: PerjanjianKinerja, quarter: int, found: Sequence[Entry], *, by: Capacity, at: datetime) -> None:
    """The row of the record, in the office's stream: how many, and the first of them with what they were."""
    data: dict[str, Any] = {"pk": pk.pk, "post": pk.pihak_pertama.title, "year": pk.year, "quarter": quarter}
    changes = [
        {
            "indicator": entry.line.id,
            "name": short(entry.line.indicator.text),
            "text": [entry.was[0], entry.text],
            **({"note": [short(entry.was[1]), short(entry.note)]} if entry.note != entry.was[1] else {}),
        }
        for entry in found[:MAX_TOLD]
    ]
    stream = locked_stream(f"office:{pk.office.slug}")
    action = "pk.realisasi_saved"
    record(stream, at=at, actor=by.actor, action=action, **data, count=len(found), changes=changes)
