"""From a sheet to its final HTML: the texts are measured once, then the flowchart is drawn for the pages they make.

WeasyPrint breaks the texts of the flow table into lines on one endless page; with the heights of its rows the pages are
cut, the lines drawn, and every row of the final HTML gets the height that it then has. So one more layout is the last,
unless the header block is longer than a page: connectors name pages, and those are known only then.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from django.utils.safestring import mark_safe
from weasyprint import Document
from weasyprint.text.fonts import FontConfiguration

from documents.printing.pdf import laid_out
from sops.flowchart import svg
from sops.flowchart.chart import Chart, Known, Paper, arrange
from sops.flowchart.flow import Flow, flow_of
from sops.flowchart.shapes import Drawing
from sops.printing.measuring import Measured, lower_margin, measure, render
from sops.printing.rows import Row, notes, notes_height, page_rows
from sops.printing.sheet import Sheet
from sops.printing.widths import RULE, Widths, most_for_actors, widened, widened_into_remarks, widths_for

ROOM = 0.4  # millimetres of a page that stay free, against rounding
LEAST_ROW = 13.0
MOST_WIDENINGS = 4  # wider actors make taller texts; after so many rounds the widths stay as they are
SMALLER, SMALLEST = 0.96, 0.45  # letters, for a row that no page can hold
ANY_PAGE = 99  # a number as wide as page numbers get


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
    """The final HTML and its pages, with the chart that it shows and the heights that it has."""

    html: str
    document: Document
    chart: Chart
    measured: Measured
    widths: Widths


def lay_out(sheet: Sheet, fonts: FontConfiguration, book_page: int = 0) -> Layout:
    """The sheet on its final pages. `book_page` is the number of its first page in a book; 0 where it stands alone."""
    flow = flow_of(sheet.document)
    widths = widths_for(sheet.document, sheet.look)
    sizes: dict[int, float] = {}
    least, widenings = [LEAST_ROW] * len(flow.nodes), 0
    known: Known = {}
    while True:
        measured = measure(sheet, flow, widths, sizes, fonts)
        paper = paper_for(sheet, measured, sum(widths.actors) if widenings >= MOST_WIDENINGS else 0.0)
        rows = [max(pair) for pair in zip(least, measured.rows, strict=True)]
        chart = drawn(sheet, flow, widths, rows, paper, known)
        if smaller := smaller_letters(chart, measured, paper, sizes, sheet.look.font_size):
            sizes.update(smaller)
        elif enough := wide_enough(sheet, chart, widths):
            return final(sheet, flow, chart, measured, enough, sizes, fonts, book_page)
        else:
            widths = widened(widths, sheet.document, sheet.look, chart.columns)
            widenings += 1
            # What rows were given for the sake of the lines stays theirs, or the columns would grow once more for it.
            least = [
                max(LEAST_ROW, *pair) if pair[0] > pair[1] else LEAST_ROW
                for pair in zip(chart.rows, rows, strict=True)
            ]


def wide_enough(sheet: Sheet, chart: Chart, widths: Widths) -> Widths | None:
    """The widths that the chart got, where the texts stand as they were measured; else None."""
    if chart.columns == widths.actors:
        return widths
    return widened_into_remarks(widths, sheet.document, sheet.look, chart.columns)


def paper_for(sheet: Sheet, measured: Measured, actors: float) -> Paper:
    """What a page offers to the rows, and to the columns of the actors: no more than `actors` where that is given."""
    look = sheet.look
    height = look.height - look.margins.top - lower_margin(sheet) - sum(measured.head) - ROOM
    return Paper(width=actors or most_for_actors(look), height=height, tail=measured.tail)


def drawn(
    sheet: Sheet,
    flow: Flow,
    widths: Widths,
    rows: Sequence[float],
    paper: Paper,
    known: Known,
) -> Chart:
    """The chart, its connectors tall enough for what is written beside them. `known`: the routes of pages so far."""
    least = 0.0
    while True:
        chart = arrange(flow, widths.actors, rows, paper, connector=least, known=known)
        short = 0.0
        for page, drawing in zip(chart.pages, chart.drawings, strict=True):
            heights = row_heights(drawing)
            bands = [*zip(page.above, heights, strict=False)]
            bands += zip(reversed(page.below), reversed(heights), strict=False)
            for crossings, height in bands:
                needed = notes_height(notes(crossings, flow, ANY_PAGE), widths, sheet.look)
                if needed > height + 0.02:  # rounding aside
                    short = max(short, needed)
        if not short:
            return chart
        least = short + 0.02


def row_heights(drawing: Drawing) -> list[float]:
    """The heights of a page's rows, those of connectors with them."""
    return [below - above for above, below in zip(drawing.rows, drawing.rows[1:], strict=False)]


def smaller_letters(
    chart: Chart, measured: Measured, paper: Paper, sizes: Mapping[int, float], usual: float
) -> dict[int, float]:
    """Smaller letters for each row that is by its text too tall for a page of its own, with its connectors."""
    found = {}
    for page, drawing in zip(chart.pages, chart.drawings, strict=True):
        row, size = page.first, sizes.get(page.first, usual)
        text = measured.rows[row - 1]
        room = paper.height - (drawing.height - chart.rows[row - 1])
        if page.last == row and text > room and size > usual * SMALLEST:
            # Half the letters' size makes a quarter of the height.
            found[row] = max(usual * SMALLEST, size * min(SMALLER, (max(room, 1.0) / text) ** 0.5))
    return found


def final(
    sheet: Sheet,
    flow: Flow,
    chart: Chart,
    measured: Measured,
    widths: Widths,
    sizes: Mapping[int, float],
    fonts: FontConfiguration,
    book_page: int,
) -> Layout:
    """The HTML with every row as tall as it was drawn, and the drawings behind the tables, on its pages."""
    before = 2 if sheet.look.cover else 1  # pages before the table, where the header block needs just one
    while True:
        pages = flow_pages(sheet, flow, chart, sizes, before + max(0, book_page - 1))
        context = {
            "pages": pages,
            "head_heights": [svg.number(height) for height in measured.head],
            "drawing_x": svg.number(widths.actors_at + RULE),
            "drawing_y": svg.number(sum(measured.head) + RULE),
            "book_page": book_page - 1 if book_page else "",
        }
        html = render(sheet, widths, context)
        document = laid_out(html, fonts)
        found = len(document.pages) - len(pages)
        # Only connectors name pages, and a table of one page has none.
        if found == before or len(pages) == 1:
            return Layout(html, document, chart, measured, widths)
        before = found


def flow_pages(
    sheet: Sheet, flow: Flow, chart: Chart, sizes: Mapping[int, float], before: int
) -> list[FlowPage]:
    """The pages of the table. `before` is how many stand before its first."""
    return [
        FlowPage(
            rows=page_rows(sheet.document, flow, page, drawing, before=before, sizes=sizes),
            drawing=background(drawing),
            width=svg.number(drawing.width),
            height=svg.number(drawing.height),
            is_last=page is chart.pages[-1],
        )
        for page, drawing in zip(chart.pages, chart.drawings, strict=True)
    ]


def background(drawing: Drawing) -> str:
    """The lines of a page as a data address: behind the table, where screen readers pass them over."""
    return mark_safe(  # noqa: S308  percent-encoded whole
        "data:image/svg+xml," + quote(svg.picture(drawing, svg.lines_of(drawing)), safe="/:=,;+ ")
    )
