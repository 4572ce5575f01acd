"""Judges a drawn flowchart by its shapes alone: every function returns what is wrong with it, in words.

It shares no geometry with `sops/flowchart`: a mistake there must not excuse itself here.
"""

import itertools
import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sops.flowchart.chart import Chart, Paper
from sops.flowchart.flow import Edge, Flow
from sops.flowchart.shapes import Drawing, Joint, Label, Line, Pentagon, Symbol

Point = tuple[float, float]
Box = tuple[float, float, float, float]
Stretch = tuple[Point, Point]
Found = Iterator[str]

ON_EDGE = 0.06  # a line begins and ends on an outline, within this
APART = 0.5  # lines that run beside each other, and lines beside symbols that are not theirs
RULE = 0.3  # lines beside the table's rules
AIR = 0.15  # around an answer
HEAD_HALF = 0.36  # half an arrowhead's width, in parts of its length
TINY = 0.011  # what rounding to hundredths does


# --- Distances ---------------------------------------------------------------------------------------------------


def corners(symbol: Symbol | Pentagon) -> list[Point]:
    """The corners of a symbol, clockwise; a capsule is judged by its axis instead."""
    x, y, half, high = symbol.x, symbol.y, symbol.width / 2, symbol.height / 2
    if isinstance(symbol, Pentagon):
        shoulder = y - high + symbol.height * 0.6
        return [
            (x - half, y - high),
            (x + half, y - high),
            (x + half, shoulder),
            (x, y + high),
            (x - half, shoulder),
        ]
    if symbol.kind == "diamond":
        return [(x, y - high), (x + half, y), (x, y + high), (x - half, y)]
    return [(x - half, y - high), (x + half, y - high), (x + half, y + high), (x - half, y + high)]


def point_to_stretch(point: Point, stretch: Stretch) -> float:
    """The distance of a point from a straight stretch."""
    (ax, ay), (bx, by) = stretch
    square = (bx - ax) ** 2 + (by - ay) ** 2
    part = 0.0 if not square else ((point[0] - ax) * (bx - ax) + (point[1] - ay) * (by - ay)) / square
    part = min(1.0, max(0.0, part))
    return math.hypot(point[0] - ax - part * (bx - ax), point[1] - ay - part * (by - ay))


def turn(a: Point, b: Point, c: Point) -> float:
    """On which side of a–b the point c lies."""
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def between(first: Stretch, second: Stretch) -> float:
    """The distance between two straight stretches; 0 where they cross."""
    (a, b), (c, d) = first, second
    if turn(a, b, c) * turn(a, b, d) < 0 and turn(c, d, a) * turn(c, d, b) < 0:
        return 0.0
    return min(
        point_to_stretch(a, second),
        point_to_stretch(b, second),
        point_to_stretch(c, first),
        point_to_stretch(d, first),
    )


def is_in(point: Point, outline: Sequence[Point]) -> bool:
    """Whether a point lies inside a convex outline that goes round clockwise."""
    return all(turn(a, b, point) > 0 for a, b in zip(outline, [*outline[1:], outline[0]], strict=True))


def sides(outline: Sequence[Point]) -> list[Stretch]:
    return list(zip(outline, [*outline[1:], outline[0]], strict=True))


def from_outline(outline: Sequence[Point], stretch: Stretch) -> float:
    """The distance of a stretch from a convex area; 0 inside."""
    if is_in(stretch[0], outline) or is_in(stretch[1], outline):
        return 0.0
    return min(between(side, stretch) for side in sides(outline))


def axis(capsule: Symbol) -> Stretch:
    """The middle line of a capsule: its outline lies half its height away."""
    reach = (capsule.width - capsule.height) / 2
    return (capsule.x - reach, capsule.y), (capsule.x + reach, capsule.y)


def clearance(symbol: Symbol | Pentagon, stretch: Stretch) -> float:
    """The distance of a stretch from a symbol; 0 inside."""
    if isinstance(symbol, Symbol) and symbol.kind == "capsule":
        return max(0.0, between(axis(symbol), stretch) - symbol.height / 2)
    return from_outline(corners(symbol), stretch)


