"""From a sheet to its final HTML: the texts are measured once, then the flowchart is drawn for the pages they make.

WeasyPrint breaks the texts of the flow table into lines on one endless page; with the heights of its rows the pages are
cut, the lines drawn, and every row of the final HTML gets the height that it then has. So one more layout is the last.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration

from sops.document import SopDocument
from sops.flowchart import svg
from sops.flowchart.chart import Chart, Paper, arrange
from sops.flowchart.flow import Flow, Node, flow_of
from sops.flowchart.paging import Crossing, Page
from sops.flowchart.shapes import Drawing, Symbol
from sops.graph import END, target
from sops.printing.fetching import NoFetching
from sops.printing.sheet import Sheet
from sops.printing.widths import RULE, Widths, most_for_actors, widened, widths_for

MM = 25.4 / 96  # of a CSS pixel
ROOM = 0.4  # millimetres of a page that stay free, against rounding
LEAST_ROW = 13.0
MOST_MEASURINGS = 4  # wider actors make taller texts; after so many rounds the widths stay as they are
SMALLER, SMALLEST = 0.92, 0.5  # letters, for a row that no page can hold
KINDS = {"capsule": "Mulai atau selesai", "box": "Proses", "diamond": "Keputusan"}


@dataclass(frozen=True)
class Row:
    """A row of the flow table: texts, a cell for every actor, and its height once it is known."""

    anchor: str
    nomor: str
    kegiatan: str
    cells: Sequence[SafeString]
    kelengkapan: str = ""
    waktu: str = ""
    output: str = ""
    keterangan: str = ""
    height: str = ""
    notes: Sequence[str] = ()  # of a row of connectors


@dataclass(frozen=True)
class Measured:
    """Heights in millimetres: rows, rows of the table's head, what follows the last row; `front`: pages before it."""

    rows: list[float]
    head: list[float]
    tail: float
    front: int


@dataclass(frozen=True)
class FlowPage:
    """A page of the flow table: its rows, and the drawing as the address of a background."""

    rows: Sequence[Row]
    drawing: str
    width: str
    height: str
    is_last: bool


@dataclass(frozen=True)
class Layout:
    """The final HTML, with the chart that it shows."""

    html: str
    chart: Chart


def lay_out(sheet: Sheet, fonts: FontConfiguration | None = None, book_page: int = 0) -> Layout:
    """The sheet's final HTML. `book_page` is the number of its first page in a book; 0 where it stands alone."""
    flow = flow_of(sheet.document)
    widths = widths_for(sheet.document, sheet.look)
    letters, times = 1.0, 0
    least = [LEAST_ROW] * len(flow.nodes)
    while True:
        times += 1
        measured = measure(sheet, flow, widths, letters, fonts)
        paper = paper_for(sheet, measured, sum(widths.actors) if times >= MOST_MEASURINGS else 0.0)
        if max(measured.rows) > paper.height and letters > SMALLEST:
            letters *= SMALLER
            continue
        rows = [max(pair) for pair in zip(least, measured.rows, strict=True)]
        chart = arrange(flow, widths.actors, rows, paper)
        if chart.columns == widths.actors:
            return Layout(final(sheet, flow, chart, measured, widths, letters, book_page), chart)
        widths = widened(widths, sheet.document, sheet.look, chart.columns)
        # What rows were given for the sake of the lines stays theirs, or the columns would grow once more for it.
        least = [
            max(LEAST_ROW, *pair) if pair[0] > pair[1] else LEAST_ROW
            for pair in zip(chart.rows, rows, strict=True)
        ]


def paper_for(sheet: Sheet, measured: Measured, actors: float) -> Paper:
    """What a page offers to the rows, and to the columns of the actors: no more than `actors` where that is given."""
    look = sheet.look
    height = look.height - look.margins.top - look.margins.bottom - sum(measured.head) - ROOM
    return Paper(width=actors or most_for_actors(look), height=height, tail=measured.tail)


def measure(
    sheet: Sheet, flow: Flow, widths: Widths, letters: float, fonts: FontConfiguration | None
) -> Measured:
    """Lay out what stands before the table, and the table without breaks."""
    rows = [text_row(sheet.document, node, [mark_safe("")] * flow.columns) for node in flow.nodes]
    html = render(sheet, widths, letters, {"measured_rows": rows})
    document = HTML(string=html, url_fetcher=NoFetching()).render(font_config=fonts)
    boxes: dict[str, tuple[float, ...]] = {}
    front = len(document.pages)
    for number, page in enumerate(document.pages):
        if "kepala-1" in page.anchors:
            front = min(front, number)
        boxes.update(page.anchors)
    tall = {name: (box[3] - box[1]) * MM for name, box in boxes.items()}
    return Measured(
        rows=[snapped(tall[f"baris-{node.row}"]) for node in flow.nodes],
        head=[snapped(tall[f"kepala-{number}"]) for number in (1, 2, 3) if f"kepala-{number}" in tall],
        tail=snapped(tall.get("jumlah", 0.0) + (tall.get("pengesahan", 0.0))),
        front=front,
    )


def snapped(height: float) -> float:
    """Up to the next hundredth of a millimetre."""
    return round(height + 0.005, 2)


def final(
    sheet: Sheet, flow: Flow, chart: Chart, measured: Measured, widths: Widths, letters: float, book_page: int
) -> str:
    """The HTML with every row as tall as it was drawn, and the drawings behind the tables."""
    pages = [
        FlowPage(
            rows=page_rows(sheet.document, flow, chart, page, drawing, measured.front),
            drawing=background(drawing),
            width=svg.number(drawing.width),
            height=svg.number(drawing.height),
            is_last=page is chart.pages[-1],
        )
        for page, drawing in zip(chart.pages, chart.drawings, strict=True)
    ]
    context = {
        "pages": pages,
        "head_heights": [svg.number(height) for height in measured.head],
        "drawing_x": svg.number(widths.actors_at + RULE),
        "drawing_y": svg.number(sum(measured.head) + RULE),
        "book_page": book_page - 1 if book_page else "",
    }
    return render(sheet, widths, letters, context)


