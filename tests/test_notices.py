"""What officials are told, as they read it: the bell, the page, the mail, the morning's digest."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from activity.models import Heartbeat, Notice
from activity.outbox import CLAIM, WAITS, deliver
from organizations.calendars import time_of
from organizations.models import User, WorkWeek
from sopflow.mail import compose
from tests.cast import Cast
from tests.story import open_tasks
from tests.visitor import Visitor
from workflows.actions.snooze import snooze_task
from workflows.digest import write_digests
from workflows.models import Assignment, Case
from workflows.sweep import sweep
from workflows.tasks import sweep_deadlines
from workflows.telling import may_go

pytestmark = [pytest.mark.core, pytest.mark.django_db]
MONDAY_0800 = datetime(2026, 1, 5, 0, 0, tzinfo=UTC)  # WITA


@pytest.fixture
def late(cast: Cast) -> Case:
    """A case whose first step, the head's, is past its limit."""
    User.objects.filter(pk=cast.head.pk).update(email="kepala@dpupr.example")
    case = cast.start("tarakan-dpupr")
    due_at = open_tasks(case).get().due_at
    assert due_at
    sweep(due_at + timedelta(minutes=1))
    return case


def at_any_hour(notices: Sequence[Notice], at: datetime) -> dict[int, datetime]:
    """The waits between tries, apart from office hours."""
    return {notice.pk: at for notice in notices}


def fixed(at: datetime) -> Callable[[], datetime]:
    """A clock that stands at that moment."""
    return lambda: at


def send(at: datetime) -> int:
    return deliver(lambda: at, compose, may_go)


def test_the_bell_counts_what_is_not_read(cast: Cast, late: Case) -> None:
    visitor = Visitor(cast.head)
    page = visitor.open("/notices/")
    assert "Batas waktu terlewati: langkah 1, agenda 1/2026" in page.text
    assert "Belum dibaca" in page.text
    notice = Notice.objects.get()
    response = visitor.send("", page.form(f"/notices/{notice.pk}/read/"))
    assert response.headers["Location"] == f"/assignments/{open_tasks(late).get().pk}/"
    assert "Belum dibaca" not in visitor.open("/notices/").text


def test_all_are_marked_as_read_at_once_and_only_ones_own(cast: Cast, late: Case) -> None:
    notice = Notice.objects.get()
    other = Visitor(cast.secretary)
    client = other.client
    form = other.open("/notices/").form("/logout/")
    form.action = f"/notices/{notice.pk}/read/"
    assert other.send("", form).status_code == 404
    assert client.get("/notices/").status_code == 200
    visitor = Visitor(cast.head)
    visitor.send("", visitor.open("/notices/").form("/notices/read/"))
    notice.refresh_from_db()
    assert notice.read_at


def test_a_mail_has_text_html_a_link_and_no_perihal(cast: Cast, late: Case) -> None:
    at = Notice.objects.get().created_at
    assert send(at) == 1
    message: Any = mail.outbox[0]
    link = f"http://testserver/assignments/{open_tasks(late).get().pk}/"
    html, kind = message.alternatives[0]
    assert (message.to, kind) == (["kepala@dpupr.example"], "text/html")
    assert link in message.body
    assert link in html
    for text in (message.subject, message.body, html):
        assert late.title not in text
    assert send(at + timedelta(days=1)) == 0, "once"


def test_who_has_no_address_is_told_in_the_application_alone(cast: Cast, late: Case) -> None:
    Notice.objects.update(email="")
    assert send(Notice.objects.get().created_at) == 0
    assert Notice.objects.get().mail_dropped_at


def test_a_task_done_meanwhile_is_mailed_to_nobody(cast: Cast, late: Case) -> None:
    cast.complete(open_tasks(late).get())
    assert send(cast.now) == 0
    assert mail.outbox == []


def test_a_claim_of_a_killed_worker_runs_out(cast: Cast, late: Case) -> None:
    at = Notice.objects.get().created_at
    Notice.objects.update(mail_claimed_until=at + CLAIM)
    assert send(at) == 0
    assert send(at + CLAIM) == 1


