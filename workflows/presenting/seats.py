"""Who has acted in a run and who has not, as pages show it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from sops.document import paper_key
from sops.models import Step
from workflows.models import Assignment, Cause, Output, RunStatus, StepRun
from workflows.presenting.due import DueLine, due_of_task, measured, on_time
from workflows.presenting.texts import details_of


@dataclass(frozen=True)
class SeatLine:
    """One post in a run: what became of its part, and by whom."""

    post: str
    status: str
    status_label: str
    who: str
    capacity: str
    at: datetime | None
    answer: str
    details: str
    note: str
    due: DueLine
    measured: str
    on_time: bool | None


def seat_line(assignment: Assignment, waktu: str, at: datetime) -> SeatLine:
    """The line of an assignment; its post, its office and who acted must be at hand."""
    by = assignment.acted_by
    return SeatLine(
        post=assignment.post.title,
        status=assignment.status,
        status_label=assignment.get_status_display(),
        who=by.name if by else "",
        capacity=assignment.acted_as,
        at=assignment.acted_at,
        answer=assignment.answer,
        details="; ".join(
            [
                *details_of(assignment.details),
                *([_("bagian putaran sebelumnya")] if assignment.carried_from_id else []),
            ]
        ),
        note=assignment.note,
        due=due_of_task(assignment, at) if assignment.is_open else DueLine(),
        measured=measured(assignment, waktu),
        on_time=on_time(assignment),
    )


@dataclass(frozen=True)
class Visit:
    """A run as the case page and the act page tell it."""

    run: StepRun
    seats: list[SeatLine]
    acts: list[Assignment]
    outputs: list[Output]
    rows: list[Assignment]
    carried: list[Output] = field(
        default_factory=list
    )  # made in an earlier run by parts that stand in this one

    @property
    def verdict(self) -> str:
        """Of the whole run, once it is closed: that of its slowest assignment."""
        verdicts = [seat.on_time for seat in self.seats if seat.on_time is not None]
        if self.run.closed_at is None or not verdicts:
            return ""
        return _("tepat waktu") if all(verdicts) else _("melebihi waktu")

    @property
    def parts(self) -> list[str]:
        """The verdict on a closed step in its three parts: complete, on time, right output; what it cannot say is left
        out."""
        return [part for part in (self.completeness, self.verdict, self.right_output) if part]

    @property
    def completeness(self) -> str:
        """Whether what the step needs was there when it was closed, as the act noted it."""
        found = next((act.details["kelengkapan"] for act in self.acts if "kelengkapan" in act.details), "")
        return {
            "ada": _("lengkap"),
            "dari_luar": _("lengkap dari luar"),
            "tidak_ada": _("tidak lengkap"),
        }.get(found, "")

    @property
    def right_output(self) -> str:
        """Whether the step gave what the sheet says, and in what form; nothing where the sheet says nothing."""
        if self.run.status != RunStatus.DONE or not self.step.output:
            return ""
        made = [
            output for output in (*self.outputs, *self.carried) if output.key == paper_key(self.step.output)
        ]
        if not made:
            return _("output tidak ada")
        return (
            _("output sesuai")
            if any(o.naskah_id or o.file_id or o.signed_id for o in made)
            else _("output berupa catatan")
        )

    @property
    def step(self) -> Step:
        """The step of the run."""
        return self.run.step


def visits(case_id: int, at: datetime) -> list[Visit]:
    """All runs of a case in the order in which they opened. Three queries."""
    runs = list(StepRun.objects.filter(case=case_id).select_related("step").order_by("id"))
    assignments: dict[int, list[Assignment]] = defaultdict(list)
    rows = (
        Assignment.objects.filter(run__case=case_id)
        .select_related("post", "office", "acted_by")
        .order_by("id")
    )
    for assignment in rows:
        assignments[assignment.run_id].append(assignment)
    outputs: dict[int, list[Output]] = defaultdict(list)
    for output in papers(Output.objects.filter(case=case_id)):
        outputs[output.run_id].append(output)
    run_of = {row.pk: row.run_id for row in rows}
    stands = {
        pk: {run_of[row.carried_from_id] for row in found if row.carried_from_id}
        for pk, found in assignments.items()
    }
    return [
        Visit(
            run=run,
            seats=[seat_line(assignment, run.step.waktu, at) for assignment in assignments[run.pk]],
            acts=[assignment for assignment in assignments[run.pk] if assignment.acted_at],
            outputs=outputs[run.pk],
            rows=assignments[run.pk],
            carried=[output for pk in stands.get(run.pk, ()) for output in outputs[pk]],
        )
        for run in runs
    ]


def sent_back_by(visits: Sequence[Visit], run_id: int) -> Visit | None:
    """The visit that sent the case to this one, where one did. No query."""
    by_run: dict[int | None, Visit] = {visit.run.pk: visit for visit in visits}
    run = by_run[run_id].run
    while run.cause == Cause.WITHDRAW:  # why it had come here before holds again
        run = by_run[by_run[run.previous_id].run.previous_id].run
    return by_run[run.previous_id] if run.cause == Cause.RETURN else None


def papers(outputs: QuerySet[Output]) -> list[Output]:
    """Outputs with what their line prints: file and author."""
    return list(
        outputs.select_related("file", "created_by", "naskah__file", "naskah__number", "signed__file")
        .defer("naskah__facts", "naskah__values")
        .order_by("id")
    )
