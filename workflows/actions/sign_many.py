"""Many signatures and parafs at once: one passphrase, each by itself, a result for each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.views.decorators.debug import sensitive_variables

from documents.signing.errors import CannotSign, WrongPassphraseGiven
from documents.signing.pens import Pen
from organizations.capacity import Capacity
from workflows.acting import Act
from workflows.actions.complete import complete_assignment
from workflows.actions.sign import NOT_TRIED, open_pen, sign_task
from workflows.errors import Denied, Incomplete, Stale
from workflows.models import Assignment

DONE = "ditandatangani"
PARAF = "diparaf"


@dataclass(frozen=True)
class Chosen:
    """A task to be signed, or given its paraf (an examination that says yes), by whoever acts for its post."""

    task: Assignment
    by: Capacity
    answer: str
    is_signing: bool
    needs_passphrase: bool


@sensitive_variables("passphrase")
def done_at_once(chosen: Sequence[Chosen], *, passphrase: str, at: datetime) -> list[str]:
    """Sign or give one's paraf to each; what became of it, in words. A failure of one holds up no other; only after a
    wrong passphrase nothing more is tried with it."""
    pens: dict[tuple[int, int], Pen | str] = {}
    results: list[str] = []
    for each in chosen:
        try:
            results.append(one(each, pens, passphrase=passphrase, at=at))
        except Stale as error:
            results.append(error.what)
        except Incomplete as error:
            results.append(error.message)
        except (CannotSign, Denied) as error:
            results.append(str(error))
    return results


@sensitive_variables("passphrase")
def one(each: Chosen, pens: dict[tuple[int, int], Pen | str], *, passphrase: str, at: datetime) -> str:
    """One task: its papers are signed, then the act. Raises what signing and acting raise."""
    task, by = each.task, each.by
    if each.needs_passphrase:
        key = (task.office_id, by.user.pk)
        if key not in pens:
            try:
                pens[key] = open_pen(task.office, by=by, at=at, passphrase=passphrase)
            except WrongPassphraseGiven as error:
                pens[key] = str(NOT_TRIED)
                raise CannotSign(error.message) from None
        pen = pens[key]
        if isinstance(pen, str):
            raise CannotSign(pen)
        failed = [result for result in sign_task(task, pen, by=by, at=at) if result.message]
        if any(result.is_wrong for result in failed):
            pens[key] = str(NOT_TRIED)
        if failed:
            raise CannotSign("; ".join(f"{r.signature.paper.title}: {r.message}" for r in failed))
    complete_assignment(task, by=by, at=at, act=Act(answer=each.answer))
    return DONE if each.is_signing else PARAF
