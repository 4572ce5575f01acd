"""What a Perjanjian Kinerja promises, as one value: sasaran with their indicators, programs with their budgets.

All of it is text as it was typed: the page of the editor, a spreadsheet, the PK that is changed and the rows of the
database are read into the same value, checked by the same rules, and compared with each other. Pure, no Django.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from documents.pk_numbers import Unreadable, read_money

LEVELS = {
    "strategis": "Sasaran Strategis",
    "program": "Sasaran Program",
    "kegiatan": "Sasaran Kegiatan",
    "sub_kegiatan": "Sasaran Sub Kegiatan",
}
# Why a PK may be changed within its year.
REASONS = {
    "pejabat": "Pergantian atau mutasi pejabat",
    "strategi": "Perubahan strategi yang memengaruhi tujuan dan sasaran (program, kegiatan, alokasi anggaran)",
    "prioritas": "Perubahan prioritas atau asumsi yang berakibat signifikan",
}
PROGRAM, KEGIATAN, SUB_KEGIATAN = "program", "kegiatan", "sub_kegiatan"
PROGRAM_LEVELS = {PROGRAM: "Program", KEGIATAN: "Kegiatan", SUB_KEGIATAN: "Sub Kegiatan"}
DEPTH = {PROGRAM: 0, KEGIATAN: 1, SUB_KEGIATAN: 2}
QUARTERS = (1, 2, 3, 4)
MAX_SASARAN, MAX_INDICATORS, MAX_PROGRAMS = 100, 300, 1000
MAX_TEXT, MAX_SATUAN, MAX_TARGET, MAX_NAME, MAX_REMARK, MAX_PLACE = 1000, 60, 200, 500, 300, 100
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


@dataclass(frozen=True)
class Indicator:
    """An indicator with its target. `id` is its row, if it has one; `supports` an indicator of the superior's PK."""

    text: str = ""
    satuan: str = ""
    target: str = ""
    kind: str = ""
    direction: str = ""
    aggregation: str = ""
    predictions: tuple[str, str, str, str] = ("", "", "", "")
    supports: int | None = None
    id: int | None = None

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed into it."""
        return not (self.text or self.satuan or self.target or any(self.predictions))


@dataclass(frozen=True)
class Sasaran:
    """A sasaran and its indicators."""

    text: str = ""
    indicators: tuple[Indicator, ...] = ()
    id: int | None = None


@dataclass(frozen=True)
class Program:
    """A program, kegiatan or sub kegiatan and its budget, which may be left open."""

    name: str = ""
    anggaran: str = ""
    keterangan: str = ""
    level: str = PROGRAM
    id: int | None = None

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed into it."""
        return not (self.name or self.anggaran or self.keterangan)

    @property
    def amount(self) -> Decimal | None:
        """The budget; None where none is given or it cannot be read."""
        try:
            return read_money(self.anggaran) if self.anggaran else None
        except Unreadable:
            return None


@dataclass(frozen=True)
class PkContent:
    """The attachment of a PK, and what its statement needs beside the parties."""

    sasaran: tuple[Sasaran, ...] = ()
    programs: tuple[Program, ...] = ()
    level: str = "strategis"
    place: str = ""
    statement_date: str = ""
    reason: str = ""

    @property
    def indicators(self) -> list[Indicator]:
        """All indicators, in order."""
        return [indicator for each in self.sasaran for indicator in each.indicators]


def clean(text: str) -> str:
    """A text without what cannot be printed, its spaces single."""
    return " ".join(UNPRINTABLE.sub(" ", text).split())


def tidy(content: PkContent) -> PkContent:
    """Texts cleaned, and rows without a word left out."""
    sasaran = []
    for each in content.sasaran:
        rows = tuple(row for row in map(cleaned_indicator, each.indicators) if not row.is_blank or row.id)
        if clean(each.text) or rows or each.id:
            sasaran.append(replace(each, text=clean(each.text), indicators=rows))
    programs = tuple(row for row in map(cleaned_program, content.programs) if not row.is_blank or row.id)
    place, day = clean(content.place), clean(content.statement_date)
    return replace(content, sasaran=tuple(sasaran), programs=programs, place=place, statement_date=day)


def cleaned_indicator(row: Indicator) -> Indicator:
    """An indicator with all its texts cleaned."""
    first, second, third, fourth = map(clean, row.predictions)
    ready = replace(row, text=clean(row.text), satuan=clean(row.satuan), target=clean(row.target))
    return replace(ready, predictions=(first, second, third, fourth))


def cleaned_program(row: Program) -> Program:
    """A program with all its texts cleaned."""
    name, anggaran, keterangan = clean(row.name), clean(row.anggaran), clean(row.keterangan)
    return replace(row, name=name, anggaran=anggaran, keterangan=keterangan)


def parts_of(programs: Sequence[Program]) -> list[tuple[int, list[int]]]:
    """Every row that has parts, with them: a kegiatan belongs to the program before it, and so on."""
    return [(place, below) for place, below in enumerate(below_each(programs)) if below]


def below_each(programs: Sequence[Program]) -> list[list[int]]:
    """For each row the places of the rows directly under it."""
    below: list[list[int]] = [[] for _ in programs]
    line: list[int] = []
    for place, program in enumerate(programs):
        while line and DEPTH.get(programs[line[-1]].level, 0) >= DEPTH.get(program.level, 0):
            line.pop()
        if line:
            below[line[-1]].append(place)
        line.append(place)
    return below


def total_budget(programs: Sequence[Program]) -> Decimal | None:
    """The budget of the whole: rows that are part of another one count through it. None where none is given."""
    inside = {place for _, below in parts_of(programs) for place in below}
    there = [
        row.amount for place, row in enumerate(programs) if place not in inside and row.amount is not None
    ]
    return sum(there, Decimal(0)) if there else None


def mapped(content: PkContent, change: Callable[[Indicator], Indicator]) -> PkContent:
    """The content with every indicator changed."""
    return replace(
        content,
        sasaran=tuple(replace(s, indicators=tuple(map(change, s.indicators))) for s in content.sasaran),
    )


def short(text: str) -> str:
    """As much of a text as a message bears."""
    return text if len(text) <= 60 else f"{text[:59]}…"
