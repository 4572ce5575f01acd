"""Parts of a joint step finished in an earlier run that stand in the next one (semantics: Answers, Taking back)."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from sops.definition import Definition
from sops.document import SALAH_SATU, SIGNS, Step
from workflows.errors import Incomplete
from workflows.models import Assignment, AssignmentStatus, Case, StepRun

LET_GO = "dilepas"  # the detail of an assignment that whoever manages the case let go
MOVED_TO = "ke"  # with it, where its task went to another post, whose row it is now


class Place(NamedTuple):
    """A holder of a column: the post, its unit, and the version of its office's calendar."""

    post: int
    unit: int | None
    version: int


@dataclass(frozen=True)
class Parts:
    """What a new run takes over from an earlier one: the done assignments that stand, who acts besides those of the
    columns of now, and which (column, post) does not act though the columns say so."""

    standing: Sequence[Assignment] = ()
    besides: Sequence[tuple[str, Place]] = ()
    without: Collection[tuple[str, int]] = ()


def parts_of(seats: Iterable[Assignment]) -> list[Assignment]:
    """One assignment for each part of a run, whatever became of it: a task that was moved counts where it went."""
    return [seat for seat in seats if MOVED_TO not in seat.details]


def placed(run: StepRun | int) -> "QuerySet[Assignment]":
    """The assignments of a run, each with what its Place needs."""
    seats = Assignment.objects.filter(run=run).annotate(
        unit=F("post__unit"), version=F("office__calendar_version")
    )
    return seats.order_by("id")


def place_of(seat: Assignment) -> Place:
    """Where an assignment read by `placed` stands."""
    return Place(seat.post_id, seat.unit, seat.version)  # type: ignore[attr-defined]


def kept_parts(run_id: int, step: Step) -> Parts:
    """What stands of a run that was sent back: all that was done in it, but not the act that sent it back. Signatures
    are given anew. One statement."""
    if step.tindakan == SIGNS:
        return Parts()
    done = [seat for seat in placed(run_id) if seat.status == AssignmentStatus.DONE]
    sender = max(done, key=lambda seat: (seat.acted_at, seat.pk), default=None)
    return Parts([seat for seat in done if seat is not sender])


def parts_again(case: Case, written: Definition, order: int, again: Collection[int] | None) -> Parts | None:
    """What stands of the step to which a case is sent back: the parts of all but these posts. Raises Incomplete."""
    if again is None:
        return None
    done = finished_parts(case, written, order)
    named = {seat.post_id for seat in done} & set(again)
    if not named or len(named) < len(set(again)):
        raise Incomplete("again", _("Pilih sedikitnya satu jabatan yang mengulang bagiannya."))
    redo = [seat for seat in done if seat.post_id in named]
    places = [(written.column_keys[seat.pelaksana_id], place_of(seat)) for seat in redo]
    return Parts([seat for seat in done if seat.post_id not in named], besides=places)


def finished_parts(case: Case, written: Definition, order: int) -> list[Assignment]:
    """What was done of a joint step when the case last passed it; nothing of a step that one post does, or that signs.
    Two statements."""
    if written.steps[order - 1].tindakan == SIGNS:
        return []
    last = StepRun.objects.filter(case=case, step=written.step_ids[order]).order_by("-round").first()
    seats = list(placed(last.pk).select_related("post")) if last else []
    done = [seat for seat in seats if seat.status == AssignmentStatus.DONE]
    return done if len(done) > 1 else []


def parts_of_taken_back(seats: Iterable[Assignment], mine: Assignment, written: Definition) -> Parts:
    """The same step once more, as it was, with one act taken back: who else was done stays so."""
    keys = written.column_keys
    others = [seat for seat in seats if seat.pk != mine.pk]
    let_go = {(keys[seat.pelaksana_id], seat.post_id) for seat in others if LET_GO in seat.details}
    besides = [(keys[seat.pelaksana_id], place_of(seat)) for seat in (mine, *others) if is_to_act(seat, mine)]
    return Parts([seat for seat in others if seat.status == AssignmentStatus.DONE], besides, let_go)


def is_to_act(seat: Assignment, mine: Assignment) -> bool:
    """Whether a seat of the run that is done once more acts in it."""
    return seat.pk == mine.pk or (seat.status != AssignmentStatus.DONE and LET_GO not in seat.details)


def shared_out(
    written: Definition, parts: Parts, found: Sequence[tuple[str, Place]]
) -> tuple[list[tuple[str, Place]], list[Assignment]]:
    """Who acts in the new run, and which parts stand: none of them where nobody would be left to act."""
    if not parts.standing and not parts.besides and not parts.without:
        return list(found), []
    stands = {(written.column_keys[seat.pelaksana_id], seat.post_id) for seat in parts.standing}
    met = {key for key, _ in stands if written.document.column(key).wakil == SALAH_SATU}
    taken = {*stands, *parts.without}
    acting: dict[tuple[str, int], Place] = {}
    for key, place in (*found, *parts.besides):
        if (key, place.post) not in taken and key not in met:
            acting.setdefault((key, place.post), place)
    if not acting:
        return list(found), []
    return [(key, place) for (key, _), place in acting.items()], list(parts.standing)


def carried(run: StepRun, done: Assignment) -> Assignment:
    """A finished part as it stands in a later run: who acted and what was said, not how long it took."""
    return Assignment(
        run=run,
        post_id=done.post_id,
        office_id=done.office_id,
        pelaksana_id=done.pelaksana_id,
        status=AssignmentStatus.DONE,
        opened_at=done.opened_at,
        acted_at=done.acted_at,
        acted_by_id=done.acted_by_id,
        acted_as=done.acted_as,
        on_behalf_of_id=done.on_behalf_of_id,
        answer=done.answer,
        note=done.note,
        details={name: said for name, said in done.details.items() if name != "kelengkapan"},
        carried_from_id=done.carried_from_id or done.pk,
    )
