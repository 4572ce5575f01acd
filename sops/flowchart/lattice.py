"""The lattice on which the lines of a page run, and what is taken of it. No Django.

Each column of actors is a block of lanes: `margin` lanes left of the symbols, `core` lanes that meet a symbol, `margin`
lanes right of it; each band of rows likewise. A line goes from crossing to crossing of lanes. No two lines share a
stretch; at a crossing they may only pass each other straight. Distances are in tenths of a millimetre, and nominal:
`placing.py` gives the lanes that are used their real place, in the same order.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from sops.flowchart.paging import Page

EAST, SOUTH, WEST, NORTH = range(4)
FREE, ACROSS, DOWN, FULL = range(
    4
)  # what a crossing of lanes holds: nothing, a line across, down, no more room
COLUMN_CORE, ROW_CORE, LANE = 120, 80, 18  # nominal sizes


@dataclass(frozen=True)
class Lanes:
    """How many lanes a block has: beside the symbols and through them, for columns and for rows."""

    margin_x: int
    core_x: int
    margin_y: int
    core_y: int


def positions(blocks: int, margin: int, core: int, core_size: int) -> list[int]:
    """The nominal places of the lanes."""
    places, start = [], 0
    for _block in range(blocks):
        start += LANE
        places += [start + LANE * lane for lane in range(margin)]
        start += LANE * margin
        places += [start + core_size * (lane + 1) // (core + 1) for lane in range(core)]
        start += core_size + LANE
        places += [start + LANE * lane for lane in range(margin)]
        start += LANE * margin
    return places


class Lattice:
    """The lanes of a page. A crossing is a number: its place across plus `width` times its place down."""

    def __init__(self, page: Page, columns: int, lanes: Lanes) -> None:
        self.lanes = lanes
        self.block_x = 2 * lanes.margin_x + lanes.core_x
        self.block_y = 2 * lanes.margin_y + lanes.core_y
        self.width = columns * self.block_x
        self.height = len(page.bands) * self.block_y
        self.x = positions(columns, lanes.margin_x, lanes.core_x, COLUMN_CORE)
        self.y = positions(len(page.bands), lanes.margin_y, lanes.core_y, ROW_CORE)
        self.step = (1, self.width, -1, -self.width)
        self.holds = bytearray(self.width * self.height)
        self.taken = bytearray(
            4 * self.width * self.height
        )  # the stretch that leaves a crossing in a direction
        self.owner: dict[int, tuple[int, int]] = {}  # which spot a crossing lies in
        self.is_core_x = [
            lanes.margin_x <= x % self.block_x < lanes.margin_x + lanes.core_x for x in range(self.width)
        ]
        self.enclose()
        for band, spots in enumerate(page.bands):
            for spot in spots:
                self.block(band, spot.column)
            self.join(band, sorted({spot.column for spot in spots if spot.row}))

    def enclose(self) -> None:
        """Let no line leave the lattice."""
        for y in range(self.height):
            self.taken[y * self.width << 2 | WEST] = 1
            self.taken[(y + 1) * self.width - 1 << 2 | EAST] = 1
        for x in range(self.width):
            self.taken[x << 2 | NORTH] = 1
            self.taken[(self.height - 1) * self.width + x << 2 | SOUTH] = 1

    def core_columns(self, column: int) -> range:
        """The lanes that meet the symbols of a column."""
        start = column * self.block_x + self.lanes.margin_x
        return range(start, start + self.lanes.core_x)

    def core_rows(self, band: int) -> range:
        """The lanes that meet the symbols of a band."""
        start = band * self.block_y + self.lanes.margin_y
        return range(start, start + self.lanes.core_y)

    def block(self, band: int, column: int) -> None:
        """Keep lines out of a symbol."""
        for y in self.core_rows(band):
            for x in self.core_columns(column):
                at = y * self.width + x
                self.holds[at] = FULL
                self.owner[at] = (band, column)

    def join(self, band: int, columns: Sequence[int]) -> None:
        """Take the way of the lines between the boxes of a joint step."""
        rows = self.core_rows(band)
        y = rows[len(rows) // 2]
        for left, right in itertools.pairwise(columns):
            start, end = self.core_columns(left)[-1], self.core_columns(right)[0]
            for x in range(start, end):
                self.take(y * self.width + x, EAST, taken=True)
                if x > start:
                    self.holds[y * self.width + x] = ACROSS

    def take(self, at: int, direction: int, *, taken: bool) -> None:
        """Take the stretch from a crossing to the next, or give it back."""
        self.taken[at << 2 | direction] = taken
        self.taken[at + self.step[direction] << 2 | (direction + 2) % 4] = taken

    def mark(self, path: Sequence[int], *, taken: bool) -> None:
        """Take the way of a line, or give it back. A path begins and ends inside a symbol."""
        steps = [self.direction(a, b) for a, b in itertools.pairwise(path)]
        for at, direction in zip(path, steps, strict=False):
            self.take(at, direction, taken=taken)
        for at, before, after in zip(path[1:-1], steps, steps[1:], strict=False):
            if before != after:
                self.holds[at] = FULL if taken else FREE
            else:
                self.pass_through(at, ACROSS if before in (EAST, WEST) else DOWN, taken)

    def pass_through(self, at: int, way: int, taken: bool) -> None:
        """Note a line that passes a crossing straight, or take the note back."""
        other = ACROSS + DOWN - way
        if taken:
            self.holds[at] = FULL if self.holds[at] == other else way
        else:
            self.holds[at] = other if self.holds[at] == FULL else FREE

    def direction(self, a: int, b: int) -> int:
        """The direction from a crossing to the next."""
        return self.step.index(b - a)
