"""The flowchart's geometry: what holds for any SOP, known cases one by one, the same bytes for the same input.

`FLOWCHARTS=2000 pytest tests/test_flowchart.py` tries as many random SOPs; the usual run tries few, always the same.
"""

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings

from organizations.yaml_reader import Source
from sops.flowchart import svg
from sops.flowchart.chart import Paper, arrange
from sops.flowchart.flow import Edge, Flow, Node, flow_of
from sops.flowchart.shapes import Drawing
from sops.sop_file import read_sop
from tests.flow_checker import complaints
from tests.flow_samples import BASE, Sample, samples
from tests.samples import SLUGS, document_of_text, fixture

EXAMPLES = int(os.environ.get("FLOWCHARTS", "60"))
many = settings(
    max_examples=EXAMPLES,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
seen: Counter[str] = Counter()


@many
@given(samples())
def test_any_sop_is_drawn_without_a_fault(sample: Sample) -> None:
    chart = sample.chart()
    assert complaints(sample.flow, chart, sample.columns, sample.rows, sample.paper) == []
    count(sample, len(chart.pages))


def count(sample: Sample, pages: int) -> None:
    """What kinds of SOPs have been tried."""
    flow = sample.flow
    returns = sum(edge.is_return for edge in flow.edges)
    seen["all"] += 1
    seen["six actors and two returns"] += flow.columns >= 6 and returns >= 2
    seen["joint steps"] += any(len(node.columns) > 1 for node in flow.nodes)
    seen["several pages"] += pages > 1
    seen["jumps"] += any(edge.target > edge.source + 1 for edge in flow.edges)
    seen["an end of its own"] += flow.nodes[-1].is_end
    seen["thirty steps"] += len(flow.nodes) >= 30


def test_the_sops_that_were_tried_are_hard_ones() -> None:
    """A property proves little where the examples are easy. Runs after the one above, in the same worker."""
    if not seen:
        test_any_sop_is_drawn_without_a_fault()
    shares = {kind: number / seen["all"] for kind, number in seen.items()}
    assert shares["six actors and two returns"] >= 0.25
    assert shares["joint steps"] >= 0.5
    assert shares["several pages"] >= 0.5
    assert shares["jumps"] >= 0.3
    assert shares["an end of its own"] >= 0.05
    assert shares["thirty steps"] >= 0.05


def drawn(flow: Flow, rows: float = 17.0, height: float = 10_000.0) -> tuple[Drawing, ...]:
    """The drawings of a flow, checked."""
    columns, heights = (BASE[flow.columns],) * flow.columns, (rows,) * len(flow.nodes)
    paper = Paper(max(165.0, sum(columns)), height, 8.0)
    chart = arrange(flow, columns, heights, paper)
    assert complaints(flow, chart, columns, heights, paper) == []
    return chart.drawings


def straight(count: int, *columns: int) -> list[Node]:
    """Steps one after the other, each of one actor."""
    return [
        Node(row, str(row), "capsule" if row in (1, count) else "box", (columns[(row - 1) % len(columns)],))
        for row in range(1, count + 1)
    ]


def onward(nodes: list[Node]) -> list[Edge]:
    """The edges from each step to the next."""
    return [Edge(number, node.row, node.row + 1) for number, node in enumerate(nodes[:-1])]


@pytest.mark.parametrize("slug", SLUGS)
def test_the_five_seeds_are_drawn_without_a_fault(slug: str) -> None:
    drawn(flow_of(document_of_text(fixture("sops", slug))), height=120.0)


def test_a_step_below_the_other_is_joined_by_one_straight_line() -> None:
    nodes = straight(2, 0)
    (drawing,) = drawn(Flow(1, tuple(nodes), tuple(onward(nodes))))
    (line,) = drawing.lines
    first, second = drawing.symbols
    assert line.points == ((first.x, first.box[3]), (second.x, second.box[1]))
    assert [symbol.kind for symbol in drawing.symbols] == ["capsule", "capsule"]


def test_what_goes_on_enters_from_above_and_what_returns_from_the_side() -> None:
    nodes = straight(3, 0, 1, 2)
    nodes[1] = Node(2, "2", "diamond", (1,))
    edges = (Edge(0, 1, 2), Edge(1, 2, 3, "Ya"), Edge(2, 2, 1, "Tidak"))
    (drawing,) = drawn(Flow(3, tuple(nodes), edges))
    ways = {line.edge: line.points for line in drawing.lines}
    assert ways[0][-1][0] == ways[0][-2][0]
    assert ways[0][-2][1] < ways[0][-1][1]
    assert ways[2][-1][1] == ways[2][-2][1]


def test_a_joint_first_step_has_capsules_in_all_its_boxes() -> None:
    nodes = [Node(1, "1", "capsule", (0, 1, 3)), Node(2, "2", "capsule", (2,))]
    (drawing,) = drawn(Flow(4, tuple(nodes), (Edge(0, 1, 2),)))
    assert [(symbol.kind, symbol.column) for symbol in drawing.symbols if symbol.row == 1] == [
        ("capsule", 0),
        ("capsule", 1),
        ("capsule", 3),
    ]
    assert len(drawing.joints) == 2


def test_every_answer_of_three_stands_at_its_line() -> None:
    nodes = straight(5, 0, 1, 2)
    nodes[2] = Node(3, "3", "diamond", (1,))
    edges = [edge for edge in onward(nodes) if edge.source != 3]
    edges += [Edge(7, 3, 4, "Lengkap"), Edge(8, 3, 1, "Tidak lengkap"), Edge(9, 3, 5, "Tidak perlu")]
    renumbered = tuple(Edge(n, edge.source, edge.target, edge.label) for n, edge in enumerate(edges))
    (drawing,) = drawn(Flow(3, tuple(nodes), renumbered))
    assert sorted(" ".join(label.lines) for label in drawing.labels) == [
        "Lengkap",
        "Tidak lengkap",
        "Tidak perlu",
    ]


def test_an_answer_that_ends_the_case_leads_to_an_end_below() -> None:
    nodes = straight(3, 0, 1)
    nodes[1] = Node(2, "2", "diamond", (1,))
    nodes.append(Node(4, "", "capsule", (1,), is_end=True))
    edges = (Edge(0, 1, 2), Edge(1, 2, 3, "Ya"), Edge(2, 2, 4, "Ditolak"))
    (drawing,) = drawn(Flow(2, tuple(nodes), edges))
    assert drawing.symbols[-1].kind == "capsule"
    assert drawing.symbols[-1].row == 4


def test_a_line_over_two_page_ends_leaves_once_and_enters_once() -> None:
    nodes = straight(9, 0, 1)
    nodes[1] = Node(2, "2", "diamond", (1,))
    edges = onward(nodes)
    edges[1] = Edge(1, 2, 3, "Ya")
    pages = drawn(Flow(2, tuple(nodes), (*edges, Edge(8, 2, 9, "Langsung"))), rows=25.0, height=100.0)
    assert len(pages) >= 3
    found = [[pentagon.leaves for pentagon in page.pentagons if pentagon.edge == 8] for page in pages]
    assert found[0] == [True]
    assert found[-1] == [False]
    assert not any(found[1:-1])


def test_more_lines_over_a_page_end_than_columns_get_more_rows_of_pentagons() -> None:
    nodes = straight(8, 0)
    for row in (2, 3, 4):
        nodes[row - 1] = Node(row, str(row), "diamond", (0,))
    edges = [*onward(nodes), Edge(7, 2, 8, "a"), Edge(8, 3, 8, "b"), Edge(9, 4, 8, "c")]
    edges = [Edge(edge.number, edge.source, edge.target, edge.label or "Ya") for edge in edges]
    pages = drawn(Flow(1, tuple(nodes), tuple(edges)), rows=20.0, height=165.0)
    assert len(pages) > 1
    letters = Counter(pentagon.letter for page in pages for pentagon in page.pentagons)
    assert set(letters.values()) == {2}
    assert len(letters) >= 4


def test_a_row_taller_than_half_a_page_keeps_its_place() -> None:
    nodes = straight(4, 0, 1)
    columns, rows = (22.0, 22.0), (20.0, 110.0, 20.0, 20.0)
    paper = Paper(165.0, 170.0, 8.0)
    flow = Flow(2, tuple(nodes), tuple(onward(nodes)))
    chart = arrange(flow, columns, rows, paper)
    assert complaints(flow, chart, columns, rows, paper) == []
    assert chart.rows[1] == 110.0


def test_hundreds_of_returns_into_one_step_still_come_to_an_end() -> None:
    nodes = straight(60, 0, 1)
    for row in range(2, 60):
        nodes[row - 1] = Node(row, str(row), "diamond", nodes[row - 1].columns)
    edges = [Edge(row - 1, row, row + 1, "Ya" if row > 1 else "") for row in range(1, 60)]
    edges += [Edge(59 + row, row, 1, "Tidak") for row in range(2, 60)]
    numbered = tuple(Edge(n, edge.source, edge.target, edge.label) for n, edge in enumerate(edges))
    chart = arrange(Flow(2, tuple(nodes), numbered), (22.0, 22.0), (17.0,) * 60, Paper(165.0, 170.0, 8.0))
    assert len({line.edge for drawing in chart.drawings for line in drawing.lines}) == len(numbered)


HOSTILE = """\
perangkat_daerah: dpupr-tarakan
nama: Uji
pelaksana: {staf: {nama: Staf, jabatan: [staf-umum]}, kepala: {nama: Kepala, jabatan: [kepala-dinas]}}
prosedur:
  - {kegiatan: Satu, pelaksana: [staf], tahap: disposisi, tindakan: disposisi}
  - kegiatan: Dua
    pelaksana: [kepala]
    tahap: penyusunan
    tindakan: memeriksa
    keputusan: {'<script>"&': lanjut, "</svg>'": 1}
  - {kegiatan: Tiga, pelaksana: [staf], tahap: pengarsipan, tindakan: mengarsipkan}
"""
DRAW = """\
import sys

import django

django.setup()
from tests.test_flowchart import HOSTILE, written
sys.stdout.write(written(HOSTILE))
"""


def written(text: str) -> str:
    """The SVG of an SOP on one page."""
    document = read_sop(text.encode(), Source("uji.yaml"))
    assert document is not None
    flow = flow_of(document)
    (drawing,) = drawn(flow)
    return svg.picture(drawing, svg.lines_of(drawing) + svg.symbols_of(drawing))


def test_the_same_sop_gives_the_same_bytes_in_any_process() -> None:
    here = written(HOSTILE)
    assert written(HOSTILE) == here
    for seed in ("1", "2"):
        environment = os.environ | {"PYTHONHASHSEED": seed, "SECRET_KEY": "x" * 50, "DEMO": "1"}
        there = subprocess.run(
            [sys.executable, "-c", DRAW],
            capture_output=True,
            check=True,
            text=True,
            cwd=Path(__file__).parent.parent,
            env=environment | {"DJANGO_SETTINGS_MODULE": "sopflow.settings"},
        )
        assert there.stdout == here


def test_an_answer_is_text_and_no_markup() -> None:
    root = ElementTree.fromstring(written(HOSTILE))  # noqa: S314  our own markup
    texts = "".join(element.text or "" for element in root.iter() if element.tag.endswith("text"))
    assert texts.replace(" ", "") == "<script>\"&</svg>'"
    assert {element.tag.rpartition("}")[2] for element in root.iter()} == {"svg", "path", "rect", "text"}
