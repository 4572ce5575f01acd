"""What waits for one's decision or signature, each with the paper that it is about and the answers that are enough."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from documents.models import SignedPaper
from organizations.capacity import Capacity
from organizations.models import SigningWay, User
from sops.definition import definition
from sops.document import SIGNS
from sops.models import Decision as Answer
from workflows.actions.decide_many import Chosen
from workflows.kelengkapan import meeting
from workflows.models import Assignment, Output, awake
from workflows.presenting.lists import (
    open_beyond_mandate,
    prepare_decisions,
    waiting_tasks,
    with_due,
    with_kelengkapan,
)
from workflows.presenting.seats import papers
from workflows.presenting.signing import bound_papers

MOST = 30  # decisions on one page; more come when these are done
OTHERS = 10
PAPERS = 3  # links to papers of one decision
PLAIN = "selesai"  # as the form says it where the step asks for no answer: it is done
CHECKING = ("memeriksa", SIGNS)


@dataclass(frozen=True)
class PaperLink:
    """A paper of a decision: opened by one tap, or a note that is read where it stands."""

    label: str
    url: str = ""
    note: str = ""


@dataclass(frozen=True)
class Decision:
    """A task that asks to decide or to sign. `choices` are what one tap can say (how the form sends it, and its words),
    none where the task must be opened; `signs` where its papers are signed electronically, on the page of signatures;
    `states` where the tap says that they were signed by hand."""

    task: Assignment
    by: Capacity
    papers: list[PaperLink]
    choices: list[tuple[str, str]]
    signs: bool
    states: bool

    @property
    def name(self) -> str:
        """Its name in the form."""
        return name_of(self.task.pk)

    @property
    def offered(self) -> tuple[str, ...]:
        """The answers that one tap can give; "" is the one of a step that asks for none."""
        answers: list[str] = self.task.answers  # type: ignore[attr-defined]
        return tuple(value if answers else "" for value, _words in self.choices)


def name_of(task: int) -> str:
    """How the form of many decisions names a task."""
    return f"tugas-{task}"


def asking(tasks: "QuerySet[Assignment]") -> "QuerySet[Assignment]":
    """Those of these tasks that ask to decide or to sign."""
    return tasks.filter(asks_to_decide())


def not_asking(tasks: "QuerySet[Assignment]") -> "QuerySet[Assignment]":
    """The others."""
    return tasks.exclude(asks_to_decide())


def asks_to_decide() -> Q:
    """The condition on a task whose step checks, signs, or has answers."""
    answers = Answer.objects.filter(step=OuterRef("run__step"))
    return Q(run__step__tindakan__in=CHECKING) | Q(Exists(answers))


def waiting_decisions(mine: Mapping[int, Capacity], user: User, at: datetime) -> tuple[list[Decision], bool]:
    """What waits for these posts (by id, with the capacity in which the person acts for each), the soonest due first;
    and whether there is more. Nine queries at most, however many decisions."""
    tasks = list(awake(asking(waiting_tasks(list(mine))), user, at)[: MOST + 1])
    return decisions_of(tasks[:MOST], mine, at), len(tasks) > MOST


def other_tasks(mine: Collection[int], user: User, at: datetime) -> tuple[list[Assignment], bool]:
    """The first of what else waits for these posts, and whether there is more. Three queries at most."""
    tasks = list(awake(not_asking(waiting_tasks(list(mine))), user, at)[: OTHERS + 1])
    with_due(tasks[:OTHERS], at)
    with_kelengkapan(tasks[:OTHERS])
    return tasks[:OTHERS], len(tasks) > OTHERS


def decisions_of(tasks: Sequence[Assignment], mine: Mapping[int, Capacity], at: datetime) -> list[Decision]:
    """These tasks as they are decided. Eight queries at most."""
    prepare_decisions(tasks)
    open_beyond_mandate(tasks, mine)
    with_due(tasks, at)
    about = papers_about(tasks)
    return [decision_of(task, mine[task.post_id], about[task.pk]) for task in tasks]


def decision_of(task: Assignment, by: Capacity, about: list[PaperLink]) -> Decision:
    """One task; what may be said with one tap was asked before (`prepare_decisions`)."""
    quick: bool = task.may_quick  # type: ignore[attr-defined]
    answers: list[str] = task.answers  # type: ignore[attr-defined]
    is_signing = definition(task.run.case.revision_id).step_of(task.run.step_id).tindakan == SIGNS
    by_hand = task.office.signing_way == SigningWay.WET
    signs = quick and is_signing and not by_hand
    words = [(answer, answer) for answer in answers] or [(PLAIN, task.button)]  # type: ignore[attr-defined]
    choices = words if quick and not signs else []
    return Decision(task, by, about, choices, signs, bool(choices) and is_signing and by_hand)


def papers_about(tasks: Sequence[Assignment]) -> dict[int, list[PaperLink]]:
    """The papers that each task is about: those that its run signs; else what the sheet says that the step acts on;
    else what came last in its case. At most three each. Three queries."""
    bound: dict[int, list[SignedPaper]] = defaultdict(list)
    for each in bound_papers([task.run_id for task in tasks]):
        bound[each.run_id].append(each.paper)
    newest: dict[int, list[Output]] = defaultdict(list)
    for output in papers(Output.objects.newest().filter(case__in=[task.run.case_id for task in tasks])):
        newest[output.case_id].append(output)
    return {
        task.pk: [signed_link(paper) for paper in owed(task, bound[task.run_id])][:PAPERS]
        or [output_link(output) for output in outputs_about(task, newest[task.run.case_id])]
        for task in tasks
    }


def owed(task: Assignment, bound: Sequence[SignedPaper]) -> list[SignedPaper]:
    """The papers of a run that can be read, those on which the task's post still owes its signature first."""

    def is_owed(paper: SignedPaper) -> bool:
        return any(each.is_waiting and each.post_id == task.post_id for each in paper.signatures.all())

    return sorted((paper for paper in bound if paper.file_id), key=lambda paper: not is_owed(paper))


