"""Many open assignments whose times fall within the next seconds, straight into the tables."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from activity.models import Notice, Stream
from bench.stage import load_everything
from organizations.calendars import note_change
from organizations.capacity import holders
from organizations.models import Post, User, WorkWeek
from sops.definition import definition
from sops.models import Revision
from workflows.deadlines import set_next
from workflows.models import Assignment, Case, Cause, StepRun

OFFICE, SOP, POST, ORDER = "dpupr-tarakan", "tarakan-dpupr", "kasubag-perencanaan-keuangan", 4
ALL_STAGES = 5  # one in so many goes through all four stages, the others are only due
YEAR = 2026


@dataclass
class Place:
    """Where the seeded cases stand: a step whose post has two superiors, all three of them in office."""

    post: Post
    office_id: int
    revision: Revision
    starter: User
    numbered: int = 0


def prepare() -> Place:
    """The fixtures; the office is always open, because mail waits for office hours; all have an e-mail address."""
    load_everything()
    post = Post.objects.select_related("office", "superior").get(office__slug=OFFICE, slug=POST)
    assert post.office
    assert post.superior
    always = [[[0, 1440]]] * 7
    WorkWeek.objects.filter(office=post.office).delete()
    WorkWeek.objects.create(office=post.office, name="Selalu", start_date=date(2020, 1, 1), hours=always)
    note_change(post.office)
    people = [found.user for found in holders([post, post.superior], datetime.now().astimezone()).values()]
    for user in User.objects.all():
        user.email = f"{user.username}@kantor.example"
        user.save(update_fields=["email"])
    revision = Revision.objects.select_related("sop__office").get(sop__slug=SOP, status="berlaku")
    return Place(post, post.office.pk, revision, people[0])


@transaction.atomic
def seed(place: Place, count: int, start: datetime, over: timedelta) -> list[int]:
    """So many cases, each with one open assignment; their stages are spread evenly over that time. The ids of the
    assignments."""
    numbers = range(place.numbered + 1, place.numbered + count + 1)
    place.numbered += count
    streams = Stream.objects.bulk_create(Stream(key=f"case:{OFFICE}:{YEAR}:{number}") for number in numbers)
    cases = Case.objects.bulk_create(
        case_of(place, number, stream, start) for number, stream in zip(numbers, streams, strict=True)
    )
    written = definition(place.revision.pk)
    step = written.step_ids[ORDER]
    runs = StepRun.objects.bulk_create(
        StepRun(case=case, step_id=step, cause=Cause.JUMP, opened_at=start) for case in cases
    )
    column = written.column_ids[written.steps[ORDER - 1].pelaksana[0]]
    seats = []
    for index, run in enumerate(runs):
        seat = Assignment(run=run, post=place.post, office_id=place.office_id, pelaksana_id=column)
        set_stages(seat, index, start + over * index / count, over)
        seats.append(seat)
    return [seat.pk for seat in Assignment.objects.bulk_create(seats)]


def case_of(place: Place, number: int, stream: Stream, at: datetime) -> Case:
    written = definition(place.revision.pk)
    return Case(
        office_id=place.office_id,
        revision=place.revision,
        stream=stream,
        title=f"Uji tahan {number}",
        year=YEAR,
        agenda_year=YEAR,
        agenda_number=number,
        tahap=written.steps[ORDER - 1].tahap,
        started_at=at,
        started_by=place.starter,
    )


def set_stages(seat: Assignment, index: int, first: datetime, over: timedelta) -> None:
    """Due at that time; every fifth is reminded of then, and due, late and escalated a tenth of the time later each."""
    seat.counted_from = seat.due_at = first
    if index % ALL_STAGES == 0:
        seat.remind_at = first
        seat.due_at, seat.late_at, seat.escalate_at = (first + over * tenth / 10 for tenth in (1, 2, 3))
    set_next(seat)


def spoil(place: Place, assignment: int, at: datetime) -> Notice:
    """Make that assignment one that cannot be processed: the key of its notice is taken."""
    owner = holders([place.post], at)[place.post.pk].user
    key = f"tugas:{assignment}:pengingat:{owner.pk}"
    return Notice.objects.create(
        key=key, user_id=0, office_id=place.office_id, kind="pengingat", created_at=at
    )
