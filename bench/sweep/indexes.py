"""Filling tables without their indexes and foreign keys, which are made again, and so checked, at the end."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

CONSTRAINTS = """
    SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid)
    FROM pg_constraint WHERE conrelid = ANY(%s::regclass[]) AND contype IN ('f', 'u') ORDER BY contype DESC, conname"""
INDEXES = """
    SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid)
    FROM pg_index i WHERE i.indrelid = ANY(%s::regclass[]) AND NOT i.indisprimary ORDER BY 1"""


@contextmanager
def bare(cursor: Any, tables: Sequence[str], progress: Callable[[str], None]) -> Iterator[None]:
    """These tables without their foreign keys, unique constraints and indexes; only primary keys stay."""
    cursor.execute(CONSTRAINTS, [list(tables)])
    constraints = cursor.fetchall()
    for table, name, _ in constraints:
        cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    cursor.execute(INDEXES, [list(tables)])
    indexes = cursor.fetchall()
    for name, _ in indexes:
        cursor.execute(f"DROP INDEX {name}")
    yield
    cursor.execute("SET maintenance_work_mem = '512MB'")
    for name, definition in indexes:
        progress(f"indeks {name}")
        cursor.execute(definition)
    for table, name, definition in constraints:
        progress(f"batasan {name}")
        cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
    cursor.execute("RESET maintenance_work_mem")
