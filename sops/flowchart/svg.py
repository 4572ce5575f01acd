"""Shapes as SVG, for the page and for the PDF. No Django.

Only presentation attributes, no style: the same markup passes a strict content policy, and CSS classes may restyle it.
All texts are escaped.
"""

from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape, quoteattr

from sops.flowchart.labels import LEADING
from sops.flowchart.shapes import HEAD, Drawing, Joint, Label, Line, Pentagon, Point, Symbol, segments

STROKE = 0.3  # millimetres
FONT = "Liberation Sans Narrow, Arial Narrow, Arial, sans-serif"


def number(value: float) -> str:
    """A number as short as it can be written, to a hundredth."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def pair(point: Point) -> str:
    """A point in path data."""
    return f"{number(point[0])} {number(point[1])}"


def lines_of(drawing: Drawing) -> str:
    """Everything but the symbols: joints, lines, arrowheads, pentagons, answers."""
    parts = [
        *(joint(found, drawing.bridge) for found in drawing.joints),
        *(line(found, drawing.bridge) for found in drawing.lines),
        *(head(found, drawing.arrow) for found in drawing.lines),
        *map(pentagon, drawing.pentagons),
        *map(label, drawing.labels),
    ]
    return "".join(parts)


def symbols_of(drawing: Drawing, classes: dict[int, str] | None = None) -> str:
    """The symbols; `classes` may name a further class for those of a row."""
    return "".join(symbol(found, (classes or {}).get(found.row, "")) for found in drawing.symbols)


def picture(drawing: Drawing, content: str) -> str:
    """A whole SVG document in millimetres, as large as the drawing."""
    width, height = number(drawing.width), number(drawing.height)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}mm" height="{height}mm" '
        f'viewBox="0 0 {width} {height}">{content}</svg>'
    )


def stroke(data: str, kind: str) -> str:
    return f'<path class="{kind}" d="{data}" fill="none" stroke="#000" stroke-width="{STROKE}"/>'


def line(found: Line, bridge: float) -> str:
    """An edge, with its hops."""
    return stroke(with_bridges(found.points, found.bridges, bridge), "flow-line")


def joint(found: Joint, bridge: float) -> str:
    """The line between two boxes of a joint step."""
    return stroke(with_bridges(found.points, found.bridges, bridge), "flow-line flow-joint")


def with_bridges(points: Sequence[Point], bridges: Sequence[Point], radius: float) -> str:
    """Path data from corner to corner, with a half circle upwards at every bridge."""
    data, left = [f"M{pair(points[0])}"], list(bridges)
    for a, b in segments(points):
        way = 1 if b[0] > a[0] else -1
        while left and a[1] == b[1] == left[0][1] and min(a[0], b[0]) < left[0][0] < max(a[0], b[0]):
            x, y = left.pop(0)
            sweep = 1 if way > 0 else 0
            data.append(f"L{pair((x - way * radius, y))}")
            data.append(f"A{number(radius)} {number(radius)} 0 0 {sweep} {pair((x + way * radius, y))}")
        data.append(f"L{pair(b)}")
    return "".join(data)


def head(found: Line, length: float) -> str:
    """The arrowhead at the end of a line."""
    (ax, ay), (x, y) = found.points[-2:]
    dx, dy = (x > ax) - (x < ax), (y > ay) - (y < ay)
    back, half = (x - dx * length, y - dy * length), length * HEAD
    corners = [(x, y), (back[0] - dy * half, back[1] + dx * half), (back[0] + dy * half, back[1] - dx * half)]
    return f'<path class="flow-head" d="{closed(corners)}" fill="#000"/>'


def closed(points: Iterable[Point]) -> str:
    """Path data of an outline."""
    return "M" + "L".join(map(pair, points)) + "Z"


def outlined(data: str, kind: str) -> str:
    return f'<path class="{kind}" d="{data}" fill="#fff" stroke="#000" stroke-width="{STROKE}"/>'


def symbol(found: Symbol, more: str = "") -> str:
    """A capsule, box or diamond."""
    kind = f"flow-symbol {more}".strip()
    if found.kind == "diamond":
        return outlined(closed(found.outline), kind)
    left, top, _right, _bottom = found.box
    radius = f' rx="{number(found.height / 2)}"' if found.kind == "capsule" else ""
    return (
        f'<rect class="{kind}" x="{number(left)}" y="{number(top)}" width="{number(found.width)}" '
        f'height="{number(found.height)}"{radius} fill="#fff" stroke="#000" stroke-width="{STROKE}"/>'
    )


def pentagon(found: Pentagon) -> str:
    """An off-page connector with its letter."""
    size = found.height * (0.52 if len(found.letter) == 1 else 0.4)
    text = (
        f'<text class="flow-letter" x="{number(found.x)}" y="{number(found.y + size * 0.25)}" '
        f'font-family={quoteattr(FONT)} font-size="{number(size)}" font-weight="bold" text-anchor="middle">'
        f"{escape(found.letter)}</text>"
    )
    return outlined(closed(found.outline), "flow-pentagon") + text


def label(found: Label) -> str:
    """An answer, line by line."""
    return "".join(
        f'<text class="flow-answer" x="{number(found.x)}" '
        f'y="{number(found.y + found.size * (LEADING * index + 0.86))}" font-family={quoteattr(FONT)} '
        f'font-size="{number(found.size)}">{escape(text)}</text>'
        for index, text in enumerate(found.lines)
    )
