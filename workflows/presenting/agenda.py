"""The agenda book of an office (buku agenda): what came in, and where it was passed on. A fixed number of queries."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from organizations.models import Office
from workflows.models import Assignment, Case, Output, OutputKind


@dataclass(frozen=True)
class Passed:
    """A disposisi as the book notes it: to whom, with what instruction, when."""

    to: str
    instruction: str
    day: date


@dataclass(frozen=True)
class AgendaLine:
    """A row of the book."""

    case: Case
    passed: list[Passed]

    @property
    def received(self) -> date:
        """The day that the book gives: that of the letter's arrival, else of its entry."""
        letter = self.case.letter
        if letter and letter.received_date:
            return letter.received_date
        return self.case.started_at.astimezone(self.case.office.zone).date()

    @property
    def hal(self) -> str:
        """What the letter says that it is about, else the matter."""
        return (self.case.letter.hal if self.case.letter else "") or self.case.title


def entries(cases: "QuerySet[Case]", office: Office, year: int) -> "QuerySet[Case]":
    """Those of the cases that stand in the book of that year, by agenda number."""
    found = cases.filter(office=office, agenda_year=year).select_related("office", "letter", "revision")
    return found.order_by("agenda_number")


def agenda_lines(cases: Sequence[Case]) -> list[AgendaLine]:
    """The rows for these cases. Two queries."""
    # By their runs: the outputs of a case have no index of their own but for the newest, and here all count.
    notes = Output.objects.filter(
        run__case__in=cases, kind=OutputKind.INSTRUCTION, assignment__isnull=False
    ).order_by("id")
    found = list(notes)
    to: dict[int | None, list[str]] = defaultdict(list)
    following = Assignment.objects.filter(
        run__case__in=cases, run__previous__in={note.run_id for note in found}
    )
    for run, post in following.order_by("id").values_list("run__previous", "post__title"):
        if post not in to[run]:
            to[run].append(post)
    passed: dict[int, list[Passed]] = defaultdict(list)
    zones = {case.pk: case.office.zone for case in cases}
    for note in found:
        day = note.created_at.astimezone(zones[note.case_id]).date()
        passed[note.case_id].append(Passed(", ".join(to[note.run_id]) or "-", note.note, day))
    return [AgendaLine(case, passed[case.pk]) for case in cases]
