"""What the database refuses, and who acts for a post: on both databases."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import pairwise, product

import pytest
from django.db import IntegrityError, transaction

from activity.models import Activity, Stream
from organizations.capacity import holder
from organizations.models import Appointment, Delegation, Kind, Office, Post, User
from tests.cast import Cast
from tests.written_sops import COLUMNS, COMMAND, DRAFT, load_sop
from workflows.errors import Incomplete, Stale
from workflows.models import Assignment, StepRun

pytestmark = pytest.mark.core

AT = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
SPRING, SUMMER, AUTUMN = date(2026, 3, 1), date(2026, 6, 1), date(2026, 9, 1)


def refused(write: Callable[[], object]) -> bool:
    """Whether a constraint refuses what `write` does; nothing of it stays."""
    try:
        with transaction.atomic():
            write()
            transaction.set_rollback(True)
    except IntegrityError:
        return True
    return False


@pytest.fixture
def post(db: None) -> Post:
    """A vacant post."""
    office = Office.objects.get(slug="dpupr-tarakan")
    return Post.objects.create(government=office.government, office=office, slug="uji", title="Uji")


@pytest.fixture
def people(db: None) -> list[User]:
    """Five persons without posts."""
    return [User.objects.create_user(f"uji-{letter}", name=f"Uji {letter}") for letter in "abcde"]


def appoint(post: Post, user: User, kind: str, start: date, end: date | None = None) -> Appointment:
    """The user holds the post for that time."""
    return Appointment.objects.create(post=post, user=user, kind=kind, start_date=start, end_date=end)


def delegate(post: Post, start: date, *chain: User) -> None:
    """Each lets the next one act, from `start` on; they hold posts of their own in the office."""
    for giver, taker in pairwise(chain):
        own = Post.objects.create(
            government=post.government, office=post.office, slug=f"staf-{taker.pk}", title="Staf"
        )
        appoint(own, taker, "definitif", start)
        Delegation.objects.create(
            post=post, from_user=giver, to_user=taker, start_date=start, reason="dinas luar"
        )


@pytest.mark.parametrize(("first", "second"), list(product(Kind.values, Kind.values)))
def test_appointments_overlap_only_across_layers(
    post: Post, people: list[User], first: str, second: str
) -> None:
    appoint(post, people[0], first, SPRING)
    same_layer = (first == "definitif") == (second == "definitif")
    assert refused(lambda: appoint(post, people[1], second, SUMMER)) == same_layer


@pytest.mark.parametrize(
    ("start", "end", "overlaps"),
    [
        (SPRING, SUMMER, False),
        (SPRING, date(2026, 6, 2), True),
        (SUMMER, AUTUMN, True),
        (date(2026, 7, 1), date(2026, 7, 2), True),
        (SPRING, None, True),
        (date(2026, 8, 31), None, True),
        (AUTUMN, None, False),
    ],
)
def test_the_end_of_an_appointment_is_the_first_day_of_the_next(
    post: Post, people: list[User], start: date, end: date | None, overlaps: bool
) -> None:
    appoint(post, people[0], "definitif", SUMMER, AUTUMN)
    assert refused(lambda: appoint(post, people[1], "definitif", start, end)) == overlaps


def test_an_appointment_is_not_moved_over_another_one(post: Post, people: list[User]) -> None:
    appoint(post, people[0], "plt", SPRING, SUMMER)
    later = appoint(post, people[1], "plh", SUMMER)
    assert refused(lambda: Appointment.objects.filter(pk=later.pk).update(start_date=SPRING))
    assert not refused(lambda: Appointment.objects.filter(pk=later.pk).update(start_date=AUTUMN))


def test_one_person_delegates_a_post_to_one_at_a_time(post: Post, people: list[User]) -> None:
    delegate(post, SPRING, people[0], people[1])
    assert refused(lambda: delegate(post, SUMMER, people[0], people[2]))
    assert not refused(lambda: delegate(post, SUMMER, people[1], people[2]))


def test_a_case_has_one_open_run(db: None, cast: Cast) -> None:
    case = cast.start("tarakan-dpupr")
    second = case.revision.steps.get(order=2)
    assert refused(lambda: StepRun.objects.create(case=case, step=second, cause="lanjut", opened_at=cast.now))


def test_a_second_act_on_an_assignment_is_stale(db: None, cast: Cast) -> None:
    case = cast.start("tarakan-dpupr")
    task = cast.tasks(case)[0]
    cast.complete(task)
    with pytest.raises(Stale) as late:
        cast.complete(task)
    assert late.value.who == f"{cast.head.name} (Kepala Dinas)"
    assert Activity.objects.filter(stream=case.stream, action="assignment.completed").count() == 1


def test_an_assignment_is_done_exactly_when_somebody_acted(db: None, cast: Cast) -> None:
    [task] = cast.tasks(cast.start("tarakan-dpupr"))
    mine = Assignment.objects.filter(pk=task.pk)
    assert refused(lambda: mine.update(status="selesai"))
    assert refused(lambda: mine.update(acted_at=cast.now, acted_by=cast.head))


def test_an_agenda_number_is_given_once(db: None, cast: Cast) -> None:
    case = cast.start("tarakan-dpupr")
    case.pk, case.stream = None, Stream.objects.create(key="case:uji")
    assert refused(lambda: case.save(force_insert=True))


def test_a_refused_start_leaves_no_gap_in_the_agenda(db: None, cast: Cast) -> None:
    several = "{nama: Kabid, jabatan: [kabid-bm, kabid-ckpr], wakil: dipilih}"
    load_sop("uji-pilih", COMMAND, DRAFT, columns={**COLUMNS, "kepala": several})
    first = cast.start("tarakan-dpupr")
    with pytest.raises(Incomplete):  # nobody was named for the first step; the number was taken before
        cast.start("uji-pilih")
    assert cast.start("tarakan-dpupr").agenda_number == first.agenda_number + 1


def test_a_post_that_nobody_holds_has_no_holder(post: Post, people: list[User]) -> None:
    appoint(post, people[0], "definitif", date(2025, 1, 1), date(2026, 1, 5))
    assert holder(post, AT) is None


@pytest.mark.parametrize(("kind", "printed"), [("plt", "Plt. Uji"), ("plh", "Plh. Uji"), ("pj", "Pj. Uji")])
def test_the_acting_layer_goes_before_the_definitive_one(
    post: Post, people: list[User], kind: str, printed: str
) -> None:
    appoint(post, people[0], "definitif", date(2020, 1, 1))
    appoint(post, people[1], kind, date(2026, 1, 5), date(2026, 1, 6))
    by = holder(post, AT)
    assert by is not None
    assert (by.user, by.printed, by.on_behalf_of) == (people[1], printed, None)


def test_the_definitive_holder_acts_again_when_the_acting_one_ends(post: Post, people: list[User]) -> None:
    appoint(post, people[0], "definitif", date(2020, 1, 1))
    appoint(post, people[1], "plh", date(2026, 1, 1), date(2026, 1, 5))
    by = holder(post, AT)
    assert by is not None
    assert (by.user, by.printed) == (people[0], "Uji")


@pytest.mark.parametrize(("hops", "acts"), [(1, 1), (2, 2), (3, 3), (4, 3)])
def test_delegation_is_followed_up_to_three_hops(
    post: Post, people: list[User], hops: int, acts: int
) -> None:
    appoint(post, people[0], "definitif", date(2020, 1, 1))
    delegate(post, date(2026, 1, 5), *people[: hops + 1])
    by = holder(post, AT)
    assert by is not None
    assert (by.user, by.printed, by.on_behalf_of) == (people[acts], "Uji", people[0])


def test_a_delegation_that_has_not_begun_is_not_followed(post: Post, people: list[User]) -> None:
    appoint(post, people[0], "definitif", date(2020, 1, 1))
    delegate(post, date(2026, 1, 6), *people[:2])
    by = holder(post, AT)
    assert by is not None
    assert (by.user, by.on_behalf_of) == (people[0], None)


def test_the_acting_official_delegates_and_the_absent_one_does_not(post: Post, people: list[User]) -> None:
    appoint(post, people[0], "definitif", date(2020, 1, 1))
    appoint(post, people[1], "plh", date(2026, 1, 1))
    delegate(post, date(2026, 1, 1), people[0], people[2])
    delegate(post, date(2026, 1, 1), people[1], people[3])
    by = holder(post, AT)
    assert by is not None
    assert (by.user, by.printed, by.on_behalf_of) == (people[3], "Plh. Uji", people[1])


def test_the_record_of_a_delegates_act_names_both(db: None, cast: Cast, people: list[User]) -> None:
    case = cast.start("tarakan-dpupr")
    [task] = cast.tasks(case)
    head = cast.head
    delegate(task.post, date(2026, 1, 1), head, people[0])
    cast.complete(task)
    row = Activity.objects.get(stream=case.stream, action="assignment.completed")
    assert (row.actor_name, row.on_behalf_of, row.capacity) == ("Uji a", head.name, "Kepala Dinas")
    done = Assignment.objects.get(pk=task.pk)
    assert (done.acted_by, done.on_behalf_of, done.acted_as) == (people[0], head, "Kepala Dinas")


def test_the_record_of_an_acting_officials_act_names_the_capacity(
    db: None, cast: Cast, people: list[User]
) -> None:
    case = cast.start("tarakan-dpupr")
    [task] = cast.tasks(case)
    appoint(task.post, people[0], "plt", date(2026, 1, 1))
    cast.complete(task)
    row = Activity.objects.get(stream=case.stream, action="assignment.completed")
    assert (row.actor_name, row.on_behalf_of, row.capacity) == ("Uji a", "", "Plt. Kepala Dinas")
