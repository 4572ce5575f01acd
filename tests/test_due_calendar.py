"""The calendar of due times, and the secret address from which a calendar program fetches one's own."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from activity.models import Activity
from organizations.calendars import office_time
from organizations.models import Appointment, CalendarDay, Office, Unit, User
from tests.cast import Cast
from tests.pages import Page
from tests.story import open_tasks
from tests.visitor import Visitor
from tests.written_sops import CHECK, COMMAND, DRAFT, FILE, load_sop
from workflows.actions.feed import end_feed, make_feed
from workflows.errors import Denied
from workflows.feed import calendar_of, digest_of
from workflows.models import Assignment, CalendarFeed, Case
from workflows.presenting.due_calendar import Day, Month, day_asked, month_asked, month_of
from workflows.presenting.lists import waiting_tasks
from workflows.presenting.running import open_tasks as office_tasks

pytestmark = pytest.mark.django_db
OFFICE = "dpupr-tarakan"
ADDRESS = re.compile(r"http\S+/kalender/([\w-]{43})/tenggat\.ics")


@pytest.fixture
def office(cast: Cast) -> Office:
    return Office.objects.get(slug=OFFICE)


@pytest.fixture
def case(cast: Cast) -> Case:
    """A case that the head decides within two working days; it is Monday, 5 January 2026."""
    check = f"{CHECK}, pelaksana: [kepala], keputusan: {{Ya: lanjut, Tidak: 2}}, waktu: 2 hari"
    load_sop("tenggat", COMMAND, DRAFT, check, FILE)
    return cast.advance(cast.start("tenggat", title="Mutasi Saudara Budi"), 3)


def task_of(case: Case) -> Assignment:
    found = open_tasks(case).get()
    assert isinstance(found, Assignment)
    return found


def january(office: Office, at: datetime, posts: list[int] | None = None) -> Month:
    tasks = office_tasks(office) if posts is None else waiting_tasks(posts)
    return month_of(tasks, office, None, date(2026, 1, 1), at)


def day_of(month: Month, day: int) -> Day:
    return next(each for week in month.weeks for each in week if each.is_of_month and each.day.day == day)


def test_a_task_stands_on_the_day_of_its_limit_where_the_office_is(
    cast: Cast, office: Office, case: Case
) -> None:
    month = january(office, cast.now)
    assert [task.pk for task in day_of(month, 7).tasks] == [task_of(case).pk]
    assert (month.total, len(month.weeks), month.before, month.after) == (1, 5, "2025-12", "2026-02")
    late = datetime(2026, 1, 9, 16, 30, tzinfo=UTC)  # after midnight in Tarakan
    Assignment.objects.filter(pk=task_of(case).pk).update(due_at=late)
    assert day_of(january(office, cast.now), 10).tasks
    assert [each.day.day for each in january(office, cast.now).days if each.is_today] == [5]


def test_what_is_due_on_the_last_evening_belongs_to_this_month(
    cast: Cast, office: Office, case: Case
) -> None:
    midnight = datetime(2026, 1, 31, 16, 0, tzinfo=UTC)
    for due_at, total in ((midnight - timedelta(seconds=1), 1), (midnight, 0)):
        Assignment.objects.filter(pk=task_of(case).pk).update(due_at=due_at)
        assert january(office, cast.now).total == total


def test_holidays_and_closed_days_are_marked(cast: Cast, office: Office) -> None:
    CalendarDay.objects.filter(office=office).delete()
    CalendarDay.objects.create(office=office, date=date(2026, 1, 14), name="Hari jadi", kind="libur_daerah")
    CalendarDay.objects.create(office=office, date=date(2026, 1, 16), name="Ganti hari", kind="masuk")
    Office.objects.filter(pk=office.pk).update(calendar_version=77)
    office.refresh_from_db()
    month = january(office, cast.now)
    found = {day: (day_of(month, day).is_open, day_of(month, day).holiday) for day in (14, 15, 16, 18)}
    assert found == {14: (False, "Hari jadi"), 15: (True, ""), 16: (True, "Ganti hari"), 18: (False, "")}


def test_a_unit_under_one_that_keeps_a_calendar_goes_by_that_and_shows_its_holidays(
    cast: Cast, office: Office
) -> None:
    keeper = office.units.get(slug="upt-lab")
    under = Unit.objects.create(office=office, slug="seksi-uji", name="Seksi Uji", parent=keeper)
    for unit, day in ((keeper, 14), (None, 15)):
        CalendarDay.objects.create(
            office=office, unit=unit, date=date(2026, 1, day), name=f"Hari {day}", kind="libur_daerah"
        )
    Office.objects.filter(pk=office.pk).update(calendar_version=78)
    office.refresh_from_db()
    time_here = office_time(office)
    assert [time_here.keeper_of(unit) for unit in (None, keeper.pk, under.pk)] == [None, keeper.pk, keeper.pk]
    assert time_here.keeper_of(office.units.get(slug="sekretariat").pk) is None
    month = month_of(office_tasks(office), office, under.pk, date(2026, 1, 1), cast.now)
    assert {day: (day_of(month, day).is_open, day_of(month, day).holiday) for day in (14, 15)} == {
        14: (False, "Hari 14"),
        15: (True, ""),  # the office's own counts for nobody in that unit
    }


def test_a_day_names_a_few_and_counts_the_others(cast: Cast, office: Office, case: Case) -> None:
    for _ in range(6):
        other = cast.advance(cast.start("tenggat"), 3)
        Assignment.objects.filter(pk=task_of(other).pk).update(due_at=task_of(case).due_at)
    day = day_of(january(office, cast.now), 7)
    assert (len(day.tasks), day.more) == (4, 3)
    visitor = Visitor(cast.head)
    page = visitor.open("/due/?bulan=2026-01&hari=2026-01-07")
    assert page.text.count("Mutasi Saudara Budi") >= 2
    assert "/due/?bulan=2026-01&hari=2026-01-07#hari" in page.links()
    whole = visitor.open("/due/?lingkup=kantor&bulan=2026-01")
    assert "/head/running/?hari=2026-01-07" in whole.links()


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("2026-02", date(2026, 2, 1)),
        ("", date(2026, 5, 1)),
        ("2026-13", date(2026, 5, 1)),
        ("2026-2", date(2026, 5, 1)),
        ("9999-12", date(2100, 12, 1)),
        ("0001-01", date(2000, 1, 1)),
    ],
)
def test_a_month_that_makes_no_sense_is_this_one(asked: str, first: date) -> None:
    assert month_asked(asked, date(2026, 5, 17)) == first


@pytest.mark.parametrize(
    ("asked", "day"),
    [("2026-02-28", "2026-02-28"), ("2100-12-31", "2100-12-31"), ("2000-01-01", "2000-01-01")]
    + [
        (odd, "")
        for odd in ("9999-12-31", "2101-01-01", "1999-12-31", "0001-01-01", "2026-02-30", "20260228", "")
    ],
)
def test_a_day_is_one_of_the_months_that_there_are(asked: str, day: str) -> None:
    assert day_asked(asked) == day


@pytest.mark.parametrize(
    "asked",
    [
        *("2100-12", "2000-01", "0001-01", "x", "2026-02&hari=2026-02-30"),
        *("2100-12&hari=9999-12-31", "2100-12&hari=2100-12-31", "2000-01&hari=2000-01-01"),
    ],
)
def test_every_month_is_a_page(cast: Cast, asked: str) -> None:
    for scope in ("", "&lingkup=kantor"):
        Visitor(cast.head).open(f"/due/?bulan={asked}{scope}")


def test_only_the_head_sees_the_month_of_the_office(cast: Cast, case: Case) -> None:
    asked = "/due/?lingkup=kantor&bulan=2026-01"
    assert case.title in Visitor(cast.head).open(asked).text
    assert case.title not in Visitor(cast.secretary).open(asked).text
    assert "Anda tidak memegang jabatan" in Visitor(cast.admin(OFFICE)).open("/due/").text


# The address of a calendar program.


def address(visitor: Visitor) -> str:
    """Make one on the page, and read it there."""
    response = visitor.send("/due/", visitor.open("/due/").form("/make/"))
    assert response.status_code == 200
    assert "no-store" in response.headers["Cache-Control"]
    found = ADDRESS.search(Page(response.content.decode()).text)
    assert found
    return found[0].removeprefix(settings.SITE_URL)


def fetch(path: str, **headers: str) -> Any:
    return Client().get(path, headers=headers)


def test_the_address_gives_the_due_times_without_a_session(cast: Cast, case: Case) -> None:
    path, task = address(Visitor(cast.head)), task_of(case)
    response = fetch(path)
    assert (response.status_code, response.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    (event,) = Calendar.from_ical(response.content).walk("VEVENT")
    assert event.decoded("dtstart") == task.due_at
    assert b"DTSTART:20260107T" in response.content
    assert str(event["uid"]).startswith(f"tugas-{task.pk}@")
    assert str(event["url"]) == f"{settings.SITE_URL}/assignments/{task.pk}/"
    assert str(event["description"]) == f"Agenda {case.agenda}, DPUPR"
    assert "Set-Cookie" not in response.headers


def test_it_names_neither_the_matter_nor_anybody(cast: Cast, case: Case) -> None:
    content = fetch(address(Visitor(cast.head))).content.decode()
    assert "Budi" not in content
    assert cast.head.name not in content
    assert (cast.head.nip or "?") not in content


def test_the_same_tasks_are_the_same_bytes_and_are_not_sent_again(cast: Cast, case: Case) -> None:
    path = address(Visitor(cast.head))
    first = fetch(path)
    again = fetch(path, if_none_match=first.headers["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    cast.complete(task_of(case))
    changed = fetch(path, if_none_match=first.headers["ETag"])
    assert (changed.status_code, b"VEVENT" in changed.content) == (200, False)


def test_the_event_of_a_task_stays_the_same_while_its_limit_moves(cast: Cast, case: Case) -> None:
    task = task_of(case)
    before = calendar_of([task.post_id])
    Assignment.objects.filter(pk=task.pk).update(due_at=cast.now + timedelta(days=9))
    first, second = (
        Calendar.from_ical(text).walk("VEVENT")[0] for text in (before, calendar_of([task.post_id]))
    )
    assert first["uid"] == second["uid"]
    assert first.decoded("dtstart") != second.decoded("dtstart")


def test_what_has_no_limit_is_not_in_it(cast: Cast, case: Case) -> None:
    task = task_of(case)
    Assignment.objects.filter(pk=task.pk).update(due_at=None)
    assert b"VEVENT" not in calendar_of([task.post_id])


@pytest.mark.parametrize("token", ["salah", "x" * 43, "ä", "%00"])
def test_a_wrong_secret_finds_nothing(cast: Cast, token: str) -> None:
    response = fetch(f"/kalender/{token}/tenggat.ics")
    assert (response.status_code, response.headers["Content-Type"]) == (404, "text/plain; charset=utf-8")


def test_only_a_digest_is_kept_and_nothing_of_it_is_said_again(cast: Cast) -> None:
    visitor = Visitor(cast.head)
    token = address(visitor).split("/")[2]
    assert CalendarFeed.objects.get().digest == digest_of(token)
    row = Activity.objects.get(action="calendar_feed.made")
    assert token not in row.content
    assert row.data == {"replaces": False}
    assert token not in visitor.open("/due/").html
    assert "kalender/" not in visitor.open("/due/").html


def test_a_new_address_ends_the_old_one_and_off_ends_it_for_good(cast: Cast) -> None:
    visitor = Visitor(cast.head)
    first, second = address(visitor), address(visitor)
    assert (fetch(first).status_code, fetch(second).status_code) == (404, 200)
    visitor.send("/due/", visitor.open("/due/").form("/off/"))
    assert fetch(second).status_code == 404
    actions = Activity.objects.filter(action__startswith="calendar_feed").order_by("id")
    assert list(actions.values_list("action", flat=True)) == [
        "calendar_feed.made",
        "calendar_feed.made",
        "calendar_feed.ended",
    ]
    assert not end_feed([cast.acting(OFFICE, "kepala-dinas")], at=cast.now)


@pytest.mark.parametrize("change", ["deactivated", "without a post"])
def test_it_ends_with_the_account_and_with_the_last_post(cast: Cast, change: str) -> None:
    path = address(Visitor(cast.head))
    if change == "deactivated":
        User.objects.filter(pk=cast.head.pk).update(is_active=False)
    else:
        Appointment.objects.filter(user=cast.head).update(end_date=timezone.now().date())
    assert fetch(path).status_code == 404


def test_an_appointed_successor_takes_the_tasks_along(cast: Cast, case: Case) -> None:
    heir = cast.secretary
    path = address(Visitor(heir))
    assert b"VEVENT" not in fetch(path).content
    Appointment.objects.filter(post=task_of(case).post).update(user=heir)
    assert fetch(path).content.count(b"BEGIN:VEVENT") == 1


def test_who_holds_no_post_gets_no_address(cast: Cast) -> None:
    with pytest.raises(Denied, match="memegang jabatan"):
        make_feed([], at=cast.now)
    assert not CalendarFeed.objects.exists()


def test_fetching_writes_nothing_and_costs_the_same_for_many(cast: Cast, case: Case) -> None:
    path = address(Visitor(cast.head))
    fetch(path)
    with CaptureQueriesContext(connection) as few:
        fetch(path)
    for _ in range(5):
        cast.advance(cast.start("tenggat"), 3)
    with CaptureQueriesContext(connection) as many:
        fetch(path)
    assert len(few) == len(many)
    reads = ("SELECT", "(SELECT", "SAVEPOINT", "RELEASE")
    writes = [each["sql"] for each in many if not each["sql"].startswith(reads)]
    assert [sql for sql in writes if "sopflow_cache" not in sql] == []


def test_who_asks_too_often_waits(cast: Cast, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"calendar_feed": "2/m/ip"}
    cache.clear()
    assert [fetch("/kalender/salah/tenggat.ics").status_code for _ in range(3)] == [404, 404, 429]
    assert fetch("/kalender/salah/tenggat.ics").headers["Retry-After"] == "60"
