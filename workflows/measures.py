"""What the acts of an SOP say about its Mutu Baku: shares, medians and 90th percentiles. No Django.

All times are seconds of office time. Who is measured are acts: a step of one post has one per visit, a joint step one
for each post that acted. Parts that stand from an earlier round took nothing and are no acts.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

# What of waktu an act took, up to these shares; the last bin is what is beyond.
BINS = (0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0)
WORST = 20  # acts beyond waktu that a summary names, of each step


@dataclass(frozen=True)
class Act:
    """One act on a step (by its order): waiting before it was opened, work after, and what waktu allowed (None: no
    waktu). `month` is that of the act, 2026-11; `post` and `agenda` say which one it was."""

    step: int
    worked: int
    waited: int = 0
    limit: int | None = None
    month: str = ""
    case: int = 0
    agenda: str = ""
    post: str = ""

    @property
    def is_late(self) -> bool:
        """Whether the work took longer than waktu."""
        return bool(self.limit) and self.worked > (self.limit or 0)


@dataclass(frozen=True)
class Visit:
    """A visit to a step that ended: whether it sent the case back, whether it was not the first, and what was noted of
    its kelengkapan ("ada", "dari_luar", "tidak_ada", or nothing)."""

    step: int
    is_returned: bool = False
    is_again: bool = False
    kelengkapan: str = ""


@dataclass(frozen=True)
class Spread:
    """Median, 90th percentile and greatest of some figures; all None where there are none."""

    median: float | None = None
    p90: float | None = None
    most: float | None = None


@dataclass(frozen=True)
class StepFigures:
    """A step in a period. `judged` acts had a waktu, `on_time` of them were within it, the others took `over` seconds
    too long together; `share` is how much of waktu an act took. `bins` counts the judged ones by that share.

    `visits` ended, `returned` of them by sending the case back, `again` were not the first; kelengkapan was noted as
    `complete`, `outside` or `missing`.
    """

    step: int
    acts: int = 0
    judged: int = 0
    on_time: int = 0
    over: int = 0
    waited: Spread = Spread()
    worked: Spread = Spread()
    share: Spread = Spread()
    bins: tuple[int, ...] = (0,) * (len(BINS) + 1)
    visits: int = 0
    returned: int = 0
    again: int = 0
    complete: int = 0
    outside: int = 0
    missing: int = 0
    limit: float | None = None  # the median of what waktu allowed: hari are days of office time

    @property
    def part(self) -> float | None:
        """The share of the judged acts that were within waktu, from 0 to 1."""
        return self.on_time / self.judged if self.judged else None


@dataclass(frozen=True)
class Cases:
    """The cases of an SOP in a period; `days` are those from the start to the end of the finished ones, by the clock
    on the wall."""

    started: int = 0
    finished: int = 0
    cancelled: int = 0
    days: Spread = Spread()


@dataclass(frozen=True)
class Facts:
    """All that a summary keeps: every step that has something, each month as (judged, on time), the worst acts."""

    cases: Cases = Cases()
    steps: tuple[StepFigures, ...] = ()
    months: dict[str, tuple[int, int]] = field(default_factory=dict)
    worst: tuple[Act, ...] = ()

    @property
    def judged(self) -> int:
        """The acts that had a waktu, of all steps."""
        return sum(step.judged for step in self.steps)

    @property
    def on_time(self) -> int:
        """Those of them within it."""
        return sum(step.on_time for step in self.steps)

    @property
    def part(self) -> float | None:
        """Their share, from 0 to 1."""
        return self.on_time / self.judged if self.judged else None

    @property
    def acts(self) -> int:
        """All that was done."""
        return sum(step.acts for step in self.steps)

    @property
    def returned(self) -> int:
        """How often a case was sent back."""
        return sum(step.returned for step in self.steps)

    @property
    def missing(self) -> int:
        """How often a step was closed without its kelengkapan."""
        return sum(step.missing for step in self.steps)

    @property
    def is_empty(self) -> bool:
        """Whether nothing happened at all: nothing was done, and no case began or ended."""
        cases = self.cases
        return not (self.steps or cases.started or cases.finished or cases.cancelled)

    def step(self, order: int) -> StepFigures:
        """The figures of a step; empty ones where nothing happened at it."""
        return next((each for each in self.steps if each.step == order), StepFigures(order))

    def worst_of(self, order: int) -> list[Act]:
        """The acts of a step that were furthest beyond waktu, the worst first."""
        return [act for act in self.worst if act.step == order]

    def as_json(self) -> dict[str, Any]:
        """As a row keeps it."""
        return asdict(self)


def percentile(values: Sequence[float], part: float) -> float | None:
    """The value below which that part lies, between two by their distance, as SQL's percentile_cont has it."""
    if not values:
        return None
    found = sorted(values)
    place = part * (len(found) - 1)
    low = int(place)
    high = min(low + 1, len(found) - 1)
    return found[low] + (place - low) * (found[high] - found[low])


