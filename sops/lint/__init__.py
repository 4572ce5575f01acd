"""Remarks on the paper itself: what a careful colleague would ask about. No Django.

They never block: real SOPs have them.
"""

from collections.abc import Callable, Iterator

from sops.document import SopDocument
from sops.lint.actors import actor_repeated, actor_unmarked, official_not_a_column
from sops.lint.header import (
    abbreviation_mixed,
    dates_missing,
    regulation_revoked,
    relates_to_itself,
    total_differs,
)
from sops.lint.papers import kelengkapan_from_nowhere, output_unneeded
from sops.lint.regions import other_region
from sops.lint.remark import Place, Remark
from sops.lint.rows import decision_hidden, numbers_jump, units_mixed, waktu_missing

__all__ = ["Place", "Remark", "remarks"]

Rule = Callable[[SopDocument], Iterator[Remark]]
HEAD: tuple[Rule, ...] = (
    dates_missing,
    other_region,
    regulation_revoked,
    relates_to_itself,
    abbreviation_mixed,
    total_differs,
)
ROWS: tuple[Rule, ...] = (
    numbers_jump,
    official_not_a_column,
    actor_unmarked,
    actor_repeated,
    decision_hidden,
    kelengkapan_from_nowhere,
    waktu_missing,
    units_mixed,
    output_unneeded,
)


def remarks(document: SopDocument) -> list[Remark]:
    """All remarks in the order of the paper: those on its head, then those on its rows from the first to the last."""
    head = [remark for rule in HEAD for remark in rule(document)]
    rows = [remark for rule in ROWS for remark in rule(document)]
    return head + sorted(rows, key=lambda remark: remark.places[0].order)
