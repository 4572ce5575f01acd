"""The flowchart of a page as shapes. No Django."""

import itertools
from collections.abc import Mapping, Sequence

from sops.flowchart.labels import Lettering, Room, place
from sops.flowchart.paging import PENTAGON, Spot
from sops.flowchart.placing import Cells, Measures, Placed, snapped
from sops.flowchart.routing import Routes
from sops.flowchart.shapes import Drawing, Joint, Label, Line, Pentagon, Point, Symbol, segments


class NoRoom(Exception):
    """Answers found no room: by edge, the band and column that must be taller or wider."""

    def __init__(self, asked: Mapping[int, tuple[int, int]]) -> None:
        super().__init__(f"edges {sorted(asked)}")
        self.asked = asked


def draw(routes: Routes, cells: Cells, sizes: Measures, lettering: Mapping[int, Lettering]) -> Drawing:
    """The shapes of a page whose cells have these sizes; `lettering` is by edge. Raises NoRoom."""
    placed = Placed(routes, cells, sizes)
    found = [
        (band, spot, shape(placed, band, spot))
        for band, spots in enumerate(routes.page.bands)
        for spot in spots
    ]
    symbols = tuple(made for _band, _spot, made in found if isinstance(made, Symbol))
    pentagons = tuple(made for _band, _spot, made in found if isinstance(made, Pentagon))
    by_spot = {(band, spot.column): made for band, spot, made in found}
    bare = [line(placed, index, by_spot) for index in range(len(routes.paths))]
    down = [stretch for drawn in bare for stretch in segments(drawn.points) if is_down(stretch)]
    lines = [Line(drawn.edge, drawn.points, bridges(drawn.points, down)) for drawn in bare]
    joints = [
        Joint(joint.row, joint.points, bridges(joint.points, down)) for joint in joints_of(placed, symbols)
    ]
    return Drawing(
        tuple(placed.columns),
        tuple(placed.bands),
        symbols,
        pentagons,
        tuple(joints),
        tuple(lines),
        tuple(labels(placed, [*symbols, *pentagons], lines, joints, lettering)),
        sizes.arrow,
        sizes.bridge,
    )


def labels(
    placed: Placed,
    symbols: Sequence[Symbol | Pentagon],
    lines: Sequence[Line],
    joints: Sequence[Joint],
    lettering: Mapping[int, Lettering],
) -> list[Label]:
    """The answers beside their lines, where nothing else stands. Raises NoRoom."""
    room = Room(placed.columns, placed.bands)
    room.add_symbols(symbols)
    for drawn in lines:
        room.add_stroke(drawn.edge, drawn.points, placed.sizes.arrow)
    for joint in joints:
        room.add_stroke(-1, joint.points, 0)
    hops = [hop for drawn in lines for hop in drawn.bridges] + [
        hop for joint in joints for hop in joint.bridges
    ]
    room.add_bridges(hops, placed.sizes.bridge)
    links = placed.routes.page.links
    asked = {}
    for index, drawn in enumerate(lines):
        if text := links[index].label.strip():
            siblings = [link.edge for link in links if link.sources == links[index].sources]
            label = place(room, drawn, text, lettering[drawn.edge], siblings)
            if label is None:
                asked[drawn.edge] = placed.routes.lattice.owner[placed.routes.paths[index][0]]
            else:
                room.labels.append(label)
    if asked:
        raise NoRoom(asked)
    return room.labels


def shape(placed: Placed, band: int, spot: Spot) -> Symbol | Pentagon:
    """The symbol of a spot, in the middle of its cell."""
    x, y = placed.centre(band, spot.column)
    sizes = placed.sizes
    if spot.kind == PENTAGON:
        return Pentagon(
            spot.letter, spot.edge, spot.leaves, spot.column, x, y, sizes.pentagon, sizes.pentagon
        )
    return Symbol(spot.kind, spot.row, spot.column, x, y, sizes.symbol_width, placed.cells.symbols[band])


def line(placed: Placed, index: int, shapes: dict[tuple[int, int], Symbol | Pentagon]) -> Line:
    """A link's line from the edge of its source to that of its target."""
    routes = placed.routes
    path = routes.paths[index]
    owner = routes.lattice.owner
    points = placed.points(path)
    start = on_edge(shapes[owner[path[0]]], points[0], points[1])
    end = on_edge(shapes[owner[path[-1]]], points[-1], points[-2])
    return Line(routes.page.links[index].edge, (start, *points[1:-1], end))


def on_edge(made: Symbol | Pentagon, inside: Point, outside: Point) -> Point:
    """Where a line between a point inside a symbol and one outside meets the symbol's edge."""
    if inside[0] == outside[0]:
        away = abs(inside[0] - made.x)
        reach = vertical_reach(made, away, is_below=outside[1] > inside[1])
        return (inside[0], snapped(made.y + reach if outside[1] > inside[1] else made.y - reach))
    away = abs(inside[1] - made.y)
    reach = horizontal_reach(made, inside[1] - made.y, away)
    return (snapped(made.x + reach if outside[0] > inside[0] else made.x - reach), inside[1])


def vertical_reach(made: Symbol | Pentagon, away: float, *, is_below: bool) -> float:
    """From the height of the centre to the edge, `away` beside it."""
    half_width, half = made.width / 2, made.height / 2
    if isinstance(made, Pentagon):
        return half - away / half_width * made.height * 0.4 if is_below else half
    if made.kind == "diamond":
        return half * (1 - away / half_width)
    if made.kind == "capsule":
        bend = max(0.0, away - (half_width - half))
        return float((half**2 - min(bend, half) ** 2) ** 0.5)
    return half


def horizontal_reach(made: Symbol | Pentagon, below: float, away: float) -> float:
    """From the centre to the edge sideways, at a height."""
    half_width, half = made.width / 2, made.height / 2
    if isinstance(made, Pentagon):
        shoulder = made.height * 0.1
        return half_width if below <= shoulder else half_width * (half - below) / (half - shoulder)
    if made.kind == "diamond":
        return half_width * (1 - away / half)
    if made.kind == "capsule":
        return float(half_width - half + (half**2 - min(away, half) ** 2) ** 0.5)
    return half_width


def joints_of(placed: Placed, symbols: Sequence[Symbol]) -> list[Joint]:
    """The lines between neighbouring boxes of a joint step."""
    rows: dict[int, list[Symbol]] = {}
    for symbol in symbols:
        rows.setdefault(symbol.row, []).append(symbol)
    return [
        Joint(row, ((a.box[2], a.y), (b.box[0], b.y)))
        for row, found in rows.items()
        for a, b in itertools.pairwise(found)
    ]


def is_down(stretch: tuple[Point, Point]) -> bool:
    """Whether a stretch goes up or down."""
    return stretch[0][0] == stretch[1][0]


def bridges(points: Sequence[Point], down: Sequence[tuple[Point, Point]]) -> tuple[Point, ...]:
    """Where the level stretches of a line cross a line that goes up or down, in the order of the line."""
    found = []
    for a, b in segments(points):
        if a[1] != b[1]:
            continue
        low, high = min(a[0], b[0]), max(a[0], b[0])
        hits = [c[0] for c, d in down if low < c[0] < high and min(c[1], d[1]) < a[1] < max(c[1], d[1])]
        found += [(x, a[1]) for x in sorted(hits, reverse=b[0] < a[0])]
    return tuple(found)
