"""The sheet as the paper shows it: which symbol stands in which column, where answers lead. No Django.

Five symbols only (Permenpan RB 35/2012); the pentagon is made where a page ends, when it is printed.
"""

from collections.abc import Sequence

from sops.document import SELESAI, SopDocument, Step
from sops.graph import END, target

CAPSULE, BOX, DIAMOND = "capsule", "box", "diamond"


def symbol(document: SopDocument, step: Step) -> str:
    """The first and the last activity are themselves the capsules; a decision stays a diamond."""
    if step.keputusan:
        return DIAMOND
    return CAPSULE if step.order in (1, len(document.prosedur)) else BOX


def answers(steps: Sequence[Step], step: Step) -> list[tuple[str, str]]:
    """Each answer with where it leads, in words."""
    return [(answer.label, goal(steps, step, answer.target)) for answer in step.keputusan]


def goal(steps: Sequence[Step], step: Step, named: str) -> str:
    """Where an answer leads: "langkah 7", "selesai"."""
    if named == SELESAI:
        return "selesai"
    found = next(answer for answer in step.keputusan if answer.target == named)
    order = target(steps, step, found)
    return "selesai" if order == END else f"langkah {steps[order - 1].nomor}"
