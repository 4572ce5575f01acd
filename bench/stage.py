"""The stage: one private server with two databases that are the same to the last byte until the timing begins."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import psycopg2
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from psycopg2.extensions import connection as Connection  # noqa: N812  it is a class

from activity.chain import Actor
from organizations.files import yaml_files
from organizations.loading import load_offices
from sops.loading import Upload, load_sops
from tests.cast import Cast

LOADED_AT = datetime(2026, 1, 2, tzinfo=UTC)
BEGINS = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)  # a Monday, 09.00 WITA
SOP = "tarakan-dpupr"
FLOOR_DATABASE = "floor"


def load_everything() -> None:
    """The schema, the five offices and their SOPs, as `make setup` loads them."""
    call_command("migrate", verbosity=0)
    folder, by = settings.BASE_DIR / "fixtures", Actor.command("bench")
    load_offices(yaml_files([str(folder / "organizations")]), by=by, at=LOADED_AT)
    sops = [Upload.of(name, data) for name, data in yaml_files([str(folder / "sops")])]
    load_sops(sops, by=by, at=LOADED_AT)


def start_cases(count: int) -> list[int]:
    """Open that many cases, for all rounds at once: starting them is not what is measured."""
    cast = Cast(BEGINS)
    return [cast.start(SOP).pk for _ in range(count)]


def clone_database() -> Connection:
    """Copy the database for the floor, and connect to it.

    A database of its own, because then both sides begin with the same rows, ids and statistics, each touches only
    its own tables and indexes, and at the end the rows can be compared one by one.
    """
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    connection.close()  # a template must have no visitors
    admin = connect("template1")
    admin.autocommit = True
    with admin.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {FLOOR_DATABASE} TEMPLATE {connection.settings_dict['NAME']}")
    admin.close()
    return connect(FLOOR_DATABASE)


def connect(database: str) -> Connection:
    """A connection of our own to a database of the private server."""
    return psycopg2.connect(os.environ["DATABASE_URL"].rpartition("/")[0] + f"/{database}")


@contextmanager
def visiting_floor() -> Iterator[None]:
    """Django looks at the floor's database: the product's own verification reads both."""
    own = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = FLOOR_DATABASE
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = own
