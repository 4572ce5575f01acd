"""The sweep: whoever must hear that a step is due, late or escalated hears it once (semantics: Time).

The database is the truth: `tell_at` says when somebody must hear, each stage has a mark of its own that is set once,
and the mark, the row of the record and the notices are one transaction. So a sweep may be killed anywhere, run
twice at once, or come late: a stage is told once. Locks in the order of the house: cases (those that an official
holds are left for the next sweep), heads of their streams, assignments by id.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import F

from activity.chain import MACHINE
from activity.models import Notice
from activity.record import record_many
from workflows.deadlines import STAGES, set_next
from workflows.models import Assignment, Case, CaseStatus
from workflows.telling import KINDS, Teller, stages_passed

logger = logging.getLogger(__name__)
BATCH = 500
ASIDE = timedelta(hours=1)


@dataclass
class Swept:
    """What a sweep did: stages told, notices written, rows put aside."""

    stages: int = 0
    notices: int = 0
    aside: int = 0


def sweep(at: datetime, *, batch: int = BATCH) -> Swept:
    """Tell everything that must be told by now, in batches of one transaction each."""
    swept, seen = Swept(), 0
    while is_any_due(at) and (ids := due_ids(at, batch, seen)):
        seen += len(ids) - sweep_batch(ids, at, swept)  # those that somebody holds wait for the next sweep
    return swept


def is_any_due(at: datetime) -> bool:
    """Whether anything must be told by now.

    Asked apart and without order, so that PostgreSQL walks the index itself and drops from it on the way what earlier
    sweeps told; the bitmap by which it finds a batch would visit all of that again at every sweep until a vacuum.
    """
    return Assignment.objects.to_tell(at).exists()


def due_ids(at: datetime, batch: int, skip: int) -> list[tuple[int, int]]:
    """The (assignment, case) ids of the next batch."""
    found = Assignment.objects.to_tell(at).values_list("id", "run__case_id")
    return list(found[skip : skip + batch])


def sweep_batch(ids: Sequence[tuple[int, int]], at: datetime, swept: Swept) -> int:
    """Tell one batch; where that fails, each row by itself, so that one bad row holds up nothing. How many rows
    are done with. A database that is gone or busy is no row's fault: that sweep ends, the next one goes on."""
    try:
        return tell(ids, at, swept)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        if len(ids) == 1:
            put_aside(ids[0][0], at, swept)
            return 1
        return sum(sweep_batch([each], at, swept) for each in ids)


def put_aside(pk: int, at: datetime, swept: Swept) -> None:
    """Log a row that cannot be processed, and leave it alone for an hour."""
    logger.exception("Tugas %s tidak dapat diproses; dicoba lagi satu jam kemudian", pk)
    Assignment.objects.to_tell(at).filter(pk=pk).update(tell_at=at + ASIDE)  # not one that was told meanwhile
    swept.aside += 1


@transaction.atomic
def tell(ids: Sequence[tuple[int, int]], at: datetime, swept: Swept) -> int:
    """Claim the stages of these assignments and write what follows from them."""
    cases = locked_cases(sorted({case for _, case in ids}))
    seats = locked_due([pk for pk, _ in ids], cases, at)
    if not seats:
        return 0
    told = [each for each in Teller(seats, cases, at).tell() if each.stages]
    leave([seat for seat in seats if not stages_passed(seat, at)])
    for kind in KINDS:
        mark(kind, [each.seat.pk for each in told if kind in each.stages], at)
    record_many([(each.stream, "assignment.told", each.data) for each in told], at=at, actor=MACHINE)
    notices = [notice for each in told for notice in each.notices]
    Notice.objects.bulk_create(notices)
    swept.stages += sum(len(each.stages) for each in told)
    swept.notices += len(notices)
    return len(seats)


def leave(seats: Sequence[Assignment]) -> None:
    """Let the sweep come back to these, of which nobody must hear yet, at their next stage or never."""
    for seat in seats:
        set_next(seat)
    if seats:
        Assignment.objects.bulk_update(seats, ["tell_at"])


def locked_cases(ids: Sequence[int]) -> dict[int, Case]:
    """The running cases of these ids that nobody else holds, with the heads of their streams."""
    skip = connection.features.has_select_for_update_skip_locked
    found = Case.objects.select_for_update(of=("self", "stream"), skip_locked=skip).select_related("stream")
    return {case.pk: case for case in found.filter(pk__in=ids, status=CaseStatus.RUNNING).order_by("id")}


def locked_due(ids: Sequence[int], cases: dict[int, Case], at: datetime) -> list[Assignment]:
    """Those of the assignments that are still to tell, locked in the order of their ids."""
    due = Assignment.objects.to_tell(at).filter(pk__in=ids, run__case__in=cases)
    locked = due.select_for_update(of=("self",)).select_related("run", "post")
    locked = locked.annotate(version=F("office__calendar_version"), unit=F("post__unit"))
    return list(locked.order_by("id"))


def mark(kind: str, ids: Sequence[int], at: datetime) -> None:
    """Mark that stage as told to these, each once, and let the sweep come back for the next one."""
    index = KINDS.index(kind)
    told = STAGES[index][1]
    following = F(STAGES[index + 1][0]) if index + 1 < len(STAGES) else None
    if ids:
        Assignment.objects.filter(pk__in=ids, **{told: None}).update(**{told: at, "tell_at": following})
