"""What is to be drawn: symbols in rows and columns, and the edges between them. No Django."""

from dataclasses import dataclass
from typing import Literal

from sops.document import SopDocument, Step
from sops.graph import END, after, target
from sops.sheet import CAPSULE, symbol

Kind = Literal["capsule", "box", "diamond"]


@dataclass(frozen=True)
class Node:
    """A row of the chart: one symbol in each of its columns (counted from 0, left to right).

    `row` counts from 1 and is the order of the step; an end of its own (`is_end`) stands below the last step.
    `decider` is the column from which the answers of a joint decision leave; None where any may.
    """

    row: int
    nomor: str
    kind: str
    columns: tuple[int, ...]
    decider: int | None = None
    is_end: bool = False


@dataclass(frozen=True)
class Edge:
    """From one row to another, with the answer that leads there. `number` counts from 0."""

    number: int
    source: int
    target: int
    label: str = ""

    @property
    def is_return(self) -> bool:
        """Whether it goes up."""
        return self.target < self.source


@dataclass(frozen=True)
class Flow:
    """The whole chart: `columns` is how many actors there are."""

    columns: int
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]

    def node(self, row: int) -> Node:
        """The node of a row."""
        return self.nodes[row - 1]


def flow_of(document: SopDocument) -> Flow:
    """The chart of a written SOP.

    The first and the last activity are themselves the capsules (Permenpan RB 35/2012). An answer that ends the case
    needs an end to lead to, so that it gets a capsule below the last step.
    """
    place = {column.key: index for index, column in enumerate(document.pelaksana)}
    nodes = [node_of(document, step, place) for step in document.prosedur]
    goals = [
        (step.order, goal, label) for step in document.prosedur for goal, label in goals_of(document, step)
    ]
    ending = [source for source, goal, _label in goals if goal == END]
    if ending:
        columns = nodes[ending[-1] - 1].columns
        nodes.append(Node(len(nodes) + 1, "", CAPSULE, columns[-1:], is_end=True))
    edges = tuple(
        Edge(number, source, goal or len(nodes), label) for number, (source, goal, label) in enumerate(goals)
    )
    return Flow(len(document.pelaksana), tuple(nodes), edges)


def node_of(document: SopDocument, step: Step, place: dict[str, int]) -> Node:
    """The symbols of a step, in its actors' columns."""
    columns = tuple(sorted({place[key] for key in step.pelaksana}))
    return Node(
        step.order, step.nomor, symbol(document, step), columns, place[step.penentu] if step.penentu else None
    )


def goals_of(document: SopDocument, step: Step) -> list[tuple[int, str]]:
    """Where the step leads, with the answer; the last step leads nowhere unless an answer says so."""
    if step.keputusan:
        return [(target(document.prosedur, step, answer), answer.label) for answer in step.keputusan]
    following = after(document.prosedur, step)
    return [] if following == END else [(following, "")]