def off_edge(symbol: Symbol | Pentagon, point: Point) -> float:
    """The distance of a point from the outline of a symbol, inside or out."""
    if isinstance(symbol, Symbol) and symbol.kind == "capsule":
        return abs(point_to_stretch(point, axis(symbol)) - symbol.height / 2)
    return min(point_to_stretch(point, side) for side in sides(corners(symbol)))


def box_corners(box: Box) -> list[Point]:
    left, top, right, bottom = box
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def areas_apart(first: Sequence[Point], second: Sequence[Point]) -> float:
    """The distance between two convex areas; 0 where they touch or one holds the other."""
    if is_in(first[0], second) or is_in(second[0], first):
        return 0.0
    return min(between(a, b) for a in sides(first) for b in sides(second))


# --- What is drawn -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Stroke:
    """A straight stretch of a line or a joint: `of` names it, `place` counts along it."""

    of: str
    place: int
    count: int
    a: Point
    b: Point

    @property
    def is_level(self) -> bool:
        return self.a[1] == self.b[1]

    @property
    def across(self) -> float:
        """Where it lies: the height of a level one, else how far right."""
        return self.a[1] if self.is_level else self.a[0]

    @property
    def span(self) -> tuple[float, float]:
        """From where to where it reaches."""
        one, other = (self.a[0], self.b[0]) if self.is_level else (self.a[1], self.b[1])
        return min(one, other), max(one, other)

    @property
    def length(self) -> float:
        return self.span[1] - self.span[0]


def name(line: Line) -> str:
    return f"edge {line.edge}"


def strokes(drawing: Drawing) -> list[Stroke]:
    """Every straight stretch of the page."""
    found = []
    for line in drawing.lines:
        pairs = list(itertools.pairwise(line.points))
        found += [Stroke(name(line), place, len(pairs), a, b) for place, (a, b) in enumerate(pairs)]
    for joint in drawing.joints:
        found.append(Stroke(f"joint {joint.row}/{joint.points[0][0]}", 0, 1, *joint.points))
    return found


def arrowhead(line: Line, length: float) -> list[Point]:
    """The triangle at the end of a line, clockwise from its tip."""
    (ax, ay), (x, y) = line.points[-2:]
    dx, dy = (x > ax) - (x < ax), (y > ay) - (y < ay)
    back, half = (x - dx * length, y - dy * length), length * HEAD_HALF
    return [(x, y), (back[0] - dy * half, back[1] + dx * half), (back[0] + dy * half, back[1] - dx * half)]


def bridged(drawing: Drawing) -> list[Line | Joint]:
    """Everything that may have bridges."""
    return [*drawing.lines, *drawing.joints]


def shapes(drawing: Drawing) -> list[Symbol | Pentagon]:
    return [*drawing.symbols, *drawing.pentagons]


def title(symbol: Symbol | Pentagon) -> str:
    if isinstance(symbol, Pentagon):
        return f"pentagon {symbol.letter}"
    return f"{symbol.kind} {symbol.row}/{symbol.column}"


# --- Edges -------------------------------------------------------------------------------------------------------


def pages_by_row(chart: Chart) -> dict[int, set[int]]:
    """On which drawings a row has symbols."""
    found = defaultdict(set)
    for page, drawing in enumerate(chart.drawings):
        for symbol in drawing.symbols:
            found[symbol.row].add(page)
    return found


def rows_and_symbols(flow: Flow, chart: Chart) -> Found:
    """Every row stands on one page, in order, with the right symbols in the middle of the right cells."""
    where = pages_by_row(chart)
    if sorted(where) != [node.row for node in flow.nodes] or any(len(pages) != 1 for pages in where.values()):
        yield f"rows are missing or stand on several pages: {dict(where)}"
        return
    order = [min(where[node.row]) for node in flow.nodes]
    if order != sorted(order):
        yield f"rows are out of order: {order}"
    for node in flow.nodes:
        drawing = chart.drawings[min(where[node.row])]
        found = sorted((s for s in drawing.symbols if s.row == node.row), key=lambda symbol: symbol.column)
        if [(s.kind, s.column) for s in found] != [(node.kind, column) for column in node.columns]:
            yield f"row {node.row}: {[(s.kind, s.column) for s in found]}"
        for symbol in found:
            yield from in_the_middle(drawing, symbol)


