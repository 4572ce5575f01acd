"""Lists of cases and tasks, each page a fixed number of queries however many rows."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from organizations.capacity import Capacity
from organizations.kewenangan import MANDATED
from organizations.models import Post, User
from sops.definition import definition
from sops.document import DIPILIH, Step, paper_key
from sops.graph import END, forward_answers, target
from sops.models import Step as StepRow
from workflows.kelengkapan import blocks, comes_by_itself, meeting
from workflows.mandate import mandate_of, signing_pks
from workflows.models import (
    Assignment,
    AssignmentStatus,
    Case,
    ChosenPost,
    Output,
    RunStatus,
    Snooze,
    StepRun,
)
from workflows.presenting.act import BUTTONS
from workflows.presenting.act_values import Kelengkapan
from workflows.presenting.due import due_of_task, state_of


def waiting_tasks(posts: "QuerySet[Post] | list[int]") -> "QuerySet[Assignment]":
    """What waits for these posts, with all that a line of a list prints."""
    return Assignment.objects.waiting_for(posts).select_related(
        "post", "office", "run__step", "run__case__revision"
    )


def snoozed_tasks(posts: list[int], user: User, at: datetime) -> list[Snooze]:
    """What the person has put aside, the first to come back first, each task as a line prints it. One query."""
    found = Snooze.objects.asleep(user, at).filter(assignment__post__in=posts).order_by("until", "id")
    task = "assignment__"
    found = found.select_related(
        f"{task}post", f"{task}office", f"{task}run__step", f"{task}run__case__revision"
    )
    snoozed = list(found)
    with_due([each.assignment for each in snoozed], at)
    return snoozed


def with_due(tasks: Sequence[Assignment], at: datetime) -> None:
    """Give each task where it stands in its time."""
    for task in tasks:
        task.due_line = due_of_task(task, at)  # type: ignore[attr-defined]


def with_kelengkapan(tasks: Sequence[Assignment]) -> None:
    """Give each task what its step needs (`needed`; None where nothing), as its own page says it. One query, a second
    one where something is missing; none where nothing is needed."""
    steps = {task.pk: definition(task.run.case.revision_id).step_of(task.run.step_id) for task in tasks}
    wanting = [task for task in tasks if steps[task.pk].kelengkapan]
    papers: dict[int, list[Output]] = defaultdict(list)
    if wanting:
        cases = {task.run.case_id for task in wanting}
        found = Output.objects.newest().filter(case__in=cases).select_related("naskah")
        for output in found.defer("naskah__facts", "naskah__values"):
            papers[output.case_id].append(output)
    there = {task.pk for task in wanting if is_in_case(task, steps[task.pk], papers[task.run.case_id])}
    declared = declared_in([task.run_id for task in wanting if task.pk not in there])
    for task in tasks:
        text, document = steps[task.pk].kelengkapan, definition(task.run.case.revision_id).document
        is_there = task.pk in there or task.run_id in declared
        task.needed = Kelengkapan(text, [], is_there, blocks(document)) if text else None  # type: ignore[attr-defined]


def is_in_case(task: Assignment, step: Step, papers: Sequence[Output]) -> bool:
    """Whether the case of a task has what its step needs. No query."""
    table, has_letter = task.office.naskah, task.run.case.letter_id is not None
    found = meeting(table, step.kelengkapan, papers)
    return bool(found) or comes_by_itself(table, step, has_letter=has_letter)


def declared_in(runs: Sequence[int]) -> set[int]:
    """The runs in which somebody has said that it is there, though not here. One query, none without runs."""
    if not runs:
        return set()
    said = Assignment.objects.filter(run__in=runs, details__kelengkapan_dari_luar=True)
    return set(said.values_list("run", flat=True))


@dataclass(frozen=True)
class CaseLine:
    """A case and where it stands."""

    case: Case
    step: StepRow | None
    waiting: list[str]
    since: datetime | None
    round: int
    due_at: datetime | None
    state: str


def case_lines(cases: Sequence[Case], at: datetime) -> list[CaseLine]:
    """Where each case stands: the open step, who it waits for, since when, and the first limit. Two queries."""
    runs = {
        run.case_id: run
        for run in StepRun.objects.filter(case__in=cases, status=RunStatus.ACTIVE).select_related("step")
    }
    waiting: dict[int, list[Assignment]] = defaultdict(list)
    seats = Assignment.objects.filter(run__in=runs.values(), status=AssignmentStatus.OPEN)
    for seat in seats.select_related("post").order_by("id"):
        waiting[seat.run_id].append(seat)
    lines = []
    for case in cases:
        run = runs.get(case.pk)
        lines.append(case_line(case, run, waiting[run.pk] if run else [], at))
    return lines


def case_line(case: Case, run: StepRun | None, open_seats: Sequence[Assignment], at: datetime) -> CaseLine:
    """One case; of several limits the first that comes counts."""
    dues = [seat for seat in open_seats if seat.due_at]
    first = min(dues, key=lambda seat: seat.due_at or at) if dues else next(iter(open_seats), None)
    return CaseLine(
        case=case,
        step=run.step if run else None,
        waiting=[seat.post.title for seat in open_seats],
        since=run.opened_at if run else case.closed_at,
        round=run.round if run else 0,
        due_at=first.due_at if first else None,
        state=state_of(first, at) if first else "",
    )


def open_beyond_mandate(tasks: Sequence[Assignment], by: Mapping[int, Capacity]) -> None:
    """What goes beyond the mandate of a Plt. or Plh. is not done with one tap: its page says so first. One query, none
    for whoever has the full powers of their posts."""
    mandated = [task for task in tasks if task.post_id in by and by[task.post_id].kind in MANDATED]
    signing = signing_pks(mandated) if mandated else set()
    for task in mandated:
        written = definition(task.run.case.revision_id)
        step, choices = written.step_of(task.run.step_id), task.office.kewenangan_pelaksana
        if any(mandate_of(by[task.post_id], task, written, step, choices, signing)):
            task.may_quick = False  # type: ignore[attr-defined]


def prepare_decisions(tasks: Sequence[Assignment]) -> None:
    """Give each task what the head's page needs: forward answers, button, and whether one tap is enough.

    One tap is enough where the act needs nothing but its answer: no post to be named, no paper from outside, no
    kelengkapan that is missing.
    """
    with_kelengkapan(tasks)
    cases = [task.run.case for task in tasks]
    papers: dict[int, set[str]] = defaultdict(set)
    for case_id, key in Output.objects.newest().filter(case__in=cases).values_list("case_id", "key"):
        papers[case_id].add(key)
    chosen: dict[int, set[str]] = defaultdict(set)
    for case_id, key in ChosenPost.objects.filter(case__in=cases).values_list("case_id", "key"):
        chosen[case_id].add(key)
    for task in tasks:
        written = definition(task.run.case.revision_id)
        step = written.step_of(task.run.step_id)
        forward = forward_answers(written.steps, step)
        orders = [target(written.steps, step, answer) for answer in forward] or [step.order + 1]
        following = [
            written.steps[order - 1] for order in orders if order not in (END, len(written.steps) + 1)
        ]
        names = {
            key
            for other in following
            for key in other.pelaksana
            if written.document.column(key).wakil == DIPILIH
        }
        task.answers = [answer.label for answer in forward]  # type: ignore[attr-defined]
        task.button = BUTTONS[step.tindakan]  # type: ignore[attr-defined]
        task.may_quick = (  # type: ignore[attr-defined]
            task.run.case.status == "berjalan"
            and step.tindakan in ("memeriksa", "menandatangani")
            and names <= chosen[task.run.case_id]
            and has_paper(step, papers[task.run.case_id])
            and (task.needed is None or task.needed.is_there)  # type: ignore[attr-defined]
        )


def has_paper(step: Step, keys: set[str]) -> bool:
    """Whether the case has a paper that the step can pass on."""
    wanted = {paper_key(name) for name in (step.paper, step.output) if name}
    return not step.output or bool(wanted & keys)
