"""Random flows for the flowchart's tests: like SOPs, with more of everything that is hard to draw."""

from dataclasses import dataclass

from hypothesis import strategies as st

from sops.flowchart.chart import Chart, Paper, arrange
from sops.flowchart.flow import Edge, Flow, Node
from tests.flow_checker import complaints

# As wide as printing makes a column of actors, by how many there are.
BASE = {1: 22.0, 2: 22.0, 3: 22.0, 4: 22.0, 5: 22.0, 6: 20.0, 7: 18.0, 8: 16.5, 9: 15.5}
ANSWERS = ("Ya", "Tidak", "Disetujui", "Dikembalikan untuk diperbaiki")
LETTERS = st.sampled_from("abcdeimnrstuABDKMW <&>-/")


@dataclass(frozen=True)
class Sample:
    """A flow with the table that it stands in."""

    flow: Flow
    columns: tuple[float, ...]
    rows: tuple[float, ...]
    paper: Paper

    def chart(self) -> Chart:
        """The drawn flow."""
        return arrange(self.flow, self.columns, self.rows, self.paper)

    def complaints(self) -> list[str]:
        """What is wrong with it when it is drawn."""
        return complaints(self.flow, self.chart(), self.columns, self.rows, self.paper)


@st.composite
def labels(draw: st.DrawFn) -> str:
    """An answer: usually a word, sometimes anything of up to forty characters."""
    if draw(st.integers(0, 3)):
        return draw(st.sampled_from(ANSWERS))
    return draw(st.text(LETTERS, min_size=1, max_size=40).filter(str.strip))


@st.composite
def flows(draw: st.DrawFn) -> Flow:
    """2–40 steps of 1–9 actors: joint steps, up to eight decisions, returns, jumps, answers that end the case."""
    steps = draw(st.integers(2, 40) | st.integers(8, 24))
    actors = draw(st.integers(1, 9) | st.integers(6, 9))
    decisions = min(steps, draw(st.sampled_from([0, 1, 2, 3, 4, 6, 8])))
    deciding = draw(st.sets(st.integers(1, steps), min_size=decisions, max_size=8))
    nodes, edges = [], []
    ends = False
    for row in range(1, steps + 1):
        size = draw(st.sampled_from([1, 1, 1, 1, 1, 2, 2, 3]))
        columns = tuple(sorted(draw(st.sets(st.integers(0, actors - 1), min_size=1, max_size=size))))
        if row in deciding:
            goals, decider = answers_of(draw, row, steps), draw(st.none() | st.sampled_from(columns))
            ends = ends or 0 in goals
            nodes.append(Node(row, str(row), "diamond", columns, decider))
            edges += [(row, goal, draw(labels())) for goal in goals]
        else:
            nodes.append(Node(row, str(row), "capsule" if row in (1, steps) else "box", columns))
            if row < steps:
                edges.append((row, row + 1, ""))
    if ends:
        last = max(source for source, goal, _label in edges if goal == 0)
        nodes.append(Node(steps + 1, "", "capsule", nodes[last - 1].columns[-1:], is_end=True))
    numbered = [Edge(n, source, goal or steps + 1, label) for n, (source, goal, label) in enumerate(edges)]
    return Flow(actors, tuple(nodes), tuple(numbered))


def answers_of(draw: st.DrawFn, row: int, steps: int) -> list[int]:
    """Where the answers of a decision lead; 0 ends the case."""
    others = [goal for goal in range(1, steps + 1) if goal != row or draw(st.integers(0, 19)) == 0]
    onward = row + 1 if row < steps else 0
    more = draw(
        st.lists(st.sampled_from([*others, 0]), min_size=1, max_size=draw(st.sampled_from([1, 1, 2, 3])))
    )
    back = [goal for goal in others if goal < row]
    is_return = draw(st.booleans())
    if back and is_return:
        more[0] = draw(st.sampled_from(back))
    return [onward, *more]


@st.composite
def samples(draw: st.DrawFn) -> Sample:
    """A flow in a table as printing lays it out."""
    flow = draw(flows())
    columns = (BASE[flow.columns],) * flow.columns
    usual = st.integers(15, 32)
    heights = draw(st.sampled_from([usual, usual | st.integers(30, 120), st.integers(15, 120)]))
    rows = tuple(float(draw(heights)) for _node in flow.nodes)
    paper = Paper(
        max(sum(columns), float(draw(st.integers(139, 165)))), float(draw(st.integers(120, 250))), 8.0
    )
    return Sample(flow, columns, rows, paper)
