"""A new waktu for a step, from what it took: the evidence proposes, a person decides. No Django.

Where fewer than nine of ten acts kept the waktu, the proposal is what nine of ten would keep; where nine of ten needed
no more than half of it, it is tightened to that. What is kept too seldom is never tightened. Rounded up in the units
that the sheet uses, so that a hari stays a working day.
"""

from math import ceil

from organizations.waktu import Waktu
from workflows.measures import StepFigures

ENOUGH = 10  # judged acts, below which nothing is proposed
KEPT, SLACK = 0.9, 0.5
MINUTES = 60
LONGEST = {"bulan": 12, "minggu": 52, "hari_kalender": 365, "hari": 365}


def proposed(waktu: Waktu, found: StepFigures) -> Waktu | None:
    """The waktu that the figures speak for; None where they do not, or where there are too few."""
    p90, part = found.share.p90, found.part
    if not waktu or found.judged < ENOUGH or p90 is None or part is None:
        return None
    # Between two acts a percentile may lie within waktu although fewer than nine of ten kept it.
    if p90 > SLACK if part >= KEPT else p90 <= 1:
        return None
    made = scaled(waktu, p90)
    return made if made and made != waktu else None


def scaled(waktu: Waktu, share: float) -> Waktu | None:
    """That share of a waktu, rounded up: whole days and longer units as such, hours and minutes to 5 or 15 minutes.

    A waktu of several units that has days keeps only its largest one.
    """
    for unit, most in LONGEST.items():
        if amount := getattr(waktu, unit):
            below = any((waktu.jam, waktu.menit)) or sum(bool(getattr(waktu, each)) for each in LONGEST) > 1
            wanted = rounded_up((amount + below) * share)
            return Waktu(**{unit: max(1, wanted)}) if wanted <= most else None
    minutes = (waktu.jam * MINUTES + waktu.menit) * share
    step = 5 if minutes <= MINUTES else 15
    hours, rest = divmod(max(step, rounded_up(minutes / step) * step), MINUTES)
    return Waktu(jam=hours, menit=rest)


def rounded_up(number: float) -> int:
    """The next whole number; what is one but for the last digits of a product of fractions stays it."""
    return ceil(number - 1e-9)
