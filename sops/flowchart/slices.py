"""The flowchart cut into the rows of a web page, where nobody knows how tall a row will be. No Django.

Each row shows its own slice of the drawing in the middle, at its natural height. Above and below it, where a longer
text makes the row taller, only the lines go on that pass the slice's edges, stretched to whatever height there is. So
lines meet from row to row without a script and without measuring.
"""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sops.flowchart import svg
from sops.flowchart.shapes import Drawing, Label, Point, Symbol, segments

SCALE = 4.4  # CSS pixels for a millimetre
RULE = 0.5  # half the rule of the table, in pixels: a cell begins behind it

# What a state adds to a symbol besides its colour: a mark, because colour never says it alone.
MARKS = {
    **{"done": "✓", "now": "●", "returned": "↩", "void": "✕"},
    # How well a step keeps its waktu, on the page of an evaluation.
    **{"well": "✓", "fair": "!", "poor": "‼", "idle": "–"},
}


@dataclass(frozen=True)
class Slice:
    """The markup of one row: what goes on above, the row's own symbols and lines, what goes on below."""

    above: str
    picture: str
    below: str

    def __str__(self) -> str:
        return self.above + self.below + self.picture


def column_widths(drawing: Drawing) -> list[int]:
    """The widths of the columns in pixels, without their rules."""
    return [round((b - a) * SCALE) - 1 for a, b in zip(drawing.columns, drawing.columns[1:], strict=False)]


def slices(drawing: Drawing, states: Mapping[int, str]) -> list[Slice]:
    """A slice for every row; `states` names a state of MARKS for those rows that have one."""
    return [
        Slice(
            going_on(drawing, top, "above"),
            picture(drawing, row, top, bottom, states.get(row, "")),
            going_on(drawing, bottom, "below"),
        )
        for row, (top, bottom) in enumerate(zip(drawing.rows, drawing.rows[1:], strict=False), 1)
    ]


def picture(drawing: Drawing, row: int, top: float, bottom: float, state: str) -> str:
    """The row itself: a ground that covers what is stretched behind it, rules, lines, symbols, answers."""
    left, width = RULE / SCALE, drawing.width - 2 * RULE / SCALE
    ground = (
        f'<rect class="flow-ground" x="0" y="{svg.number(top)}" width="{svg.number(drawing.width)}" '
        f'height="{svg.number(bottom - top)}" fill="#fff"/>'
    )
    parts = [ground, rules(drawing, top, bottom)]
    lines = [line for line in drawing.lines if reaches(line.points, top, bottom)]
    parts += [svg.joint(joint, drawing.bridge) for joint in drawing.joints if joint.row == row]
    parts += [svg.line(line, drawing.bridge) for line in lines]
    parts += [svg.head(line, drawing.arrow) for line in lines if top < line.points[-1][1] < bottom]
    parts += [symbol(found, state) for found in drawing.symbols if found.row == row]
    parts += [svg.label(label) for label in drawing.labels if lies_in(label, top, bottom)]
    return (
        f'<svg class="flow-row" width="{pixels(drawing)}" height="{round((bottom - top) * SCALE)}" '
        f'viewBox="{svg.number(left)} {svg.number(top)} {svg.number(width)} {svg.number(bottom - top)}" '
        f'preserveAspectRatio="none" aria-hidden="true" focusable="false">{"".join(parts)}</svg>'
    )


def whole(drawing: Drawing, states: Mapping[int, str], numbers: Sequence[str]) -> str:
    """The flowchart in one piece, as wide as its place, with the steps' numbers beside it: for small screens."""
    beside = 8.0
    rules_across = "".join(
        f"M{svg.number(-beside)} {svg.number(y)}H{svg.number(drawing.width)}" for y in drawing.rows
    )
    named = "".join(
        f'<text class="flow-mark" x="{svg.number(-beside / 2)}" y="{svg.number((top + bottom) / 2 + 1.3)}" '
        f'font-size="3.6" text-anchor="middle">{svg.escape(name)}</text>'
        for name, (top, bottom) in zip(numbers, itertools.pairwise(drawing.rows), strict=False)
    )
    symbols = "".join(symbol(found, states.get(found.row, "")) for found in drawing.symbols)
    return (
        f'<svg class="flow-whole" viewBox="{svg.number(-beside)} 0 {svg.number(drawing.width + beside)} '
        f'{svg.number(drawing.height)}" aria-hidden="true" focusable="false">'
        f'<path class="flow-rule" d="{rules_across}" stroke="#999" stroke-width="0.26"/>'
        f"{rules(drawing, 0, drawing.height)}{named}{svg.lines_of(drawing)}{symbols}</svg>"
    )


def symbol(found: Symbol, state: str) -> str:
    """A symbol with the mark of its state."""
    drawn = svg.symbol(found, f"flow-{state}" if state else "")
    if state not in MARKS:
        return drawn
    return (
        f'{drawn}<text class="flow-mark flow-{state}" x="{svg.number(found.x)}" y="{svg.number(found.y + 1.5)}" '
        f'font-size="4.2" text-anchor="middle">{MARKS[state]}</text>'
    )


def going_on(drawing: Drawing, at: float, place: str) -> str:
    """The lines that pass a height, as a strip that stretches."""
    crossing = sorted(
        a[0]
        for line in drawing.lines
        for a, b in segments(line.points)
        if a[0] == b[0] and min(a[1], b[1]) < at < max(a[1], b[1])
    )
    left, width = RULE / SCALE, drawing.width - 2 * RULE / SCALE
    lines = "".join(svg.stroke(f"M{svg.number(x)} 0V1", "flow-line") for x in crossing)
    return (
        f'<svg class="flow-strip flow-{place}" width="{pixels(drawing)}" height="1" '
        f'viewBox="{svg.number(left)} 0 {svg.number(width)} 1" preserveAspectRatio="none" '
        f'aria-hidden="true" focusable="false">{rules(drawing, 0, 1)}{lines}</svg>'
    )


def rules(drawing: Drawing, top: float, bottom: float) -> str:
    """The rules between the columns."""
    data = "".join(f"M{svg.number(x)} {svg.number(top)}V{svg.number(bottom)}" for x in drawing.columns[1:-1])
    return f'<path class="flow-rule" d="{data}" stroke="#999" stroke-width="0.26"/>' if data else ""


def pixels(drawing: Drawing) -> int:
    """The width of the cell that all columns share."""
    widths = column_widths(drawing)
    return sum(widths) + len(widths) - 1


def reaches(points: Sequence[Point], top: float, bottom: float) -> bool:
    """Whether a line has a part between two heights."""
    heights = [y for _x, y in points]
    return min(heights) < bottom and max(heights) > top


def lies_in(label: Label, top: float, bottom: float) -> bool:
    """Whether an answer stands between two heights."""
    return top <= label.y < bottom
