"""The form of monitoring and evaluation as its page shows it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from documents.models import Way
from organizations.models import Office
from sops.definition import definition
from workflows.assessing import Proposal, lacks, proposals_of, questions_of
from workflows.assessment_filing import signature_of
from workflows.assessment_forms import RowForm
from workflows.assessment_signing import rows_of
from workflows.measures import Facts, from_json
from workflows.models import AssessedSop, Assessment, AssessmentKind
from workflows.periods import Period, periods_of
from workflows.spans import percent


@dataclass(frozen=True)
class RowLine:
    """A row of the form, with its evidence and, where one may write, its fields."""

    row: AssessedSop
    facts: Facts
    share: str
    proposals: list[tuple[str, str, str, str]]
    answers: list[tuple[str, bool | None]]
    form: forms.Form | None
    is_shown: bool


def assessment_lines(
    held: Assessment, bound: dict[str, forms.Form], at: datetime, asked: str, *, may_write: bool
) -> dict[str, Any]:
    """The rows of the form, of which one is shown whole; how many are judged, and what is missing before it can be
    signed. One query."""
    rows = rows_of(held)
    shown, writable = shown_row(rows, bound, asked), may_write and held.is_open
    lines = [line_of(held, row, bound.get(f"row-{row.pk}"), row is shown, writable=writable) for row in rows]
    return {
        "lines": lines,
        "judged": sum(bool(row.verdict) for row in rows),
        "lacks": lacks(held, rows, at) if held.is_open else [],
    }


def shown_row(rows: list[AssessedSop], bound: dict[str, forms.Form], asked: str) -> AssessedSop | None:
    """The one that is shown whole: what was refused, else what was asked for, else the first that nobody has judged,
    else the first. An office may have hundreds of SOPs, and each row is a form of its own."""
    return (
        next((row for row in rows if f"row-{row.pk}" in bound), None)
        or next((row for row in rows if str(row.pk) == asked), None)
        or next((row for row in rows if not row.verdict), None)
        or next(iter(rows), None)
    )


def line_of(
    held: Assessment, row: AssessedSop, bound: forms.Form | None, is_shown: bool, *, writable: bool
) -> RowLine:
    """The line of a row; `bound` is its form where that was refused."""
    found = facts_of(row)
    questions = questions_of(held)
    document = definition(row.revision_id).document
    proposals = [
        (step.nomor, step.waktu, row.proposals[str(step.order)], step.kegiatan)
        for step in document.prosedur
        if str(step.order) in row.proposals
    ]
    return RowLine(
        row=row,
        facts=found,
        share=percent(found.part),
        proposals=proposals,
        answers=[(label, row.answers.get(key)) for key, label in questions.items()],
        form=(bound or row_form(held, row)) if writable and is_shown else None,
        is_shown=is_shown,
    )


def facts_of(row: AssessedSop) -> Facts:
    """The evidence that the row keeps."""
    return from_json(row.facts)


def paper_words(held: Assessment) -> str:
    """What the form's file is called. One query where it is signed."""
    if held.is_open:
        return _("Lihat konsep (PDF)")
    if held.signed is None or held.signed.way != Way.WET:
        return _("Formulir yang ditandatangani (PDF)")
    if signature_of(held.signed).scan:
        return _("Pindaian formulir yang ditandatangani")
    return _("Cetakan formulir yang ditandatangani di kertas (PDF)")


def row_form(held: Assessment, row: AssessedSop, data: Any = None) -> RowForm:
    """The fields of a row; each proposal that the evidence makes has one."""
    document = definition(row.revision_id).document
    proposals: list[Proposal] = (
        proposals_of(facts_of(row), document) if held.kind == AssessmentKind.EVALUATION else []
    )
    return RowForm(row, questions_of(held), proposals, document, data)


def offered_forms(office: Office, at: datetime) -> list[tuple[str, Period]]:
    """The forms that can be begun: of the semester and the year that go on, and of those before them; those that were
    begun are left out. One query."""
    __, half, year = periods_of(at.astimezone(office.zone))
    all_of = [
        (str(AssessmentKind.MONITORING), half),
        (str(AssessmentKind.MONITORING), half.before),
        (str(AssessmentKind.EVALUATION), year),
        (str(AssessmentKind.EVALUATION), year.before),
    ]
    begun = set(Assessment.objects.filter(office=office).values_list("kind", "period"))
    return [(kind, period) for kind, period in all_of if (kind, str(period)) not in begun]
