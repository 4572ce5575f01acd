"""Finding a way for every line of a page. No Django.

One line after the other takes the cheapest way that is left on the lattice: short, with few bends, few crossings, in at
the top of a symbol for what goes on and at its sides for what comes back. Short lines go first, and lie closest to the
symbols. Then each line may look for a better way now that the others lie, and so may the answers of one decision
together, which wish for the same corners. Where there is no way, the lattice gets more lanes.
"""

import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sops.flowchart.lattice import EAST, NORTH, SOUTH, WEST, Lanes, Lattice
from sops.flowchart.paging import PENTAGON, Link, Page
from sops.flowchart.searching import Way, cheapest

# Costs, in tenths of a millimetre of way.
BESIDE_MIDDLE = 6  # a level line beside the middle of a row: one tenth more for that many
FAR_LANE = 1  # per lane beside the symbols
RETURN_THROUGH_CELLS = 3  # a return goes up beside the symbols, not through the cells: tenths per tenth
ALONE = 5  # how much dearer it is to share a side, where the answer had no room
PROMOTIONS = 2  # how many lines may go first
MOST_CORE = 9  # lanes through a symbol: more would touch
# What leaving and entering a symbol by a side costs: for a line that goes on, and for one that returns.
LEAVING = {False: {SOUTH: 0, EAST: 2, WEST: 3, NORTH: 150}, True: {SOUTH: 60, EAST: 0, WEST: 0, NORTH: 40}}
ENTERING = {
    False: {SOUTH: 0, EAST: 50, WEST: 50, NORTH: 160},
    True: {SOUTH: 60, EAST: 0, WEST: 0, NORTH: 140},
}
# A lane beside the middle of a side, per lane: a diamond's sides are slanted.
OFF_CENTRE = {"capsule": 50, "box": 42, "diamond": 90, "pentagon": 0}


class NoWay(Exception):
    """The lattice has no way left for a line."""

    def __init__(self, index: int) -> None:
        super().__init__(f"link {index}")
        self.index = index


@dataclass(frozen=True)
class Routes:
    """The ways of a page's links, in the order of the links, and the lattice on which they run."""

    page: Page
    lattice: Lattice
    paths: tuple[tuple[int, ...], ...]
    is_shared: bool = False  # whether lines had to run on top of each other


def route(page: Page, columns: int, alone: frozenset[int] = frozenset()) -> Routes:
    """A way for every link of the page. The same page gives the same ways.

    The edges of `alone` had no room for their answers: they go first, and leave by sides of their own if they can.
    A line that finds none goes before the others next time, and then there are more lanes. Where even that does not
    help, as with hundreds of lines at one symbol, lines may run on top of each other.
    """
    core = core_lanes(page)
    for margin, more in ((2, 0), (3, 0), (4, 2), (6, 4)) if core <= MOST_CORE else ():
        first = [index for index, link in enumerate(page.links) if link.edge in alone]
        for _promotion in range(PROMOTIONS + 1):
            lanes = Lanes(margin, core + more, margin, core + more)
            try:
                return Router(page, columns, lanes, first, alone).all()
            except NoWay as found:
                first = [found.index, *(index for index in first if index != found.index)]
    return Router(page, columns, Lanes(3, 5, 3, 5), (), frozenset(), may_share=True).all()


def core_lanes(page: Page) -> int:
    """How many lanes must meet the symbols so that each has room for its lines on its sides; odd, for a middle one."""
    kinds = {(band, spot.column): spot.kind for band, spots in enumerate(page.bands) for spot in spots}
    lines = Counter(ends for link in page.links for ends in (link.sources, link.targets))
    most = 3
    for ends, count in lines.items():
        # Boxes offer four sides; of joint ones the middle of two is taken. Diamonds offer two, and two corners.
        sides = sum(2 if kinds[end] == "diamond" else 4 for end in ends)
        lost = 2 * (len(ends) - 1) - sum(2 for end in ends if kinds[end] == "diamond")
        while most * sides - lost < count:
            most += 2
    return most


