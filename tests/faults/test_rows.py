"""Rows that cannot be processed, or need not be, hold up no other; a database that fails is no row's fault."""

from datetime import datetime, timedelta

import pytest
from django.db import OperationalError, connection

from activity.models import Activity
from tests.cast import Cast
from tests.story import open_tasks
from workflows.models import Assignment
from workflows.sweep import Swept, put_aside, sweep

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

GOES_DOWN = """
    CREATE FUNCTION goes_down() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'terminating connection' USING ERRCODE = 'admin_shutdown'; END $$;
    CREATE TRIGGER goes_down BEFORE INSERT ON activity_notice EXECUTE FUNCTION goes_down();
"""


@pytest.fixture
def seat(cast: Cast) -> Assignment:
    """One with a day's time, of five in its case."""
    found: Assignment = open_tasks(cast.advance(cast.start("tarakan-dpupr"), 7)).get(post__slug="sekretaris")
    return found


def long_after(seat: Assignment) -> datetime:
    """When every stage of it has come."""
    assert seat.escalate_at
    return seat.escalate_at + timedelta(days=1)


def test_a_row_of_which_all_was_told_is_left_alone(seat: Assignment) -> None:
    at = long_after(seat)
    sweep(at)
    told = Activity.objects.filter(action="assignment.told").count()
    Assignment.objects.filter(pk=seat.pk).update(tell_at=at)
    assert sweep(at).stages == 0
    assert Activity.objects.filter(action="assignment.told").count() == told
    seat.refresh_from_db(fields=["tell_at"])
    assert seat.tell_at is None


def test_a_row_that_another_worker_told_meanwhile_is_not_put_aside(seat: Assignment) -> None:
    at = long_after(seat)
    sweep(at)
    put_aside(seat.pk, at, Swept())
    seat.refresh_from_db(fields=["tell_at"])
    assert seat.tell_at is None


def test_a_database_that_goes_down_puts_no_row_aside(seat: Assignment) -> None:
    at = long_after(seat)
    with connection.cursor() as cursor:
        cursor.execute(GOES_DOWN)
    with pytest.raises(OperationalError):
        sweep(at)
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER goes_down ON activity_notice")
    assert sweep(at).stages == 4 * 5
