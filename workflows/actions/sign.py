"""Signing the papers of a task, each by itself: what fails holds up nothing else, and what was signed stays signed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_variables

from activity.models import Stream
from documents.models import Signature, Way
from documents.signing.errors import CannotSign, WrongPassphraseGiven
from documents.signing.pens import Pen, pen_of
from documents.signing.signing import Signing, sign_with
from organizations.capacity import Capacity
from organizations.models import Office, Post
from sops.definition import definition
from workflows.actions.complete import locked_case
from workflows.errors import Denied, Stale
from workflows.mandate import sign_refusal
from workflows.models import Assignment, AssignmentStatus, RunStatus
from workflows.permissions import may_complete
from workflows.signing import awaited, not_yet
from workflows.still_acting import appointed_user, refuse_ended

NOT_TRIED = gettext_lazy("Tidak dicoba: frasa sandi ditolak pada naskah sebelumnya.")


@dataclass(frozen=True)
class Result:
    """What became of one paper: no message where it was signed."""

    signature: Signature
    message: str = ""
    is_wrong: bool = False  # the passphrase was

    @property
    def is_signed(self) -> bool:
        """Whether it bears the signature."""
        return not self.message


@sensitive_variables("passphrase")
def open_pen(office: Office, *, by: Capacity, at: datetime, passphrase: str) -> Pen:
    """The pen for this request. Raises CannotSign, WrongPassphraseGiven."""
    return pen_of(office, passphrase=passphrase, by=by, at=at)


def owed(assignment: Assignment) -> list[Signature]:
    """The signatures that a task still owes."""
    return awaited(assignment, column_of(assignment))


def column_of(assignment: Assignment) -> str:
    """The key of the column in which a task acts."""
    written = definition(assignment.run.case.revision_id)
    return written.column_keys[assignment.pelaksana_id]


def sign_task(
    assignment: Assignment,
    pen: Pen,
    *,
    by: Capacity,
    at: datetime,
    instead_of: tuple[Post, ...] = (),
    only: Sequence[int] | None = None,
) -> list[Result]:
    """Sign all that a task owes electronically, or those of these ids; a result for each paper."""
    results: list[Result] = []
    refused = False
    for signature in owed(assignment):
        if signature.paper.way == Way.WET or (only is not None and signature.pk not in only):
            continue
        if refused:
            results.append(Result(signature, str(NOT_TRIED)))
            continue
        try:
            sign_one(assignment, signature, pen, by=by, at=at, instead_of=instead_of)
            results.append(Result(signature))
        except WrongPassphraseGiven as error:
            refused = True
            results.append(Result(signature, error.message, is_wrong=True))
        except (CannotSign, Denied, Stale) as error:
            results.append(Result(signature, str(error)))
    return results


def sign_one(
    assignment: Assignment,
    signature: Signature,
    pen: Pen,
    *,
    by: Capacity,
    at: datetime,
    instead_of: tuple[Post, ...] = (),
) -> None:
    """Sign one paper. Raises CannotSign, Denied, Stale."""

    def lock() -> Stream:
        case = locked_case(assignment.run.case_id)
        tasks = Assignment.objects.select_related("run").annotate(appointed=appointed_user(at))
        mine = tasks.get(pk=assignment.pk)
        if mine.status != AssignmentStatus.OPEN or mine.run.status != RunStatus.ACTIVE:
            raise Stale(_("Tugas ini sudah ditutup."), case_id=case.pk)
        verdict = may_complete(by, mine, case)
        if not verdict:
            raise Denied(verdict.reason)
        refuse_ended(by, mine.appointed, at)
        written = definition(case.revision_id)
        step = written.step_of(mine.run.step_id)
        seats = Assignment.objects.filter(run=mine.run_id)
        if reason := not_yet(written, step, seats, mine):
            raise Denied(reason)
        if reason := sign_refusal(by, signature, written, step):
            raise Denied(reason)
        return case.stream

    sign_with(pen, signature, Signing(by, at, lock, instead_of))
