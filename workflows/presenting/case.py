"""The case page: the sheet with every step's state, and the record of everything that happened."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from activity.models import Activity
from sops.definition import Definition
from sops.models import Step
from sops.sheet import cells
from workflows.models import Case, RunStatus
from workflows.presenting.seats import Visit
from workflows.presenting.texts import text_of

RECENT = 30
STATES = {
    "selesai": "Selesai",
    "aktif": "Sedang dikerjakan",
    "belum": "Belum",
    "dilewati": "Dilewati",
    "dikembalikan": "Dikembalikan",
    "batal": "Batal",
}


@dataclass(frozen=True)
class SheetRow:
    """A step of the sheet with its symbols, its state and its visits."""

    step: Step
    cells: list[str]
    state: str
    state_label: str
    visits: list[Visit]
    actor: str


@dataclass(frozen=True)
class RecordLine:
    """A row of the record as the page prints it."""

    number: int
    at: datetime
    who: str
    capacity: str
    on_behalf_of: str
    text: str


def sheet_rows(case: Case, written: Definition, steps: Iterable[Step], visits: list[Visit]) -> list[SheetRow]:
    """Every step of the case's revision, in order."""
    rows = []
    last = max((written.step_of(visit.run.step_id).order for visit in visits), default=0)
    for step in steps:
        mine = [visit for visit in visits if visit.run.step_id == step.pk]
        state = state_of(case, mine, is_past=step.order < last)
        value = written.steps[step.order - 1]
        actor = ", ".join(written.document.column(key).nama for key in value.pelaksana)
        drawn = cells(written.document, value)
        rows.append(SheetRow(step, drawn, state, STATES[state], mine, actor))
    return rows


def state_of(case: Case, visits: list[Visit], *, is_past: bool) -> str:
    """Where a step stands: by its latest visit, else by whether the case has passed it."""
    if not visits:
        return "dilewati" if is_past or case.status == "selesai" else "belum"
    status = visits[-1].run.status
    return {RunStatus.ACTIVE: "aktif", RunStatus.DONE: "selesai", RunStatus.RETURNED: "dikembalikan"}.get(
        RunStatus(status), "batal"
    )


def record_lines(case: Case, *, everything: bool) -> tuple[list[RecordLine], bool]:
    """The rows of the case's stream, the newest first, and whether there are more than these. One query."""
    rows = Activity.objects.filter(stream=case.stream_id).order_by("-number")
    found = list(rows if everything else rows[: RECENT + 1])
    shown = found if everything else found[:RECENT]
    lines = [
        RecordLine(
            row.number, row.at, row.actor_name, row.capacity, row.on_behalf_of, text_of(row.action, row.data)
        )
        for row in shown
    ]
    return lines, len(found) > len(shown)
