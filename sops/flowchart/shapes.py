"""What a drawing is made of. Lengths in millimetres from the top left corner of the Pelaksana columns, y downwards."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

Point = tuple[float, float]
Box = tuple[float, float, float, float]  # left, top, right, bottom
HEAD = 0.36  # half an arrowhead's width, in parts of its length


@dataclass(frozen=True)
class Symbol:
    """A capsule, box or diamond of a row in a column, by its centre."""

    kind: str
    row: int
    column: int
    x: float
    y: float
    width: float
    height: float

    @property
    def box(self) -> Box:
        """What it covers, at most."""
        return box_around(self.x, self.y, self.width, self.height)

    @property
    def outline(self) -> tuple[Point, ...]:
        """Its corners; a capsule counts as its box."""
        left, top, right, bottom = self.box
        if self.kind == "diamond":
            return ((self.x, top), (right, self.y), (self.x, bottom), (left, self.y))
        return ((left, top), (right, top), (right, bottom), (left, bottom))


@dataclass(frozen=True)
class Pentagon:
    """An off-page connector, by its centre: `leaves` where the line goes on elsewhere, else it comes from there."""

    letter: str
    edge: int
    leaves: bool
    column: int
    x: float
    y: float
    width: float
    height: float

    @property
    def box(self) -> Box:
        """What it covers, at most."""
        return box_around(self.x, self.y, self.width, self.height)

    @property
    def outline(self) -> tuple[Point, ...]:
        """Its five corners, the tip below."""
        left, top, right, bottom = self.box
        shoulder = top + self.height * 0.6
        return ((left, top), (right, top), (right, shoulder), (self.x, bottom), (left, shoulder))


@dataclass(frozen=True)
class Line:
    """An edge, or the part of one that stands on this page: corners from its start to the tip of its arrowhead.

    `bridges` are the points where it hops over a line that goes up or down.
    """

    edge: int
    points: tuple[Point, ...]
    bridges: tuple[Point, ...] = ()


@dataclass(frozen=True)
class Joint:
    """The line that joins two boxes of a joint step."""

    row: int
    points: tuple[Point, Point]
    bridges: tuple[Point, ...] = ()


@dataclass(frozen=True)
class Label:
    """An answer beside its line: lines of text in a box, by its top left corner."""

    edge: int
    lines: tuple[str, ...]
    x: float
    y: float
    width: float
    height: float
    size: float

    @property
    def box(self) -> Box:
        """What it covers."""
        return (self.x, self.y, self.x + self.width, self.y + self.height)


@dataclass(frozen=True)
class Drawing:
    """The flowchart of one page: `columns` and `rows` are where columns and bands begin, and where the last ends."""

    columns: tuple[float, ...]
    rows: tuple[float, ...]
    symbols: tuple[Symbol, ...]
    pentagons: tuple[Pentagon, ...]
    joints: tuple[Joint, ...]
    lines: tuple[Line, ...]
    labels: tuple[Label, ...]
    arrow: float
    bridge: float

    @property
    def width(self) -> float:
        """Of all columns together."""
        return self.columns[-1]

    @property
    def height(self) -> float:
        """Of all rows together."""
        return self.rows[-1]


def box_around(x: float, y: float, width: float, height: float) -> Box:
    """The box with that centre."""
    return (x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def segments(points: Sequence[Point]) -> list[tuple[Point, Point]]:
    """The straight stretches between corners."""
    return list(itertools.pairwise(points))
