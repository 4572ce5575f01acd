"""The rows of the flow table: a step's texts and symbols, and the connectors in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.safestring import SafeString, mark_safe

from sops.document import SopDocument
from sops.flowchart import svg
from sops.flowchart.flow import Flow, Node
from sops.flowchart.paging import Crossing, Page
from sops.flowchart.shapes import Drawing, Symbol
from sops.graph import END, target
from sops.look import Look
from sops.printing.widths import MM, REGULAR, RULE, Widths, amounts, text_width

KINDS = {"capsule": "Mulai atau selesai", "box": "Proses", "diamond": "Keputusan"}
EMPTY = mark_safe("")
# The words beside the pentagons, as style.css has them: pt, parts of it, mm.
NOTE_SIZE, NOTE_LEADING, NOTE_GAP, NOTE_PADDING = 7.0, 1.25, 3.0, 2.0


@dataclass(frozen=True)
class Row:
    """A row of the flow table: texts (`waktu`: what stays on one line), a cell for every actor, its height."""

    anchor: str
    nomor: str
    kegiatan: str
    cells: Sequence[SafeString]
    kelengkapan: str = ""
    waktu: Sequence[str] = ()
    output: str = ""
    keterangan: str = ""
    height: str = ""
    size: str = ""  # of its letters, where it is so tall that they must be smaller
    notes: Sequence[str] = ()  # of a row of connectors


def page_rows(
    document: SopDocument,
    flow: Flow,
    page: Page,
    drawing: Drawing,
    *,
    before: int,
    sizes: Mapping[int, float],
) -> list[Row]:
    """The rows of a page: connectors from above, steps, connectors to below.

    `before` is how many pages stand before the table, `sizes` the letters of rows with smaller ones, in pt.
    """
    heights = [b - a for a, b in zip(drawing.rows, drawing.rows[1:], strict=False)]
    symbols: dict[int, dict[int, Symbol]] = {}
    for symbol in drawing.symbols:
        symbols.setdefault(symbol.row, {})[symbol.column] = symbol
    rows = [connector_row(document, found, flow, before) for found in page.above]
    for row in range(page.first, page.last + 1):
        node = flow.node(row)
        cells = [
            figure(document, node, symbols[row][column], column) if column in symbols[row] else EMPTY
            for column in range(flow.columns)
        ]
        rows.append(text_row(document, node, cells, sizes.get(row, 0)))
    rows += [connector_row(document, found, flow, before) for found in page.below]
    return [replace(row, height=svg.number(height)) for row, height in zip(rows, heights, strict=True)]


def text_row(document: SopDocument, node: Node, cells: Sequence[SafeString], size: float = 0) -> Row:
    """A step's texts; the end that an answer leads to has none but its name."""
    anchor, letters = f"baris-{node.row}", svg.number(size) if size else ""
    if node.is_end:
        return Row(anchor, "", "Selesai", cells, size=letters)
    step = document.prosedur[node.row - 1]
    return Row(
        anchor,
        step.nomor,
        step.kegiatan,
        cells,
        step.kelengkapan or "-",
        amounts(step.waktu) or ["-"],
        step.output or "-",
        step.keterangan,
        size=letters,
    )


def connector_row(document: SopDocument, crossings: Sequence[Crossing], flow: Flow, before: int) -> Row:
    """A row of pentagons, said in words."""
    return Row("", "", "", [EMPTY] * flow.columns, notes=notes(crossings, flow, before))


def notes(crossings: Sequence[Crossing], flow: Flow, before: int) -> list[str]:
    """ "A: ke langkah 11, halaman 3", by letter."""
    found = []
    for crossing in sorted(crossings, key=lambda crossing: (len(crossing.letter), crossing.letter)):
        node = flow.node(crossing.row)
        goal = "selesai" if node.is_end else f"langkah {node.nomor}"
        way = "ke" if crossing.leaves else "dari"
        found.append(f"{crossing.letter}: {way} {goal}, halaman {before + crossing.page}")
    return found


def notes_height(texts: Sequence[str], widths: Widths, look: Look) -> float:
    """How tall the row of these notes is at most, in mm."""
    room, lines, used = widths.uraian - NOTE_PADDING - RULE, 1, 0.0
    for text in texts:
        width = text_width(text) * REGULAR[look.font] * NOTE_SIZE * MM + NOTE_GAP
        if used and used + width > room:
            lines, used = lines + 1, 0.0
        lines += int((width - 0.01) // room)  # a note wider than its cell breaks
        used += width
    return lines * NOTE_SIZE * NOTE_LEADING * MM + NOTE_PADDING + RULE


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
