"""From ways on the lattice to places in millimetres. No Django.

The lanes that are used are spread over the room beside the symbols, which stand in the middle of their cells. Where
there is too little room, `needs` says how wide a column and how tall a row must be.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from sops.flowchart.lattice import EAST, WEST
from sops.flowchart.routing import Routes
from sops.flowchart.shapes import HEAD, Point


@dataclass(frozen=True)
class Measures:
    """The sizes of the drawing in millimetres, for columns of a given width: narrow ones get smaller symbols."""

    symbol_width: float
    symbol_height: float
    pentagon: float
    arrow: float  # the length of an arrowhead
    clear: float  # from a symbol to the first lane beside it: room for an arrowhead and a bridge
    edge: float  # from the cell's edge to a lane
    lane: float  # between two lanes, at least
    bridge: float  # the radius of a hop
    text: float  # the size of an answer's letters
    connector: float  # the height of a band of connectors


# How much closer everything draws where the paper has no room for more lanes.
TIGHTNESS = (1.0, 0.86, 0.74, 0.64, 0.55)
TIGHTEST = len(TIGHTNESS) - 1
BETWEEN_HEADS, BETWEEN_LINES = 0.1, 0.55  # at the side of a symbol: an arrowhead beside anything, two lines


def measures(column_width: float, tight: int = 0) -> Measures:
    """The sizes that suit columns of that width."""
    scale = min(1.0, max(0.62, column_width / 19))
    close = TIGHTNESS[tight]
    wide = min(12.6, max(7.0, column_width - 7.6 * scale)) * close
    arrow = round(2.1 * scale * (1 + close) / 2, 2)
    bridge = round(0.75 * max(0.8, scale) * close, 2)
    return Measures(
        symbol_width=round(wide, 2),
        symbol_height=round(min(wide, 7.6 * max(0.72, scale) * (1 + close) / 2), 2),
        pentagon=round(min(wide, 5.4 * max(0.8, scale)), 2),
        arrow=arrow,
        clear=round(arrow + bridge + 0.1, 2),
        edge=round(max(0.5, 0.8 * scale * close), 2),
        lane=round(1.8 * max(0.8, scale) * close, 2),
        bridge=bridge,
        text=round(2.3 * max(0.8, scale), 2),
        connector=round(10 * max(0.8, scale), 2),
    )


def snapped(value: float) -> float:
    """To a hundredth of a millimetre, so that the same drawing is written in the same bytes everywhere."""
    return round(value, 2)


@dataclass(frozen=True)
class Needs:
    """How wide each column and how tall each band must be for its lanes."""

    columns: tuple[float, ...]
    bands: tuple[float, ...]


@dataclass(frozen=True)
class Cells:
    """How wide the columns of a page are, how tall its bands, and how tall the symbols of each band."""

    columns: tuple[float, ...]
    bands: tuple[float, ...]
    symbols: tuple[float, ...]


class Placed:
    """The lanes of a page at their places, in cells of these sizes."""

    def __init__(self, routes: Routes, cells: Cells, sizes: Measures) -> None:
        self.routes, self.cells, self.sizes = routes, cells, sizes
        self.columns, self.bands = edges_of(cells.columns), edges_of(cells.bands)
        lattice = routes.lattice
        lanes = lattice.lanes
        used_x, used_y = used_lanes(routes)
        widths = [sizes.symbol_width] * len(cells.columns)
        self.x = spread(self.columns, used_x, lanes.margin_x, lanes.core_x, sizes, widths)
        self.y = spread(self.bands, used_y, lanes.margin_y, lanes.core_y, sizes, cells.symbols)

    def centre(self, band: int, column: int) -> Point:
        """The middle of a cell, where its symbol stands."""
        return (
            snapped((self.columns[column] + self.columns[column + 1]) / 2),
            snapped((self.bands[band] + self.bands[band + 1]) / 2),
        )

    def points(self, path: Sequence[int]) -> list[Point]:
        """The corners of a way; its two ends still lie inside the symbols."""
        width = self.routes.lattice.width
        corners = [path[0]]
        for before, at, after in zip(path, path[1:], path[2:], strict=False):
            if after - at != at - before:
                corners.append(at)
        corners.append(path[-1])
        return [(self.x[at % width], self.y[at // width]) for at in corners]


def edges_of(sizes: Sequence[float]) -> list[float]:
    """Where each begins, and where the last ends."""
    edges = [0.0]
    for size in sizes:
        edges.append(snapped(edges[-1] + size))
    return edges


def used_lanes(routes: Routes) -> tuple[set[int], set[int]]:
    """The lanes that some line runs along: those that go down, and those that go across."""
    lattice = routes.lattice
    down, across = set(), set()
    for path in routes.paths:
        for at, to in itertools.pairwise(path):
            if lattice.direction(at, to) in (EAST, WEST):
                across.add(at // lattice.width)
            else:
                down.add(at % lattice.width)
    return down, across


def spread(
    edges: Sequence[float],
    used: set[int],
    margin: int,
    core: int,
    sizes: Measures,
    symbols: Sequence[float],
) -> list[float]:
    """The place of every lane; those that nobody uses lie where they do no harm."""
    places: list[float] = []
    for block, (start, end) in enumerate(itertools.pairwise(edges)):
        middle, first = (start + end) / 2, block * (2 * margin + core)
        half = symbols[block] / 2
        before = beside(
            [first + lane in used for lane in range(margin)],
            start + sizes.edge,
            middle - half - sizes.clear,
            sizes.lane,
        )
        after = beside(
            [first + margin + core + lane in used for lane in range(margin)],
            middle + half + sizes.clear,
            end - sizes.edge,
            sizes.lane,
        )
        through = [middle + half * 2 * ((lane + 1) / (core + 1) - 0.5) for lane in range(core)]
        places += [snapped(place) for place in (*before, *through, *after)]
    return places


def beside(used: Sequence[bool], start: float, end: float, lane: float) -> list[float]:
    """The places of lanes between two limits, the used ones apart by `lane` at least where the room allows."""
    count = sum(used)
    room = max(0.0, end - start)
    gap = min(room / (count - 1), max(lane * 1.3, room / (count + 1))) if count > 1 else 0.0
    first = start + (room - gap * (count - 1)) / 2
    places, number = [], 0
    for is_used in used:
        places.append(first + gap * number)
        number += is_used
    return places


def needs(routes: Routes, sizes: Measures, symbols: Sequence[float]) -> Needs:
    """How wide each column and how tall each band must be so that lanes keep their distance.

    `symbols` are the heights of the symbols of each band.
    """
    lattice = routes.lattice
    lanes = lattice.lanes
    used_x, used_y = used_lanes(routes)
    columns = lattice.width // lattice.block_x
    return Needs(
        tuple(
            needed(used_x, column, lanes.margin_x, lanes.core_x, sizes.symbol_width, sizes)
            for column in range(columns)
        ),
        tuple(
            needed(used_y, band, lanes.margin_y, lanes.core_y, height, sizes)
            for band, height in enumerate(symbols)
        ),
    )


def needed(used: set[int], block: int, margin: int, core: int, symbol: float, sizes: Measures) -> float:
    """The size of one block: its symbol in the middle, and the fuller side's lanes on both."""
    first = block * (2 * margin + core)
    before = sum(first + lane in used for lane in range(margin))
    after = sum(first + margin + core + lane in used for lane in range(margin))
    lanes = max(before, after)
    if not lanes:
        return snapped(symbol + 2 * sizes.edge)
    return snapped(symbol + 2 * (sizes.clear + sizes.edge + sizes.lane * (lanes - 1)))


