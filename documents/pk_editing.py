"""Working on the content of a PK before it is saved: rows added, moved, removed, pasted from a spreadsheet. Pure."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import TypeVar

from documents.pk_content import (
    KEGIATAN,
    MAX_PROGRAMS,
    PROGRAM,
    SUB_KEGIATAN,
    Indicator,
    PkContent,
    Program,
    Sasaran,
)

T = TypeVar("T")
SASARAN_PART, INDICATOR_PART, PROGRAM_PART = "s", "i", "p"
HEADINGS = {
    "no",
    "no.",
    "nomor",
    "indikator",
    "indikator kinerja",
    "program",
    "program/kegiatan",
    "nama",
    "sasaran",
}
NUMBERING = re.compile(r"[0-9]+(\.[0-9]+)*[.)]?")


def with_row(content: PkContent, part: str, place: int = 0) -> PkContent:
    """With a blank row more at the end: a sasaran, an indicator of the sasaran at `place`, a program."""
    if part == SASARAN_PART:
        return replace(content, sasaran=(*content.sasaran, Sasaran(indicators=(Indicator(),))))
    if part == PROGRAM_PART:
        level = content.programs[-1].level if content.programs else PROGRAM
        return replace(content, programs=(*content.programs, Program(level=level)))
    return with_indicators(content, place, [Indicator()])


def with_indicators(content: PkContent, place: int, rows: Sequence[Indicator]) -> PkContent:
    """With these indicators more in the sasaran at that place, in the stead of blank ones at its end."""
    if not 0 <= place < len(content.sasaran):
        return content
    each = content.sasaran[place]
    kept = list(each.indicators)
    while rows[0] != Indicator() and kept and kept[-1] == Indicator():
        kept.pop()
    changed = replace(each, indicators=(*kept, *rows))
    return replace(content, sasaran=(*content.sasaran[:place], changed, *content.sasaran[place + 1 :]))


def without_row(content: PkContent, part: str, place: int) -> PkContent:
    """Without the row at that place; a sasaran goes with its indicators."""
    if part == SASARAN_PART:
        return replace(content, sasaran=cut(content.sasaran, place))
    if part == PROGRAM_PART:
        return replace(content, programs=cut(content.programs, place))
    outer, inner = seat(content, place)
    return shelved(content, outer, cut(content.sasaran[outer].indicators, inner)) if inner >= 0 else content


def moved(content: PkContent, part: str, place: int, up: bool) -> PkContent:
    """With the row one place up or down; an indicator at the edge of its sasaran goes into the next one."""
    if part == SASARAN_PART:
        return replace(content, sasaran=swapped(content.sasaran, place, up))
    if part == PROGRAM_PART:
        return replace(content, programs=swapped(content.programs, place, up))
    outer, inner = seat(content, place)
    if inner < 0:
        return content
    rows = content.sasaran[outer].indicators
    goal = outer + (-1 if up else 1)
    if inner != (0 if up else len(rows) - 1):
        return shelved(content, outer, swapped(rows, inner, up))
    if not 0 <= goal < len(content.sasaran):
        return content
    there = content.sasaran[goal].indicators
    content = shelved(content, outer, cut(rows, inner))
    return shelved(content, goal, (*there, rows[inner]) if up else (rows[inner], *there))


def seat(content: PkContent, place: int) -> tuple[int, int]:
    """(sasaran, indicator in it) of the indicator with that number of all; (0, -1) where there is none."""
    for outer, each in enumerate(content.sasaran):
        if 0 <= place < len(each.indicators):
            return outer, place
        place -= len(each.indicators)
    return 0, -1


def shelved(content: PkContent, place: int, rows: tuple[Indicator, ...]) -> PkContent:
    """With these as the indicators of the sasaran at that place."""
    changed = replace(content.sasaran[place], indicators=rows)
    return replace(content, sasaran=(*content.sasaran[:place], changed, *content.sasaran[place + 1 :]))


def cut(rows: tuple[T, ...], place: int) -> tuple[T, ...]:
    """Without one."""
    return rows[:place] + rows[place + 1 :] if place >= 0 else rows


def swapped(rows: tuple[T, ...], place: int, up: bool) -> tuple[T, ...]:
    """One of them changed places with its neighbor."""
    first = place - 1 if up else place
    if not 0 <= first < len(rows) - 1:
        return rows
    return (*rows[:first], rows[first + 1], rows[first], *rows[first + 2 :])


def pasted_indicators(text: str) -> list[Indicator]:
    """Rows copied from a spreadsheet: indicator, satuan, target, and up to four predictions."""
    found = []
    for cells in cells_of(text):
        name, satuan, target, *quarters = (*cells, "", "", "")[: max(3, len(cells))]
        four = (*quarters, "", "", "", "")
        predictions = (four[0], four[1], four[2], four[3])
        found.append(Indicator(name, satuan, target, predictions=predictions))
    return found


def pasted_programs(text: str) -> list[Program]:
    """Rows copied from a spreadsheet: program, anggaran, keterangan. "Kegiatan" before a name gives its level."""
    found = []
    for cells in cells_of(text):
        name, anggaran, remark = (*cells, "", "", "")[:3]
        found.append(Program(name, anggaran, remark, level_of(name)))
    return found


def level_of(name: str) -> str:
    """The level that a name says of itself."""
    start = name.casefold()
    if start.startswith(("sub kegiatan", "subkegiatan")):
        return SUB_KEGIATAN
    return KEGIATAN if start.startswith("kegiatan ") else PROGRAM


def cells_of(text: str) -> Iterator[list[str]]:
    """The rows of a pasted block: without blank ones, headings, and a leading column of numbers."""
    lines = csv.reader(text.replace("\0", "").splitlines(keepends=True), delimiter="\t")
    for cells in islice(readable(lines), 3 * MAX_PROGRAMS):
        row = [" ".join(cell.split()) for cell in cells]
        if len(row) > 1 and (NUMBERING.fullmatch(row[0]) or not row[0]) and not is_number(row[1]):
            row = row[1:]
        if any(row) and row[0].casefold() not in HEADINGS:
            yield row


def is_number(text: str) -> bool:
    """Whether a cell holds nothing but figures: then the one before it is the name, whatever it looks like."""
    return bool(re.fullmatch(r"[0-9.,%]+", text))


def readable(lines: Iterator[list[str]]) -> Iterator[list[str]]:
    """The lines up to one that no spreadsheet writes."""
    while True:
        try:
            yield next(lines)
        except (StopIteration, csv.Error):
            return
