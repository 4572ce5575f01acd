"""What the template of a paper prints: the values that were filled in, and the facts that the matter gave.

Both are JSON, so that a paper stays what it was: `values` by the fields of its kind, `facts` as they were laid down:
perihal, agenda, tahun, surat (dari, nomor, tanggal, diterima, hal), penandatangan (a Signer), and by kind
disposisi: dari (a Signer), kepada, instruksi, catatan, tanggal, rantai (the earlier ones on the same agenda number);
daftar_hadir: hadir (jabatan, nama, kehadiran); usulan and perjanjian_kinerja: pk (a list), pk_ids; format_realisasi and
laporan_capaian: capaian; tanda_terima: naskah, kepada, jumlah, tanggal, oleh (a Signer).
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from activity.wording import as_kept
from documents.capaian_paper import CapaianPaper
from documents.naskah.kinds import CHOICE, DATE, Field, Kind
from documents.pk_paper import PkPaper
from organizations.templatetags.indonesia import tanggal

JSON = Mapping[str, Any]
DATES = {"tanggal", "diterima"}


@as_kept()
def context_of(
    kind: Kind, title: str, values: JSON, facts: JSON, *, nomor: str = "", day: date | None = None
) -> dict[str, Any]:
    """The context: `v` the values with dates as dates and choices as their captions, `f` the facts with dates as dates,
    `signer`, `place_date`. `day` is that of the paper, where it has one."""
    place = str(values.get("tempat_surat") or values.get("tempat") or facts.get("tempat") or "")
    if "tempat" in values and kind.key in ("undangan", "notulen", "daftar_hadir"):
        place = str(facts.get("tempat") or "")  # there `tempat` is where the meeting is held
    return snapshots(kind, values, facts) | {
        "kind": kind,
        "title": title,
        "foot": f"{title} · {nomor}" if nomor else title,
        "v": {field.name: readable(field, values.get(field.name)) for field in kind.fields},
        "f": dated(facts),
        "nomor": nomor,
        "day": day,
        "signer": facts.get("penandatangan"),
        "place_date": ", ".join(part for part in (place, tanggal(day) if day else "") if part),
    }


def snapshots(kind: Kind, values: JSON, facts: JSON) -> dict[str, Any]:
    """What was kept of the Perjanjian Kinerja and their capaian, as the templates take it."""
    if kind.asks_pk:
        return {"papers": [PkPaper.from_json(each) for each in facts.get("pk") or []]}
    if kind.asks_capaian and facts.get("capaian"):
        return {"paper": CapaianPaper.from_json(facts["capaian"]), "analisis": values.get("analisis", "")}
    return {}


def readable(field: Field, value: Any) -> Any:
    """A value as the template takes it."""
    if value in (None, ""):
        return "" if field.type != DATE else None
    if field.type == DATE:
        return date.fromisoformat(value)
    if field.type == CHOICE and field.choices:
        return field.choices.get(value, value)
    return value


def dated(facts: Any) -> Any:
    """The facts with dates as dates, however deep they lie."""
    if isinstance(facts, Mapping):
        return {
            key: date.fromisoformat(value) if key in DATES and value else dated(value)
            for key, value in facts.items()
        }
    if isinstance(facts, list):
        return [dated(item) for item in facts]
    return facts
