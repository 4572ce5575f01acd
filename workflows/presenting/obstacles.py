"""What stands in the way of making a paper, said before anybody types."""

from collections.abc import Iterable

from workflows.acting import Act
from workflows.drafting import Drafting
from workflows.errors import Incomplete
from workflows.presenting.act import ActPage
from workflows.presenting.act_values import Making


def pk_obstacle(page: ActPage, makings: Iterable[Making]) -> str:
    """Why these papers cannot print the Perjanjian Kinerja yet, or nothing. The act refuses for the same reason."""
    kinds = [making.kind.key for making in makings if making.kind.asks_pk]
    run = page.assignment.run
    facts = Drafting(page.case, page.written, run, page.step, page.capacity, page.at, Act()).facts
    try:
        for kind in kinds:
            facts.written_pks(kind)
    except Incomplete as lack:
        return lack.message
    return ""
