"""Whether the seeded databases are what the product would have written, and every page answers with as many queries."""

from collections.abc import Iterator

import psycopg2
from django.core.management import call_command
from django.db import connection
from django.http import SimpleCookie
from django.test import Client
from django.test.utils import CaptureQueriesContext

from activity.verification import faults
from bench.pages.pages import Page, pages
from bench.pages.seed import counted
from bench.pages.size import Size
from bench.pages.stage import BIG, LARGE, SMALL, Stage, collect_static, set_stage, url_of, visiting
from bench.soak.history import schema

FRESH = "fresh"
OURS = "pg_stat_statements"  # the views of the extension


def check(size: Size) -> list[str]:
    """What is wrong; nothing, where all is well."""
    stage = set_stage(size)
    collect_static()
    found, costs = [], {}
    made = tables_of_product()
    for name in (SMALL, LARGE):
        with visiting(name):
            print(", ".join(f"{table} {rows}" for table, rows in counted(BIG).items()))
            found += [f"{name}: {fault}" for fault in faults()]
            found += [f"{name}: {part}" for part in sorted(made ^ tables(), key=repr)]
            costs[name] = {page: queries(page, stage) for page in pages(stage.cases)}
    for page, few in costs[SMALL].items():
        many = costs[LARGE][page]
        print(f"{page.name}: {few} kueri, {many} di basis data besar")
        if few != many:
            found.append(f"{page.name}: {many - few:+} kueri di basis data besar")
    return found


def tables_of_product() -> set[tuple[object, ...]]:
    """Tables, constraints, indexes and triggers as the migrations make them."""
    connection.close()
    admin = psycopg2.connect(url_of("template1"))
    admin.autocommit = True
    with admin.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {FRESH}")
    admin.close()
    with visiting(FRESH):
        call_command("migrate", verbosity=0)
        return tables()


def tables() -> set[tuple[object, ...]]:
    """Those of the database that is visited."""
    return set(without_ours(schema(connection)))


def without_ours(rows: set[tuple[object, ...]]) -> Iterator[tuple[object, ...]]:
    """All but what the benchmark itself put there, for its figures."""
    return (row for row in rows if not str(row[0]).startswith(OURS))


def queries(page: Page, stage: Stage) -> int:
    """How many a page asks, once what a process keeps is there. Raises AssertionError unless it answers."""
    client = Client(headers={"host": "localhost"})
    client.cookies = SimpleCookie(stage.cookies[page.who])
    client.get(page.path)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(page.path)
    assert response.status_code == 200, f"{page.path}: {response.status_code}"
    return len(captured)
