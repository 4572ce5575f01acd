"""Numbers, percentages, ratios, ranges, dates and rupiah as Indonesian offices write them. Pure, no Django.

The text is what is kept; what it means is read from it whenever it is needed, so that the two never disagree. A text
that could mean two things is refused, with how to write it instead.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from activity.words import _
from documents.capaian import HIGHER, RANGE, TEXT, Target

ANGKA, PERSEN, INDEKS, RASIO, TANGGAL, PREDIKAT, TEKS = (
    "angka",
    "persen",
    "indeks",
    "rasio",
    "tanggal",
    "predikat",
    "teks",
)
KINDS = (ANGKA, PERSEN, INDEKS, RASIO, TANGGAL, PREDIKAT, TEKS)
NUMERIC = (ANGKA, PERSEN, INDEKS, RASIO)
MONTHS = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)
SHORT_MONTHS = {month[:3].lower(): number for number, month in enumerate(MONTHS, 1)} | {
    "agt": 8,
    "agst": 8,
    "nop": 11,
    "nopember": 11,
    "sept": 9,
}
LONG_MONTHS = {month.lower(): number for number, month in enumerate(MONTHS, 1)}
# What is measured anew each quarter, so that quarters are not added up.
MEASURED = ("indeks", "nilai", "skor", "poin", "rata-rata", "tingkat")
MAX_WHOLE, MAX_DECIMALS = 18, 6
GROUPED = re.compile(r"(-?)([1-9][0-9]{0,2}(?:\.[0-9]{3})+)(?:,([0-9]+))?")
PLAIN = re.compile(r"(-?)([0-9]+)(?:,([0-9]+))?")
# 87.5 and 87.50 can be nothing but decimals; 1.250 is Indonesian for a thousand and more.
DOTTED = re.compile(r"(-?)([0-9]+)\.([0-9]{1,2}|[0-9]{4,})")
ENGLISH = re.compile(r"-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")
BETWEEN = re.compile(r"\s*(?:–|—|-|s\.?\s?/?d\.?|sampai(?: dengan)?)\s*")
LEAST = re.compile(r"(?:≥|≤|>=|<=|>|<)\s*")
NUMBER_LIKE = re.compile(r"[-0-9.,%≥≤<> ]*[0-9][-0-9.,%≥≤<> ]*")


class Unreadable(Exception):
    """The text is none of what was asked; the message says how to write it."""


@dataclass(frozen=True)
class Reading:
    """What a target, prediction or realisasi means; `text` is how it is written."""

    text: str
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    day: date | None = None

    @property
    def is_range(self) -> bool:
        """Whether it is one of two limits."""
        return self.low is not None


def read_number(text: str) -> Decimal:
    """A number: 1.250, 87,5, also 1250 and 87.5. Raises Unreadable for what could mean two things."""
    given = text.strip().replace("\u2212", "-").replace("\u00a0", " ")
    for pattern in (GROUPED, PLAIN, DOTTED):
        found = pattern.fullmatch(given)
        if found:
            sign, whole, decimals = found[1], found[2].replace(".", ""), (found[3] or "")
            if len(whole.lstrip("0")) > MAX_WHOLE or len(decimals.rstrip("0")) > MAX_DECIMALS:
                text = _(
                    "“%(text)s” terlalu panjang; paling banyak %(whole)s angka di depan koma dan %(decimals)s di "
                    "belakangnya"
                )
                raise Unreadable(text % {"text": shown(given), "whole": MAX_WHOLE, "decimals": MAX_DECIMALS})
            return Decimal(f"{sign}{whole}.{decimals or '0'}")
    if ENGLISH.fullmatch(given):
        instead = write_number(Decimal(given.replace(",", "")))
        raise Unreadable(
            _("“%(text)s” dapat dibaca dua cara; tulis %(instead)s (titik ribuan, koma desimal)")
            % {"text": shown(given), "instead": instead}
        )
    raise Unreadable(_("“%(text)s” bukan angka; tulis misalnya 1.250 atau 87,5") % {"text": shown(given)})


def write_number(number: Decimal) -> str:
    """1250.50 as 1.250,5."""
    sign, digits, _ = number.as_tuple()
    whole, _, decimals = f"{abs(number):f}".partition(".")
    groups = f"{int(whole):,}".replace(",", ".")
    decimals = decimals.rstrip("0")
    minus = "-" if sign and any(digits) else ""
    return f"{minus}{groups},{decimals}" if decimals else f"{minus}{groups}"


def read_money(text: str) -> Decimal:
    """Rupiah: Rp 1.250.000.000,00, also 1250000000. Raises Unreadable."""
    bare = re.sub(r"^\s*(?:Rp\.?|IDR)\s*", "", text.replace("\u00a0", " "), flags=re.IGNORECASE)
    bare = re.sub(r",-+\s*$", "", bare).strip()
    number = read_number(bare)
    if number < 0:
        raise Unreadable(_("“%(text)s” di bawah nol; anggaran tidak boleh negatif") % {"text": shown(text)})
    if len(bare.partition(",")[2]) == 3:
        raise Unreadable(
            _("“%(text)s” dapat dibaca dua cara; tulis %(one)s atau %(other)s")
            % {"text": shown(text), "one": bare.replace(",", "."), "other": write_number(number)}
        )
    if number != number.quantize(Decimal("0.01")) or number >= Decimal(10) ** 16:
        raise Unreadable(
            _("“%(text)s” bukan jumlah rupiah; tulis misalnya 1.250.000.000") % {"text": shown(text)}
        )
    return number


def write_money(number: Decimal | None) -> str:
    """1.250.000.000, with two decimals where there are cents; nothing where there is no amount."""
    if number is None:
        return ""
    if number == number.to_integral_value():
        return write_number(number)
    return f"{write_number(Decimal(int(number)))},{f'{number:.2f}'[-2:]}"


def read_date(text: str) -> date:
    """A day: 31 Desember 2026, 31-12-2026, 31/12/2026, 2026-12-31. Raises Unreadable."""
    given = " ".join(text.replace("\u00a0", " ").split())
    numbers = re.fullmatch(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4})", given)
    iso = re.fullmatch(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[ T]00:00(?::00)?)?", given)
    words = re.fullmatch(r"([0-9]{1,2})[- ]([A-Za-z]+)\.?[- ]([0-9]{4})", given)
    parts: tuple[str, str, str] | None = None
    if numbers:
        parts = (numbers[3], numbers[2], numbers[1])
    elif iso:
        parts = (iso[1], iso[2], iso[3])
    elif words:
        month = LONG_MONTHS.get(words[2].lower()) or SHORT_MONTHS.get(words[2].lower())
        parts = (words[3], str(month), words[1]) if month else None
    try:
        if parts:
            return date(*(int(part) for part in parts))
    except ValueError:
        raise Unreadable(
            _("“%(text)s” bukan tanggal yang ada di kalender") % {"text": shown(given)}
        ) from None
    raise Unreadable(_("“%(text)s” bukan tanggal; tulis misalnya 31 Desember 2026") % {"text": shown(given)})


def write_date(day: date | None) -> str:
    """31 Desember 2026; nothing where there is none."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}" if day else ""


