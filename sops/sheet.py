"""The sheet as the paper shows it: which symbol stands in which column. No Django.

Five symbols only (Permenpan RB 35/2012); the pentagon is made where a page ends, when it is printed.
"""

from sops.document import SopDocument, Step

CAPSULE, BOX, DIAMOND = "capsule", "box", "diamond"


def symbol(document: SopDocument, step: Step) -> str:
    """The first and the last activity are themselves the capsules; a decision stays a diamond."""
    if step.keputusan:
        return DIAMOND
    return CAPSULE if step.order in (1, len(document.prosedur)) else BOX
