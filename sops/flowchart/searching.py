"""The cheapest way over a lattice (A*). No Django.

A state is a crossing and the direction in which a line reaches it: four times the crossing plus the direction.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

from sops.flowchart.lattice import ACROSS, DOWN, EAST, FREE, FULL, NORTH, SOUTH, WEST, Lattice

# Costs, in tenths of a millimetre of way.
BEND, CROSSING = 45, 70
# What passing a crossing costs, by the direction and by what it holds; None where there is no room.
PASSING = tuple(
    tuple(
        0 if holds == FREE else None if holds in (FULL, own) else CROSSING
        for holds in (FREE, ACROSS, DOWN, FULL)
    )
    for own in (ACROSS, DOWN, ACROSS, DOWN)
)
TURNS = tuple(((way, 0), ((way + 1) % 4, BEND), ((way + 3) % 4, BEND)) for way in (EAST, SOUTH, WEST, NORTH))
STATE = 1 << 40  # the queue holds estimate times this plus state, as one number


@dataclass(frozen=True)
class Way:
    """The crossings from inside the source to inside the target, what they cost, and whether none could cost less."""

    path: tuple[int, ...]
    cost: int
    is_best: bool


def cheapest(
    lattice: Lattice,
    lengths: Sequence[Sequence[int]],
    starts: Mapping[int, int],
    goals: Mapping[int, int],
) -> Way | None:
    """The cheapest way from a start to a goal; None where there is none.

    `lengths` says for each direction what going on from a crossing costs. `starts` and `goals` are states with what
    beginning or ending there costs; a line begins by leaving its crossing straight.
    """
    width, step, taken, holds = lattice.width, lattice.step, lattice.taken, lattice.holds
    far_x = remaining(lattice.x, {(goal >> 2) % width for goal in goals})
    far_y = remaining(lattice.y, {(goal >> 2) // width for goal in goals})
    best, before = dict(starts), dict.fromkeys(starts, -1)
    queue = [(cost + left(state, far_x, far_y)) * STATE + state for state, cost in starts.items()]
    heapify(queue)
    least = queue[0] // STATE
    done = set()
    while queue:
        state = heappop(queue) % STATE
        if state in done:
            continue
        done.add(state)
        at, cost = state >> 2, best[state]
        if state in goals:
            return Way(traced(before, state), cost, cost <= least)
        turns = TURNS[state & 3]
        for way, bend in turns if holds[at] == FREE else turns[:1]:
            if taken[at << 2 | way]:
                continue
            to = at + step[way]
            reached = to << 2 | way
            passing = PASSING[way][holds[to]]
            if passing is None:
                passing = goals.get(reached)
                if passing is None:
                    continue
            total = cost + bend + passing + lengths[way][at]
            if total < best.get(reached, total + 1):
                best[reached], before[reached] = total, state
                x, y = far_x[to % width], far_y[to // width]
                # As `left` has it, written out: this line runs a hundred thousand times.
                heappush(queue, (total + x + y + (BEND if (x if way & 1 else y) else 0)) * STATE + reached)
    return None


def left(state: int, far_x: Sequence[int], far_y: Sequence[int]) -> int:
    """What is still to come from a state, at least: the way, and a bend where the goal does not lie ahead."""
    y, x = divmod(state >> 2, len(far_x))
    is_upright = state & 1
    return far_x[x] + far_y[y] + (BEND if (far_x[x] if is_upright else far_y[y]) else 0)


def remaining(places: Sequence[int], goals: set[int]) -> list[int]:
    """How far each lane is from the goals' lanes, at least."""
    low, high = places[min(goals)], places[max(goals)]
    return [max(low - place, place - high, 0) for place in places]


def traced(before: Mapping[int, int], state: int) -> tuple[int, ...]:
    """The crossings of a way, back from its end."""
    found = []
    while state >= 0:
        found.append(state >> 2)
        state = before[state]
    return tuple(reversed(found))
