"""A task put aside until a day: out of one's own inbox, with the clock running."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from activity.models import Activity
from tests.cast import Cast
from tests.story import open_tasks
from tests.visitor import visitor_for
from workflows.actions.manage import suspend_case
from workflows.actions.snooze import snooze_task, wake_task
from workflows.errors import Denied, Incomplete, Stale
from workflows.models import Assignment, Case, Snooze, awake

pytestmark = pytest.mark.django_db
DAY = date(2026, 1, 12)


@pytest.fixture
def task(cast: Cast) -> Assignment:
    """The Sekretaris's task of Tarakan."""
    case: Case = cast.advance(cast.start("tarakan-dpupr"), 2)
    found = open_tasks(case).get()
    assert isinstance(found, Assignment)
    return found


def is_there(task: Assignment, cast: Cast, at: datetime) -> bool:
    user = cast.user("dpupr-tarakan", task.post.slug)
    return awake(Assignment.objects.waiting_for([task.post_id]), user, at).exists()


def test_it_comes_back_by_itself_on_that_morning_and_the_clock_does_not_know(
    cast: Cast, task: Assignment
) -> None:
    by, before = (
        cast.acting("dpupr-tarakan", task.post.slug),
        Assignment.objects.filter(pk=task.pk).values()[0],
    )
    until = snooze_task(task, by=by, at=cast.now, day=DAY).until
    assert (until.astimezone(task.run.case.office.zone).date(), until.astimezone(UTC).hour) == (DAY, 16)
    assert not is_there(task, cast, until - timedelta(seconds=1))
    assert is_there(task, cast, until)
    assert Assignment.objects.filter(pk=task.pk).values()[0] == before
    assert Activity.objects.get(action="assignment.snoozed").data["until"] == "2026-01-12"


def test_it_is_taken_up_again_while_the_case_stands_still(cast: Cast, task: Assignment) -> None:
    by = cast.acting("dpupr-tarakan", task.post.slug)
    snooze_task(task, by=by, at=cast.now, day=DAY)
    case = Case.objects.get(pk=task.run.case_id)
    suspend_case(
        case, by=cast.acting("dpupr-tarakan", "kepala-dinas"), at=cast.now, reason="Menunggu anggaran"
    )
    with pytest.raises(Denied, match="ditangguhkan"):
        snooze_task(task, by=by, at=cast.now, day=DAY)
    with pytest.raises(Denied, match="bukan untuk jabatan Anda"):
        wake_task(task, by=cast.acting("dpupr-tarakan", "kabid-bm"), at=cast.now)
    wake_task(task, by=by, at=cast.now)
    assert is_there(task, cast, cast.now)


@pytest.mark.parametrize("day", [date(2026, 1, 5), date(2026, 2, 5)])
def test_not_until_today_nor_longer_than_thirty_days(cast: Cast, task: Assignment, day: date) -> None:
    with pytest.raises(Incomplete, match="30 hari"):
        snooze_task(task, by=cast.acting("dpupr-tarakan", task.post.slug), at=cast.now, day=day)


def test_only_ones_own_open_task_and_only_for_oneself(cast: Cast, task: Assignment) -> None:
    with pytest.raises(Denied):
        snooze_task(task, by=cast.acting("dpupr-tarakan", "kabid-bm"), at=cast.now, day=DAY)
    by = cast.acting("dpupr-tarakan", task.post.slug)
    snooze_task(task, by=by, at=cast.now, day=DAY)
    assert awake(Assignment.objects.waiting_for([task.post_id]), cast.outsider, cast.now).exists()
    wake_task(task, by=by, at=cast.now)
    assert is_there(task, cast, cast.now)
    with pytest.raises(Stale, match="tidak sedang ditunda"):
        wake_task(task, by=by, at=cast.now)
    cast.complete(task)
    with pytest.raises(Stale, match="sudah dikerjakan"):
        snooze_task(task, by=by, at=cast.now, day=DAY)


def test_the_page_puts_aside_and_the_inbox_lists_it_apart(cast: Cast, task: Assignment) -> None:
    visitor, url = visitor_for(task), f"/assignments/{task.pk}/"
    form = visitor.open(url).form("/snooze/")
    assert visitor.send(url, form, **{"snooze-day": "besok"}).status_code == 422
    today = timezone.localdate()
    for days, status in ((40, 422), (5, 302)):
        day = (today + timedelta(days=days)).isoformat()
        assert visitor.send(url, form, **{"snooze-day": day}).status_code == status
    page = visitor.open("/inbox/")
    assert "Tidak ada yang menunggu Anda" in page.text
    assert "Ditunda" in page.text
    assert visitor.send("/inbox/", page.form("/wake/")).status_code == 302
    assert not Snooze.objects.exists()
    assert "Ditunda" not in visitor.open("/inbox/").text
