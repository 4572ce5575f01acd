"""A database of the previous version is upgraded while cases run in it: they go on, and get their clocks."""

import pytest
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from activity.verification import faults
from organizations.calendars import note_change
from organizations.models import Office
from tests.cast import Cast
from tests.story import Story, open_tasks
from workflows.models import Case
from workflows.recompute import recompute_office

pytestmark = [pytest.mark.core, pytest.mark.django_db(transaction=True)]
PREVIOUS = [
    ("activity", "0002_append_only"),
    ("organizations", "0002_no_overlap"),
    ("workflows", "0001_initial"),
]


def migrate(targets: list[tuple[str, str]]) -> None:
    executor = MigrationExecutor(connection)
    executor.migrate(targets)


def test_a_running_case_survives_the_upgrade_and_is_timed_from_the_next_calendar(
    stage: None, cast: Cast
) -> None:
    case = cast.advance(cast.start("tarakan-dpupr"), 7)
    newest = [key for key in MigrationExecutor(connection).loader.graph.leaf_nodes() if key[0] != "tests"]
    migrate(PREVIOUS)
    assert "tell_at" not in columns("workflows_assignment")
    migrate(newest)
    seat = open_tasks(case).first()
    assert seat
    assert (seat.due_at is not None, seat.counted_from) == (True, None)
    office = Office.objects.get(slug="dpupr-tarakan")
    with transaction.atomic():
        note_change(office)
        recompute_office(
            office, by=cast.acting("dpupr-tarakan", "kepala-dinas").actor, at=cast.now, reason="Kalender"
        )
    assert all(seat.counted_from and seat.tell_at for seat in open_tasks(case))
    Story().play(case)
    assert Case.objects.get(pk=case.pk).tahap == "arsip"
    assert list(faults()) == []


def columns(table: str) -> set[str]:
    """The columns of a table."""
    with connection.cursor() as cursor:
        return {column.name for column in connection.introspection.get_table_description(cursor, table)}
