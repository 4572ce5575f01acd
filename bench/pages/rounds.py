"""The rounds: every page in turn on the small and on the large database, and what the large one costs more."""

from collections import defaultdict
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from statistics import median

import psycopg2

from bench.pages.clients import Cost, Side
from bench.pages.pages import CLERK, Page, pages
from bench.pages.seed import counted
from bench.pages.size import Size
from bench.pages.stage import (
    BIG,
    FLOOR_SETTINGS,
    LARGE,
    SMALL,
    Stage,
    collect_static,
    serving,
    set_stage,
    url_of,
    visiting,
)

MOST, MOST_SLOW = 1.3, 1.5  # what the large database may cost, in p50 and database time, and in p95
FLOOR = Page("lantai", CLERK, "/")
SAME = 0.5  # queries of one opening; what a session in use adds now and then is less


@dataclass(frozen=True)
class Pair:
    """One page in one round."""

    small: Cost
    large: Cost

    def ratio(self, of: str) -> float:
        """How many times the cost of that name on the large database is that on the small one."""
        return float(getattr(self.large, of) / getattr(self.small, of))


Measured = dict[Page, list[Pair]]


def bench(size: Size) -> list[str]:
    """Seed, play all rounds, print the table; returns what misses its bound, or is not as it must be."""
    stage = set_stage(size)
    for name in (SMALL, LARGE):
        with visiting(name):
            print(", ".join(f"{table} {rows}" for table, rows in counted(BIG).items()), flush=True)
    collect_static()
    with ExitStack() as open_now:
        cursor = open_now.enter_context(psycopg2.connect(url_of("postgres"))).cursor()
        small, large = (Side(open_now.enter_context(serving(name)), name, cursor) for name in (SMALL, LARGE))
        floor = Side(open_now.enter_context(serving(LARGE, FLOOR_SETTINGS)), LARGE, cursor)
        measured, floors = play(size, stage, small, large, floor)
    print_table(measured, floors)
    found = misses(measured)
    print(f"\nratio {worst(measured):.2f}")
    return found


def play(size: Size, stage: Stage, small: Side, large: Side, floor: Side) -> tuple[Measured, list[Cost]]:
    """All rounds; the sides take turns at going first. What every process keeps in memory is read before."""
    shown, measured, floors = pages(stage.cases), defaultdict(list), []

    def cost(side: Side, page: Page, requests: int) -> Cost:
        return side.measure(page, stage.cookies[page.who], clients=size.clients, requests=requests)

    for side in (small, large):
        for page in shown:
            cost(side, page, 2 * size.clients)
    cost(floor, FLOOR, 2 * size.clients)
    for number in range(size.rounds):
        for place, page in enumerate(shown):
            sides = [small, large] if (number + place) % 2 == 0 else [large, small]
            costs = {side.database: cost(side, page, size.requests) for side in sides}
            measured[page].append(Pair(costs[SMALL], costs[LARGE]))
        floors.append(cost(floor, FLOOR, size.requests))
    return measured, floors


def middle(pairs: list[Pair], of: Callable[[Pair], float]) -> float:
    """The median of the rounds."""
    return median(of(pair) for pair in pairs)


def print_table(measured: Measured, floors: list[Cost]) -> None:
    """A line a page: milliseconds on the small and on the large database, and how many times as much that is."""
    parts = ("p50", "p95", "database")
    heads = "".join(f"{head:>9}{'besar':>9}{'rasio':>7}" for head in ("p50", "p95", "db"))
    print(f"\nMilidetik, basis data kecil dan besar\n{'halaman':<22}{'kueri':>6}{heads}")
    for page, pairs in measured.items():
        line = f"{page.name:<22}{middle(pairs, lambda pair: pair.large.queries):>6.0f}"
        for part in parts:
            before = middle(pairs, lambda pair: getattr(pair.small, part))  # noqa: B023  called at once
            after = middle(pairs, lambda pair: getattr(pair.large, part))  # noqa: B023
            line += f"{before:>9.1f}{after:>9.1f}{ratio(pairs, part):>7.2f}"
        print(line)
    line = f"{FLOOR.name:<22}{median(cost.queries for cost in floors):>6.0f}"
    for part in parts:
        line += f"{'':>9}{median(getattr(cost, part) for cost in floors):>9.1f}{'':>7}"
    print(line)


def ratio(pairs: list[Pair], of: str) -> float:
    """The median of the rounds' ratios: what disturbs one round disturbs both sides of it."""
    return middle(pairs, lambda pair: pair.ratio(of))


def worst(measured: Measured) -> float:
    """The largest ratio of p50 or database time of any page."""
    return max(ratio(pairs, of) for pairs in measured.values() for of in ("p50", "database"))


def misses(measured: Measured) -> list[str]:
    """What the large database costs too much, and pages whose number of queries depends on it."""
    found = []
    for page, pairs in measured.items():
        for of, most in (("p50", MOST), ("database", MOST), ("p95", MOST_SLOW)):
            if ratio(pairs, of) > most:
                found.append(f"{page.name}: {of} {ratio(pairs, of):.2f} kali, paling banyak {most}")
        more = middle(pairs, lambda pair: pair.large.queries - pair.small.queries)
        if abs(more) > SAME:
            found.append(f"{page.name}: {more:+.1f} kueri di basis data besar")
    return found
