"""`python -m bench.soak.history`: a new installation has the tables to which an older one came step by step.

A new one applies the squashed migrations, which make everything at once; one that was there before them applied those
that they replace. Both are made empty, on SQLite and on PostgreSQL, and compared: columns, constraints, indexes and
triggers. Exit status 1, with what differs, where they are not the same.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import django

from bench.__main__ import set_environment
from tests.private_servers import PrivatePostgres, ServerFailed

ALONE = "--these"
PG = (
    """SELECT table_name, column_name, data_type, character_maximum_length, is_nullable, column_default, is_identity
    FROM information_schema.columns WHERE table_schema = 'public'""",
    "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid > 0",
    "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
)
TRIGGERS = "SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'trigger'"


def main() -> int:
    if sys.argv[1:] == [ALONE]:
        return compare()
    try:
        with PrivatePostgres() as postgres, tempfile.TemporaryDirectory(prefix="sopflow-") as data:
            urls = (f"sqlite:///{Path(data) / 'history.sqlite3'}", postgres.url)
            return max(in_a_process(url, Path(data)) for url in urls)
    except ServerFailed as failure:
        print(failure, file=sys.stderr)
        return 1


def in_a_process(url: str, data: Path) -> int:
    """The settings are read once in a process: each database has its own."""
    set_environment(url, data)
    os.environ["REDIS_URL"] = ""
    return subprocess.run([sys.executable, "-m", "bench.soak.history", ALONE], check=False).returncode


def compare() -> int:
    """Make the tables both ways in the database of the environment, and say what differs."""
    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor
    from django.db.migrations.loader import MigrationLoader

    executor = MigrationExecutor(connection)
    executor.loader = MigrationLoader(connection, replace_migrations=False)
    leaves = executor.loader.graph.leaf_nodes()
    executor.migrate([key for key in leaves if key not in executor.loader.replacements])
    old = schema(connection)
    empty(connection)
    call_command("migrate", verbosity=0)
    new = schema(connection)
    for text, rows in (("hanya bertahap", old - new), ("hanya sekaligus", new - old)):
        for row in sorted(rows, key=repr):
            print(f"{connection.vendor}: {text}: {row}")
    print(f"{connection.vendor}: {len(new)} bagian, {len(old ^ new)} berbeda")
    return int(old != new)


def empty(connection: Any) -> None:
    """Drop every table."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        return
    connection.close()
    Path(connection.settings_dict["NAME"]).unlink()


def schema(connection: Any) -> set[tuple[Any, ...]]:
    """What all tables are, as a set without order."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            return {row for query in PG for row in rows_of(cursor, query)}
        found = set(rows_of(cursor, TRIGGERS))
        for table in connection.introspection.table_names(cursor):
            columns = connection.introspection.get_table_description(cursor, table)
            found |= {(table, *column) for column in columns}
            for name, constraint in connection.introspection.get_constraints(cursor, table).items():
                numbered = name.startswith(("__", "fk_"))  # SQLite's own names, by their order
                found.add((table, "" if numbered else name, repr(constraint)))
        return found


def rows_of(cursor: Any, query: str) -> list[tuple[Any, ...]]:
    cursor.execute(query)
    return list(cursor.fetchall())


if __name__ == "__main__":
    sys.exit(main())
