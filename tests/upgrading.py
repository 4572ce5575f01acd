"""Taking a database with a running case back to the previous version's tables, and upgrading it again.

`python -m tests.upgrading` does it on the database of the environment, which must be empty.
"""

import os

import django

PREVIOUS = [
    ("activity", "0004_notices_of_void_papers"),
    ("documents", "0001_squashed_0010_archive_guards"),
    ("organizations", "0001_squashed_0006_signing_way"),
    ("sops", "0001_squashed_0004_approval"),
    ("workflows", "0001_squashed_0007_archive"),
]


def upgrade() -> None:
    """A case that was running under the previous version, at its signing, goes on to the archive."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor
    from django.db.models import F

    from activity.verification import faults
    from sops.models import Revision
    from tests.cast import Cast
    from tests.conftest import NOW, let_truncate
    from tests.story import open_tasks
    from workflows.models import Case

    def columns() -> set[str]:
        with connection.cursor() as cursor:
            table = connection.introspection.get_table_description(cursor, "organizations_post")
        return {column.name for column in table}

    cast = Cast(NOW)
    case = cast.advance(cast.start("tarakan-dpupr"), 5)
    statuses = list(Revision.objects.order_by("pk").values_list("pk", "status"))
    MigrationExecutor(connection).migrate(PREVIOUS)
    assert "abolished_at" not in columns()
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())
    let_truncate()  # the triggers came anew
    seat = open_tasks(case).first()
    assert seat
    assert seat.due_at
    cast.advance(case, 10)
    for task in open_tasks(case):
        cast.complete(task)
    assert Case.objects.get(pk=case.pk).tahap == "arsip"
    assert list(Revision.objects.order_by("pk").values_list("pk", "status")) == statuses
    assert not Revision.objects.exclude(in_force_at=F("loaded_at")).exists()
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