def in_the_middle(drawing: Drawing, symbol: Symbol | Pentagon) -> Found:
    """A symbol stands in the middle of its column, and within one band."""
    left, right = drawing.columns[symbol.column : symbol.column + 2]
    if abs((left + right) / 2 - symbol.x) > TINY:
        yield f"{title(symbol)} is not in the middle of its column"
    bands = [(top, bottom) for top, bottom in itertools.pairwise(drawing.rows) if top < symbol.y < bottom]
    if not bands or abs(sum(bands[0]) / 2 - symbol.y) > TINY:
        yield f"{title(symbol)} is not in the middle of its row"


def edges_are_drawn(flow: Flow, chart: Chart) -> Found:
    """Every edge is drawn once, from its source to its target; over a break in two parts with one letter."""
    where = pages_by_row(chart)
    drawn = defaultdict(list)
    for page, drawing in enumerate(chart.drawings):
        for line in drawing.lines:
            drawn[line.edge].append((page, line))
    if sorted(drawn) != [edge.number for edge in flow.edges]:
        yield f"drawn are {sorted(drawn)}"
        return
    for edge in flow.edges:
        source, goal = min(where[edge.source]), min(where[edge.target])
        parts = sorted(drawn[edge.number], key=lambda part: part[0] != source)
        if [page for page, _line in parts] != [source, goal][: 1 + (source != goal)]:
            yield f"edge {edge.number} is drawn on pages {[page for page, _line in parts]}"
            continue
        yield from ends(flow, edge, chart, parts)


def ends(flow: Flow, edge: Edge, chart: Chart, parts: list[tuple[int, Line]]) -> Found:
    """The outer ends of an edge lie on its symbols, the inner ones on its pentagons."""
    (first_page, first), (last_page, last) = parts[0], parts[-1]
    node = flow.node(edge.source)
    may = node.columns if node.decider is None or not edge.label else (node.decider,)
    sources = [s for s in chart.drawings[first_page].symbols if s.row == edge.source and s.column in may]
    targets = [s for s in chart.drawings[last_page].symbols if s.row == edge.target]
    if not any(touches(symbol, first.points[0], first.points[1]) for symbol in sources):
        yield f"edge {edge.number} does not begin on the outline of row {edge.source}: {first.points}"
    if not any(touches(symbol, last.points[-1], last.points[-2]) for symbol in targets):
        yield f"edge {edge.number} does not end on the outline of row {edge.target}: {last.points}"
    if len(parts) == 1:
        return
    leaving = [p for p in chart.drawings[first_page].pentagons if p.edge == edge.number and p.leaves]
    entering = [p for p in chart.drawings[last_page].pentagons if p.edge == edge.number and not p.leaves]
    if len(leaving) != 1 or len(entering) != 1 or leaving[0].letter != entering[0].letter:
        yield f"edge {edge.number} has no pair of pentagons"
        return
    if not touches(leaving[0], first.points[-1], first.points[-2]):
        yield f"edge {edge.number} does not end at pentagon {leaving[0].letter}"
    if not touches(entering[0], last.points[0], last.points[1]):
        yield f"edge {edge.number} does not begin at pentagon {entering[0].letter}"


def touches(symbol: Symbol | Pentagon, end: Point, before: Point) -> bool:
    """Whether a line meets the outline of a symbol from outside, and not by grazing it."""
    if off_edge(symbol, end) > ON_EDGE:
        return False
    dx, dy = (before[0] > end[0]) - (before[0] < end[0]), (before[1] > end[1]) - (before[1] < end[1])
    inside, outside = (end[0] - 0.3 * dx, end[1] - 0.3 * dy), (end[0] + 0.3 * dx, end[1] + 0.3 * dy)
    return clearance(symbol, (inside, inside)) == 0 < clearance(symbol, (outside, outside))


def letters_are_pairs(flow: Flow, chart: Chart) -> Found:
    """Every letter occurs twice, once leaving and once entering, and the pages say where its other end is."""
    found = defaultdict(list)
    for page, drawing in enumerate(chart.drawings, 1):
        for pentagon in drawing.pentagons:
            found[pentagon.letter].append((pentagon.leaves, pentagon.edge, page))
            yield from in_the_middle(drawing, pentagon)
    for letter, ends_of in found.items():
        if (
            sorted(leaves for leaves, _edge, _page in ends_of) != [False, True]
            or ends_of[0][1] != ends_of[1][1]
        ):
            yield f"letter {letter}: {ends_of}"
    said = {
        (one.letter, one.leaves): (one.row, one.page, number)
        for number, page in enumerate(chart.pages, 1)
        for band in (*page.above, *page.below)
        for one in band
    }
    for letter, ends_of in found.items():
        for leaves, number, page in ends_of:
            edge = flow.edges[number]
            other = next((p for way, _edge, p in ends_of if way != leaves), 0)
            if said.get((letter, leaves)) != (edge.target if leaves else edge.source, other, page):
                yield f"letter {letter} is said to lead to {said.get((letter, leaves))}"


