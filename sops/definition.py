"""The written SOP as the running of it needs it: the document beside the ids of its rows, kept in the process.

A revision's content never changes, so that it can be kept as long as the process lives.
"""

from dataclasses import dataclass
from functools import cached_property, lru_cache

from sops.document import SopDocument, Step
from sops.models import Revision
from sops.storing import document_of


@dataclass(frozen=True)
class Definition:
    """A revision with the ids of its rows: steps by order, columns by key."""

    revision_id: int
    sop_id: int
    document: SopDocument
    step_ids: dict[int, int]
    column_ids: dict[str, int]

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps in order."""
        return self.document.prosedur

    def step_of(self, step_id: int) -> Step:
        """The step of a row."""
        return self.steps[self.orders[step_id] - 1]

    @cached_property
    def orders(self) -> dict[int, int]:
        """The orders of the steps by the id of their row."""
        return {pk: order for order, pk in self.step_ids.items()}

    @cached_property
    def column_keys(self) -> dict[int, str]:
        """The keys of the columns by the id of their row."""
        return {pk: key for key, pk in self.column_ids.items()}


@lru_cache(maxsize=500)
def definition(revision_id: int) -> Definition:
    """The definition of a revision; four queries the first time, none after."""
    revision = Revision.objects.select_related("sop__office").get(pk=revision_id)
    return Definition(
        revision_id=revision_id,
        sop_id=revision.sop_id,
        document=document_of(revision),
        step_ids=dict(revision.steps.values_list("order", "id")),
        column_ids=dict(revision.columns.values_list("key", "id")),
    )
