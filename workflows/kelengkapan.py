"""Whether what a step needs is there: one rule for the page and for the action (semantics: Papers)."""

from collections.abc import Iterable, Mapping
from typing import Any

from documents.naskah.matching import meant
from sops.document import SopDocument, Step, paper_key
from workflows.acting import MAKING
from workflows.models import Output

BLOCKS = "menghalangi"  # what the SOP may say of missing kelengkapan; else it warns


def blocks(document: SopDocument) -> bool:
    """Whether a step of the SOP is not done without its kelengkapan."""
    return document.pengaturan.get("kelengkapan") == BLOCKS


def kinds_meant(table: Mapping[str, Any], text: str) -> set[str]:
    """The kinds of paper that a text of the sheet means in an office with this table (`Office.naskah`)."""
    return {found.kind for found in meant(table.get("jenis", {}), text)}


def is_letter(text: str) -> bool:
    """Whether a text of the sheet means the incoming letter of the case."""
    return paper_key(text).startswith(("surat masuk", "surat permintaan", "surat dari"))


def comes_by_itself(table: Mapping[str, Any], step: Step, *, has_letter: bool) -> bool:
    """Whether nobody needs to bring it: the letter of the case, or the very paper that the step makes."""
    text = step.kelengkapan
    if has_letter and is_letter(text):
        return True
    makes = step.tindakan in (*MAKING, "disposisi")
    is_same = paper_key(text) == paper_key(step.output)
    return makes and (is_same or bool(kinds_meant(table, text) & kinds_meant(table, step.output)))


def meeting(table: Mapping[str, Any], text: str, papers: Iterable[Output]) -> list[Output]:
    """The papers that are what a text means: those of its name, else those made here of a kind that it means.

    A draft is the paper itself only where the text means a draft.
    """
    found = list(papers)
    named = [output for output in found if output.key == paper_key(text)]
    if named:
        return named
    wanted = {each.kind: each.is_draft for each in meant(table.get("jenis", {}), text)}
    return [
        output
        for output in found
        if output.naskah
        and output.naskah.kind in wanted
        and (wanted[output.naskah.kind] or not output.naskah.is_draft)
    ]
