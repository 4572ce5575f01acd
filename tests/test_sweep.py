"""The sweep: who hears what, when, and once."""

from datetime import UTC, datetime, timedelta

import pytest

from activity.models import Activity, Notice
from organizations.models import Appointment, User
from tests.cast import Cast
from tests.story import open_tasks
from workflows.models import Assignment, Case
from workflows.sweep import sweep
from workflows.telling import may_go

pytestmark = [pytest.mark.core, pytest.mark.django_db]

MINUTE = timedelta(minutes=1)
# Step 7 of tarakan-dpupr, 1 hari: five posts of their own papers. NOW is Monday 5 January 2026, 09.00 WITA.


@pytest.fixture
def waiting(cast: Cast) -> Case:
    """A case at the step of the Sekretaris and the four heads, who have a day for it."""
    return cast.advance(cast.start("tarakan-dpupr"), 7)


def seat_of(case: Case, slug: str) -> Assignment:
    found: Assignment = open_tasks(case).get(post__slug=slug)
    return found


def heard(user: User) -> list[str]:
    """The kinds of notices that a person has, the oldest first."""
    return [notice.kind for notice in Notice.objects.filter(user_id=user.pk).order_by("id")]


def test_a_step_of_a_day_is_due_at_the_same_time_of_the_next_working_day(cast: Cast, waiting: Case) -> None:
    seat = seat_of(waiting, "sekretaris")
    arrived = seat.run.opened_at
    assert seat.due_at == arrived + timedelta(days=1)
    assert seat.late_at == arrived + timedelta(days=2)
    assert seat.escalate_at == arrived + timedelta(days=3)
    assert seat.tell_at == seat.remind_at
    assert arrived < seat.remind_at < seat.due_at  # type: ignore[operator]


def test_a_step_of_minutes_has_no_reminder(cast: Cast) -> None:
    seat = open_tasks(cast.start("tarakan-dpupr")).get()
    assert seat.due_at == seat.run.opened_at + 10 * MINUTE
    assert (seat.remind_at, seat.tell_at) == (None, seat.due_at)


def test_a_step_without_waktu_is_never_due(cast: Cast) -> None:
    seats = [seat for slug in ("gowa-dpupr", "madiun-setda") for seat in open_tasks(cast.start(slug))]
    for seat in seats:
        assert bool(seat.due_at) == bool(seat.run.step.waktu)


def test_nobody_hears_before_the_time(waiting: Case) -> None:
    seat = seat_of(waiting, "sekretaris")
    assert seat.tell_at is not None
    assert sweep(seat.tell_at - timedelta(seconds=1)).stages == 0
    assert not Notice.objects.exists()


def test_each_stage_is_told_once_to_the_owner_and_then_to_the_superiors(cast: Cast, waiting: Case) -> None:
    seat = seat_of(waiting, "sekretaris")
    owner, head = cast.user("dpupr-tarakan", "sekretaris"), cast.head
    for time, of_owner, of_head in (
        (seat.remind_at, ["pengingat"], []),
        (seat.due_at, ["pengingat", "lewat_batas"], []),
        (seat.late_at, ["pengingat", "lewat_batas", "terlambat"], ["terlambat"]),
        (seat.escalate_at, ["pengingat", "lewat_batas", "terlambat"], ["terlambat"]),
    ):
        assert time is not None
        for at in (time, time + MINUTE, time - timedelta(hours=1)):
            sweep(at)
        about = Notice.objects.filter(topic_id=seat.pk)
        assert [n.kind for n in about.filter(user_id=owner.pk).order_by("id")] == of_owner
        assert [n.kind for n in about.filter(user_id=head.pk).order_by("id")] == of_head
    seat.refresh_from_db(fields=["reminded_at", "passed_at", "told_late_at", "escalated_at", "tell_at"])
    assert seat.reminded_at and seat.passed_at and seat.told_late_at and seat.escalated_at  # noqa: PT018
    assert seat.tell_at is None