def outputs_about(task: Assignment, found: Sequence[Output]) -> list[Output]:
    """The papers of a case that a task acts on, the newest first; without such, the last paper of the case."""
    step = definition(task.run.case.revision_id).step_of(task.run.step_id)
    named = meeting(task.office.naskah, step.paper, found) if step.paper else []
    readable = [output for output in named or found[-1:] if output.content or output.note]
    return readable[::-1][:PAPERS]


def signed_link(paper: SignedPaper) -> PaperLink:
    """A paper that is signed."""
    return PaperLink(paper.title, reverse("signed-pdf", args=[paper.pk]))


def output_link(output: Output) -> PaperLink:
    """A paper of a case: the signed one, the PDF made here, the upload, or its note."""
    if output.signed and output.signed.file_id:
        return signed_link(output.signed)
    if output.naskah and output.naskah.file_id:
        return PaperLink(output.label, reverse("naskah-pdf", args=[output.pk]))
    if output.file_id:
        return PaperLink(output.name, reverse("download", args=[output.pk]))
    return PaperLink(output.label, note=output.note or _("PDF sedang disiapkan"))


def chosen_of(
    said: Mapping[int, str], mine: Mapping[int, Capacity], user: User, at: datetime
) -> list[Chosen]:
    """What a form says of tasks (by id: the answer, or PLAIN), as it is done. What is not, or no longer, this person's
    is left out; one that is done already stays, so that the act says by whom."""
    seen = Assignment.objects.visible_to(user, at).filter(pk__in=said, post__in=list(mine))
    tasks = list(
        seen.select_related("post", "office", "run__step", "run__case__revision").order_by("due_at", "id")
    )
    found = []
    for each in decisions_of(tasks, mine, at):
        answer = "" if each.offered == ("",) and said[each.task.pk] == PLAIN else said[each.task.pk]
        found.append(Chosen(each.task, each.by, answer, each.offered))
    return found
