"""What a person's own lists show: what waits, what was done, and by what one may look for it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from organizations.models import Post, User
from organizations.paging import PAGE
from sops.definition import definition
from sops.document import Step
from workflows.kelengkapan import blocks, comes_by_itself, meeting
from workflows.models import Assignment, Output, awake
from workflows.presenting.act_values import Kelengkapan
from workflows.presenting.due import VERDICTS, on_time
from workflows.presenting.lists import waiting_tasks
from workflows.seeking import Sought


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


def queue_of(user: User, posts: list[int], sought: Sought, at: datetime) -> "QuerySet[Assignment]":
    """What waits for the person and is asked for, as it is worked off: late first, then due soonest."""
    return awake(sought.among(waiting_tasks(posts), at), user, at)


def sops_waiting(posts: list[int]) -> list[tuple[int, str]]:
    """The SOPs of what waits for these posts, by which one may look for it, each under the name of its newest revision
    there. One query."""
    revision = "run__case__revision__"
    rows = Assignment.objects.waiting_for(posts).order_by(f"{revision}number")
    names = dict(rows.values_list(f"{revision}sop", f"{revision}nama").distinct())
    return sorted(names.items(), key=lambda found: (found[1], found[0]))


def posts_named(posts: list[int]) -> list[tuple[int, str]]:
    """Several posts of one person, by which one may look for their tasks; nothing where there is only one."""
    if len(posts) < 2:
        return []
    return list(Post.objects.filter(pk__in=posts).order_by("title").values_list("pk", "title"))


@dataclass(frozen=True)
class Done:
    """A page of one's own acts, the latest first, and where the next one begins."""

    acts: list[Assignment]
    after: str


def done_by(user: User, after: str) -> Done:
    """The acts of a person after that place ("2026-01-05T09:00:00+08:00_40": moment and id of the last one shown;
    anything else is the first page). One query, whatever page."""
    acts = Assignment.objects.filter(acted_by=user).order_by("-acted_at", "-id")
    place = place_of(after)
    if place:
        moment, pk = place
        acts = acts.filter(Q(acted_at__lt=moment) | Q(acted_at=moment, pk__lt=pk))
    found = list(
        acts.select_related("post", "office", "run__step", "run__case__revision", "on_behalf_of")[: PAGE + 1]
    )
    shown = found[:PAGE]
    for act in shown:
        act.is_on_time = on_time(act)  # type: ignore[attr-defined]
        act.verdict = str(VERDICTS[on_time(act)])  # type: ignore[attr-defined]
    return Done(shown, written_place(shown[-1]) if len(found) > PAGE else "")


def place_of(text: str) -> tuple[datetime, int] | None:
    """The moment and the id that an address names; None where it is nonsense."""
    moment, _, pk = text.rpartition("_")
    if not (pk.isascii() and pk.isdecimal() and len(pk) < 19 and len(moment) < 40):
        return None
    try:
        found = datetime.fromisoformat(moment)
    except ValueError:
        return None
    return (found, int(pk)) if found.tzinfo else None


def written_place(act: Assignment) -> str:
    """How an address names an act's place."""
    return f"{act.acted_at.isoformat() if act.acted_at else ''}_{act.pk}"
