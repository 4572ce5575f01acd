"""Several decisions at once: each by itself, with a result for each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from organizations.capacity import Capacity
from organizations.templatetags.indonesia import waktu_singkat
from workflows.acting import Act
from workflows.actions.complete import complete_assignment
from workflows.errors import Denied, Incomplete, Stale
from workflows.models import Assignment


@dataclass(frozen=True)
class Chosen:
    """A task to be done with nothing but an answer, by whoever acts for its post. `offered` are the answers that are
    enough for it ("" where its step asks for none); none at all where it must be opened."""

    task: Assignment
    by: Capacity
    answer: str
    offered: tuple[str, ...]


@dataclass(frozen=True)
class Result:
    """What became of it, in words."""

    task: Assignment
    is_done: bool
    what: str


def decided_each(chosen: Sequence[Chosen], *, at: datetime) -> list[Result]:
    """Do each as its own act. A refusal of one holds up no other."""
    return [decided(each, at) for each in chosen]


def decided(each: Chosen, at: datetime) -> Result:
    """One task: its act, or why not."""
    task = each.task
    if task.is_open and each.answer not in each.offered:
        return Result(task, False, _("Langkah ini meminta lebih dari satu jawaban singkat; buka tugasnya."))
    try:
        complete_assignment(task, by=each.by, at=at, act=Act(answer=each.answer))
    except Stale as error:
        who = f"{error.who}, {waktu_singkat(error.at, task.office)}" if error.who and error.at else error.who
        return Result(task, False, f"{error.what} {who}".strip())
    except Incomplete as error:
        return Result(task, False, error.message)
    except Denied as error:
        return Result(task, False, str(error))
    return Result(task, True, each.answer or _("selesai"))
