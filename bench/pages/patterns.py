"""The patterns: in every office a few cases that were really played, by its officials, through the product's actions.

Of each of the office's two SOPs one that is done, and open ones that stand at different steps, in the order of
`bench.pages.size.SHARES`.
"""

from datetime import datetime, timedelta
from typing import Any

from bench.pages.offices import Place
from sops.definition import definition
from tests.cast import Cast
from workflows.models import Assignment, Case

BETWEEN = timedelta(hours=2)  # from one act to the next, within office hours
FIRST, LAST = 1, 7  # hours UTC, within the office hours of all three zones
SATURDAY = 5
LONG_AGO, LATELY = timedelta(days=70), timedelta(days=12)  # when the done ones began, and the open ones


class Punctual(Cast):
    """Officials who act on working days, a few times a day."""

    def complete(self, task: Assignment, **details: Any) -> Case:
        self.now = working(self.now + BETWEEN)
        return super().complete(task, **details)


def working(at: datetime) -> datetime:
    """That moment, or the beginning of the next working day."""
    if at.hour >= LAST:
        at = (at + timedelta(days=1)).replace(hour=FIRST, minute=0)
    while at.weekday() >= SATURDAY:
        at = (at + timedelta(days=1)).replace(hour=FIRST, minute=0)
    return at


def play(place: Place, at: datetime) -> list[int]:
    """The patterns of an office as they stand at that moment: the ids of their cases."""
    steps = {sop: len(definition(Cast(at).revision(sop).pk).steps) for sop in (place.long, place.short)}
    middle, last = (steps[place.long] + 1) // 2, steps[place.long]
    return [
        played(place.short, at - LONG_AGO, steps[place.short] + 1),
        played(place.long, at - LONG_AGO, last + 1),
        played(place.short, at - LATELY, 3),
        played(place.long, at - LATELY, middle),
        played(place.short, at - LATELY, 2),
    ]


def played(sop: str, began: datetime, order: int) -> int:
    """A case that began then and was advanced to that step; past the last one it is done."""
    cast = Punctual(working(began.replace(hour=FIRST, minute=0, second=0, microsecond=0)))
    return cast.advance(cast.start(sop, title="Pola"), order).pk