# --- Lines -------------------------------------------------------------------------------------------------------


def lines_are_straight(drawing: Drawing) -> Found:
    """Lines turn at right angles, and the last stretch has room for the arrowhead."""
    for line in drawing.lines:
        ways = []
        for a, b in itertools.pairwise(line.points):
            ways.append(((b[0] > a[0]) - (b[0] < a[0]), (b[1] > a[1]) - (b[1] < a[1])))
            if abs(ways[-1][0]) + abs(ways[-1][1]) != 1:
                yield f"{name(line)} has a stretch {a}–{b}"
        if any(abs(a[0]) == abs(b[0]) for a, b in itertools.pairwise(ways)):
            yield f"{name(line)} goes on straight, or back, at a corner: {line.points}"
        if math.dist(*line.points[-2:]) < drawing.arrow + 0.1:
            yield f"{name(line)} ends too short for its arrowhead: {line.points[-2:]}"
    for joint in drawing.joints:
        (ax, ay), (bx, by) = joint.points
        if ay != by or ax >= bx:
            yield f"joint of row {joint.row}: {joint.points}"


def lines_keep_off_symbols(drawing: Drawing) -> Found:
    """No line runs through a symbol or along one; its own it only touches with its end."""
    for stroke in strokes(drawing):
        for symbol in shapes(drawing):
            gap = clearance(symbol, (stroke.a, stroke.b))
            if gap >= APART:
                continue
            trimmed = without_ends(stroke, symbol)
            if trimmed is None or clearance(symbol, trimmed) == 0:
                yield f"{stroke.of} touches {title(symbol)}: {stroke.a}–{stroke.b}"


def without_ends(stroke: Stroke, symbol: Symbol | Pentagon) -> Stretch | None:
    """The stretch without the bit at a symbol that it may touch; None where it may not."""
    a, b = stroke.a, stroke.b
    begins = stroke.place == 0 and off_edge(symbol, a) <= ON_EDGE
    stops = stroke.place == stroke.count - 1 and off_edge(symbol, b) <= ON_EDGE
    if not begins and not stops:
        return None
    bit = min(0.1, math.dist(a, b) / 3)
    dx, dy = (b[0] > a[0]) - (b[0] < a[0]), (b[1] > a[1]) - (b[1] < a[1])
    if begins:
        a = (a[0] + dx * bit, a[1] + dy * bit)
    if stops:
        b = (b[0] - dx * bit, b[1] - dy * bit)
    return a, b


def joints_join(flow: Flow, drawing: Drawing) -> Found:
    """A joint step's boxes are joined, each with its neighbor and at the outline."""
    rows = defaultdict(list)
    for symbol in sorted(drawing.symbols, key=lambda symbol: symbol.column):
        rows[symbol.row].append(symbol)
    made = defaultdict(list)
    for joint in drawing.joints:
        made[joint.row].append(joint)
    for row, found in rows.items():
        joints = sorted(made[row], key=lambda joint: joint.points[0])
        if len(joints) != len(found) - 1:
            yield f"row {row} has {len(joints)} joints"
            continue
        for joint, (left, right) in zip(joints, itertools.pairwise(found), strict=True):
            a, b = joint.points
            if (
                off_edge(left, a) > ON_EDGE
                or off_edge(right, b) > ON_EDGE
                or not left.x < a[0] < b[0] < right.x
            ):
                yield f"row {row}: joint {joint.points} does not join its boxes"