def test_a_mail_server_that_does_not_answer_is_tried_again_later_and_given_up_at_last(
    late: Case, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # nothing listens there
    notice = Notice.objects.get()
    at = notice.created_at
    for wait in WAITS:
        assert deliver(fixed(at), compose, at_any_hour) == 0
        notice.refresh_from_db()
        assert notice.mail_after == at + wait
        at += wait
    deliver(lambda: at, compose, at_any_hour)
    notice.refresh_from_db()
    assert notice.mail_dropped_at


def test_the_digest_comes_once_a_morning_and_counts_what_waits(cast: Cast) -> None:
    for _ in range(3):
        cast.start("tarakan-dpupr")
    Assignment.objects.update(due_at=MONDAY_0800 + timedelta(hours=2), remind_at=None)
    before = MONDAY_0800 - timedelta(hours=1)
    assert write_digests(before) == 0, "the office is closed"
    assert write_digests(MONDAY_0800) == 1
    assert write_digests(MONDAY_0800 + timedelta(minutes=15)) == 0
    notice = Notice.objects.get()
    assert notice.user_id == cast.head.pk
    assert "3 tugas menunggu Anda" in notice.title
    assert "3 jatuh tempo hari ini" in notice.text
    assert write_digests(MONDAY_0800 + timedelta(days=1)) == 1
    assert "3 lewat batas waktu" in Notice.objects.latest("id").text


def test_the_digest_does_not_count_what_one_put_aside(cast: Cast) -> None:
    cast.start("tarakan-dpupr")
    [aside, _] = [open_tasks(cast.start("tarakan-dpupr")).get() for _ in range(2)]
    snooze_task(aside, by=cast.acting("dpupr-tarakan", aside.post.slug), at=cast.now, day=date(2026, 1, 12))
    assert write_digests(MONDAY_0800 + timedelta(hours=2)) == 1
    assert Notice.objects.get().title.startswith("2 tugas menunggu Anda")


def test_there_is_no_digest_on_a_day_off(cast: Cast) -> None:
    cast.start("tarakan-dpupr")
    assert write_digests(datetime(2026, 1, 10, 2, 0, tzinfo=UTC)) == 0  # Saturday
    assert write_digests(datetime(2026, 2, 17, 2, 0, tzinfo=UTC)) == 0  # Tahun Baru Imlek


def test_the_house_is_ready_only_after_a_recent_sweep(client: Client) -> None:
    response = client.get("/readyz")
    assert (response.status_code, "sweep: belum pernah berjalan" in response.content.decode()) == (503, True)
    sweep_deadlines()
    assert client.get("/readyz").status_code == 200
    beat = Heartbeat.objects.get(name="sweep")
    Heartbeat.objects.update(ended_at=beat.ended_at - timedelta(minutes=4))
    assert client.get("/readyz").status_code == 503
    assert client.get("/healthz").status_code == 200


def test_metrics_are_for_whoever_has_the_token(cast: Cast, late: Case, client: Client, settings: Any) -> None:
    assert client.get("/metrics").status_code == 404
    settings.METRICS_TOKEN = "rahasia"
    assert client.get("/metrics", headers={"Authorization": "Bearer salah"}).status_code == 404
    sweep_deadlines()
    text = client.get("/metrics", headers={"Authorization": "Bearer rahasia"}).content.decode()
    for name in ("open_assignments 1.0", "overdue_assignments 1.0", 'work_age_seconds{work="sweep"}'):
        assert f"sopflow_{name}" in text


def test_a_mail_whose_limit_has_moved_or_whose_case_stands_still_goes_to_nobody(
    cast: Cast, late: Case
) -> None:
    notice = Notice.objects.get()
    at = notice.created_at
    assert set(may_go([notice], at)) == {notice.pk}
    open_tasks(late).update(due_at=at + timedelta(days=1))
    assert may_go([notice], at) == {}
    open_tasks(late).update(due_at=at)
    Case.objects.filter(pk=late.pk).update(status="ditangguhkan")
    assert may_go([notice], at) == {}


def test_a_mail_that_comes_late_in_the_day_waits_for_the_morning(late: Case) -> None:
    evening = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)  # 20.00 WITA
    assert send(evening) == 0
    assert Notice.objects.get().mail_after == datetime(2026, 1, 5, 23, 30, tzinfo=UTC)


def test_an_office_that_fails_holds_up_the_digests_of_no_other(cast: Cast) -> None:
    cast.start("tarakan-dpupr")
    cast.start("gowa-dpupr")
    monday = datetime(2026, 1, 5, 2, 0, tzinfo=UTC)
    broken = WorkWeek.objects.filter(office__slug="dpupr-gowa", end_date=None).get()
    broken.hours = "rusak"
    broken.save()
    time_of.cache_clear()
    assert write_digests(monday) == 1


def test_a_unit_that_works_on_saturday_gets_its_digest_on_saturday(cast: Cast) -> None:
    cast.advance(cast.start("tarakan-dpupr"), 7)
    assert write_digests(datetime(2026, 1, 10, 1, 0, tzinfo=UTC)) == 1
    assert Notice.objects.get().user_id == cast.user("dpupr-tarakan", "kepala-upt-lab").pk
