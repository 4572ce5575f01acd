"""What a realisasi is worth against its target: the formulas of capaian kinerja. Pure arithmetic, no Django.

Numbers are Decimals, capaian is in percent. None is "not available", which is never zero. Which formula lowers an
indicator, how quarters add up, the cap and the scale are choices of the office or the indicator: regulations and
practice differ (Permendagri 86/2017, Permenpan RB 53/2014 and 8/2021).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

HUNDRED = Decimal(100)
# How a realisasi is compared with its target.
HIGHER, LOWER_DIFFERENCE, LOWER_RATIO, RANGE, TEXT = "naik", "turun_selisih", "turun_rasio", "rentang", "teks"
DIRECTIONS = (HIGHER, LOWER_DIFFERENCE, LOWER_RATIO, RANGE, TEXT)
# How the quarters of a year become one value.
SUM, LAST = "jumlah", "terakhir"
AGGREGATIONS = (SUM, LAST)


@dataclass(frozen=True)
class Target:
    """What was promised: a number, a range (`low` to `high`), a day, or a text such as WTP or BB."""

    direction: str
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    text: str = ""
    day: date | None = None


@dataclass(frozen=True)
class Band:
    """A step of a scale: from `least` percent on, a capaian bears this name."""

    least: Decimal
    name: str


# The scale of Permendagri 86/2017; an office may have its own.
SCALE = (
    Band(Decimal(91), "Sangat Tinggi"),
    Band(Decimal(76), "Tinggi"),
    Band(Decimal(66), "Sedang"),
    Band(Decimal(51), "Rendah"),
    Band(Decimal(0), "Sangat Rendah"),
)


def capaian(
    target: Target,
    realisasi: Decimal | None,
    text: str = "",
    cap: Decimal | None = None,
    day: date | None = None,
) -> Decimal | None:
    """The capaian in percent; None where there is no realisasi, no target, or the formula has no answer.

    naik: R / T. turun_selisih: (2T − R) / T, which is (T − (R − T)) / T. turun_rasio: T / R, which has no answer for a
    realisasi of 0. rentang: 100 inside the range; below it R / low, above it (2·high − R) / high. teks: 100 where the
    text is the target's, else 0. A target that is a day: 100 on or before it, 0 after it; none of the regulations
    counts the days between, so neither is half kept. Never below 0, never above `cap` where there is one.
    """
    found = on_time(target.day, day) if target.day else raw_capaian(target, realisasi, text)
    if found is None:
        return None
    found = max(Decimal(0), found)
    return min(found, cap) if cap is not None else found


def on_time(target: date, reached: date | None) -> Decimal | None:
    """A day against a day: kept or not."""
    if reached is None:
        return None
    return HUNDRED if reached <= target else Decimal(0)


def raw_capaian(target: Target, realisasi: Decimal | None, text: str) -> Decimal | None:
    """The formula's own answer, which may be negative or beyond the cap."""
    if target.direction == TEXT:
        if not text or not target.text:
            return None
        return HUNDRED if same_text(text, target.text) else Decimal(0)
    if realisasi is None:
        return None
    if target.direction == RANGE:
        return in_range(target, realisasi)
    return against(target.direction, target.value, realisasi)


def against(direction: str, target: Decimal | None, realisasi: Decimal) -> Decimal | None:
    """A number against a number; None where that divides by zero."""
    if target is None:
        return None
    if direction == LOWER_RATIO:
        return target / realisasi * HUNDRED if realisasi else None
    if not target:
        return None
    if direction == LOWER_DIFFERENCE:
        return (2 * target - realisasi) / target * HUNDRED
    return realisasi / target * HUNDRED


def in_range(target: Target, realisasi: Decimal) -> Decimal | None:
    """A number against a range: its upper limit counts above it, its lower one below it."""
    if target.low is None or target.high is None:
        return None
    if realisasi < target.low:
        return against(HIGHER, target.low, realisasi)
    if realisasi > target.high:
        return against(LOWER_DIFFERENCE, target.high, realisasi)
    return HUNDRED


def same_text(a: str, b: str) -> bool:
    """Whether two texts are the same, case and spaces aside."""
    return a.casefold().split() == b.casefold().split()


def total(quarters: Sequence[Decimal | None], aggregation: str) -> Decimal | None:
    """The year's value from its quarters: their sum, or the last that is there. A missing quarter is not zero."""
    there = [value for value in quarters if value is not None]
    if not there:
        return None
    return sum(there, Decimal(0)) if aggregation == SUM else there[-1]


def last_text(quarters: Sequence[str]) -> str:
    """The last text that is there."""
    return next((text for text in reversed(quarters) if text.strip()), "")


def band(percent: Decimal | None, scale: Sequence[Band] = SCALE) -> str:
    """The name of a capaian on a scale; empty where there is no capaian. Compared as it is printed, to two decimals."""
    if percent is None:
        return ""
    printed = rounded(percent)
    return next((step.name for step in scale if printed >= step.least), scale[-1].name)


def rounded(percent: Decimal) -> Decimal:
    """To two decimals, halves up, as offices round."""
    return percent.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def mean(percents: Sequence[Decimal | None]) -> Decimal | None:
    """The mean of those that are available; None where none is."""
    there = [percent for percent in percents if percent is not None]
    return sum(there, Decimal(0)) / len(there) if there else None
