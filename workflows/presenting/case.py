"""The case page: the sheet with every step's state, and the record of everything that happened."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from activity.models import Activity
from sops.definition import Definition
from sops.drawn import Drawn, drawn, said
from sops.models import Step
from workflows.models import Case, RunStatus
from workflows.presenting.seats import Visit
from workflows.presenting.texts import how_signed, text_of

RECENT = 30
STATES = {
    "selesai": _("Selesai"),
    "aktif": _("Sedang dikerjakan"),
    "belum": _("Belum"),
    "dilewati": _("Dilewati"),
    "dikembalikan": _("Dikembalikan"),
    "ditarik": _("Ditarik kembali"),
    "batal": pgettext_lazy("keadaan", "Batal"),
}
# How the drawing marks a step (sops.flowchart.slices.MARKS); those to come and those passed over are bare.
MARKED = {"selesai": "done", "aktif": "now", "dikembalikan": "returned", "ditarik": "void", "batal": "void"}


@dataclass(frozen=True)
class SheetRow:
    """A step of the sheet with its place in the flowchart (as words too), its state and its visits."""

    step: Step
    picture: SafeString
    kind: str
    ways: list[str]
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


@dataclass(frozen=True)
class CaseSheet:
    """The sheet of a case: every step of its revision, and the flowchart that they stand in."""

    rows: list[SheetRow]
    drawn: Drawn


def case_sheet(case: Case, written: Definition, steps: Iterable[Step], visits: list[Visit]) -> CaseSheet:
    """Every step of the case's revision in order, each with its state, in words and in the drawing."""
    last = max((written.step_of(visit.run.step_id).order for visit in visits), default=0)
    by_step: dict[int, list[Visit]] = {}
    for visit in visits:
        by_step.setdefault(visit.run.step_id, []).append(visit)
    found = list(steps)
    states = {
        step.order: state_of(case, by_step.get(step.pk, []), is_past=step.order < last) for step in found
    }
    marks = {order: MARKED[state] for order, state in states.items() if state in MARKED}
    picture, words = drawn(written.revision_id, marks), said(written.document)
    rows = []
    for step in found:
        state, word = states[step.order], words[step.order - 1]
        rows.append(
            SheetRow(
                step=step,
                picture=picture.rows[step.order - 1].picture,
                kind=word.kind,
                ways=word.ways,
                state=state,
                state_label=str(STATES[state]),
                visits=by_step.get(step.pk, []),
                actor=word.actors,
            )
        )
    return CaseSheet(rows, picture)


def state_of(case: Case, visits: list[Visit], *, is_past: bool) -> str:
    """Where a step stands: by its latest visit, else by whether the case has passed it."""
    if not visits:
        return "dilewati" if is_past or case.status == "selesai" else "belum"
    status = visits[-1].run.status
    words = {RunStatus.ACTIVE: "aktif", RunStatus.DONE: "selesai", RunStatus.RETURNED: "dikembalikan"}
    return {**words, RunStatus.WITHDRAWN: "ditarik"}.get(RunStatus(status), "batal")


def record_lines(case: Case, *, everything: bool) -> tuple[list[RecordLine], bool]:
    """The rows of the case's stream, the newest first, and whether there are more than these. Two queries at most."""
    rows = Activity.objects.filter(stream=case.stream_id).order_by("-number")
    found = list(rows if everything else rows[: RECENT + 1])
    shown = found if everything else found[:RECENT]
    signing = ways_of_signing(case, shown)
    lines = [
        RecordLine(
            row.number,
            row.at,
            row.actor_name,
            row.capacity,
            row.on_behalf_of,
            text_of(row.action, {**row.data, "signing": signing.get(row.number, "")}),
        )
        for row in shown
    ]
    return lines, len(found) > len(shown)


def ways_of_signing(case: Case, shown: Sequence[Activity]) -> dict[int, str]:
    """How the acts of signing steps among these rows signed, by number: their signatures are rows of their own, before
    the act. One query, where there is such an act."""
    acts = [row for row in shown if is_signing(row)]
    if not acts:
        return {}
    told = ("papers.laid_down", "paper.signed", "assignment.completed")
    rows = Activity.objects.filter(stream=case.stream_id, action__in=told, number__lte=acts[0].number)
    given: dict[tuple[str, str], list[Mapping[str, Any]]] = defaultdict(list)
    laid: set[str] = set()
    found: dict[int, str] = {}
    for row in rows.order_by("number").only("number", "actor_name", "capacity", "action", "data"):
        who = (row.actor_name, row.capacity)
        if row.action == "papers.laid_down":
            laid.add(row.data["step"])
        elif row.action == "paper.signed":
            given[who].append(row.data)
        elif is_signing(row):
            found[row.number] = how_signed(given.pop(who, []), was_laid_down=row.data["step"] in laid)
    return found


def is_signing(row: Activity) -> bool:
    """Whether it is an act of a signing step that went on: one that sends back says so itself."""
    is_act = row.action == "assignment.completed" and row.data["tindakan"] == "menandatangani"
    return is_act and row.data.get("next", {}).get("cause") != "kembali"
