"""Room for the answers beside their lines. No Django."""

import itertools
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import hypot

from sops.flowchart.shapes import Box, Label, Line, Pentagon, Point, Symbol, segments

# Widths of letters in the font of the answers (Liberation Sans Narrow), in parts of its size, rounded up.
WIDTHS = {**dict.fromkeys("iljtfrI.,:;'|!()[] -/", 0.28), **dict.fromkeys("mwMW%@—", 0.84), "&": 0.55}
LETTER, CAPITAL, FOREIGN = 0.48, 0.64, 1.0
LEADING = 1.12
GAP = 0.45  # between an answer and any line, in millimetres
SAMPLED = 100  # of the places without room, how many are compared when an answer must stand in one
REACHES = (12.0, 24.0)  # how far along its line an answer may stand: near by if it can, else further on


def text_width(text: str, size: float) -> float:
    """At most how wide a text is, in the unit of `size`."""
    return size * sum(map(letter_width, text))


def letter_width(letter: str) -> float:
    """The width of a letter, in parts of the font's size."""
    if letter in WIDTHS:
        return WIDTHS[letter]
    if letter > "\u024f":
        return FOREIGN
    return CAPITAL if letter.isupper() else LETTER


def wrapped(text: str, width: float, size: float) -> tuple[str, ...]:
    """The text in lines no wider than `width`, broken at spaces, and inside a word only where it must be."""
    lines: list[str] = [""]
    for word in text.split():
        for piece in pieces(word, width, size):
            longer = f"{lines[-1]} {piece}".strip()
            if text_width(longer, size) <= width or not lines[-1]:
                lines[-1] = longer
            else:
                lines.append(piece)
    return tuple(lines)


def pieces(word: str, width: float, size: float) -> list[str]:
    """A word, in parts where it is wider than the line."""
    found = [""]
    for letter in word:
        if found[-1] and text_width(found[-1] + letter, size) > width:
            found.append("")
        found[-1] += letter
    return found


@dataclass
class Room:
    """What stands on a page, so that an answer can be put where nothing is."""

    columns: Sequence[float]
    rows: Sequence[float]
    outlines: list[tuple[Point, ...]] = field(default_factory=list)
    strokes: list[Box] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    ways: dict[int, list[Box]] = field(default_factory=dict)  # the strokes of each edge

    def add_symbols(self, symbols: Sequence[Symbol | Pentagon]) -> None:
        """Symbols keep answers out of their outline."""
        self.outlines += [symbol.outline for symbol in symbols]

    def add_stroke(self, edge: int, points: Sequence[Point], arrow: float) -> None:
        """A line keeps other answers off, and its arrowhead is wider than it is."""
        self.ways[edge] = [widened(a, b, 0.0) for a, b in segments(points)]
        self.strokes += self.ways[edge]
        if arrow:
            (ax, ay), (bx, by) = points[-2:]
            length = max(abs(bx - ax), abs(by - ay)) or 1.0
            back = (bx + (ax - bx) / length * arrow, by + (ay - by) / length * arrow)
            self.strokes.append(widened(back, (bx, by), arrow * 0.4))

    def add_bridges(self, points: Sequence[Point], radius: float) -> None:
        """Bridges keep answers off."""
        self.strokes += [(x - radius, y - radius, x + radius, y) for x, y in points]

    def is_free(self, box: Box) -> bool:
        """Whether a box lies within one cell and touches nothing."""
        if not in_one_cell(box, self.columns, self.rows):
            return False
        left, top, right, bottom = grown(box, GAP * 0.8)
        for stroke in self.strokes:
            if left < stroke[2] and stroke[0] < right and top < stroke[3] and stroke[1] < bottom:
                return False
        return not any(overlap(box, label.box, GAP) for label in self.labels) and not any(
            touches(box, outline) for outline in self.outlines
        )

    def belongs(self, box: Box, edge: int, siblings: Sequence[int], away: float) -> bool:
        """Whether an answer in a box is seen to belong to its own line, `away` below it (or above: less than 0).

        Nothing lies between them, and no line of another answer of the same step is as near.
        """
        left, top, right, bottom = box
        between = (left, bottom, right, bottom + away) if away > 0 else (left, top + away, right, top)
        between = (left, between[1] + 0.05, right, between[3] - 0.05)
        if abs(away) > GAP and any(overlap(between, stroke, 0.0) for stroke in self.strokes):
            return False
        own = min(apart(box, stroke) for stroke in self.ways[edge])
        others = (stroke for other in siblings if other != edge for stroke in self.ways[other])
        return all(apart(box, stroke) > own + 0.1 for stroke in others)

    def harm(self, box: Box) -> tuple[bool, int]:
        """How bad an answer would stand in a box, where no place is free: outside the columns, on other things."""
        is_outside = box[0] < 0 or box[1] < 0 or box[2] > self.columns[-1] or box[3] > self.rows[-1]
        hits = [
            overlap(box, stroke, 0.0) for stroke in (*self.strokes, *(label.box for label in self.labels))
        ]
        return is_outside, sum(hits) + sum(touches(box, outline) for outline in self.outlines)


def widened(a: Point, b: Point, by: float) -> Box:
    """The box around a stretch of a line."""
    return (min(a[0], b[0]) - by, min(a[1], b[1]) - by, max(a[0], b[0]) + by, max(a[1], b[1]) + by)


