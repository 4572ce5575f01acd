"""Finding a way for every line of a page. No Django.

One line after the other takes the cheapest way that is left on the lattice: short, with few bends, few crossings, in at
the top of a symbol for what goes on and at its sides for what comes back. Short lines go first, and lie closest to the
symbols. Then each line may look for a better way now that the others lie, and so may the answers of one decision
together, which wish for the same corners. Where there is no way, the lattice gets more lanes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

from sops.flowchart.lattice import ACROSS, DOWN, EAST, FREE, FULL, NORTH, SOUTH, WEST, Lanes, Lattice
from sops.flowchart.paging import PENTAGON, Link, Page

# Costs, in tenths of a millimetre of way.
BEND, CROSSING, FAR_LANE = 45, 70, 4
RETURN_THROUGH_CELLS = 3  # a return goes up beside the symbols, not through the cells: tenths per tenth
MAX_ENLARGEMENTS = 8
# What leaving and entering a symbol by a side costs: for a line that goes on, and for one that returns.
LEAVING = {False: {SOUTH: 0, EAST: 2, WEST: 3, NORTH: 150}, True: {SOUTH: 60, EAST: 0, WEST: 0, NORTH: 40}}
ENTERING = {
    False: {SOUTH: 0, EAST: 30, WEST: 30, NORTH: 160},
    True: {SOUTH: 60, EAST: 0, WEST: 0, NORTH: 140},
}
# A lane beside the middle of a side, per lane: a diamond's sides are slanted.
OFF_CENTRE = {"capsule": 50, "box": 42, "diamond": 90, "pentagon": 0}


class NoWay(Exception):
    """The lattice has no way left for a line."""


@dataclass(frozen=True)
class Routes:
    """The ways of a page's links, in the order of the links, and the lattice on which they run."""

    page: Page
    lattice: Lattice
    paths: tuple[tuple[int, ...], ...]


def route(page: Page, columns: int) -> Routes:
    """A way for every link of the page. The same page gives the same ways.

    Raises NoWay where even a much wider lattice has none (hundreds of lines at one symbol).
    """
    lanes = Lanes(2, 3, 2, 3)
    for _attempt in range(MAX_ENLARGEMENTS):
        try:
            return Router(page, columns, lanes).all()
        except NoWay:
            lanes = lanes.more()
    raise NoWay


