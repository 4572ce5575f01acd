"""What differs between two contents of a PK, row by row, for a preview and for the record. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from activity.words import _, ngettext
from documents.pk_content import Indicator, PkContent, Program, Sasaran, short

MAX_TOLD = 50
# Kept in the record as they stand here; a page words them (documents.shown_texts).
CAPTIONS = {
    "text": "teks",
    "satuan": "satuan",
    "target": "target",
    "kind": "jenis target",
    "direction": "cara hitung",
    "aggregation": "penjumlahan triwulan",
    "predictions": "prediksi triwulan",
    "supports": "mendukung",
    "name": "nama",
    "anggaran": "anggaran",
    "keterangan": "keterangan",
    "level": "tingkat",
    "place": "tempat",
    "statement_date": "tanggal pernyataan",
    "reason": "alasan perubahan",
}


@dataclass(frozen=True)
class Change:
    """A row that was added, changed or removed; for a changed one what it was and what it is."""

    what: str
    kind: str
    name: str
    fields: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True)
class Place:
    """The sasaran of an indicator; by its row it is the same one under another name."""

    id: int | None = None
    name: str = field(default="", compare=False)


NOWHERE = Place()
ROWS = ("sasaran", "indikator", "program")
ORDER = "urutan"  # of the rows of a kind, which is then its name
GENERAL = "keterangan umum"  # level, place, date, reason


def changes(old: PkContent, new: PkContent) -> list[Change]:
    """The differences, in the order of the new content, what was removed last."""
    before, after = rows(old), rows(new)
    known = {(kind, row.id): (row, place) for kind, row, place in before if row.id}
    head = differences(old, new)
    found = [Change("diubah", GENERAL, "", head)] if head else []
    seen = set()
    for kind, row, place in after:
        was = known.get((kind, row.id))
        if was is None:
            found.append(Change("ditambah", kind, title(row)))
            continue
        seen.add((kind, row.id))
        differing = differences(was[0], row)
        if was[1] != place:
            differing += (("sasaran", was[1].name, place.name),)
        if differing:
            found.append(Change("diubah", kind, title(row), differing))
    for kind in ROWS:
        orders = [
            [row.id for each, row, _ in some if each == kind and (kind, row.id) in seen]
            for some in (before, after)
        ]
        if orders[0] != orders[1]:
            found.append(Change("diubah", ORDER, kind))
    gone = [(kind, row) for kind, row, _ in before if (kind, row.id) not in seen]
    return found + [Change("dihapus", kind, title(row)) for kind, row in gone]


def rows(content: PkContent) -> list[tuple[str, Any, Place]]:
    """(kind, row, place) of everything; the place of an indicator is its sasaran."""
    found: list[tuple[str, Any, Place]] = []
    for sasaran in content.sasaran:
        found.append(("sasaran", sasaran, NOWHERE))
        place = Place(sasaran.id, title(sasaran))
        found += [("indikator", each, place) for each in sasaran.indicators]
    return found + [("program", each, NOWHERE) for each in content.programs]


def title(row: Sasaran | Indicator | Program) -> str:
    """What the row is called."""
    return short(row.name if isinstance(row, Program) else row.text)


def differences(old: Any, new: Any) -> tuple[tuple[str, str, str], ...]:
    """(caption, old, new) of every field that differs."""
    names = [each.name for each in fields(new) if each.name in CAPTIONS]
    pairs = [(name, told(getattr(old, name)), told(getattr(new, name))) for name in names]
    return tuple((CAPTIONS[name], a, b) for name, a, b in pairs if a != b)


def told(value: object) -> str:
    """A value as it is told."""
    if isinstance(value, tuple):
        return " · ".join(str(each) or "–" for each in value)
    return "" if value is None else str(value)


def summary(found: Iterable[Change]) -> Mapping[str, Any]:
    """For the record: how many of what, and the first ones."""
    everything = list(found)
    counts: dict[str, int] = {}
    for change in everything:
        key = f"{change.kind} {change.what}"
        counts[key] = counts.get(key, 0) + 1
    first = [
        {"what": change.what, "kind": change.kind, "name": change.name, "fields": [*map(list, change.fields)]}
        for change in everything[:MAX_TOLD]
    ]
    return {"counts": counts, "changes": first}


def counted(found: Iterable[Change]) -> str:
    """2 indikator diubah, 1 program ditambah."""
    counts = Counter((change.kind, change.what) for change in found)
    return ", ".join(said(kind, what, number) for (kind, what), number in counts.items())


def said(kind: str, what: str, n: int) -> str:
    """1 program ditambah."""
    if kind == GENERAL:
        return _("keterangan umum diubah")
    texts = {
        ("sasaran", "ditambah"): ngettext("%(n)s sasaran ditambah", "%(n)s sasaran ditambah", n),
        ("sasaran", "diubah"): ngettext("%(n)s sasaran diubah", "%(n)s sasaran diubah", n),
        ("sasaran", "dihapus"): ngettext("%(n)s sasaran dihapus", "%(n)s sasaran dihapus", n),
        ("indikator", "ditambah"): ngettext("%(n)s indikator ditambah", "%(n)s indikator ditambah", n),
        ("indikator", "diubah"): ngettext("%(n)s indikator diubah", "%(n)s indikator diubah", n),
        ("indikator", "dihapus"): ngettext("%(n)s indikator dihapus", "%(n)s indikator dihapus", n),
        ("program", "ditambah"): ngettext("%(n)s program ditambah", "%(n)s program ditambah", n),
        ("program", "diubah"): ngettext("%(n)s program diubah", "%(n)s program diubah", n),
        ("program", "dihapus"): ngettext("%(n)s program dihapus", "%(n)s program dihapus", n),
        (ORDER, "diubah"): ngettext("%(n)s urutan diubah", "%(n)s urutan diubah", n),
    }
    return texts[kind, what] % {"n": n}
