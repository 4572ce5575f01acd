"""The versions of a paper in its case, and what differs between two of them."""

from typing import Any

from documents.naskah.wording import difference, lines_of
from workflows.models import Output


def versions_of(output: Output) -> dict[str, Any]:
    """All versions of the paper, and the difference to the one before; `lines` is None where a file was uploaded.

    A step may make several papers under one name: those of one kind are versions of each other. Where several posts
    make one each, those of one post are. What is passed on as it is stays the same version.
    """
    same = Output.objects.filter(run__case=output.case_id, key=output.key)
    kind, post = kind_of(output), post_of(output)
    found = same.select_related(
        "file", "naskah__file", "naskah__number", "created_by", "assignment"
    ).order_by("version", "id")
    several = len({post_of(each) for each in found} - {None}) > 1
    own = [each for each in found if not several or post_of(each) == post]
    versions = [each for each in own if kind is None or kind_of(each) in (kind, None)]
    before = [each for each in versions if each.version < output.version]
    previous = before[-1] if before else None
    lines = None
    if previous and not (output.file_id or previous.file_id):
        lines = difference(wording(previous), wording(output))
    return {"versions": versions, "previous": previous, "lines": lines}


def kind_of(output: Output) -> str | None:
    """The kind of a paper made here."""
    return output.naskah.kind if output.naskah else None


def post_of(output: Output) -> int | None:
    """The post whose own paper it is, where every post of a column makes one."""
    return output.assignment.post_id if output.assignment else None


def wording(output: Output) -> list[str]:
    """All that a version says."""
    naskah = output.naskah
    if naskah is None:
        return output.note.splitlines()
    number = [f"Nomor: {naskah.nomor}"] if naskah.nomor else []
    return number + lines_of(naskah.of_kind, naskah.values, naskah.facts, output.note)
