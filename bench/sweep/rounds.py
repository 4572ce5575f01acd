"""The rounds: both sides sweep the same tasks in turn, and only the sweep is timed."""

import gc
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from time import perf_counter

from django.db import connection

from bench.stage import load_everything
from bench.sweep.comparison import differences
from bench.sweep.floor import Floor
from bench.sweep.polls import database_time, empty_polls, memory
from bench.sweep.seed import seed
from bench.sweep.size import WARM_UP, Size
from bench.sweep.stage import clone_database, come_due, time_of_round
from workflows.sweep import sweep

POLLS = 200
Side = Callable[[datetime], tuple[int, int]]


@dataclass(frozen=True)
class Round:
    """The milliseconds of both sides."""

    product: float
    floor: float

    @property
    def ratio(self) -> float:
        return self.product / self.floor


def bench(size: Size) -> list[str]:
    """Play all rounds and print them; returns what differs between the two sides, which must be nothing."""
    load_everything()
    print(f"Menyiapkan {size.assignments} tugas terbuka: {seed(size):.0f} detik", flush=True)
    floor = Floor(clone_database())
    for number in range(WARM_UP):
        play(size, floor, number)
    gc.collect()
    gc.freeze()  # what was loaded so far is nobody's garbage: neither side walks through it
    before = memory()
    waited, fresh = empty_polls(time_of_round(0), POLLS), database_time(time_of_round(0))
    print(f"Milidetik tiap sapuan; {size.due} tugas jatuh tempo dari {size.assignments} yang terbuka\n")
    print(f"{'putaran':<10}{'SOPFlow':>10}{floor.name:>10}{'rasio':>8}")
    results = [line(number, play(size, floor, number)) for number in range(WARM_UP, WARM_UP + size.rounds)]
    print_line("median", median(r.product for r in results), median(r.floor for r in results), ratio(results))
    after, last = memory(), time_of_round(WARM_UP + size.rounds - 1)
    floor.connection.close()
    print(f"\nSapuan kosong: {waited:.2f} ms bagi pemanggil")
    print(f"Sapuan kosong di basis data: {fresh:.2f} ms, setelah semua putaran {database_time(last):.2f} ms")
    print(f"Memori proses: {before:.1f} MB, setelah {POLLS} sapuan kosong dan semua putaran {after:.1f} MB")
    found = list(differences())
    if not found:
        print(f"\nratio {ratio(results):.2f}")
    return found


def ratio(results: Sequence[Round]) -> float:
    """The median of the rounds' ratios: what disturbs one round disturbs both sides of it."""
    return median(result.ratio for result in results)


def line(number: int, result: Round) -> Round:
    """Print a round."""
    print_line(str(number), result.product, result.floor, result.ratio)
    return result


def print_line(name: str, product: float, floor: float, part: float) -> None:
    print(f"{name:<10}{product:>10.0f}{floor:>10.0f}{part:>8.2f}", flush=True)


def play(size: Size, floor: Floor, number: int) -> Round:
    """One round: the same tasks come due on both sides, and each tells them; they take turns at going first."""
    with floor.connection, floor.connection.cursor() as theirs, connection.cursor() as ours:
        come_due([ours, theirs], size, number)
    at, sides = time_of_round(number), {"product": product, "floor": floor.sweep}
    names = ["product", "floor"] if number % 2 else ["floor", "product"]
    timed = {name: timed_sweep(sides[name], at, size) for name in names}
    return Round(**timed)


def product(at: datetime) -> tuple[int, int]:
    """The product's sweep, as its task calls it: how many stages and notices."""
    swept = sweep(at)
    return swept.stages, swept.notices


def timed_sweep(side: Side, at: datetime, size: Size) -> float:
    """The milliseconds of one sweep that tells all that is due."""
    gc.collect()
    started = perf_counter()
    stages, notices = side(at)
    took = (perf_counter() - started) * 1000
    if stages != size.due or notices < size.due:
        raise AssertionError(f"{stages} stages and {notices} notices of {size.due} due tasks")
    return took
