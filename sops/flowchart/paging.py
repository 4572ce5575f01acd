"""Which rows stand on which page, and the pentagons that lead from one to another. No Django.

Pentagons (off-page connectors, Permenpan RB 35/2012) are made when the sheet is printed and stored nowhere.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from string import ascii_uppercase

from sops.flowchart.flow import Edge, Flow, Node

PENTAGON = "pentagon"


@dataclass(frozen=True)
class Spot:
    """A symbol of a page: of a `row` of the flow, or a pentagon of an edge with its letter."""

    kind: str
    column: int
    row: int = 0
    edge: int = -1
    letter: str = ""
    leaves: bool = False


@dataclass(frozen=True)
class Link:
    """A line of a page: from any of `sources` to any of `targets`, spots by (band, column)."""

    edge: int
    label: str
    sources: tuple[tuple[int, int], ...]
    targets: tuple[tuple[int, int], ...]
    is_return: bool

    @property
    def is_loop(self) -> bool:
        """Whether it leads back to its own step."""
        return self.sources[0][0] == self.targets[0][0]


@dataclass(frozen=True)
class Crossing:
    """A line that goes on elsewhere: its letter, and the row and page (from 1) of its other end."""

    letter: str
    edge: int
    leaves: bool
    row: int
    page: int


@dataclass(frozen=True)
class Page:
    """Rows `first` to `last` as bands from top to bottom: connectors from above, the rows, connectors to below."""

    first: int
    last: int
    bands: tuple[tuple[Spot, ...], ...]
    links: tuple[Link, ...]
    above: tuple[tuple[Crossing, ...], ...]  # by band
    below: tuple[tuple[Crossing, ...], ...]

    def band_of(self, row: int) -> int:
        """The band of a row of the flow."""
        return len(self.above) + row - self.first


def cut(
    flow: Flow, heights: Sequence[float], capacity: float, connector: float, tail: float
) -> list[tuple[int, int]]:
    """The rows of each page, first and last: as many as fit into `capacity` with the connectors that they need.

    `heights` are those of the rows, `connector` that of a band of connectors, `tail` what follows the last row. A row
    too tall for any page gets one of its own.
    """
    pages, first, last_row = [], 1, len(flow.nodes)
    while first <= last_row:
        last, used = first, 0.0
        for row in range(first, last_row + 1):
            used += heights[row - 1] + (tail if row == last_row else 0)
            if used > capacity and row > first:
                break
            above, below = outgoing(flow, first, row)
            bands = bands_for(len(above), flow) + bands_for(len(below), flow)
            if used + bands * connector <= capacity:
                last = row
        pages.append((first, last))
        first = last + 1
    return pages


def bands_for(count: int, flow: Flow) -> int:
    """How many bands that many pentagons need: one stands in each column."""
    return -(-count // flow.columns)


def outgoing(flow: Flow, first: int, last: int) -> tuple[list[Edge], list[Edge]]:
    """The edges between these rows and the rows above them, and between them and those below."""
    above: list[Edge] = []
    below: list[Edge] = []
    for edge in flow.edges:
        inside, outside = inner_and_outer(edge, first, last)
        if inside and outside:
            (above if outside < first else below).append(edge)
    return above, below


def inner_and_outer(edge: Edge, first: int, last: int) -> tuple[int, int]:
    """The end of the edge within these rows and the one outside; 0 where there is none."""
    ends = (edge.source, edge.target)
    inside = [row for row in ends if first <= row <= last]
    outside = [row for row in ends if not first <= row <= last]
    return (inside[0] if inside else 0, outside[0] if outside else 0)


def letters() -> Iterator[str]:
    """A, B, … Z, AA, AB, …"""
    length = 1
    while True:
        for number in range(26**length):
            text = ""
            for _place in range(length):
                number, digit = divmod(number, 26)
                text = ascii_uppercase[digit] + text
            yield text
        length += 1


def pages_of(flow: Flow, cuts: Sequence[tuple[int, int]]) -> list[Page]:
    """The pages with their pentagons. Every line that crosses a break gets one letter, at both of its ends."""
    page_of = {row: number for number, (first, last) in enumerate(cuts, 1) for row in range(first, last + 1)}
    names = letters()
    crossing = [edge for edge in flow.edges if page_of[edge.source] != page_of[edge.target]]
    crossing.sort(key=lambda edge: (min(page_of[edge.source], page_of[edge.target]), edge.number))
    named = {edge.number: next(names) for edge in crossing}
    return [page(flow, first, last, named, page_of) for first, last in cuts]


def page(flow: Flow, first: int, last: int, named: dict[int, str], page_of: dict[int, int]) -> Page:
    """One page with its pentagons and lines."""
    above, below = outgoing(flow, first, last)
    top = seated(flow, above, first, last, named)
    bottom = seated(flow, below, first, last, named)
    rows = [spots(flow.node(row)) for row in range(first, last + 1)]
    found = Page(
        first,
        last,
        tuple(tuple(band) for band in [*top, *rows, *bottom]),
        (),
        tuple(tuple(crossing(spot, flow, first, last, page_of) for spot in band) for band in top),
        tuple(tuple(crossing(spot, flow, first, last, page_of) for spot in band) for band in bottom),
    )
    return Page(first, last, found.bands, tuple(links(flow, found)), found.above, found.below)


def spots(node: Node) -> list[Spot]:
    """The symbols of a row."""
    return [Spot(node.kind, column, row=node.row) for column in node.columns]


def seated(
    flow: Flow, edges: Sequence[Edge], first: int, last: int, named: dict[int, str]
) -> list[list[Spot]]:
    """The pentagons of these edges in bands, each as near as can be to the column of its inner end."""
    bands: list[list[Spot]] = []
    for start in range(0, len(edges), flow.columns):
        free = set(range(flow.columns))
        band = []
        for edge in edges[start : start + flow.columns]:
            inside, _outside = inner_and_outer(edge, first, last)
            wanted = flow.node(inside).columns
            column = min(free, key=lambda free_one: (min(abs(free_one - own) for own in wanted), free_one))
            free.discard(column)
            leaves = inside == edge.source
            band.append(Spot(PENTAGON, column, edge=edge.number, letter=named[edge.number], leaves=leaves))
        bands.append(sorted(band, key=lambda spot: spot.column))
    return bands


def crossing(spot: Spot, flow: Flow, first: int, last: int, page_of: dict[int, int]) -> Crossing:
    """What the connector row says about a pentagon."""
    edge = flow.edges[spot.edge]
    other = edge.target if spot.leaves else edge.source
    return Crossing(spot.letter, spot.edge, spot.leaves, other, page_of[other])


def links(flow: Flow, page: Page) -> Iterator[Link]:
    """The lines of a page: edges between its rows, and between its rows and its pentagons."""
    pentagons = {
        spot.edge: (band, spot.column)
        for band, found in enumerate(page.bands)
        for spot in found
        if spot.kind == PENTAGON
    }
    for edge in flow.edges:
        inside, outside = inner_and_outer(edge, page.first, page.last)
        if not inside:
            continue
        sources, targets = leaving(flow, page, edge), entering(flow, page, edge)
        if outside and inside == edge.source:
            targets = (pentagons[edge.number],)
        elif outside:
            sources = (pentagons[edge.number],)
        label = edge.label if inside == edge.source or not outside else ""
        yield Link(edge.number, label, sources, targets, edge.is_return)


def leaving(flow: Flow, page: Page, edge: Edge) -> tuple[tuple[int, int], ...]:
    """The spots of the edge's source."""
    node = flow.node(edge.source)
    columns = node.columns if node.decider is None or not edge.label else (node.decider,)
    return tuple((page.band_of(node.row), column) for column in columns)


def entering(flow: Flow, page: Page, edge: Edge) -> tuple[tuple[int, int], ...]:
    """The spots of the edge's target."""
    node = flow.node(edge.target)
    return tuple((page.band_of(node.row), column) for column in node.columns)