def apart(a: Box, b: Box) -> float:
    """The distance between two boxes."""
    return hypot(max(a[0] - b[2], b[0] - a[2], 0.0), max(a[1] - b[3], b[1] - a[3], 0.0))


def grown(box: Box, by: float) -> Box:
    """The box with air around it."""
    return (box[0] - by, box[1] - by, box[2] + by, box[3] + by)


def overlap(a: Box, b: Box, gap: float) -> bool:
    """Whether two boxes come nearer than `gap`."""
    return a[0] < b[2] + gap and b[0] < a[2] + gap and a[1] < b[3] + gap and b[1] < a[3] + gap


def in_one_cell(box: Box, columns: Sequence[float], rows: Sequence[float]) -> bool:
    """Whether the box lies within one column and one row: the table's own rules run between them."""
    return within(box[0], box[2], columns) and within(box[1], box[3], rows)


def within(low: float, high: float, edges: Sequence[float]) -> bool:
    """Whether an interval lies between two neighbouring edges."""
    after = bisect_left(edges, low)
    return 0 < after < len(edges) and edges[after - 1] + 0.2 <= low and high <= edges[after] - 0.2


def touches(box: Box, outline: Sequence[Point]) -> bool:
    """Whether a box and a convex outline have a point in common, with a little air (separating axes)."""
    left, top, right, bottom = grown(box, 0.25)
    xs, ys = [x for x, _y in outline], [y for _x, y in outline]
    if left >= max(xs) or right <= min(xs) or top >= max(ys) or bottom <= min(ys):
        return False
    corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
    sides = [(b[0] - a[0], b[1] - a[1]) for a, b in zip(outline, [*outline[1:], outline[0]], strict=True)]
    for across, down in [(-dy, dx) for dx, dy in sides]:
        first = [x * across + y * down for x, y in corners]
        second = [x * across + y * down for x, y in outline]
        if max(first) <= min(second) or max(second) <= min(first):
            return False
    return True


@dataclass(frozen=True)
class Lettering:
    """How an answer is written: how large, whether words may break, whether it must stand even without room."""

    size: float
    may_break: bool = False
    must: bool = False


def place(room: Room, line: Line, text: str, how: Lettering, siblings: Sequence[int]) -> Label | None:
    """The answer beside the beginning of its line; None where there is no room. `siblings` are its step's answers.

    On one line of text where it can be, else on more; as near to the symbol as can be, above the line or right of it
    before below and left.
    """
    last_resort: list[tuple[tuple[str, ...], Box]] = []
    for width, reach in widths(room, text, how):
        lines = wrapped(text, width, how.size)
        wide = max(text_width(part, how.size) for part in lines)
        high = how.size * LEADING * len(lines)
        for x, y, away in spots(line.points, wide, high, reach):
            box = (x, y, x + wide, y + high)
            if room.is_free(box) and room.belongs(box, line.edge, siblings, away):
                return made(line.edge, lines, box, how.size)
            last_resort.append((lines, box))
    if not how.must:
        return None
    lines, box = min(last_resort[:: 1 + len(last_resort) // SAMPLED], key=lambda one: room.harm(one[1]))
    return made(line.edge, lines, box, how.size)


def made(edge: int, lines: tuple[str, ...], box: Box, size: float) -> Label:
    """A label in a box."""
    left, top, right, bottom = box
    return Label(
        edge, lines, round(left, 2), round(top, 2), round(right - left, 2), round(bottom - top, 2), size
    )


def widths(room: Room, text: str, how: Lettering) -> Iterator[tuple[float, float]]:
    """The widths to try, with how far along the line: the whole text, ever narrower, further on, with broken words."""
    whole = text_width(text, how.size) + 0.01
    widest = max(b - a for a, b in itertools.pairwise(room.columns)) - 2 * GAP
    longest = max(text_width(word, how.size) for word in text.split()) + 0.01
    found = [whole, *(whole / parts + how.size for parts in (2, 3, 4, 5)), longest]
    fitting = [width for width in dict.fromkeys(found) if longest <= width <= widest]
    for reach in REACHES:
        yield from ((width, reach) for width in fitting)
    if how.may_break or not fitting:
        yield from ((min(widest, longest / parts + how.size), REACHES[-1]) for parts in (1, 2, 3, 4))


def spots(
    points: Sequence[Point], wide: float, high: float, reach: float
) -> Iterator[tuple[float, float, float]]:
    """Top left corners to try, going along the line from its start, and how far they are above it, if they are."""
    gone = 0.0
    for (ax, ay), (bx, by) in segments(points):
        length = abs(bx - ax) + abs(by - ay)
        dx, dy = (bx > ax) - (bx < ax), (by > ay) - (by < ay)
        step = -0.6 * max(wide if dx else high, 1.0)
        while step <= length and gone + max(step, 0) <= reach:
            x, y = ax + dx * step, ay + dy * step
            if dx:
                left = x if dx > 0 else x - wide
                # Beside the symbol's slant there is room further off.
                for away in (GAP, 1.1, 2.0) if step < 0 else (GAP, 1.1):
                    yield left, y - high - away, away
                    yield left, y + away, -away
            else:
                top = y if dy > 0 else y - high
                yield x + GAP, top, 0.0
                yield x - wide - GAP, top, 0.0
            step += 0.4
        gone += length
