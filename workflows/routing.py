"""Opening the next run of a case, or filing it. The caller holds the lock on the case."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Case as Case_
from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from activity.calling import call_worker
from organizations.calendars import time_of
from sops.definition import Definition
from sops.document import DIPILIH, Step
from sops.graph import END
from sops.models import ColumnPost
from workflows.carrying import Parts, Place, carried, kept_parts, shared_out
from workflows.deadlines import clock_of, start_clock
from workflows.errors import Incomplete
from workflows.models import Assignment, Case, Cause, ChosenPost, Signing, StepRun


def open_run(
    case: Case,
    definition: Definition,
    order: int,
    *,
    cause: str,
    previous: StepRun | None,
    chosen: Mapping[str, Collection[int]],
    at: datetime,
    parts: Parts | None = None,
) -> StepRun:
    """Open the run of the step with that order, with an assignment for every post that must act. Three statements,
    and one more where parts of an earlier run stand.

    The holders of the columns are read now and written into the assignments. `chosen` names the posts of columns
    whose wakil is dipilih and that the case has not chosen before; raises Incomplete where they are missing. `parts`
    are those of an earlier run that stand; None: those that were to stand when the step was sent back.
    """
    step = definition.steps[order - 1]
    found, visits, kept = seats_of(case, definition, step, chosen, at)
    parts = parts or (kept_parts(kept, step) if kept else Parts())
    run = StepRun.objects.create(
        case=case,
        step_id=definition.step_ids[order],
        round=visits + 1,
        cause=cause,
        previous=previous,
        signing=Signing.QUEUED if step.tindakan == "menandatangani" else Signing.NONE,
        opened_at=at,
    )
    if run.signing:
        transaction.on_commit(call_to_lay_down, robust=True)
    acting, standing = shared_out(definition, parts, found)
    seats = [carried(run, done) for done in standing]
    for key, place in acting:
        column = definition.column_ids[key]
        seat = Assignment(run=run, post_id=place.post, office_id=case.office_id, pelaksana_id=column)
        time = time_of(case.office_id, place.version)
        start_clock(seat, clock_of(definition.document, step, time, place.unit), at)
        seats.append(seat)
    Assignment.objects.bulk_create(seats)
    case.stand_at(step.tahap)
    return run


def call_to_lay_down() -> None:
    """Let a worker prepare the papers that the step signs."""
    call_worker("workflows.papers_to_sign")


def seats_of(
    case: Case, definition: Definition, step: Step, chosen: Mapping[str, Collection[int]], at: datetime
) -> tuple[list[tuple[str, Place]], int, int | None]:
    """The (column, post) pairs that must act, how often the case has visited the step, and the last visit where what
    was finished in it is to stand. One statement, and one more where the act names posts for a column."""
    runs = StepRun.objects.filter(case=case, step=definition.step_ids[step.order])
    visits = runs.order_by().values("case")
    last = runs.order_by("-round").values(kept=Case_(When(stands=True, then=F("pk"))))[:1]
    holders = (
        ColumnPost.objects.filter(
            Q(end_at=None) | Q(end_at__gt=at), sop=definition.sop_id, key__in=step.pelaksana
        )
        .filter(start_at__lte=at)
        .annotate(
            is_chosen=Exists(
                ChosenPost.objects.filter(case=case, key=OuterRef("key"), post=OuterRef("post"))
            ),
            visits=Coalesce(
                Subquery(visits.annotate(n=Count("id")).values("n"), output_field=IntegerField()), Value(0)
            ),
            kept=Subquery(last, output_field=IntegerField()),
        )
        .order_by("order")
        .values_list(
            "key",
            "post_id",
            "post__unit_id",
            "sop__office__calendar_version",
            "is_chosen",
            "visits",
            "kept",
        )
    )
    rows = list(holders)
    seats: list[tuple[str, Place]] = []
    for key in step.pelaksana:
        column = definition.document.column(key)
        found = [(Place(*place), is_chosen) for row_key, *place, is_chosen, _, _ in rows if row_key == key]
        picked = [place.post for place, is_chosen in found if is_chosen or column.wakil != DIPILIH]
        if column.wakil == DIPILIH and not picked:
            picked = choose(case, key, column.nama, chosen.get(key, ()), [place.post for place, _ in found])
        seats += [(key, place) for place, _ in found if place.post in picked]
    return seats, rows[0][5] if rows else 0, rows[0][6] if rows else None


def choose(case: Case, key: str, name: str, wanted: Collection[int], holders: Collection[int]) -> list[int]:
    """Keep the posts named for a column, for this round and later ones."""
    picked = [post for post in holders if post in set(wanted)]
    if not picked or len(picked) < len(set(wanted)):
        raise Incomplete(f"chosen_{key}", _("Pilih siapa yang bertindak untuk %(name)s.") % {"name": name})
    ChosenPost.objects.bulk_create(ChosenPost(case=case, key=key, post_id=post) for post in picked)
    return picked


def cause_of(*, returns: bool, jumps: bool) -> str:
    """Why the next run opens."""
    return Cause.RETURN if returns else Cause.JUMP if jumps else Cause.NEXT


def is_end(order: int) -> bool:
    """Whether there is no further step."""
    return order == END
