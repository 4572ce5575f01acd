"""Waktu of Mutu Baku: reading it as it is typed, and summing it as the papers do. No Django."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from activity.words import ngettext

# Largest first: that is also the order in which a mixed waktu runs (semantics.md, Time).
UNITS = ("bulan", "minggu", "hari kalender", "hari", "jam", "menit")
SPELLINGS = {"hr": "hari", "hari kerja": "hari", "mnt": "menit", "bln": "bulan", "mgg": "minggu"}
PART = re.compile(r"(\d{1,5})\s*(hari\s+kalender|hari\s+kerja|[a-z]+)\.?", re.IGNORECASE)
MAX_AMOUNT = 5000


class UnreadableWaktu(ValueError):
    """The text is no waktu."""


@dataclass(frozen=True)
class Waktu:
    """An amount per unit. A hari is a working day and is never turned into hours."""

    bulan: int = 0
    minggu: int = 0
    hari_kalender: int = 0
    hari: int = 0
    jam: int = 0
    menit: int = 0

    def __str__(self) -> str:
        amounts = ((getattr(self, unit.replace(" ", "_")), unit) for unit in UNITS)
        return " ".join(f"{amount} {unit}" for amount, unit in amounts if amount) or "-"

    def __bool__(self) -> bool:
        return any(self.__dict__.values())


def in_words(waktu: Waktu) -> str:
    """A waktu in the language of the page; `str` gives it as sheets and files write it."""
    amounts = (
        (waktu.bulan, ngettext("%(count)s bulan", "%(count)s bulan", waktu.bulan)),
        (waktu.minggu, ngettext("%(count)s minggu", "%(count)s minggu", waktu.minggu)),
        (
            waktu.hari_kalender,
            ngettext("%(count)s hari kalender", "%(count)s hari kalender", waktu.hari_kalender),
        ),
        (waktu.hari, ngettext("%(count)s hari", "%(count)s hari", waktu.hari)),
        (waktu.jam, ngettext("%(count)s jam", "%(count)s jam", waktu.jam)),
        (waktu.menit, ngettext("%(count)s menit", "%(count)s menit", waktu.menit)),
    )
    return " ".join(text % {"count": amount} for amount, text in amounts if amount) or "-"


def parse_waktu(text: str) -> Waktu:
    """Read "10 Menit", "1 jam 30 menit", "4 hr 3Jam 35 Menit"; empty gives an empty Waktu.

    Raises UnreadableWaktu where anything is left over, a unit stands twice, or nothing is promised.
    """
    amounts: dict[str, int] = {}
    rest = PART.sub(lambda found: take(found, amounts, text), text)
    if rest.strip(" ,") or (text.strip() and not any(amounts.values())):
        raise UnreadableWaktu(text)
    return Waktu(**amounts)


def take(found: re.Match[str], amounts: dict[str, int], text: str) -> str:
    amount, unit = int(found[1]), " ".join(found[2].lower().split())
    unit = SPELLINGS.get(unit, unit)
    name = unit.replace(" ", "_")
    if unit not in UNITS or name in amounts or amount > MAX_AMOUNT:
        raise UnreadableWaktu(text)
    amounts[name] = amount
    return ""


def total(times: Iterable[Waktu]) -> Waktu:
    """The sum as the papers give it: minutes make hours, days stay days (the Tangerang paper)."""
    times = list(times)
    sums = {name: sum(getattr(waktu, name) for waktu in times) for name in Waktu.__dataclass_fields__}
    hours, sums["menit"] = divmod(sums["menit"], 60)
    sums["jam"] += hours
    return Waktu(**sums)
