"""The rounds: both sides play the same cases in turn, and only their acts are timed."""

import gc
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from time import perf_counter
from typing import Any, Protocol

from bench.comparison import differences
from bench.floor import Floor
from bench.product import Product
from bench.script import ACTS, Script, Waiting, script_of
from bench.sheet import sheet_of
from bench.stage import BEGINS, SOP, clone_database, load_everything, start_cases
from organizations.capacity import Capacity
from sops.definition import definition
from sops.models import Revision
from workflows.acting import Act

WARM_UP = (
    2  # cases a side before the first round: connections, caches, the server's plans of its own look-ups
)


class Side(Protocol):
    """One way to run a case."""

    name: str

    def waiting(self, case_id: int) -> list[Waiting]: ...

    def complete(self, task: Any, *, by: Capacity, at: datetime, act: Act) -> None: ...


@dataclass(frozen=True)
class Round:
    """Acts per second of both sides."""

    product: float
    floor: float

    @property
    def ratio(self) -> float:
        return self.product / self.floor


def bench(rounds: int, cases: int) -> list[str]:
    """Play all rounds and print them; returns what differs between the two sides, which must be nothing."""
    load_everything()
    pks = start_cases(WARM_UP + rounds * cases)
    written = definition(Revision.objects.get(sop__slug=SOP, status="berlaku").pk)
    script = script_of(written, BEGINS)
    product, floor = Product(), Floor(clone_database(), sheet_of(written))
    play_round([product, floor], pks[:WARM_UP], script)
    gc.collect()
    gc.freeze()  # what was loaded so far is nobody's garbage: neither side walks through it
    print(f"Tindakan per detik; {cases} kasus ({cases * ACTS} tindakan) tiap putaran\n")
    print(f"{'putaran':<10}{product.name:>10}{floor.name:>10}{'rasio':>8}")
    results: list[Round] = []
    for number in range(rounds):
        batch = pks[WARM_UP + number * cases :][:cases]
        sides: list[Side] = [product, floor] if number % 2 == 0 else [floor, product]
        seconds = play_round(sides, batch, script)
        acts = cases * ACTS
        results.append(Round(acts / seconds[product.name], acts / seconds[floor.name]))
        print_line(str(number + 1), results[-1].product, results[-1].floor, results[-1].ratio)
    print_line("median", median(r.product for r in results), median(r.floor for r in results), ratio(results))
    floor.connection.close()
    found = list(differences())
    if not found:
        print(f"\nratio {ratio(results):.2f}")
    return found


def ratio(results: Sequence[Round]) -> float:
    """The median of the rounds' ratios: what disturbs one round disturbs both sides of it."""
    return median(result.ratio for result in results)


def print_line(name: str, product: float, floor: float, part: float) -> None:
    print(f"{name:<10}{product:>10.0f}{floor:>10.0f}{part:>8.2f}")


def play_round(sides: Sequence[Side], cases: Sequence[int], script: Script) -> dict[str, float]:
    """The seconds that each side acted. They take turns case by case, so that the machine's moods hit both."""
    seconds = dict.fromkeys((side.name for side in sides), 0.0)
    for case in cases:
        for side in sides:
            gc.collect()
            seconds[side.name] += play(side, case, script)
    return seconds


def play(side: Side, case: int, script: Script) -> float:
    """Run one case to the archive; the seconds that its acts took, not those between them."""
    seconds, number = 0.0, 0
    while waiting := side.waiting(case):
        for place, task in enumerate(waiting):
            number += 1
            at, by = script.at(number), script.officials[task.post_id]
            act = script.act(task, is_first=place == 0, at=at)
            started = perf_counter()
            side.complete(task.task, by=by, at=at, act=act)
            seconds += perf_counter() - started
    if number != ACTS:
        raise AssertionError(f"{side.name}: {number} acts in case {case}, not {ACTS}")
    return seconds
