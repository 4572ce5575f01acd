"""Taking a database with a running case back to the previous version's tables, and upgrading it again.

`python -m tests.upgrading` does it on the database of the environment, which must be empty.
"""

import os

import django

PREVIOUS = [
    ("activity", "0002_append_only"),
    ("documents", "0002_initial"),
    ("organizations", "0002_no_overlap"),
    ("sops", "0001_initial"),
    ("workflows", "0001_initial"),
]


def upgrade() -> None:
    """A case that was running under the previous version goes on, and gets its clocks with the next calendar."""
    from django.db import connection, transaction
    from django.db.migrations.executor import MigrationExecutor

    from activity.chain import Actor
    from activity.verification import faults
    from organizations.calendars import note_change
    from organizations.models import Office
    from tests.cast import Cast
    from tests.conftest import NOW, let_truncate
    from tests.story import open_tasks
    from workflows.models import Case
    from workflows.recompute import recompute_office

    def columns() -> set[str]:
        with connection.cursor() as cursor:
            table = connection.introspection.get_table_description(cursor, "workflows_assignment")
        return {column.name for column in table}

    cast = Cast(NOW)
    case = cast.advance(cast.start("tarakan-dpupr"), 7)
    newest = MigrationExecutor(connection).loader.graph.leaf_nodes()
    MigrationExecutor(connection).migrate(PREVIOUS)
    assert "tell_at" not in columns()
    MigrationExecutor(connection).migrate(newest)
    let_truncate()  # the triggers came anew
    seat = open_tasks(case).first()
    assert seat
    assert (seat.due_at is not None, seat.counted_from) == (True, None)
    office = Office.objects.get(slug="dpupr-tarakan")
    with transaction.atomic():
        note_change(office)
        recompute_office(office, by=Actor.command("tests"), at=cast.now, reason="Kalender")
    assert all(task.counted_from and task.tell_at for task in open_tasks(case))
    cast.advance(case, 10)
    for task in open_tasks(case):
        cast.complete(task)
    assert Case.objects.get(pk=case.pk).tahap == "arsip"
    assert list(faults()) == []


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sopflow.settings")
    django.setup()
    from django.core.management import call_command

    from tests.conftest import load_everything

    call_command("migrate", verbosity=0)
    load_everything()
    upgrade()
    print("naik versi")