class Router:
    """The lines of one page on one lattice; those of `first` go before all others."""

    def __init__(
        self,
        page: Page,
        columns: int,
        lanes: Lanes,
        first: Sequence[int],
        alone: frozenset[int],
        *,
        may_share: bool = False,
    ) -> None:
        self.page = page
        self.lattice = Lattice(page, columns, lanes)
        self.bare = Lattice(page, columns, lanes) if may_share else None
        self.first = list(first)
        self.crowded = {spot for link in page.links if link.edge in alone for spot in link.sources}
        self.full: set[tuple[tuple[int, int], ...]] = set()  # ends where a line had to share its way
        self.kinds = {
            (band, spot.column): spot.kind for band, spots in enumerate(page.bands) for spot in spots
        }
        self.lengths = {is_return: self.weighed(is_return) for is_return in (False, True)}
        self.ways: dict[int, Way] = {}

    def weighed(self, is_return: bool) -> list[list[int]]:
        """By direction and crossing, what going on costs: the way, and more where the line should rather not run."""
        lattice = self.lattice
        across = [b - a for a, b in itertools.pairwise(lattice.x)] + [0]
        beside = [way + way // BESIDE_MIDDLE for way in across]
        east: list[int] = []
        for y in range(lattice.height):
            east += beside if self.is_beside_middle(y) else across
        aside = [self.distance_from_core(x) * FAR_LANE for x in range(lattice.width)]
        south: list[int] = []
        for way in [b - a for a, b in itertools.pairwise(lattice.y)] + [0]:
            through = way + way * RETURN_THROUGH_CELLS // 10
            if is_return:
                south += [
                    through if is_core else way + more
                    for more, is_core in zip(aside, lattice.is_core_x, strict=True)
                ]
            else:
                south += [way + more for more in aside]
        return [east, south, [0, *east[:-1]], [0] * lattice.width + south[: -lattice.width]]

    def is_beside_middle(self, y: int) -> bool:
        """Whether a lane meets symbols, but not in the middle: a long line there squeezes the one in the middle."""
        lanes, place = self.lattice.lanes, y % self.lattice.block_y - self.lattice.lanes.margin_y
        return 0 <= place < lanes.core_y and place != lanes.core_y // 2

    def distance_from_core(self, x: int) -> int:
        """How many lanes a lane lies beside the symbols of its column."""
        lanes, place = self.lattice.lanes, x % self.lattice.block_x
        return max(0, lanes.margin_x - place, place - lanes.margin_x - lanes.core_x + 1)

    def all(self) -> Routes:
        """Route every link; raises NoWay."""
        order = sorted(range(len(self.page.links)), key=self.rank)
        for index in [*self.first, *(index for index in order if index not in self.first)]:
            self.lay(index)
        for together in [] if self.full else self.groups(order):
            self.improve(together)
        return Routes(
            self.page,
            self.lattice,
            tuple(self.ways[i].path for i in range(len(self.page.links))),
            bool(self.full),
        )

    def rank(self, index: int) -> tuple[int, ...]:
        """Which line goes first: from one band down to the next, then the shorter ones."""
        link = self.page.links[index]
        band = abs(link.sources[0][0] - link.targets[0][0])
        across = min(abs(a[1] - b[1]) for a in link.sources for b in link.targets)
        return (int(band > 1 or link.is_return), band, across, index)

    def lay(self, index: int) -> None:
        """Find the way of a link and take it."""
        found = self.way(index)
        if found is None:
            raise NoWay(index)
        self.lattice.mark(found.path, taken=True)
        self.ways[index] = found

    def groups(self, order: Sequence[int]) -> Iterator[list[int]]:
        """Which lines are laid anew together: those that leave one symbol or enter one, and then each line alone."""
        for ends in ("sources", "targets"):
            found: dict[tuple[tuple[int, int], ...], list[int]] = {}
            for index in order:
                found.setdefault(getattr(self.page.links[index], ends), []).append(index)
            for together in found.values():
                if len(together) > 1:
                    yield together[::-1]
                    if len(together) == 2:
                        yield together
        yield from ([index] for index in order)

    def improve(self, together: Sequence[int]) -> None:
        """Lay lines anew, in this order; they keep the old ways where the new ones are no better."""
        before = {index: self.ways[index] for index in together}
        if all(way.is_best for way in before.values()):
            return
        for way in before.values():
            self.lattice.mark(way.path, taken=False)
        laid = []
        try:
            for index in together:
                self.lay(index)
                laid.append(index)
        except NoWay:
            pass
        is_better = sum(self.ways[i].cost for i in together) < sum(way.cost for way in before.values())
        if len(laid) == len(together) and is_better:
            return
        for index in laid:
            self.lattice.mark(self.ways[index].path, taken=False)
        for index, way in before.items():
            self.ways[index] = way
            self.lattice.mark(way.path, taken=True)

    def aside(self, band: int, column: int) -> int:
        """What a lane beside the middle of a symbol's side costs."""
        return OFF_CENTRE[self.kinds[band, column]] * (ALONE if (band, column) in self.crowded else 1)

    def starts(self, link: Link) -> dict[int, int]:
        """Every port by which the line may leave, as a state with its cost."""
        found = {}
        for band, column in link.sources:
            costs = self.leaving(link, band, column)
            aside = self.aside(band, column)
            # A line back to its own step leaves and enters by different sides, so that it does not meet itself.
            for direction in (SOUTH, EAST) if link.is_loop else (SOUTH, EAST, WEST, NORTH):
                for at, off in self.ports(band, column, direction):
                    found[at << 2 | direction] = costs[direction] + off * aside
        return found

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
        """The crossings at a side of a symbol, with how far each is from its middle.

        A pentagon has only that, and so has a diamond above and below: its slants are for lines from the side.
        """
        xs, ys = self.lattice.core_columns(column), self.lattice.core_rows(band)
        kind, is_level = self.kinds[band, column], direction in (EAST, WEST)
        edge = (
            (ys if direction == SOUTH else xs)[-1]
            if direction in (SOUTH, EAST)
            else (xs if is_level else ys)[0]
        )
        along = ys if is_level else xs
        middle = len(along) // 2
        for place, lane in enumerate(along):
            if place == middle or kind in ("capsule", "box") or (kind == "diamond" and is_level):
                x, y = (edge, lane) if is_level else (lane, edge)
                yield y * self.lattice.width + x, abs(place - middle)

    def goals(self, link: Link) -> dict[int, int]:
        """Every port by which the line may enter, as a state with its cost."""
        found = {}
        for band, column in link.targets:
            costs = self.entering(link, band, column)
            aside = self.aside(band, column)
            for direction in (SOUTH, EAST) if link.is_loop else (SOUTH, EAST, WEST, NORTH):
                for at, off in self.ports(band, column, (direction + 2) % 4):
                    found[at << 2 | direction] = costs[direction] + off * aside
        return found

    def way(self, index: int) -> Way | None:
        """The cheapest way of a link; None where there is none."""
        link = self.page.links[index]
        lengths, starts, goals = self.lengths[link.is_return], self.starts(link), self.goals(link)
        is_full = link.sources in self.full or link.targets in self.full
        found = None if is_full else cheapest(self.lattice, lengths, starts, goals)
        if found is None and self.bare:
            self.full |= {link.sources, link.targets}
            found = cheapest(self.bare, lengths, starts, goals)
        return found