def lines_keep_apart(drawing: Drawing) -> Found:
    """No two lines lie on top of each other or too near, nor touch with a corner or an end."""
    for one, other in itertools.combinations(strokes(drawing), 2):
        if one.of == other.of and abs(one.place - other.place) <= 1:
            continue
        if one.is_level == other.is_level:
            overlap = min(one.span[1], other.span[1]) - max(one.span[0], other.span[0])
            if overlap > -APART and abs(one.across - other.across) < APART - TINY:
                yield f"{one.of} and {other.of} lie together: {one.a}–{one.b}, {other.a}–{other.b}"
        elif one.of == other.of and crosses(one, other):
            yield f"{one.of} crosses itself"
        elif between((one.a, one.b), (other.a, other.b)) < APART - TINY and not crosses(one, other):
            yield f"{one.of} touches {other.of}: {one.a}–{one.b}, {other.a}–{other.b}"


def crosses(one: Stroke, other: Stroke) -> bool:
    """Whether a level and an upright stretch pass straight through each other, well inside both."""
    level, upright = (one, other) if one.is_level else (other, one)
    return (
        level.span[0] + APART - TINY <= upright.across <= level.span[1] - APART + TINY
        and upright.span[0] + APART - TINY <= level.across <= upright.span[1] - APART + TINY
    )


def lines_keep_off_rules(drawing: Drawing) -> Found:
    """Everything stays within the Pelaksana columns, and no line runs along a rule of the table."""
    for stroke in strokes(drawing):
        for x, y in (stroke.a, stroke.b):
            if not (RULE <= x <= drawing.width - RULE and RULE <= y <= drawing.height - RULE):
                yield f"{stroke.of} leaves the columns at {(x, y)}"
        for rule in drawing.rows if stroke.is_level else drawing.columns:
            if abs(stroke.across - rule) < RULE:
                yield f"{stroke.of} runs along the rule at {rule}"
    for symbol in shapes(drawing):
        left, top, right, bottom = box(symbol)
        if left < 0 or top < 0 or right > drawing.width or bottom > drawing.height:
            yield f"{title(symbol)} leaves the columns"
        if any(left < rule < right for rule in drawing.columns) or any(
            top < rule < bottom for rule in drawing.rows
        ):
            yield f"{title(symbol)} lies on a rule"


def box(symbol: Symbol | Pentagon) -> Box:
    half, high = symbol.width / 2, symbol.height / 2
    return symbol.x - half, symbol.y - high, symbol.x + half, symbol.y + high


# --- Bridges and arrowheads --------------------------------------------------------------------------------------


def bridges_stand_at_crossings(drawing: Drawing) -> Found:
    """Every crossing has a bridge, on the level line and exactly there, and nothing else has."""
    every = strokes(drawing)
    wanted = sorted(
        (round(upright.across, 2), round(level.across, 2))
        for level in every
        if level.is_level
        for upright in every
        if not upright.is_level and upright.of != level.of and crosses(level, upright)
    )
    hops = [(round(x, 2), round(y, 2)) for found in bridged(drawing) for x, y in found.bridges]
    if sorted(hops) != wanted:
        yield f"bridges {sorted(hops)} stand for crossings {wanted}"


def bridges_have_room(drawing: Drawing) -> Found:
    """A bridge keeps within its stretch, and touches no other bridge, line, symbol or arrowhead."""
    every, radius = strokes(drawing), drawing.bridge
    hops = [
        (name(found) if isinstance(found, Line) else f"joint {found.row}/{found.points[0][0]}", found, hop)
        for found in bridged(drawing)
        for hop in found.bridges
    ]
    for of, found, (x, y) in hops:
        own = [s for s in every if s.of == of and s.is_level and s.across == y and s.span[0] < x < s.span[1]]
        if len(own) != 1 or own[0].span[0] > x - radius + TINY or own[0].span[1] < x + radius - TINY:
            yield f"{of}: the bridge at {(x, y)} reaches beyond its stretch"
            continue
        if (
            isinstance(found, Line)
            and own[0].place == own[0].count - 1
            and abs(found.points[-1][0] - x) < radius + drawing.arrow - TINY
        ):
            yield f"{of}: the bridge at {(x, y)} reaches into the arrowhead"
        hump = box_corners((x - radius, y - radius, x + radius, y - 0.05))
        for stroke in every:
            is_crossed = not stroke.is_level and abs(stroke.across - x) < TINY
            is_strange = stroke is not own[0] and not is_crossed
            if is_strange and from_outline(hump, (stroke.a, stroke.b)) < 0.05:
                yield f"{of}: the bridge at {(x, y)} touches {stroke.of}"
        for symbol in shapes(drawing):
            if areas_apart(hump, corners(symbol)) < 0.05:
                yield f"{of}: the bridge at {(x, y)} touches {title(symbol)}"
    for (of, _a, (x, y)), (other, _b, (u, v)) in itertools.combinations(hops, 2):
        if abs(x - u) < 2 * radius - TINY and abs(y - v) < radius:
            yield f"{of} and {other}: bridges at {(x, y)} and {(u, v)} overlap"


