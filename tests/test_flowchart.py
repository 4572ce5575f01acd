"""The flowchart: random flows and known ones, judged by their shapes; `FLOWCHARTS=3000` tries that many."""

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.conf import settings as django
from hypothesis import HealthCheck, Phase, given, settings

from organizations.yaml_reader import Source
from sops.flowchart import svg
from sops.flowchart.chart import Chart, Paper, arrange
from sops.flowchart.flow import Edge, Flow, Node, flow_of
from sops.flowchart.shapes import Drawing
from sops.sop_file import read_sop
from tests.flow_checker import complaints
from tests.flow_samples import BASE, Sample, samples

EXAMPLES = int(os.environ.get("FLOWCHARTS", "15"))
drawn_often = settings(
    deadline=None,
    derandomize=True,
    database=None,
    max_examples=EXAMPLES,
    phases=[Phase.generate],  # a failing chart is looked at, not shrunk: that takes minutes
    suppress_health_check=list(HealthCheck),
)


def flow(actors: int, *rows: str, edges: str) -> Flow:
    """A flow in short: a row is its kind's first letter and its columns, an edge "2>1 Tidak"."""
    kinds = {"c": "capsule", "b": "box", "d": "diamond"}
    nodes = [
        Node(row, str(row), kinds[text[0]], tuple(map(int, text[1:]))) for row, text in enumerate(rows, 1)
    ]
    found = []
    for number, text in enumerate(edges.split(",")):
        ends, _space, label = text.strip().partition(" ")
        source, target = map(int, ends.split(">"))
        found.append(Edge(number, source, target, label))
    return Flow(actors, tuple(nodes), tuple(found))


def judged(found: Flow, height: float = 18.0, paper: Paper = Paper(165.0, 160.0, 8.0)) -> Chart:  # noqa: B008
    """The chart of a flow in rows of one height, once nothing is wrong with it."""
    return sample_of(found, (height,) * len(found.nodes), paper)


def sample_of(found: Flow, rows: tuple[float, ...], paper: Paper) -> Chart:
    columns = (BASE[found.columns],) * found.columns
    chart = arrange(found, columns, rows, paper)
    assert complaints(found, chart, columns, rows, paper) == []
    return chart


def points(drawing: Drawing, edge: int) -> tuple[tuple[float, float], ...]:
    return next(line.points for line in drawing.lines if line.edge == edge)


@pytest.mark.slow
@drawn_often
@given(samples())
def test_any_flow_is_drawn_without_fault(sample: Sample) -> None:
    assert sample.complaints() == []


def test_the_examples_are_hard_ones() -> None:
    found: Counter[str] = Counter()

    @settings(drawn_often, max_examples=80)
    @given(samples())
    def count(sample: Sample) -> None:
        flow = sample.flow
        found["all"] += 1
        returns = sum(edge.is_return for edge in flow.edges)
        found["six actors, two returns"] += flow.columns >= 6 and returns >= 2
        found["joint"] += any(len(node.columns) > 1 for node in flow.nodes)
        found["jump"] += any(edge.target > edge.source + 1 for edge in flow.edges)
        found["end of its own"] += flow.nodes[-1].is_end
        found["more than a page"] += sum(sample.rows) > sample.paper.height
        found["tall row"] += max(sample.rows) > sample.paper.height / 2

    count()
    shares = {what: number / found["all"] for what, number in found.items()}
    assert shares["six actors, two returns"] >= 0.25, shares
    assert shares["joint"] >= 0.5, shares
    assert shares["jump"] >= 0.4, shares
    assert shares["end of its own"] >= 0.2, shares
    assert shares["more than a page"] >= 0.5, shares
    assert shares["tall row"] >= 0.1, shares


@pytest.mark.parametrize(
    "path", sorted((Path(django.BASE_DIR) / "fixtures" / "sops").glob("*.yaml")), ids=lambda path: path.stem
)
def test_the_seeds_are_drawn_without_fault(path: Path) -> None:
    document = read_sop(path.read_bytes(), Source(path.name))
    assert document
    assert isinstance(judged(flow_of(document)), Chart)