def spread(values: Iterable[float]) -> Spread:
    """The median, the 90th percentile and the greatest."""
    found = sorted(values)
    return Spread(percentile(found, 0.5), percentile(found, 0.9), found[-1]) if found else Spread()


def bins_of(shares: Iterable[float]) -> tuple[int, ...]:
    """How many lie in each bin; an edge belongs to the bin below it, so that exactly waktu is within it."""
    counted = Counter(
        next((at for at, edge in enumerate(BINS) if share <= edge), len(BINS)) for share in shares
    )
    return tuple(counted[at] for at in range(len(BINS) + 1))


def figures(step: int, acts: Sequence[Act], visits: Sequence[Visit]) -> StepFigures:
    """The figures of a step from what was done and what ended at it."""
    judged = [(act.worked, act.limit) for act in acts if act.limit]
    shares = [worked / limit for worked, limit in judged]
    noted = Counter(visit.kelengkapan for visit in visits)
    return StepFigures(
        step=step,
        acts=len(acts),
        judged=len(judged),
        on_time=sum(worked <= limit for worked, limit in judged),
        over=sum(max(worked - limit, 0) for worked, limit in judged),
        waited=spread(act.waited for act in acts),
        worked=spread(act.worked for act in acts),
        share=spread(shares),
        bins=bins_of(shares),
        visits=len(visits),
        returned=sum(visit.is_returned for visit in visits),
        again=sum(visit.is_again for visit in visits),
        complete=noted["ada"],
        outside=noted["dari_luar"],
        missing=noted["tidak_ada"],
        limit=percentile([limit for _worked, limit in judged], 0.5),
    )


def worst_acts(acts: Iterable[Act]) -> list[Act]:
    """Those beyond waktu, the furthest first; at most `WORST` of them."""
    late = [act for act in acts if act.is_late]
    return sorted(late, key=lambda act: (-act.worked / (act.limit or 1), act.case))[:WORST]


def facts(acts: Sequence[Act], visits: Sequence[Visit], cases: Cases) -> Facts:
    """Everything together."""
    orders = sorted({act.step for act in acts} | {visit.step for visit in visits})
    of_step = {order: [act for act in acts if act.step == order] for order in orders}
    months: dict[str, tuple[int, int]] = {}
    for act in acts:
        if act.limit:
            judged, on_time = months.get(act.month, (0, 0))
            months[act.month] = (judged + 1, on_time + (not act.is_late))
    return Facts(
        cases=cases,
        steps=tuple(
            figures(order, of_step[order], [visit for visit in visits if visit.step == order])
            for order in orders
        ),
        months=dict(sorted(months.items())),
        worst=tuple(act for order in orders for act in worst_acts(of_step[order])),
    )


def from_json(kept: dict[str, Any]) -> Facts:
    """What `as_json` wrote, as it was."""
    steps = (
        StepFigures(
            **{
                **row,
                "bins": tuple(row["bins"]),
                **{name: Spread(**row[name]) for name in ("waited", "worked", "share")},
            }
        )
        for row in kept["steps"]
    )
    return Facts(
        cases=Cases(**{**kept["cases"], "days": Spread(**kept["cases"]["days"])}),
        steps=tuple(steps),
        months={month: (judged, on_time) for month, (judged, on_time) in kept["months"].items()},
        worst=tuple(Act(**row) for row in kept["worst"]),
    )
