"""Realisasi by quarter as one value: how it is read, what a year so far comes to, and its capaian. Pure, no Django.

As with targets the text is what is kept, and what it means is read whenever it is needed. An empty text is "not
available": it is in no sum and no mean.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from activity.words import _
from documents.capaian import LAST, SCALE, SUM, Band, band, capaian, mean, rounded, total
from documents.pk_checks import Remark
from documents.pk_content import MAX_TARGET, QUARTERS, Indicator, clean, short
from documents.pk_numbers import (
    ANGKA,
    INDEKS,
    NUMERIC,
    PERSEN,
    Reading,
    Unreadable,
    guess_kind,
    read_money,
    read_percent,
    read_target,
    target_of,
    usual_direction,
    write_money,
    write_number,
)

NOT_AVAILABLE = "tidak tersedia"
ABSENT = {"", "-", "–", "—", "n/a", "na", "t/a", NOT_AVAILABLE, "belum tersedia"}
ROMAN = {1: "I", 2: "II", 3: "III", 4: "IV"}
MAX_NOTE = 1000
MONEY = re.compile(r"(?:Rp|IDR)(?![A-Za-z])", re.IGNORECASE)
UNIT_PERCENT = {"%", "persen", "persentase"}
# What PkRealisasi.value holds: a ratio of two extreme numbers would not fit.
TOO_LARGE, SMALLEST = Decimal(10) ** 18, Decimal("0.000001")
Four = tuple[str, str, str, str]
NONE: Four = ("", "", "", "")


@dataclass(frozen=True)
class Measure:
    """How an office measures: its scale, and the cap of a capaian where it has one."""

    scale: tuple[Band, ...] = SCALE
    cap: Decimal | None = None


@dataclass(frozen=True)
class Line:
    """An indicator of a PK with what was reached in each quarter, and the remarks to it."""

    sasaran: str
    number: str
    indicator: Indicator
    texts: Four = NONE
    notes: Four = NONE

    @property
    def id(self) -> int:
        """The number of its row."""
        return self.indicator.id or 0


@dataclass(frozen=True)
class Sheet:
    """The realisasi of a PK. `versions` are, by quarter, the newest rows that it was read from."""

    lines: tuple[Line, ...] = ()
    versions: tuple[int, int, int, int] = (0, 0, 0, 0)

    def filled(self, quarter: int) -> int:
        """How many indicators have a realisasi in a quarter."""
        return sum(bool(line.texts[quarter - 1]) for line in self.lines)


@dataclass(frozen=True)
class Measured:
    """What an indicator comes to by a quarter: the value so far, the capaian, its name on the scale."""

    value: str = ""
    percent: Decimal | None = None
    band: str = ""


@dataclass(frozen=True)
class Typed:
    """What was typed for an indicator. A note of None leaves the one that is there."""

    indicator: int
    text: str
    note: str | None = None


@dataclass(frozen=True)
class Entry:
    """A realisasi that differs from what is kept: the new one, and the texts before and after."""

    line: Line
    text: str
    note: str
    value: Decimal | None
    was: tuple[str, str] = field(default=("", ""))


def kind_of(indicator: Indicator, text: str) -> str:
    """The kind of the indicator; one without a target takes that of what was reached."""
    return indicator.kind or guess_kind(text, indicator.satuan)


def read_realisasi(indicator: Indicator, text: str) -> Reading:
    """What a realisasi means, in its best writing; an empty one where it is not available. Raises Unreadable."""
    given = clean(text)
    if given.casefold() in ABSENT:
        return Reading("")
    kind = kind_of(indicator, given)
    money = MONEY.match(given)
    if money and kind in (ANGKA, INDEKS):
        amount = read_money(given)
        return Reading(f"Rp {write_money(amount)}", value=amount)
    if "%" in given and kind in (ANGKA, INDEKS) and indicator.satuan.casefold() in UNIT_PERCENT:
        found = read_percent(given)
    else:
        found = read_target(kind, given)
    if found.is_range or (kind in NUMERIC and found.text[:1] in "≥≤<>"):
        raise Unreadable(
            _("“%(text)s” bukan satu nilai; tulis nilai yang dicapai, misalnya 87,5") % {"text": short(given)}
        )
    if found.value is not None and abs(found.value) >= TOO_LARGE:
        raise Unreadable(_("“%(text)s” terlalu besar") % {"text": short(given)})
    return found


def known(indicator: Indicator, text: str) -> Reading:
    """The same of what is kept: a text that the indicator's kind no longer reads is a text without a value."""
    try:
        return read_realisasi(indicator, text)
    except Unreadable:
        return Reading(text)