def heights_for_ends(routes: Routes, sizes: Measures) -> tuple[float, ...]:
    """How tall the symbols of each band must be so that the lines at their sides keep their arrowheads apart."""
    lattice, page = routes.lattice, routes.page
    met: dict[tuple[int, int, int], list[tuple[int, bool]]] = {}  # the lanes, by spot and side
    for path in routes.paths:
        for at, to, enters in ((path[0], path[1], False), (path[-1], path[-2], True)):
            side = lattice.direction(at, to)
            if side in (EAST, WEST):
                met.setdefault((*lattice.owner[at], side), []).append((at // lattice.width, enters))
    kinds = {(band, spot.column): spot.kind for band, spots in enumerate(page.bands) for spot in spots}
    heights = [0.0] * len(page.bands)
    for (band, column, _side), lanes in met.items():
        slant = sizes.symbol_width if kinds[band, column] == "diamond" else 0.0
        heights[band] = max(heights[band], height_for(sorted(lanes), lattice.core_rows(band), slant, sizes))
    return tuple(heights)


def height_for(lanes: Sequence[tuple[int, bool]], core: range, slant: float, sizes: Measures) -> float:
    """How tall a symbol must be for the lines at one of its sides.

    `lanes` are sorted, with whether they enter; on a side that slants by `slant` their ends lie behind one another.
    """
    half, middle, height = sizes.arrow * HEAD, core[len(core) // 2], 0.0
    for (above, is_head), (below, is_other_head) in itertools.pairwise(lanes):
        behind = abs(abs(above - middle) - abs(below - middle)) * slant / (len(core) + 1)
        heads = is_head + is_other_head
        if behind > sizes.arrow + BETWEEN_HEADS:
            heads = min(heads, 1)
        gap = max(half * heads + BETWEEN_HEADS, BETWEEN_LINES)
        height = max(height, gap * (len(core) + 1) / max(1, below - above))
    return snapped(height)