def arrowheads_are_free(drawing: Drawing) -> Found:
    """No line but its own touches an arrowhead, nor does another arrowhead, a bridge, or a strange symbol."""
    heads = [(line, arrowhead(line, drawing.arrow)) for line in drawing.lines]
    for line, head in heads:
        for stroke in strokes(drawing):
            if stroke.of != name(line) and from_outline(head, (stroke.a, stroke.b)) < 0.05:
                yield f"{stroke.of} touches the arrowhead of {name(line)}"
        near = [s for s in shapes(drawing) if off_edge(s, line.points[-1]) > ON_EDGE]
        for symbol in near:
            if areas_apart(head, corners(symbol)) < 0.1:
                yield f"the arrowhead of {name(line)} touches {title(symbol)}"
        for other in bridged(drawing):
            for x, y in other.bridges:
                hump = box_corners((x - drawing.bridge, y - drawing.bridge, x + drawing.bridge, y))
                if areas_apart(head, hump) < 0.02:
                    yield f"the arrowhead of {name(line)} touches the bridge at {(x, y)}"
    for (line, head), (other_line, other_head) in itertools.combinations(heads, 2):
        if areas_apart(head, other_head) < 0.02:
            yield f"the arrowheads of {name(line)} and {name(other_line)} touch"


# --- Answers -----------------------------------------------------------------------------------------------------

NEAR_LINE, NEAR_START = 2.1, 25.0  # millimetres from an answer to its line, and to where that begins


def answers_are_labeled(flow: Flow, chart: Chart) -> Found:
    """Every answer has one label with its text, beside its line and near where that leaves its symbol."""
    where = pages_by_row(chart)
    found = defaultdict(list)
    for page, drawing in enumerate(chart.drawings):
        for label in drawing.labels:
            found[label.edge].append((page, label))
    for edge in flow.edges:
        if len(found[edge.number]) != bool(edge.label.strip()):
            yield f"edge {edge.number} has {len(found[edge.number])} labels"
        for page, label in found[edge.number]:
            if "".join("".join(label.lines).split()) != "".join(edge.label.split()):
                yield f"edge {edge.number} is labeled {label.lines}"
            if {page} != where[edge.source]:
                yield f"edge {edge.number} is labeled on another page"
                continue
            yield from is_near(flow, chart.drawings[page], label)


def is_near(flow: Flow, drawing: Drawing, label: Label) -> Found:
    """A label stands beside its own line, near its start, and not nearer to another answer of its step."""
    outline = box_corners(frame(label))
    line = next(line for line in drawing.lines if line.edge == label.edge)
    own = min(from_outline(outline, pair) for pair in itertools.pairwise(line.points))
    if own > NEAR_LINE:
        yield f"the answer of edge {label.edge} is {own:.1f} mm away from its line"
    siblings = {edge.number for edge in flow.edges if edge.source == flow.edges[label.edge].source}
    for other in drawing.lines:
        away = min(from_outline(outline, pair) for pair in itertools.pairwise(other.points))
        if other.edge in siblings - {label.edge} and away < own + 0.05:
            yield f"the answer of edge {label.edge} stands nearer to the line of edge {other.edge}"
    start = from_outline(outline, (line.points[0], line.points[0]))
    if start > NEAR_START:
        yield f"the answer of edge {label.edge} is {start:.1f} mm away from its start"


def frame(label: Label) -> Box:
    return label.x, label.y, label.x + label.width, label.y + label.height