def measured(line: Line, until: int, measure: Measure) -> Measured:
    """What the indicator comes to by the end of a quarter."""
    indicator = line.indicator
    there = [found for found in (known(indicator, text) for text in line.texts[:until]) if found.text]
    if not there:
        return Measured()
    kind = kind_of(indicator, there[-1].text)
    values = [found.value for found in there]
    adds = (indicator.aggregation or (SUM if kind == ANGKA else LAST)) == SUM and None not in values
    value = total(values, SUM) if adds else there[-1].value
    text = written(kind, value, there[-1].text) if adds and value is not None else there[-1].text
    try:
        promised = read_target(indicator.kind, indicator.target)
    except Unreadable:
        return Measured(text)
    if not promised.text:
        return Measured(text)
    target = target_of(promised, indicator.direction or usual_direction(indicator.kind, promised))
    percent = capaian(target, value, text, measure.cap, there[-1].day)
    return Measured(text, percent, band(percent, measure.scale))


def written(kind: str, value: Decimal, like: str) -> str:
    """A sum as its parts are written."""
    if MONEY.match(like):
        return f"Rp {write_money(value)}"
    exact = value.quantize(SMALLEST) if value.as_tuple().exponent not in range(-6, 1) else value
    return f"{write_number(exact)}%" if kind == PERSEN or "%" in like else write_number(exact)


def printed(percent: Decimal | None) -> str:
    """87,50; nothing where there is none."""
    if percent is None:
        return ""
    whole, _, decimals = f"{rounded(percent):.2f}".partition(".")
    return f"{write_number(Decimal(whole))},{decimals}"


def mean_of(found: Sequence[Measured], measure: Measure) -> Measured:
    """The mean of the capaian that are available, not rounded before, with its name on the scale."""
    percent = mean([each.percent for each in found])
    return Measured("", percent, band(percent, measure.scale))


def scale_of(steps: Any) -> tuple[Band, ...]:
    """A scale as PkFormat keeps it, from the highest step down; that of documents.capaian where it has none."""
    try:
        found = [
            Band(Decimal(str(step["least"]).replace(",", ".")), str(step["name"])) for step in steps or ()
        ]
    except (KeyError, TypeError, InvalidOperation):
        return SCALE
    return tuple(sorted(found, key=lambda step: -step.least)) or SCALE


def entries(sheet: Sheet, quarter: int, rows: Sequence[Typed]) -> tuple[list[Entry], list[Remark]]:
    """What differs from what is kept of a quarter, and the faults by row ("r2.text"; rows in the order given)."""
    lines, seen = {line.id: line for line in sheet.lines}, set()
    found: list[Entry] = []
    faults: list[Remark] = []
    for place, row in enumerate(rows):
        line = lines.get(row.indicator)
        if line is None or line.id in seen:
            text = _("Indikator ini sudah tidak ada; muat ulang halamannya.")
            faults.append(Remark(f"r{place}.text", text))
            continue
        seen.add(line.id)
        was = (line.texts[quarter - 1], line.notes[quarter - 1])
        note = was[1] if row.note is None else clean(row.note)
        if len(note) > MAX_NOTE:
            text = _("penjelasan %(length)s huruf; paling banyak %(limit)s")
            faults.append(told(line, f"r{place}.note", text % {"length": len(note), "limit": MAX_NOTE}))
            continue
        try:
            reading = read_realisasi(line.indicator, row.text)
        except Unreadable as reason:
            faults.append(told(line, f"r{place}.text", str(reason)))
            continue
        if len(reading.text) > MAX_TARGET:
            text = _("realisasi %(length)s huruf; paling banyak %(limit)s")
            text %= {"length": len(reading.text), "limit": MAX_TARGET}
            faults.append(told(line, f"r{place}.text", text))
        elif (reading.text, note) != was:
            value = None if reading.value is None else reading.value.quantize(SMALLEST)
            found.append(Entry(line, reading.text, note, value, was))
    return found, faults


def told(line: Line, where: str, reason: str) -> Remark:
    """A fault with the row that it is of."""
    text = _("Baris %(number)s “%(name)s”: %(reason)s.")
    return Remark(where, text % {"number": line.number, "name": short(line.indicator.text), "reason": reason})


def with_typed(sheet: Sheet, quarter: int, rows: Sequence[Typed]) -> Sheet:
    """The sheet with what was typed in the place of what is kept, whether it can be read or not."""
    typed = {row.indicator: row for row in rows}
    lines = []
    for line in sheet.lines:
        row = typed.get(line.id)
        if row is not None:
            line = replace(
                line,
                texts=put(line.texts, quarter, row.text),
                notes=put(line.notes, quarter, row.note) if row.note is not None else line.notes,
            )
        lines.append(line)
    return replace(sheet, lines=tuple(lines))


def put(texts: Four, quarter: int, text: str) -> Four:
    """Four texts with another one in a quarter."""
    first, second, third, fourth = (text if each == quarter else texts[each - 1] for each in QUARTERS)
    return first, second, third, fourth
