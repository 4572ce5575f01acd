"""A paper as lines of text, and how two versions differ. Pure."""

import difflib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from documents.naskah.kinds import CHOICE, Kind

SAME, ADDED, REMOVED = "sama", "ditambah", "dihapus"
# How the keys of kept facts are said; those of SILENT are only about how they are printed.
SAID = {
    "pk": "Perjanjian Kinerja",
    "first": "pihak pertama",
    "second": "pihak kedua",
    "rows": "indikator",
    "programs": "program",
    "pks": "Perjanjian Kinerja",
    "name": "nama",
    "rank": "pangkat",
    "nip": "NIP",
    "title": "judul",
    "place_date": "tempat dan tanggal",
    "total": "jumlah",
    "level": "tingkat",
    "predictions": "prediksi",
    "amendment": "perubahan",
    "text": "isi",
}
SILENT = {"words", "caption", "number", "depth", "as_of", "scale", "kind"}
LONG = 40_000  # pairs of lines, a fifth of a second at the worst
AROUND = 2  # lines that stay the same and are shown beside those that changed


@dataclass(frozen=True)
class DiffLine:
    """A line of the difference; `what` is SAME, ADDED or REMOVED, and "" where lines are left out."""

    what: str
    text: str


def lines_of(kind: Kind, values: Mapping[str, Any], facts: Mapping[str, Any], note: str = "") -> list[str]:
    """All that a paper says, a value to a line; long texts by their own lines."""
    found: list[str] = []
    for field in kind.fields:
        value = values.get(field.name)
        if field.type == CHOICE and field.choices:
            value = field.choices.get(str(value), value)
        found += said(field.label, value)
    for name, value in facts.items():
        label = SAID.get(name, name.replace("_", " "))
        found += said(label[:1].upper() + label[1:], value)
    return found + note.splitlines()


def said(label: str, value: Any) -> Iterator[str]:
    """A value in lines, each with its label. Nothing is said of what is empty."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            if name not in SILENT:
                yield from said(f"{label} · {SAID.get(name, str(name).replace('_', ' '))}", inner)
    elif isinstance(value, list):
        for place, inner in enumerate(value, 1):
            yield from said(f"{label} {place}", inner)
    elif value not in (None, "") and not isinstance(value, bool):
        for line in str(value).splitlines():
            yield f"{label}: {line}"


def difference(old: Sequence[str], new: Sequence[str]) -> list[DiffLine]:
    """What changed from the old lines to the new ones, with a little of what stayed around it; nothing if all did."""
    # Lines that repeat would make the time grow with the cube of their number; in long texts they only fill gaps.
    is_long = len(old) * len(new) > LONG
    often = (
        {line for text in (old, new) for line, count in Counter(text).items() if count > 1}
        if is_long
        else set()
    )
    matcher = difflib.SequenceMatcher(often.__contains__ if often else None, old, new, autojunk=False)
    found: list[DiffLine] = []
    for group in matcher.get_grouped_opcodes(AROUND):
        if found:
            found.append(DiffLine("", "…"))
        for tag, a, b, c, d in group:
            if tag == "equal":
                found += [DiffLine(SAME, line) for line in old[a:b]]
                continue
            found += [DiffLine(REMOVED, line) for line in old[a:b]]
            found += [DiffLine(ADDED, line) for line in new[c:d]]
    return found
