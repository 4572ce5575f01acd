"""How tall the rows of the flow table come out: its texts are laid out once, on one endless page."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.template.loader import render_to_string
from weasyprint.text.fonts import FontConfiguration

from activity.wording import as_kept
from documents.printing.pdf import laid_out
from sops.flowchart import svg
from sops.flowchart.flow import Flow
from sops.printing.rows import EMPTY, text_row
from sops.printing.sheet import Sheet
from sops.printing.widths import RULE, Widths

MM = 25.4 / 96  # of a CSS pixel
FOOT = 18.0  # what the foot needs of the page's lower end, with what printers leave white
MOST_IDENTITY = 10.5  # pt; the size that an office chooses is that of the flow table


@dataclass(frozen=True)
class Measured:
    """Heights in millimetres: of the rows, of those of the table's head, and of what follows the last row."""

    rows: list[float]
    head: list[float]
    tail: float


def measure(
    sheet: Sheet, flow: Flow, widths: Widths, sizes: Mapping[int, float], fonts: FontConfiguration
) -> Measured:
    """Lay out the table alone, without breaks. `sizes`: the letters of rows with smaller ones, in pt."""
    blank = [EMPTY] * flow.columns
    rows = [text_row(sheet.document, node, blank, sizes.get(node.row, 0)) for node in flow.nodes]
    document = laid_out(render(sheet, widths, {"measured_rows": rows}), fonts)
    tall = {
        name: snapped((box[3] - box[1]) * MM) for page in document.pages for name, box in page.anchors.items()
    }
    return Measured(
        rows=[tall[f"baris-{node.row}"] for node in flow.nodes],
        head=[tall[f"kepala-{number}"] for number in (1, 2, 3) if f"kepala-{number}" in tall],
        tail=tall.get("jumlah", 0.0) + tall.get("pengesahan", 0.0),
    )


def snapped(height: float) -> float:
    """Up to the next hundredth of a millimetre."""
    return round(height + 0.005, 2)


def lower_margin(sheet: Sheet) -> float:
    """The white below the table, in which the foot stands."""
    return max(sheet.look.margins.bottom, FOOT)


@as_kept()
def render(sheet: Sheet, widths: Widths, context: dict[str, object]) -> str:
    """The HTML from its template; lengths go in as texts, so that no locale puts a comma into them."""
    look, lower = sheet.look, lower_margin(sheet)
    sides = (look.margins.top, look.margins.right, lower, look.margins.left)
    return render_to_string(
        "sops/print/sheet.html",
        {
            "sheet": sheet,
            "look": look,
            "document": sheet.document,
            "margins": " ".join(f"{svg.number(side)}mm" for side in sides),
            "page_width": svg.number(look.width),
            "page_height": svg.number(look.height),
            "rule": svg.number(RULE),
            "columns": [svg.number(width) for width in widths.all],
            "table_width": svg.number(widths.total),
            "font_size": svg.number(look.font_size),
            "head_size": svg.number(widths.head_size),
            "identity_size": svg.number(min(look.font_size + 1, MOST_IDENTITY)),
            "identity_width": svg.number(widths.total + RULE),
            "half": svg.number(widths.total / 2),
            "cover_height": svg.number(look.height - look.margins.top - lower - 1),
            **context,
        },
    )