def read_ratio(text: str) -> Reading:
    """1:25, whose value is 1/25. Raises Unreadable."""
    first, colon, second = text.partition(":")
    if not colon:
        raise Unreadable(_("“%(text)s” bukan rasio; tulis misalnya 1:25") % {"text": shown(text)})
    over, under = read_number(first), read_number(second)
    if not under or over < 0 or under < 0:
        raise Unreadable(
            _("“%(text)s” bukan rasio; tulis dua angka di atas nol, misalnya 1:25") % {"text": shown(text)}
        )
    return Reading(f"{write_number(over)}:{write_number(under)}", value=over / under)


def read_amount(text: str, written: Callable[[Decimal], str] = write_number) -> Reading:
    """A number (also ≥ 80), or a range 80–90. Raises Unreadable."""
    sign = LEAST.match(text)
    if sign:
        number = read_number(text[sign.end() :])
        mark = sign[0].strip().replace(">=", "≥").replace("<=", "≤")
        return Reading(f"{mark} {written(number)}", value=number)
    # A minus in front of a number is no dash between two.
    limits = BETWEEN.split(text.strip()[1:], maxsplit=1) if text.strip() else []
    if len(limits) == 2 and limits[1]:
        low, high = read_number(text.strip()[0] + limits[0]), read_number(limits[1])
        if low >= high:
            raise Unreadable(
                _("“%(text)s”: batas bawah harus lebih kecil daripada batas atas") % {"text": shown(text)}
            )
        return Reading(f"{write_number(low)}–{written(high)}", low=low, high=high)
    number = read_number(text)
    return Reading(written(number), value=number)


def read_percent(text: str) -> Reading:
    """87,5% or 87,5. Raises Unreadable."""
    bare = re.sub(r"\s*(?:%|persen)", "", text, flags=re.IGNORECASE)
    return read_amount(bare, lambda number: f"{write_number(number)}%")


def read_target(kind: str, text: str) -> Reading:
    """What a text of a kind means, and how it is best written; an empty one means nothing. Raises Unreadable."""
    given = " ".join(text.split())
    if not given or kind in (PREDIKAT, TEKS):
        return Reading(given)
    if kind == TANGGAL:
        day = read_date(given)
        return Reading(write_date(day), day=day)
    if kind == RASIO:
        return read_ratio(given)
    return read_percent(given) if kind == PERSEN else read_amount(given)


def guess_kind(text: str, satuan: str) -> str:
    """The kind of a target that does not say so, from how it is written and from its unit."""
    unit = satuan.casefold()
    if "%" in text or "%" in unit or "persen" in unit:
        return PERSEN
    if re.fullmatch(r"\s*[0-9.,]+\s*:\s*[0-9.,]+\s*", text):
        return RASIO
    if "tanggal" in unit or is_date(text):
        return TANGGAL
    if "predikat" in unit or "opini" in unit or "kategori" in unit:
        return PREDIKAT
    if "rasio" in unit and ":" in text:
        return RASIO
    if not text.strip() or is_amount(text) or NUMBER_LIKE.fullmatch(text):
        return INDEKS if any(word in unit for word in MEASURED) else ANGKA
    return TEKS


def is_date(text: str) -> bool:
    """Whether the text is a day."""
    try:
        read_date(text)
    except Unreadable:
        return False
    return True


def is_amount(text: str) -> bool:
    """Whether the text is a number or a range."""
    try:
        read_amount(text)
    except Unreadable:
        return False
    return True


def target_of(reading: Reading, direction: str) -> Target:
    """The same as the formulas of capaian take it."""
    return Target(direction, reading.value, reading.low, reading.high, reading.text, reading.day)


def usual_direction(kind: str, reading: Reading) -> str:
    """The formula that goes without saying."""
    if kind not in NUMERIC:
        return TEXT
    return RANGE if reading.is_range else HIGHER


def shown(text: str) -> str:
    """As much of a text as a message bears."""
    return text.strip()[:40]
