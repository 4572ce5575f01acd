"""The papers of an act on the floor: what it makes, what it passes on, and what replaces what."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from psycopg2.extensions import cursor as Cursor  # noqa: N812  it is a class

from bench.sheet import Row
from sops.document import paper_key
from workflows.acting import Act, instruction_text
from workflows.papers import FROM_OUTSIDE

NEWEST = """
    SELECT o.id, o.run_id, o.assignment_id, a.post_id, o.kind, o.key, o.version, o.file_id, o.note
    FROM workflows_output o LEFT JOIN workflows_assignment a ON a.id = o.assignment_id
    WHERE o.case_id = %s AND o.key = ANY(%s) AND o.replaced_by_id IS NULL"""
INSERT = """
    INSERT INTO workflows_output (case_id, run_id, assignment_id, kind, name, key, version, file_id, note,
                                  created_at, created_by_id)
    VALUES """
INSERT_ROW = "(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
REPLACE = "UPDATE workflows_output SET replaced_by_id = %s WHERE id = ANY(%s)"


class MissingPaper(Exception):
    """The act would close the run without the sheet's output."""


class Paper(NamedTuple):
    """A newest version that the case has."""

    id: int
    run_id: int
    assignment_id: int | None
    post_id: int | None
    kind: str
    key: str
    version: int
    file_id: int | None
    note: str


@dataclass
class New:
    """A version that the act adds."""

    name: str
    kind: str
    note: str
    version: int
    file_id: int | None = None
    assignment_id: int | None = None
    replaces: set[int] = field(default_factory=set)


@dataclass
class Pile:
    """Where the act stands, what papers are there, and what it adds."""

    case_id: int
    run_id: int
    assignment_id: int
    post_id: int
    user_id: int
    at: datetime
    there: list[Paper] = field(default_factory=list)
    added: list[New] = field(default_factory=list)

    def replace(self, new: New, older: list[Paper]) -> None:
        """Let `new` replace those that nothing else of this act has replaced."""
        taken = {pk for other in self.added for pk in other.replaces}
        new.replaces |= {paper.id for paper in older} - taken


def papers_of_act(
    cursor: Cursor, step: Row, act: Act, pile: Pile, *, closes: bool, own: bool
) -> list[dict[str, Any]]:
    """Write the papers, and return what the record says of them. An act that touches none asks for none."""
    text = instruction_text(act) if step.tindakan == "disposisi" or step.makes else ""
    if not text and not closes:
        if own:
            raise MissingPaper(step.output)
        return []
    cursor.execute(NEWEST, [pile.case_id, list(step.keys)])
    pile.there = [Paper(*row) for row in cursor.fetchall()]
    if text:
        bring(step, text, pile, own=own)
    if closes and step.output:
        close(step, pile)
    write(cursor, pile)
    return [
        {"name": o.name, "version": o.version, "kind": o.kind, "file": o.file_id, "note": o.note}
        for o in pile.added
    ]


def kelengkapan_of(step: Row, pile: Pile) -> dict[str, str]:
    """Whether what the step needs was there when it closed; a disposisi brings itself."""
    if not step.kelengkapan:
        return {}
    key = paper_key(step.kelengkapan)
    known = [paper.key for paper in pile.there] + [paper_key(new.name) for new in pile.added]
    is_there = step.tindakan == "disposisi" or key in known
    return {"kelengkapan": "ada" if is_there else "tidak_ada"}


def bring(step: Row, text: str, pile: Pile, *, own: bool) -> None:
    """An instruction or a note: a version after those of its name, which it replaces (of its own post, if `own`)."""
    older = [paper for paper in pile.there if paper.key == paper_key(step.output)]
    is_instruction = step.tindakan == "disposisi"
    new = New(
        name=step.output,
        kind="instruksi" if is_instruction else "naskah",
        note=text,
        version=max((paper.version for paper in older), default=0) + 1,
        assignment_id=pile.assignment_id if own or is_instruction else None,
    )
    pile.added.append(new)
    pile.replace(new, [p for p in older if new.assignment_id is None or p.post_id == pile.post_id])


def close(step: Row, pile: Pile) -> None:
    """The sheet's output must be there: made in this run, or the paper acted on passes on as it."""
    key = paper_key(step.output)
    if not pile.added and not any(p.key == key and p.run_id == pile.run_id for p in pile.there):
        if step.makes:
            raise MissingPaper(step.output)
        pass_on(step, key, pile)
    older = [paper for paper in pile.there if paper.key == key and paper.run_id != pile.run_id]
    if pile.added and older:
        pile.replace(pile.added[-1], older)


def pass_on(step: Row, key: str, pile: Pile) -> None:
    """The paper acted on becomes the output; under its own name it keeps its version."""
    version = max((paper.version for paper in pile.there if paper.key == key), default=0)
    sources = [p for p in pile.there if p.key == paper_key(step.paper)]
    sources = sources or [p for p in pile.there if p.key == key]
    for source in sources:
        number = max(version if source.key == key else version + 1, 1)
        pile.added.append(
            New(step.output, source.kind, source.note, number, source.file_id, source.assignment_id)
        )
    if not sources:
        pile.added.append(New(step.output, "dari_luar", FROM_OUTSIDE, version + 1))


def write(cursor: Cursor, pile: Pile) -> None:
    """Insert the new versions, then tell the older ones what replaced them."""
    if not pile.added:
        return
    values: list[Any] = []
    for new in pile.added:
        values += [pile.case_id, pile.run_id, new.assignment_id, new.kind, new.name, paper_key(new.name)]
        values += [new.version, new.file_id, new.note, pile.at, pile.user_id]
    cursor.execute(INSERT + ", ".join([INSERT_ROW] * len(pile.added)) + " RETURNING id", values)
    for (pk,), new in zip(cursor.fetchall(), pile.added, strict=True):
        if new.replaces:
            cursor.execute(REPLACE, [pk, list(new.replaces)])