KNOWN = {
    "one step after another": flow(1, "c0", "b0", "c0", edges="1>2, 2>3"),
    "two steps": flow(2, "c0", "c1", edges="1>2"),
    "joint first and last step": flow(3, "c02", "b1", "c012", edges="1>2, 2>3"),
    "a decision first": flow(2, "d0", "c1", edges="1>2 Ya, 1>1 Ulangi"),
    "a decision last, with an end of its own": flow(2, "c0", "d1", "c1", edges="1>2, 2>3 Ya, 2>1 Tidak"),
    "three answers": flow(
        3, "c0", "d1", "b2", "b0", "c1", edges="1>2, 2>3 Ya, 2>1 Tidak, 2>4 Sebagian, 3>4, 4>5"
    ),
    "four answers and returns into one": flow(
        2,
        "c0",
        "b1",
        "d1",
        "d0",
        "c0",
        edges="1>2, 2>3, 3>4 Ya, 3>2 Ubah, 3>1 Tolak, 3>5 Batal, 4>5 Ya, 4>2 Tidak",
    ),
    "joint decision": flow(4, "c0", "d013", "c2", edges="1>2, 2>3 Setuju, 2>1 Tidak setuju"),
}


@pytest.mark.parametrize("name", KNOWN)
def test_known_flows_are_drawn_without_fault(name: str) -> None:
    judged(KNOWN[name])


def test_what_goes_straight_on_is_straight() -> None:
    [drawing] = judged(KNOWN["one step after another"]).drawings
    assert [len(line.points) for line in drawing.lines] == [2, 2]
    assert {x for line in drawing.lines for x, _y in line.points} == {11.0}
    assert [symbol.kind for symbol in drawing.symbols] == ["capsule", "box", "capsule"]


def test_a_joint_first_step_has_capsules_in_all_its_columns() -> None:
    [drawing] = judged(KNOWN["joint first and last step"]).drawings
    assert [symbol.kind for symbol in drawing.symbols if symbol.row == 1] == ["capsule"] * 2
    assert [symbol.kind for symbol in drawing.symbols if symbol.row == 3] == ["capsule"] * 3
    assert len(drawing.joints) == 3


def test_a_return_goes_up_beside_the_symbols_and_enters_from_the_side() -> None:
    [drawing] = judged(flow(2, "c0", "b0", "d1", "c1", edges="1>2, 2>3, 3>4 Ya, 3>1 Tidak")).drawings
    *_before, (ax, ay), (bx, by) = points(drawing, 3)
    assert ay == by
    assert ax != bx


def test_a_crossing_has_a_bridge() -> None:
    crossing = flow(3, "c0", "d1", "b2", "b0", "c2", edges="1>2, 2>3 Ya, 2>1 Tidak, 3>4, 4>5, 2>5 Lain")
    [drawing] = judged(crossing).drawings
    assert sum(len(line.bridges) for line in drawing.lines) >= 1


def test_more_pentagons_than_columns_stand_in_several_rows() -> None:
    edges = "1>2, 2>3 a, 2>5 b, 2>6 c, 2>7 d, 3>4, 4>5, 5>6, 6>7"
    chart = judged(flow(2, "c0", "d1", "b0", "b1", "b0", "b1", "c0", edges=edges), paper=Paper(139.0, 90.0))
    assert len(chart.pages[0].below) == 2
    assert sum(map(len, chart.pages[0].below)) == 4


def test_a_line_over_several_breaks_leaves_once_and_enters_once() -> None:
    steps = ["c0", *["b0"] * 10, "d1", "c0"]
    edges = ", ".join([f"{n}>{n + 1}" for n in range(1, 12)] + ["12>13 Ya", "12>1 Tidak"])
    chart = judged(flow(2, *steps, edges=edges), paper=Paper(139.0, 70.0))
    assert len(chart.pages) > 3
    back = [(page, p.leaves) for page, d in enumerate(chart.drawings) for p in d.pentagons if p.edge == 12]
    assert back == [(0, False), (len(chart.pages) - 1, True)]


def test_a_row_taller_than_half_a_page_is_drawn() -> None:
    found = flow(2, "c0", "d1", "b0", "c1", edges="1>2, 2>3 Ya, 2>1 Tidak, 3>4")
    chart = sample_of(found, (90.0, 100.0, 20.0, 95.0), Paper(139.0, 150.0, 8.0))
    assert [(page.first, page.last) for page in chart.pages] == [(1, 1), (2, 3), (4, 4)]


def test_a_row_taller_than_a_page_gets_one_of_its_own() -> None:
    found = flow(1, "c0", "b0", "c0", edges="1>2, 2>3")
    chart = sample_of(found, (20.0, 300.0, 20.0), Paper(139.0, 150.0, 8.0))
    assert [(page.first, page.last) for page in chart.pages] == [(1, 1), (2, 2), (3, 3)]