class Router:
    """The lines of one page on one lattice."""

    def __init__(self, page: Page, columns: int, lanes: Lanes) -> None:
        self.page = page
        self.lattice = Lattice(page, columns, lanes)
        self.kinds = {
            (band, spot.column): spot.kind for band, spots in enumerate(page.bands) for spot in spots
        }
        self.aside = [self.distance_from_core(x) for x in range(self.lattice.width)]
        self.paths: dict[int, tuple[int, ...]] = {}
        self.costs: dict[int, int] = {}

    def distance_from_core(self, x: int) -> int:
        """How many lanes a lane lies beside the symbols of its column."""
        lanes, place = self.lattice.lanes, x % self.lattice.block_x
        return max(0, lanes.margin_x - place, place - lanes.margin_x - lanes.core_x + 1)

    def all(self) -> Routes:
        """Route every link; raises NoWay."""
        order = sorted(range(len(self.page.links)), key=self.rank)
        for index in order:
            self.lay(index)
        for together in self.groups(order):
            self.improve(together)
        return Routes(self.page, self.lattice, tuple(self.paths[i] for i in range(len(self.page.links))))

    def rank(self, index: int) -> tuple[int, ...]:
        """Which line goes first: from one band down to the next, then the shorter ones."""
        link = self.page.links[index]
        band = abs(link.sources[0][0] - link.targets[0][0])
        across = min(abs(a[1] - b[1]) for a in link.sources for b in link.targets)
        return (int(band > 1 or link.is_return), band, across, index)

    def lay(self, index: int) -> None:
        """Find the way of a link and take it."""
        path, cost = self.way(self.page.links[index])
        self.lattice.mark(path, taken=True)
        self.paths[index], self.costs[index] = path, cost

    def groups(self, order: Sequence[int]) -> Iterator[list[int]]:
        """Which lines are laid anew together: the answers of a decision, last one first, and then each line alone."""
        by_source: dict[tuple[tuple[int, int], ...], list[int]] = {}
        for index in order:
            by_source.setdefault(self.page.links[index].sources, []).append(index)
        yield from (found[::-1] for found in by_source.values() if len(found) > 1)
        yield from ([index] for index in order)

    def improve(self, together: Sequence[int]) -> None:
        """Lay lines anew, in this order; they keep the old ways where the new ones are no better."""
        before = {index: (self.paths[index], self.costs[index]) for index in together}
        for index in together:
            self.lattice.mark(self.paths[index], taken=False)
        laid = []
        try:
            for index in together:
                self.lay(index)
                laid.append(index)
        except NoWay:
            pass
        is_better = sum(self.costs[i] for i in together) < sum(cost for _path, cost in before.values())
        if len(laid) == len(together) and is_better:
            return
        for index in laid:
            self.lattice.mark(self.paths[index], taken=False)
        for index, (path, cost) in before.items():
            self.paths[index], self.costs[index] = path, cost
            self.lattice.mark(path, taken=True)

    def starts(self, link: Link) -> Iterator[tuple[int, int, int]]:
        """Every port by which the line may leave: the crossing inside the symbol, the direction, the cost."""
        for band, column in link.sources:
            costs = self.leaving(link, band, column)
            for direction in (SOUTH, EAST, WEST, NORTH):
                for at, off in self.ports(band, column, direction):
                    extra = off * OFF_CENTRE[self.kinds[band, column]]
                    yield at, direction, costs[direction] + extra

    def leaving(self, link: Link, band: int, column: int) -> dict[int, int]:
        """What leaving by each side costs. A pentagon is left on the side where the line goes."""
        if self.kinds[band, column] == PENTAGON:
            down = link.targets[0][0] > band
            return {SOUTH: 0 if down else 200, EAST: 20, WEST: 20, NORTH: 200 if down else 0}
        return LEAVING[link.is_return]

    def entering(self, link: Link, band: int, column: int) -> dict[int, int]:
        """What entering in each direction costs."""
        if self.kinds[band, column] == PENTAGON:
            down = link.sources[0][0] < band
            return {SOUTH: 0 if down else 200, EAST: 20, WEST: 20, NORTH: 200 if down else 0}
        return ENTERING[link.is_return]

    def ports(self, band: int, column: int, direction: int) -> Iterator[tuple[int, int]]:
        """The crossings at a side of a symbol, with how far each is from its middle; a pentagon has only that."""
        xs, ys = self.lattice.core_columns(column), self.lattice.core_rows(band)
        if self.kinds[band, column] == PENTAGON:
            middle_x, middle_y = xs[len(xs) // 2], ys[len(ys) // 2]
            sides = {SOUTH: (middle_x, ys[-1]), NORTH: (middle_x, ys[0])}
            x, y = sides.get(direction) or (xs[-1] if direction == EAST else xs[0], middle_y)
            yield y * self.lattice.width + x, 0
            return
        if direction in (SOUTH, NORTH):
            y = ys[-1] if direction == SOUTH else ys[0]
            for place, x in enumerate(xs):
                yield y * self.lattice.width + x, abs(place - len(xs) // 2)
        else:
            x = xs[-1] if direction == EAST else xs[0]
            for place, y in enumerate(ys):
                yield y * self.lattice.width + x, abs(place - len(ys) // 2)

    def goals(self, link: Link) -> dict[tuple[int, int], int]:
        """Every port by which the line may enter: the crossing inside and the direction, with the cost."""
        found = {}
        for band, column in link.targets:
            costs = self.entering(link, band, column)
            for direction in (SOUTH, EAST, WEST, NORTH):
                for at, off in self.ports(band, column, (direction + 2) % 4):
                    extra = off * OFF_CENTRE[self.kinds[band, column]]
                    found[at, direction] = costs[direction] + extra
        return found

    def way(self, link: Link) -> tuple[tuple[int, ...], int]:
        """The cheapest way (A*). A state is a crossing and the direction in which it was reached. Raises NoWay."""
        search = Search(self, link)
        end = search.run()
        if end is None:
            raise NoWay
        return search.path(end), search.best[end]


class Search:
    """One search on the lattice."""

    def __init__(self, router: Router, link: Link) -> None:
        self.router, self.lattice, self.link = router, router.lattice, link
        self.goals = router.goals(link)
        places = [at for at, _direction in self.goals]
        width = self.lattice.width
        self.near_x = [
            min(self.lattice.x[at % width] for at in places),
            max(self.lattice.x[at % width] for at in places),
        ]
        self.near_y = [
            min(self.lattice.y[at // width] for at in places),
            max(self.lattice.y[at // width] for at in places),
        ]
        self.best: dict[int, int] = {}
        self.before: dict[int, int] = {}
        self.queue: list[tuple[int, int]] = []

    def left(self, at: int) -> int:
        """At least so far it still is."""
        x, y = self.lattice.x[at % self.lattice.width], self.lattice.y[at // self.lattice.width]
        low_x, high_x = self.near_x
        low_y, high_y = self.near_y
        return max(low_x - x, x - high_x, 0) + max(low_y - y, y - high_y, 0)

    def reach(self, state: int, cost: int, before: int) -> None:
        """Note a cheaper way to a state."""
        if cost < self.best.get(state, cost + 1):
            self.best[state], self.before[state] = cost, before
            heappush(self.queue, (cost + self.left(state >> 2), state))

    def run(self) -> int | None:
        """The state at the end of the cheapest way; None where there is none."""
        for at, direction, cost in self.router.starts(self.link):
            self.move(at, direction, cost, -1 - at)
        done = set()
        while self.queue:
            _estimate, state = heappop(self.queue)
            if state in done:
                continue
            done.add(state)
            at, direction = state >> 2, state & 3
            if at in self.lattice.owner:
                return state
            cost = self.best[state]
            self.move(at, direction, cost, state)
            if self.lattice.holds[at] == FREE:
                self.move(at, (direction + 1) % 4, cost + BEND, state)
                self.move(at, (direction + 3) % 4, cost + BEND, state)
        return None

    def move(self, at: int, direction: int, cost: int, before: int) -> None:
        """Go on to the next crossing, where the stretch is free and the crossing has room."""
        lattice = self.lattice
        if not lattice.is_inside(at, direction):
            return
        where, index = lattice.stretch(at, direction)
        if where[index]:
            return
        to = at + lattice.step[direction]
        if to in lattice.owner:
            entering = self.goals.get((to, direction))
            if entering is not None:
                self.reach(to << 2 | direction, cost + entering + self.length(at, to, direction), before)
            return
        holds = lattice.holds[to]
        if holds == FULL or (holds != FREE and holds == (ACROSS if direction in (EAST, WEST) else DOWN)):
            return
        extra = CROSSING if holds != FREE else 0
        self.reach(to << 2 | direction, cost + self.length(at, to, direction) + extra, before)

    def length(self, at: int, to: int, direction: int) -> int:
        """What the stretch costs: its length, more where the line should rather not run."""
        lattice = self.lattice
        if direction in (EAST, WEST):
            return abs(lattice.x[to % lattice.width] - lattice.x[at % lattice.width])
        way = abs(lattice.y[to // lattice.width] - lattice.y[at // lattice.width])
        x = at % lattice.width
        if self.link.is_return and lattice.is_core_x[x]:
            return way + way * RETURN_THROUGH_CELLS // 10
        return way + self.router.aside[x] * FAR_LANE

    def path(self, state: int) -> tuple[int, ...]:
        """The crossings from inside the source to inside the target."""
        found = []
        while state >= 0:
            found.append(state >> 2)
            state = self.before[state]
        found.append(-1 - state)
        return tuple(reversed(found))