def test_the_escalation_goes_to_the_next_superior(cast: Cast) -> None:
    case = cast.advance(cast.start("tarakan-dpupr"), 4)
    seat = seat_of(case, "kasubag-perencanaan-keuangan")
    assert seat.escalate_at is not None
    sweep(seat.escalate_at)
    assert heard(cast.user("dpupr-tarakan", "sekretaris")) == ["terlambat"]
    assert heard(cast.head) == ["eskalasi"]


def test_an_outage_tells_every_stage_in_one_sweep_and_none_twice(cast: Cast, waiting: Case) -> None:
    end = seat_of(waiting, "sekretaris").escalate_at
    assert end is not None
    seats = open_tasks(waiting).count()
    first, second = sweep(end + timedelta(days=9)), sweep(end + timedelta(days=9))
    assert (first.stages, second.stages) == (4 * seats, 0)
    rows = Activity.objects.filter(stream=waiting.stream_id, action="assignment.told")
    assert rows.count() == seats


def test_what_was_done_in_time_is_never_mentioned(cast: Cast, waiting: Case) -> None:
    task = seat_of(waiting, "sekretaris")
    cast.complete(task)
    sweep(cast.now + timedelta(days=30))
    assert not Notice.objects.filter(topic_id=task.pk).exists()


def test_what_is_done_before_its_mail_went_out_is_mailed_to_nobody(cast: Cast, waiting: Case) -> None:
    task = seat_of(waiting, "sekretaris")
    assert task.due_at is not None
    sweep(task.due_at)
    notices = list(Notice.objects.filter(topic_id=task.pk))
    assert set(may_go(notices, task.due_at)) == {notice.pk for notice in notices}
    cast.complete(task)
    assert may_go(notices, task.due_at) == {}


def test_mail_keeps_quiet_until_the_office_opens(cast: Cast, waiting: Case) -> None:
    sweep(datetime(2026, 1, 10, 3, 0, tzinfo=UTC))  # a Saturday, the office is closed
    notice = Notice.objects.filter(user_id=cast.user("dpupr-tarakan", "sekretaris").pk).earliest("id")
    assert notice.mail_after == datetime(2026, 1, 11, 23, 30, tzinfo=UTC)  # Monday 07.30 WITA


def test_the_owner_is_mailed_before_the_superior(cast: Cast, waiting: Case) -> None:
    seat = seat_of(waiting, "sekretaris")
    assert seat.late_at is not None
    sweep(seat.late_at)
    owner, superior = Notice.objects.filter(topic_id=seat.pk, kind="terlambat").order_by("id")
    assert owner.user_id == cast.user("dpupr-tarakan", "sekretaris").pk
    assert owner.mail_after < superior.mail_after  # type: ignore[operator]


def test_a_vacant_post_is_told_to_its_superior(cast: Cast, waiting: Case) -> None:
    seat = seat_of(waiting, "sekretaris")
    Appointment.objects.filter(post=seat.post).delete()
    assert seat.late_at is not None
    sweep(seat.late_at)
    told = Notice.objects.filter(topic_id=seat.pk)
    assert [(notice.kind, notice.user_id) for notice in told] == [("terlambat", cast.head.pk)]


def test_a_row_that_cannot_be_processed_is_put_aside_and_holds_up_nothing(cast: Cast, waiting: Case) -> None:
    bad = seat_of(waiting, "sekretaris")
    at = bad.escalate_at
    assert at is not None
    # The key of the notice that it would write is taken: its transaction fails, whenever it is tried.
    owner = cast.user("dpupr-tarakan", "sekretaris")
    taken = Notice(
        key=f"tugas:{bad.pk}:pengingat:{owner.pk}", user_id=0, office_id=0, kind="pengingat", created_at=at
    )
    taken.save()
    swept = sweep(at)
    assert swept.aside == 1
    others = open_tasks(waiting).exclude(pk=bad.pk)
    assert swept.stages == 4 * others.count()
    bad.refresh_from_db(fields=["tell_at", "reminded_at"])
    assert (bad.reminded_at, bad.tell_at) == (None, at + timedelta(hours=1))
    taken.delete()
    assert sweep(at + timedelta(hours=1)).stages == 4
