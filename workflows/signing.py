"""Who owes a signature on the papers of a case, whose turn it is, and what a return or the end of a case makes void.

Semantics, Signing. The papers are laid down by laying_down.py.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from documents.models import PaperStatus, Signature, SignedPaper
from documents.signing.signing import void_papers
from organizations.models import Office, SigningWay
from sops.definition import Definition
from sops.document import SIGNS, Step, paper_key
from workflows.models import Assignment, AssignmentStatus, Case, RunPaper, StepRun

BY_COLUMN = "kolom"  # of urutan_tanda_tangan


def awaited(assignment: Assignment, column: str) -> list[Signature]:
    """The signatures that an assignment's post still owes on the papers of its run: its own, and those that anybody of
    its column may give."""
    waiting = Signature.objects.filter(
        paper__runs__run=assignment.run_id, paper__status=PaperStatus.OPEN, status="menunggu"
    ).select_related("paper__office__government", "paper__file")
    return [
        each
        for each in waiting.order_by("paper", "order")
        if each.post_id == assignment.post_id
        or (each.post_id is None and each.details.get("kolom") == column)
    ]


def lacks_its_paper(step: Step, office: Office, run: StepRun) -> bool:
    """Whether a step that signs electronically has nothing to sign yet: its paper is its own missing kelengkapan."""
    is_its_own = bool(step.kelengkapan) and paper_key(step.kelengkapan) == paper_key(step.paper)
    is_signing = step.tindakan == SIGNS and office.signing_way != SigningWay.WET
    return is_signing and is_its_own and not RunPaper.objects.filter(run=run).exists()


def not_yet(written: Definition, step: Step, seats: Iterable[Assignment], mine: Assignment) -> str:
    """Why it is not this post's turn, where the SOP wants the columns to sign one after the other; else nothing."""
    if written.document.pengaturan.get("urutan_tanda_tangan") != BY_COLUMN:
        return ""
    place = {key: number for number, key in enumerate(step.pelaksana)}
    own = place[written.column_keys[mine.pelaksana_id]]
    before = [
        seat
        for seat in seats
        if seat.status == AssignmentStatus.OPEN and place[written.column_keys[seat.pelaksana_id]] < own
    ]
    if not before:
        return ""
    first = min(before, key=lambda seat: place[written.column_keys[seat.pelaksana_id]])
    column = written.document.column(written.column_keys[first.pelaksana_id])
    return _("Menurut urutan kolom SOP ini, %(column)s menandatangani lebih dulu.") % {"column": column.nama}


def awaited_outside(case: Case) -> list[Signature]:
    """The signatures on the case's papers that posts outside its office owe: the Wali Kota's on the head's PK."""
    waiting = Signature.objects.filter(
        paper__runs__run__case=case, paper__status=PaperStatus.OPEN, status="menunggu", post__isnull=False
    ).exclude(post__office=case.office_id)
    return list(
        waiting.select_related("paper__office", "paper__file", "post").distinct().order_by("paper", "order")
    )


def void_of_case(case: Case, *, reason: str, at: datetime) -> list[tuple[str, dict[str, Any]]]:
    """A cancelled case leaves no paper that waits for a signature; rows for the record."""
    papers = SignedPaper.objects.filter(runs__run__case=case, status=PaperStatus.OPEN).distinct()
    return [("paper.void", dict(told)) for told in void_papers(list(papers), at=at, reason=reason)]
