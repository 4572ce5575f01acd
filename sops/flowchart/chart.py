"""The whole flowchart on its pages: rows cut into pages, lines routed, columns and rows as large as the flow needs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sops.flowchart.drawing import NoRoom, draw
from sops.flowchart.flow import Flow
from sops.flowchart.labels import Lettering
from sops.flowchart.paging import Page, cut, pages_of
from sops.flowchart.placing import TIGHTEST, Cells, Measures, heights_for_ends, measures, needs, snapped
from sops.flowchart.routing import Routes, route
from sops.flowchart.shapes import Drawing
from sops.sheet import CAPSULE

GROWN_TALLER, GROWN_WIDER = 2.4, 2.0  # what an answer without room adds to its row and its column
GROWN_SYMBOL = 1.0  # and to its symbol, so that there is more room between the lines at its sides
SMALLER, SMALLEST = 0.9, 0.72  # then its letters shrink, within reason
# How often an answer may ask before the lines of its step are laid anew, its words break, its symbol becomes taller,
# and it must stand anywhere.
LAYING_ANEW, BREAKING, TALLER, PATIENCE = 3, 6, 8, 20


# The routes of pages; with a page go the answers that had no room beside the others of their step.
Known = dict[tuple[Page, frozenset[int]], Routes]


@dataclass(frozen=True)
class Paper:
    """What a page offers, in millimetres.

    `width` for all columns of actors together, at most; `height` for the rows below the table's head; `tail` is what
    follows the last row. The default is one endless page.
    """

    width: float = 10_000.0
    height: float = 1_000_000.0
    tail: float = 0.0


@dataclass(frozen=True)
class Chart:
    """The drawn flowchart: its pages, a drawing for each, the widths of the columns and the heights of the rows."""

    pages: tuple[Page, ...]
    drawings: tuple[Drawing, ...]
    columns: tuple[float, ...]
    rows: tuple[float, ...]
    sizes: Measures


def arrange(
    flow: Flow,
    columns: Sequence[float],
    rows: Sequence[float],
    paper: Paper,
    *,
    connector: float = 0.0,
    known: Known | None = None,
) -> Chart:
    """Draw the flow with columns and rows at least of these sizes; whatever needs more room gets it.

    Columns never grow beyond `paper.width`; there, lanes draw closer and letters smaller. Where columns grew, texts may
    break otherwise: whoever measured the rows measures them again. `connector` is the least height of a band of
    pentagons; who draws the same flow again keeps the routes that are `known`, so that they are not looked for twice.
    """
    arranging = Arranging(flow, columns, rows, paper, {} if known is None else known)
    arranging.connector = max(arranging.connector, connector)
    return arranging.chart()


class Arranging:
    """The sizes while they grow. They only ever grow, so that it comes to an end."""

    def __init__(
        self, flow: Flow, columns: Sequence[float], rows: Sequence[float], paper: Paper, known: Known
    ) -> None:
        self.flow, self.paper = flow, paper
        self.columns, self.rows = list(columns), list(rows)
        self.tight = 0
        self.sizes = measures(min(columns))
        self.connector = self.sizes.connector
        self.tall: dict[int, float] = {}  # how much taller symbols are for the answers beside them, by row
        self.shrink: dict[int, float] = {}  # by edge
        self.asked: dict[int, int] = {}
        self.alone: set[int] = set()  # edges whose answers had no room beside the others of their step
        self.known = known
        self.drawn: dict[Page, tuple[object, Drawing]] = {}  # with what they were drawn from

    def chart(self) -> Chart:
        """The chart, once everything has its room."""
        while True:
            pages = pages_of(
                self.flow, cut(self.flow, self.rows, self.paper.height, self.connector, self.paper.tail)
            )
            routes = [self.routes(page) for page in pages]
            if self.grow(routes):
                continue
            drawings = self.drawings(routes)
            if drawings is not None:
                return Chart(tuple(pages), tuple(drawings), tuple(self.columns), tuple(self.rows), self.sizes)

    def routes(self, page: Page) -> Routes:
        """The ways of a page; a page that comes out the same again is not routed again."""
        alone = frozenset(link.edge for link in page.links if link.edge in self.alone)
        if (page, alone) not in self.known:
            self.known[page, alone] = route(page, self.flow.columns, alone)
        return self.known[page, alone]

    def grow(self, routes: Sequence[Routes]) -> bool:
        """Give columns, rows and connectors the room that their lanes need; whether anything changed."""
        before = (list(self.columns), list(self.rows), self.connector)
        is_narrow = False
        for found in routes:
            wanted = needs(found, self.sizes, self.symbols(found))
            for column, width in enumerate(wanted.columns):
                self.widen(column, width)
                is_narrow = is_narrow or self.columns[column] < width
            for band, height in enumerate(wanted.bands):
                row = self.row_of(found.page, band)
                if row:
                    self.rows[row - 1] = max(self.rows[row - 1], height)
                else:
                    self.connector = max(self.connector, height)
        if is_narrow and self.tight < TIGHTEST:
            self.tight += 1
            self.sizes = measures(min(self.columns), self.tight)
            return True
        return before != (self.columns, self.rows, self.connector)

    def widen(self, column: int, width: float) -> None:
        """A wider column, within what the paper has."""
        spare = max(0.0, self.paper.width - sum(self.columns))
        self.columns[column] = snapped(max(self.columns[column], min(width, self.columns[column] + spare)))

    def symbols(self, routes: Routes) -> tuple[float, ...]:
        """How tall the symbols of a page's bands are; a capsule is no taller than wide."""
        found = []
        for band, height in enumerate(heights_for_ends(routes, self.sizes)):
            if row := self.row_of(routes.page, band):
                height = max(height, snapped(self.sizes.symbol_height + self.tall.get(row, 0.0)))
                is_capsule = self.flow.node(row).kind == CAPSULE
                found.append(min(height, self.sizes.symbol_width) if is_capsule else height)
            else:
                found.append(self.sizes.pentagon)
        return tuple(found)

    def row_of(self, page: Page, band: int) -> int:
        """The row of the flow that a band shows; 0 for connectors."""
        row = page.first + band - len(page.above)
        return row if page.first <= row <= page.last else 0

    def bands(self, page: Page) -> list[float]:
        """The heights of a page's bands."""
        rows = [self.row_of(page, band) for band in range(len(page.bands))]
        return [self.rows[row - 1] if row else self.connector for row in rows]

    def drawings(self, routes: Sequence[Routes]) -> list[Drawing] | None:
        """A drawing for each page; None where answers asked for more room, which they now have."""
        found: list[Drawing] = []
        for way in routes:
            try:
                found.append(self.drawing(way))
            except NoRoom as refused:
                self.make_room(way.page, refused.asked)
        return found if len(found) == len(routes) else None

    def drawing(self, routes: Routes) -> Drawing:
        """The drawing of a page; one whose sizes stayed the same is not drawn again. Raises NoRoom."""
        cells = Cells(tuple(self.columns), tuple(self.bands(routes.page)), self.symbols(routes))
        letterings = {
            link.edge: self.lettering(link.edge, must=routes.is_shared)
            for link in routes.page.links
            if link.label
        }
        made_from = (routes.paths, cells, self.tight, tuple(letterings.values()))
        if routes.page not in self.drawn or self.drawn[routes.page][0] != made_from:
            drawing = draw(routes, cells, self.sizes, letterings)
            self.drawn[routes.page] = (made_from, drawing)
        return self.drawn[routes.page][1]

    def lettering(self, edge: int, *, must: bool) -> Lettering:
        """How an answer is written."""
        size = snapped(self.sizes.text * self.shrink.get(edge, 1.0))
        times = self.asked.get(edge, 0)
        return Lettering(size, may_break=times >= BREAKING, must=must or times >= PATIENCE)

    def make_room(self, page: Page, asked: Mapping[int, tuple[int, int]]) -> None:
        """Taller rows and wider columns for answers; when that does not help, smaller letters."""
        for edge in asked:
            times = self.asked[edge] = self.asked.get(edge, 0) + 1
            if times == LAYING_ANEW:
                source = self.flow.edges[edge].source
                self.alone |= {sibling.number for sibling in self.flow.edges if sibling.source == source}
            if times % 4 == 0:
                self.shrink[edge] = max(SMALLEST, self.shrink.get(edge, 1.0) * SMALLER)
        for band, column in dict.fromkeys(asked.values()):
            self.widen(column, self.columns[column] + GROWN_WIDER)
            row = self.row_of(page, band)
            if any(self.asked[edge] >= TALLER for edge, at in asked.items() if at == (band, column)):
                self.tall[row] = self.tall.get(row, 0.0) + GROWN_SYMBOL
            self.rows[row - 1] = snapped(self.rows[row - 1] + GROWN_TALLER)