def render(sheet: Sheet, widths: Widths, letters: float, context: dict[str, object]) -> str:
    """The HTML from its template; lengths go in as texts, so that no locale puts a comma into them."""
    look = sheet.look
    return render_to_string(
        "sops/print/sheet.html",
        {
            "sheet": sheet,
            "look": look,
            "document": sheet.document,
            "margins": " ".join(
                f"{svg.number(side)}mm"
                for side in (look.margins.top, look.margins.right, look.margins.bottom, look.margins.left)
            ),
            "page_width": svg.number(look.width),
            "page_height": svg.number(look.height),
            "rule": svg.number(RULE),
            "columns": [svg.number(width) for width in widths.all],
            "table_width": svg.number(widths.total),
            "font_size": svg.number(look.font_size * letters),
            "head_size": svg.number(widths.head_size),
            "identity_size": svg.number(look.font_size + 1),
            "identity_width": svg.number(widths.total),
            "half": svg.number(widths.total / 2),
            "cover_height": svg.number(look.height - look.margins.top - look.margins.bottom - 1),
            **context,
        },
    )


def page_rows(
    document: SopDocument, flow: Flow, chart: Chart, page: Page, drawing: Drawing, before: int
) -> list[Row]:
    """The rows of a page: connectors from above, steps, connectors to below. `before`: pages before the first."""
    heights = [b - a for a, b in zip(drawing.rows, drawing.rows[1:], strict=False)]
    symbols: dict[int, dict[int, Symbol]] = {}
    for symbol in drawing.symbols:
        symbols.setdefault(symbol.row, {})[symbol.column] = symbol
    rows = [connector_row(document, found, flow, before) for found in page.above]
    for row in range(page.first, page.last + 1):
        node = flow.node(row)
        cells = [
            figure(document, node, symbols[row][column], column) if column in symbols[row] else mark_safe("")
            for column in range(flow.columns)
        ]
        rows.append(text_row(document, node, cells))
    rows += [connector_row(document, found, flow, before) for found in page.below]
    return [with_height(row, height) for row, height in zip(rows, heights, strict=True)]


def with_height(row: Row, height: float) -> Row:
    """The row as tall as it is drawn."""
    return Row(**{**row.__dict__, "height": svg.number(height)})


def text_row(document: SopDocument, node: Node, cells: Sequence[SafeString]) -> Row:
    """A step's texts; the end that an answer leads to has none but its name."""
    if node.is_end:
        return Row(f"baris-{node.row}", "", "Selesai", cells)
    step = document.prosedur[node.row - 1]
    return Row(
        f"baris-{node.row}",
        step.nomor,
        step.kegiatan,
        cells,
        step.kelengkapan or "-",
        step.waktu or "-",
        step.output or "-",
        step.keterangan,
    )


def connector_row(document: SopDocument, crossings: Sequence[Crossing], flow: Flow, before: int) -> Row:
    """A row of pentagons, said in words: "A: ke langkah 11, halaman 3"."""
    notes = []
    for crossing in sorted(crossings, key=lambda found: found.letter):
        node = flow.node(crossing.row)
        goal = "selesai" if node.is_end else f"langkah {node.nomor}"
        way = "ke" if crossing.leaves else "dari"
        notes.append(f"{crossing.letter}: {way} {goal}, halaman {before + crossing.page}")
    return Row("", "", "", [mark_safe("")] * flow.columns, notes=notes)


def figure(document: SopDocument, node: Node, symbol: Symbol, column: int) -> SafeString:
    """A symbol in its cell, with what it means for those who do not see it."""
    stroke = svg.STROKE / 2
    left, top, _right, _bottom = symbol.box
    width, height = symbol.width + 2 * stroke, symbol.height + 2 * stroke
    title = svg.escape(alternative(document, node, column))
    return mark_safe(  # noqa: S308  the title is escaped, the rest are numbers
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{svg.number(width)}mm" height="{svg.number(height)}mm" '
        f'viewBox="{svg.number(left - stroke)} {svg.number(top - stroke)} {svg.number(width)} {svg.number(height)}">'
        f"<title>{title}</title>{svg.symbol(symbol)}</svg>"
    )


def alternative(document: SopDocument, node: Node, column: int) -> str:
    """Keputusan: langkah 6, Kepala SKPD. Ya ke langkah 7; Tidak ke langkah 5."""
    actor = document.pelaksana[column].nama
    if node.is_end:
        return f"Selesai, {actor}"
    step = document.prosedur[node.row - 1]
    text = f"{KINDS[node.kind]}: langkah {step.nomor}, {actor}"
    ways = []
    for answer in step.keputusan:
        order = target(document.prosedur, step, answer)
        goal = "selesai" if order == END else f"ke langkah {document.prosedur[order - 1].nomor}"
        ways.append(f"{answer.label} {goal}")
    return f"{text}. {'; '.join(ways)}." if ways else text


def background(drawing: Drawing) -> str:
    """The lines of a page as a data address: behind the table, where screen readers pass them over."""
    return mark_safe(  # noqa: S308  percent-encoded whole
        "data:image/svg+xml," + quote(svg.picture(drawing, svg.lines_of(drawing)), safe="/:=,;+ ")
    )
