"""What a visitor may do is asked once while a page is read, and each time by an act."""

from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from organizations.asked_once import asked_once
from organizations.capacity import capacities, posts_read_as
from organizations.models import Appointment
from organizations.models.periods import day_of
from tests.cast import Cast
from tests.visitor import Visitor

pytestmark = pytest.mark.django_db


def test_within_a_page_it_is_read_once_and_whoever_changes_an_answer_changes_their_own_copy(
    cast: Cast,
) -> None:
    head = cast.head
    with asked_once():
        first = capacities(head, cast.now)
        assert first
        first.clear()
        with CaptureQueriesContext(connection) as queries:
            assert capacities(head, cast.now)
        assert not queries
        assert capacities(cast.secretary, cast.now)[0].user == cast.secretary


def test_outside_a_page_every_question_sees_what_was_changed_before_it(cast: Cast) -> None:
    head = cast.head
    assert posts_read_as(head, cast.now)
    Appointment.objects.filter(user=head).update(end_date=day_of(cast.now))
    assert not posts_read_as(head, cast.now)
    assert not capacities(head, cast.now)


def test_the_next_page_asks_anew(cast: Cast) -> None:
    visitor = Visitor(cast.head)
    assert "Kepala Dinas" in visitor.open("/akun/").text
    Appointment.objects.filter(user=cast.head).update(end_date=day_of(cast.now))
    assert "· Kepala Dinas" not in visitor.open("/akun/").text


def test_a_page_sends_no_question_about_its_visitor_twice(cast: Cast) -> None:
    visitor = Visitor(cast.head)
    visitor.open("/cases/")
    with CaptureQueriesContext(connection) as queries:
        visitor.open("/cases/")
    about = Counter(query["sql"] for query in queries if 'FROM "organizations_appointment"' in query["sql"])
    assert about
    assert max(about.values()) == 1
