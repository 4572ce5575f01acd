"""Pages of a list by the place where the one before ended: nothing twice, nothing left out, whatever comes between."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.db.models import F, QuerySet
from django.test.utils import CaptureQueriesContext

from activity.models import Notice
from organizations.paging import PAGE, keys_of, page_of, place_of
from tests.cast import Cast
from tests.visitor import Visitor

pytestmark = pytest.mark.django_db
BEGAN = datetime(2026, 1, 5, tzinfo=UTC)


def notices(numbers: range) -> None:
    """Notices of which three share a moment, and one in five was not read."""
    Notice.objects.bulk_create(
        Notice(
            key=f"uji:{number}",
            user_id=1,
            office_id=1,
            kind="tugas",
            title=f"“Perihal_{number % 3}”, dan lain-lain",
            created_at=BEGAN + timedelta(minutes=number // 3),
            read_at=None if number % 5 == 0 else BEGAN + timedelta(minutes=number % 7),
        )
        for number in numbers
    )


def orders() -> list["QuerySet[Notice]"]:
    """A list in the orders that there are."""
    rows = Notice.objects.filter(key__startswith="uji:")
    by_reading = rows.order_by(F("read_at").asc(nulls_last=True), "id")
    return [
        rows.order_by("-created_at", "-id"),
        rows.order_by("created_at", "id"),
        rows.order_by("-id"),
        by_reading,
        rows.order_by("title", "pk"),
    ]


@pytest.mark.parametrize("order", range(5))
@pytest.mark.parametrize("count", [0, 1, PAGE, PAGE + 1, 3 * PAGE, 3 * PAGE + 7])
def test_all_pages_together_are_the_list_forwards_and_backwards(order: int, count: int) -> None:
    notices(range(count))
    rows = orders()[order]
    found, page = page_of(rows, "")
    pages = [found]
    while page.after:
        found, page = page_of(rows, page.after)
        pages.append(found)
    assert [row for found in pages for row in found] == list(rows)
    assert all(len(found) == PAGE for found in pages[:-1])

    back = [pages[-1]]
    while page.before:
        found, page = page_of(rows, page.before)
        back.append(found)
    assert back[1:] == pages[-2::-1] or len(pages) == 1


def test_what_comes_meanwhile_moves_nothing() -> None:
    notices(range(60))
    rows = orders()[2]
    first, page = page_of(rows, "")
    notices(range(60, 70))
    second, page = page_of(rows, page.after)
    assert [row.key for row in second] == [row.key for row in list(rows)[10 + PAGE : 10 + 2 * PAGE]]

    assert page.before
    begun, beginning = page_of(rows, page.before)  # fewer than a page lay before it: the list begins anew
    assert begun == first or begun == list(rows)[:PAGE]
    assert beginning.after


MOMENT = "2026-01-05T00:00:00+00:00"
NONSENSE = (
    "2",
    "sesudah:",
    "sesudah:1",
    "sesudah:[1]",
    "sesudah:[1,2]",
    "sesudah:[true,true]",
    'sebelum:["x",1]',
    'sesudah:["2026-01-05",1]',
    f'sesudah:["{MOMENT}","1"]',
    f'sesudah:["{MOMENT}",{10**30}]',
    f'kiri:["{MOMENT}",1]',
    'sesudah:["0001-01-01T00:00:00+00:00",1]',
    "sesudah:" + "[" * 5000,
)


@pytest.mark.parametrize(
    "asked", ['sesudah:["\\ud800",1]', 'sebelum:["a\\udfff",1]', 'sesudah:["\\u0000",1]']
)
def test_a_text_that_no_database_takes_is_nonsense(asked: str) -> None:
    notices(range(30))
    rows = orders()[4]
    assert page_of(rows, asked)[0] == list(rows)[:PAGE]


@pytest.mark.parametrize("shift", ["+16:00", "-23:59", "+23:59:59.999999", "+00:00"])
def test_a_moment_is_itself_wherever_its_clock_stands(shift: str) -> None:
    zone = datetime.fromisoformat(f"2026-01-05T00:00:00{shift}").tzinfo
    text = f'["{BEGAN.astimezone(zone).isoformat()}",1]'
    found = place_of(text, keys_of(orders()[0]))
    assert found == [BEGAN, 1]
    assert isinstance(found[0], datetime)
    assert found[0].utcoffset() == timedelta()  # PostgreSQL takes nothing beyond 16 hours


def test_a_page_that_was_worked_off_is_the_first_one_again() -> None:
    notices(range(60))
    rows = orders()[2]
    first, page = page_of(rows, "")
    asked = page.after
    Notice.objects.filter(pk__in=[row.pk for row in rows.all()[PAGE:]]).delete()
    again, page = page_of(rows, asked)
    assert (again, page.before, page.after) == (first, "", "")
    assert page_of(rows.none(), asked)[0] == []


@pytest.mark.parametrize("asked", NONSENSE)
def test_nonsense_is_the_first_page(asked: str) -> None:
    notices(range(30))
    for rows in (orders()[0], orders()[3]):
        assert page_of(rows, asked)[0] == list(rows)[:PAGE]


def test_a_page_neither_counts_nor_skips(cast: Cast) -> None:
    for _ in range(2 * PAGE + 1):
        cast.start("tarakan-dpupr")
    visitor = Visitor(cast.head)
    for begin in ("/cases/", "/inbox/"):
        url, seen = begin, 0
        while url:
            with CaptureQueriesContext(connection) as queries:
                page = visitor.open(url)
            seen += 1
            assert not [query["sql"] for query in queries if " OFFSET " in query["sql"]]
            onward = [link for link in page.links() if "halaman=sesudah" in link]
            url = begin + onward[-1] if onward else ""
        assert seen == 3, begin
    for url in ("/head/", "/head/running/", "/head/running/?halaman=2"):
        with CaptureQueriesContext(connection) as queries:
            visitor.open(url)
        assert not [query["sql"] for query in queries if " OFFSET " in query["sql"]]
