"""The tables of a PK's attachment as they are printed: what stands in each cell. Pure, no Django."""

from collections.abc import Sequence
from dataclasses import dataclass

from documents.pk_content import DEPTH, Indicator, PkContent, Program, below_each, total_budget
from documents.pk_numbers import write_money

# Units that are said before what they measure: "Opini WTP", "Indeks 3,5"; others follow their number: "4 Unit".
BEFORE = (
    "indeks",
    "kategori",
    "level",
    "nilai",
    "opini",
    "peringkat",
    "predikat",
    "rasio",
    "skor",
    "tanggal",
)
PERCENT = ("%", "persen", "persentase")
# About how many characters a line of the cells bears (sasaran, indicator, target, prediction), without and with
# predictions; and what lines and rows take in mm, generously.
WIDE, NARROW = (24, 34, 14, 8), (15, 17, 9, 8)
LINE, PADDING, KEPT_TOGETHER = 4.8, 2.8, 110


@dataclass(frozen=True)
class IndicatorRow:
    """A row of the first table; `satuan` is empty where it stands with the target."""

    text: str = ""
    satuan: str = ""
    target: str = ""
    predictions: tuple[str, ...] = ()


@dataclass(frozen=True)
class SasaranBlock:
    """A sasaran with its rows; `together` where it is short enough to stand on one page as a whole."""

    number: str = ""
    text: str = ""
    together: bool = True
    rows: tuple[IndicatorRow, ...] = ()


@dataclass(frozen=True)
class BudgetRow:
    """A row of the second table; `depth` says how far it is moved in, `has_parts` that others count through it."""

    number: str = ""
    name: str = ""
    anggaran: str = ""
    keterangan: str = ""
    depth: int = 0
    has_parts: bool = False


def sasaran_blocks(
    content: PkContent, *, unit_column: bool, with_predictions: bool
) -> tuple[SasaranBlock, ...]:
    """The first table; a sasaran without indicators has one empty row."""
    blocks = []
    for number, each in enumerate(content.sasaran, 1):
        rows = tuple(
            IndicatorRow(
                row.text,
                row.satuan if unit_column else "",
                row.target if unit_column else with_unit(row),
                row.predictions if with_predictions else (),
            )
            for row in each.indicators or (Indicator(),)
        )
        blocks.append(SasaranBlock(str(number), each.text, is_short(each.text, rows), rows))
    return tuple(blocks)


def with_unit(row: Indicator) -> str:
    """The target with its unit: 4 Unit, 87,5%, Opini WTP."""
    target, unit = row.target, row.satuan
    said = unit.casefold()
    if not target or not unit or said in target.casefold() or (said in PERCENT and "%" in target):
        return target
    is_number = target.lstrip("≥≤<> -")[:1].isdigit()
    return f"{target} {unit}" if is_number and not said.startswith(BEFORE) else f"{unit} {target}"


def is_short(text: str, rows: Sequence[IndicatorRow]) -> bool:
    """Whether a block is surely short enough to be kept together: a third of a page."""
    own, indicator, target, prediction = NARROW if any(row.predictions for row in rows) else WIDE
    lines = sum(
        max(
            lines_of(row.text, indicator),
            lines_of(row.target, target),
            lines_of(row.satuan, target),
            *(lines_of(cell, prediction) for cell in row.predictions),
        )
        for row in rows
    )
    return max(lines_of(text, own), lines) * LINE + len(rows) * PADDING <= KEPT_TOGETHER


def lines_of(text: str, width: int) -> int:
    """How many lines a text takes at most, about."""
    return 1 + len(text) // width


def budget_rows(programs: Sequence[Program]) -> tuple[BudgetRow, ...]:
    """The second table: rows that are part of none are numbered, the others stand under theirs."""
    below = below_each(programs)
    inside = {place for places in below for place in places}
    rows, number = [], 0
    for place, row in enumerate(programs):
        number += place not in inside
        rows.append(
            BudgetRow(
                "" if place in inside else str(number),
                row.name,
                rupiah(row),
                row.keterangan,
                DEPTH.get(row.level, 0) if place in inside else 0,
                bool(below[place]),
            )
        )
    return tuple(rows)


def rupiah(row: Program) -> str:
    """Rp 1.250.000.000; nothing where no budget is given."""
    return f"Rp {write_money(row.amount)}" if row.amount is not None else ""


def total_text(programs: Sequence[Program]) -> str:
    """The budget of the whole; nothing where none is given."""
    total = total_budget(programs)
    return f"Rp {write_money(total)}" if total is not None else ""