def test_a_long_answer_is_wrapped_and_an_empty_one_not_written() -> None:
    long = "Dikembalikan kepada pemohon untuk dilengkapi"
    [drawing] = judged(flow(2, "c0", "d1", "c1", edges=f"1>2, 2>3 , 2>1 {long}")).drawings
    assert [" ".join(label.lines) for label in drawing.labels] == [long]
    assert len(drawing.labels[0].lines) > 1


CROWDED = {
    "arrowheads side by side": (
        flow(
            1,
            *("d0", "d0", "b0", "b0", "d0", "d0", "d0", "b0", "d0", "d0", "c0"),
            edges="1>2 Tidak, 1>3 Tidak, 1>11 Ya, 1>8 Disetujui, 2>3 Tidak, 2>1 Ya, 3>4, 4>5, 5>6 <, 5>9 <, 6>7 Ya,"
            "6>1 <, 7>1 <, 9>1 <, 10>1 <",
        ),
        (15.0,) * 11,
        Paper(139.0, tail=8.0),
    ),
    "an answer between two lines that enter": (
        flow(
            3,
            *("c2", "d012", "d2", "b1", "d1", "d2"),
            edges="2>3 Tidak, 2>3 Ya, 3>4 Ya, 3>5 Dikembalikan untuk diperbaiki, 3>1 Tidak, 6>3 Disetujui",
        ),
        (34.0, 61.0, 31.0, 73.0, 66.0, 80.0),
        Paper(152.0, 212.0, 8.0),
    ),
}


@pytest.mark.parametrize("name", CROWDED)
def test_a_symbol_becomes_taller_where_its_sides_are_crowded(name: str) -> None:
    found, rows, paper = CROWDED[name]
    drawings = sample_of(found, rows, paper).drawings
    heights = {symbol.height for drawing in drawings for symbol in drawing.symbols}
    assert max(heights) > min(heights)


def many_into_one(returns: int) -> Flow:
    """A decision with as many answers that return to the first step."""
    edges = [Edge(0, 1, 2), *(Edge(n, 2, 1, f"jawaban {n}") for n in range(1, returns + 1))]
    return Flow(2, (Node(1, "1", "capsule", (0,)), Node(2, "2", "diamond", (1,))), tuple(edges))


def test_more_lines_than_a_symbol_has_room_for_are_drawn_all_the_same() -> None:
    found = many_into_one(60)
    [drawing] = arrange(found, (22.0, 22.0), (18.0, 18.0), Paper(139.0, 160.0, 8.0)).drawings
    assert [line.edge for line in drawing.lines] == list(range(61))
    assert len(drawing.labels) == 60


HOSTILE = ("<script>alert(1)</script>", 'a & b "c"', "'; x='", "]]> <!-- -->")


def test_the_picture_is_well_formed_whatever_the_answers_say() -> None:
    edges = (Edge(0, 1, 2), *(Edge(n, 2, 1 + 2 * (n % 2), label) for n, label in enumerate(HOSTILE, 1)))
    nodes = (Node(1, "1", "capsule", (0,)), Node(2, "2", "diamond", (1,)), Node(3, "3", "capsule", (2,)))
    [drawing] = judged(Flow(3, nodes, edges)).drawings
    root = ElementTree.fromstring(picture(drawing))  # noqa: S314
    texts = [element.text or "" for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert sorted("".join("".join(texts).split())) == sorted("".join("".join(HOSTILE).split()))
    assert {element.tag.rpartition("}")[2] for element in root.iter()} <= {"svg", "path", "rect", "text"}


def picture(drawing: Drawing) -> str:
    return svg.picture(drawing, svg.lines_of(drawing) + svg.symbols_of(drawing))


DRAW = """
import sys
from tests.test_flowchart import KNOWN, judged, picture
sys.stdout.write("".join(picture(d) for found in KNOWN.values() for d in judged(found).drawings))
"""


def test_the_same_flow_gives_the_same_bytes() -> None:
    here = "".join(picture(drawing) for found in KNOWN.values() for drawing in judged(found).drawings)
    again = "".join(picture(drawing) for found in KNOWN.values() for drawing in judged(found).drawings)
    assert here == again
    for seed in ("1", "2"):
        environment = {
            **os.environ,
            "PYTHONHASHSEED": seed,
            "DJANGO_SETTINGS_MODULE": "sopflow.settings",
            "SECRET_KEY": "x",
        }
        drawn = subprocess.run(
            [sys.executable, "-c", DRAW],
            env=environment,
            cwd=django.BASE_DIR,
            capture_output=True,
            text=True,
            check=True,
        )
        assert drawn.stdout == here