def labels_are_free(drawing: Drawing) -> Found:
    """A label overlaps no symbol, line, bridge, arrowhead, rule or other label."""
    for label in drawing.labels:
        outline = box_corners(frame(label))
        left, top, right, bottom = frame(label)
        what = f"the answer of edge {label.edge}"
        if left < 0 or top < 0 or right > drawing.width or bottom > drawing.height:
            yield f"{what} leaves the columns"
        if any(left - AIR < x < right + AIR for x in drawing.columns[1:-1]):
            yield f"{what} lies on a rule between columns"
        if any(top - AIR < y < bottom + AIR for y in drawing.rows[1:-1]):
            yield f"{what} lies on a rule between rows"
        for stroke in strokes(drawing):
            if from_outline(outline, (stroke.a, stroke.b)) < AIR:
                yield f"{what} touches {stroke.of}"
        for symbol in shapes(drawing):
            is_inside = areas_apart(outline, corners(symbol)) < 0.05
            if is_capsule(symbol):  # its corners are round
                is_inside = min(clearance(symbol, side) for side in sides(outline)) < 0.05
            if is_inside:
                yield f"{what} touches {title(symbol)}"
        for line in drawing.lines:
            if areas_apart(outline, arrowhead(line, drawing.arrow)) < 0.05:
                yield f"{what} touches the arrowhead of {name(line)}"
        for found in bridged(drawing):
            for x, y in found.bridges:
                hump = box_corners((x - drawing.bridge, y - drawing.bridge, x + drawing.bridge, y))
                if areas_apart(outline, hump) < 0.05:
                    yield f"{what} touches the bridge at {(x, y)}"
    for one, other in itertools.combinations(drawing.labels, 2):
        if areas_apart(box_corners(frame(one)), box_corners(frame(other))) < AIR:
            yield f"the answers of edges {one.edge} and {other.edge} touch"


def is_capsule(symbol: Symbol | Pentagon) -> bool:
    return isinstance(symbol, Symbol) and symbol.kind == "capsule"


# --- The table ---------------------------------------------------------------------------------------------------


def the_table_fits(
    flow: Flow, chart: Chart, columns: Sequence[float], rows: Sequence[float], paper: Paper
) -> Found:
    """Columns and rows are as large as asked for at least, and pages no taller than the paper."""
    if any(is_ < asked - TINY for is_, asked in zip(chart.columns, columns, strict=True)):
        yield f"columns shrank: {chart.columns}"
    if sum(chart.columns) > max(paper.width, sum(columns)) + TINY:
        yield f"columns are too wide: {sum(chart.columns)}"
    if any(is_ < asked - TINY for is_, asked in zip(chart.rows, rows, strict=True)):
        yield f"rows shrank: {chart.rows}"
    for page, drawing in zip(chart.pages, chart.drawings, strict=True):
        widths = [b - a for a, b in itertools.pairwise(drawing.columns)]
        if any(abs(a - b) > TINY for a, b in zip(widths, chart.columns, strict=True)):
            yield f"page {page.first}: its columns are not the chart's"
        heights = [b - a for a, b in itertools.pairwise(drawing.rows)]
        above = len(page.above)
        own = heights[above : above + page.last - page.first + 1]
        if any(abs(a - b) > TINY for a, b in zip(own, chart.rows[page.first - 1 : page.last], strict=True)):
            yield f"page {page.first}: its rows are not the chart's"
        tail = paper.tail if page.last == len(flow.nodes) else 0
        if page.first != page.last and drawing.height + tail > paper.height + 0.05:
            yield f"page {page.first}: {drawing.height} mm are too tall for the paper"


ON_A_PAGE: list[Callable[[Any], Found]] = [
    lines_are_straight,
    lines_keep_off_symbols,
    lines_keep_apart,
    lines_keep_off_rules,
    bridges_stand_at_crossings,
    bridges_have_room,
    arrowheads_are_free,
    labels_are_free,
]


def complaints(
    flow: Flow, chart: Chart, columns: Sequence[float], rows: Sequence[float], paper: Paper
) -> list[str]:
    """Everything that is wrong with a chart."""
    found = list(rows_and_symbols(flow, chart))
    if found:
        return found
    found += edges_are_drawn(flow, chart)
    found += letters_are_pairs(flow, chart)
    found += answers_are_labeled(flow, chart)
    found += the_table_fits(flow, chart, columns, rows, paper)
    for page, drawing in enumerate(chart.drawings, 1):
        found += [f"page {page}: {what}" for what in joints_join(flow, drawing)]
        found += [f"page {page}: {what}" for judge in ON_A_PAGE for what in judge(drawing)]
    return found
