"""The SOP as plain Python tables, for the floor: what the product keeps in its cache, without the product's classes."""

from dataclasses import dataclass

from sops.definition import Definition
from sops.document import SEMUA, SopDocument, Step, paper_key
from workflows.acting import MAKING


class NotPlain(Exception):
    """The SOP asks for more than the floor can do."""


@dataclass(frozen=True)
class Row:
    """One step. `columns` are (key, id of its row); `own_paper` those in which every post makes a paper of its own."""

    id: int
    order: int
    nomor: str
    tahap: str
    tindakan: str
    kelengkapan: str
    paper: str
    output: str
    keys: tuple[str, ...]
    columns: tuple[tuple[str, int], ...]
    own_paper: frozenset[int]
    makes: bool
    written: Step


@dataclass(frozen=True)
class Sheet:
    """The steps in order, and by the id of their row."""

    sop_id: int
    document: SopDocument
    rows: tuple[Row, ...]
    by_id: dict[int, Row]

    def after(self, row: Row) -> Row | None:
        """The step that follows on the paper; None after the last."""
        return self.rows[row.order] if row.order < len(self.rows) else None


def sheet_of(written: Definition) -> Sheet:
    """The tables of a revision. Raises NotPlain for decisions and for columns in which not every post acts.

    They would cost the floor a few comparisons in Python and no statement, so that leaving them out changes nothing
    that is measured, and the floor stays short enough to be read.
    """
    if any(column.wakil != SEMUA for column in written.document.pelaksana):
        raise NotPlain("a column in which not every post acts")
    rows = tuple(row_of(written, step) for step in written.steps)
    return Sheet(written.sop_id, written.document, rows, {row.id: row for row in rows})


def row_of(written: Definition, step: Step) -> Row:
    """One step with the ids of its rows."""
    if step.keputusan or step.selesai_bila != SEMUA:
        raise NotPlain(f"step {step.nomor} has a decision, or closes early")
    columns = tuple((key, written.column_ids[key]) for key in step.pelaksana)
    keys = {paper_key(name) for name in (step.paper, step.kelengkapan, step.output)}
    return Row(
        id=written.step_ids[step.order],
        order=step.order,
        nomor=step.nomor,
        tahap=step.tahap,
        tindakan=step.tindakan,
        kelengkapan=step.kelengkapan,
        paper=step.paper,
        output=step.output,
        keys=tuple(sorted(keys - {""})),
        columns=columns,
        own_paper=frozenset(pk for _, pk in columns) if step.tindakan == "menyusun" else frozenset(),
        makes=step.tindakan in MAKING,
        written=step,
    )
