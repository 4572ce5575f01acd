"""What waits for one's signature or paraf, to be done from one page."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from documents.models import SignedPaper, Way
from organizations.capacity import Capacity, capacities
from organizations.models import SigningWay, User
from sops.definition import definition
from sops.document import SIGNS
from workflows.models import Assignment, Output, Signing, awake
from workflows.presenting.lists import open_beyond_mandate, prepare_decisions, waiting_tasks
from workflows.presenting.named import named_otherwise
from workflows.presenting.seats import papers
from workflows.presenting.signing import PaperLine, bound_papers, paper_line

PARAF = "memeriksa"
MOST = 50


@dataclass
class Waiting:
    """A task whose papers can be signed, or that can be given its paraf, without opening it."""

    task: Assignment
    by: Capacity
    is_signing: bool
    answer: str
    lines: list[PaperLine]
    outputs: list[Output]
    named: list[str] = field(default_factory=list)  # papers whose text names somebody else than who signs now

    @property
    def needs_passphrase(self) -> bool:
        """Whether something is signed electronically."""
        return any(line.mine and line.paper.way != Way.WET for line in self.lines)

    @property
    def name(self) -> str:
        """Its name in the form."""
        return f"tugas-{self.task.pk}"


def ready_and_preparing(user: User, at: datetime) -> tuple[list[Waiting], list[Assignment]]:
    """The signing and examining tasks of a user's posts that need nothing but yes, at most fifty at a time; and those
    whose papers are being prepared.

    A step that asks for more than one answer, and signatures by hand are left to the page of the task.
    """
    found = quick_ones(user, at)
    ready = [each for each in found if not each.is_signing or is_ready(each)]
    told = named_otherwise((owed, task.by) for task in ready for line in task.lines for owed in line.mine)
    for task in ready:
        task.named = [told[line.paper.pk] for line in task.lines if line.mine and line.paper.pk in told]
    return ready, [each.task for each in found if each.is_signing and is_preparing(each)]


def quick_ones(user: User, at: datetime) -> list[Waiting]:
    """All of them, also those whose papers are not ready."""
    mine = {c.post.pk: c for c in capacities(user, at) if c.post}
    tasks = [
        task
        for task in awake(waiting_tasks(list(mine)), user, at)
        if definition(task.run.case.revision_id).step_of(task.run.step_id).tindakan in (SIGNS, PARAF)
    ][:MOST]
    prepare_decisions(tasks)
    open_beyond_mandate(tasks, mine)
    quick = [task for task in tasks if task.may_quick and len(task.answers) <= 1]  # type: ignore[attr-defined]
    bound: dict[int, list[SignedPaper]] = defaultdict(list)
    for each in bound_papers([task.run_id for task in quick]):
        bound[each.run_id].append(each.paper)
    newest: dict[int, list[Output]] = defaultdict(list)
    for output in papers(Output.objects.newest().filter(case__in=[task.run.case_id for task in quick])):
        newest[output.case_id].append(output)
    return [
        waiting_of(task, mine[task.post_id], bound[task.run_id], newest[task.run.case_id]) for task in quick
    ]


def waiting_of(
    task: Assignment, by: Capacity, bound: Sequence[SignedPaper], newest: Sequence[Output]
) -> Waiting:
    """One task with what it is about: the papers of its run where it signs, else those of its case by name."""
    written = definition(task.run.case.revision_id)
    step = written.step_of(task.run.step_id)
    column = written.column_keys[task.pelaksana_id]
    is_signing = step.tindakan == SIGNS
    lines = [paper_line(paper, task.post_id, column) for paper in bound] if is_signing else []
    name = step.paper.casefold()
    outputs = [output for output in newest if not is_signing and output.name.casefold() == name]
    answers: list[str] = task.answers  # type: ignore[attr-defined]
    return Waiting(task, by, is_signing, answers[0] if answers else "", lines, outputs)


def is_preparing(waiting: Waiting) -> bool:
    """Whether a worker is still making what is signed electronically here."""
    if waiting.task.office.signing_way == SigningWay.WET:
        return False
    if not waiting.lines:
        return bool(waiting.task.run.signing == Signing.QUEUED)
    owed = [line for line in waiting.lines if line.mine and line.paper.way != Way.WET]
    return any(not line.is_ready and not line.is_failed for line in owed)


def is_ready(waiting: Waiting) -> bool:
    """Whether everything of it can be signed now, electronically."""
    if waiting.task.office.signing_way == SigningWay.WET or not waiting.lines:
        return False
    return all(line.is_ready for line in waiting.lines if line.mine and line.paper.way != Way.WET)
