"""The cast and the stage: five offices with their officials and SOPs, loaded once, and a fixed moment."""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.dispatch import receiver
from django.test import Client, override_settings
from pytest_django.plugin import blocking_manager_key

from activity.chain import Actor
from documents.archive.klasifikasi import load_klasifikasi
from documents.archive.triggers import KEPT_FOR_EVER
from organizations.calendar_loading import load_calendars
from organizations.calendars import time_of
from organizations.files import yaml_files
from organizations.loading import load_offices
from organizations.models import User
from sops.definition import definition
from sops.drawn import chart_of
from sops.loading import Upload, load_sops
from tests.cast import Cast
from tests.log_guard import Guard

LOADED_AT = datetime(2026, 1, 2, 0, 0, tzinfo=UTC)
NOW = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)  # a Monday, 09.00 WITA
QUICK_HASHING = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # forty passwords hashed well take long
FIXTURES = settings.BASE_DIR / "fixtures"
KLASIFIKASI = str(FIXTURES / "klasifikasi.yaml")
OFFICES, CALENDARS, SOPS = (str(FIXTURES / name) for name in ("organizations", "calendars", "sops"))


@receiver(connection_created)
def turn_what_is_not_ordered(connection: BaseDatabaseWrapper, **_signal: Any) -> None:
    """Rows whose order nobody asked for come last first: who relies on it is found here, not by a busy server."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA reverse_unordered_selects=ON")


def load_everything() -> None:
    """The five offices and their SOPs, as `make setup` loads them."""
    by = Actor.command("tests")
    with override_settings(PASSWORD_HASHERS=QUICK_HASHING):
        load_offices(yaml_files([OFFICES]), by=by, at=LOADED_AT)
        with transaction.atomic():
            load_calendars(yaml_files([CALENDARS]), by=by, at=LOADED_AT)
        load_klasifikasi(yaml_files([KLASIFIKASI]), by=by, at=LOADED_AT)
        load_sops([Upload.of(name, data) for name, data in yaml_files([SOPS])], by=by, at=LOADED_AT)
    User.objects.update(first_steps_at=LOADED_AT)  # nobody here is new; tests.test_first_steps has who is


def let_truncate() -> None:
    """Switch off the triggers that refuse TRUNCATE, in the test database."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for table in (
                "activity_activity",
                "activity_anchor",
                "documents_naskahnumber",
                "workflows_comment",
                *KEPT_FOR_EVER,
            ):
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {table}_no_truncate")


def keep_stage() -> None:
    """Keep a copy of every row, beside the tables."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA kept")
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"CREATE TABLE kept.{table} AS TABLE public.{table}")


def set_stage() -> None:
    """The stage in an empty database: from the copy, without the triggers, or loaded once more."""
    if connection.vendor != "postgresql":
        load_everything()
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'kept'")
        tables = [table for (table,) in cursor.fetchall()]
        cursor.execute(f"TRUNCATE {', '.join(f'public.{table}' for table in tables)}")
        for table in tables:
            cursor.execute(f"TABLE kept.{table} LIMIT 0")  # an upgrade may have changed their order
            columns = ", ".join(f'"{column.name}"' for column in cursor.description or ())
            cursor.execute(
                f"INSERT INTO public.{table} ({columns}) OVERRIDING SYSTEM VALUE SELECT {columns} FROM kept.{table}"  # noqa: S608
            )


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> None:
    """Load the stage into the test database, once.

    The tests' own way to clean the append-only tables: the trigger that refuses TRUNCATE is off in the test database
    (transactional tests end with one); those that refuse UPDATE and DELETE are on everywhere.
    """
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        let_truncate()
        load_everything()
        keep_stage()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """A transactional test leaves an empty database: load the stage anew for whichever test comes next."""
    yield
    if nextitem and "transactional_db" in getattr(item, "fixturenames", ()):
        with item.config.stash[blocking_manager_key].unblock():
            set_stage()


@pytest.fixture
def stage(transactional_db: None) -> None:
    """The stage for a transactional test, which asks for its database by this name."""


@pytest.fixture(autouse=True)
def fresh_definitions() -> Iterator[None]:
    """Rolled-back revisions and calendars must not stay in the process: their ids come again."""
    definition.cache_clear()
    chart_of.cache_clear()
    time_of.cache_clear()
    yield
    definition.cache_clear()
    chart_of.cache_clear()
    time_of.cache_clear()


@pytest.fixture(scope="session")
def log_guard() -> Guard:
    """Reads every line of the log from INFO on, as in production; what is printed in tests stays as it is."""
    guard, root = Guard(), logging.getLogger()
    for handler in root.handlers:
        handler.setLevel(max(handler.level, root.level))
    root.setLevel(logging.INFO)
    root.addHandler(guard)
    return guard


@pytest.fixture(autouse=True)
def discreet_log(log_guard: Guard, request: pytest.FixtureRequest) -> Iterator[None]:
    """No test makes the product log anything personal or secret, whatever it does (tests/log_guard.py)."""
    yield
    found = log_guard.taken()
    assert not found or request.node.get_closest_marker("log_tells"), "\n".join(found)


@pytest.fixture
def now() -> datetime:
    """The fixed moment of the tests."""
    return NOW


@pytest.fixture
def cast() -> Cast:
    """The officials, by office and post."""
    return Cast(NOW)


@pytest.fixture
def signed_in(client: Client) -> object:
    """A browser session of a person: `signed_in(user)`."""

    def sign_in(user: User) -> Client:
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture(autouse=True)
def as_demo(settings: Any) -> None:
    """The cast are demo officials: they sign in only where DEMO is on."""
    settings.DEMO = True
    settings.PASSWORD_HASHERS = QUICK_HASHING
