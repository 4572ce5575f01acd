"""The stage: two databases that are the same to the last byte, and the tasks that come due in each round."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from psycopg2.extensions import connection as Connection  # noqa: N812  it is a class

from bench.stage import FLOOR_DATABASE, connect
from bench.sweep.seed import AT
from bench.sweep.size import SEATS, Size

COPY = "CREATE DATABASE {} TEMPLATE {}"
COPY_FILES = 150000  # the version from which on PostgreSQL is asked whether to copy files or to log pages

# By turns of ten: those whose limit has just passed, and those that are late, of which a superior hears too.
COME_DUE = f"""
    UPDATE workflows_assignment a
    SET remind_at = %(at)s - interval '2 days', reminded_at = %(at)s - interval '2 days',
        due_at = CASE WHEN late THEN %(at)s - interval '1 day' ELSE just_now END,
        passed_at = CASE WHEN late THEN %(at)s - interval '1 day' END,
        late_at = CASE WHEN late THEN just_now ELSE %(at)s + interval '1 day' END,
        escalate_at = %(at)s + interval '2 days', tell_at = just_now
    FROM (SELECT (i * %(stride)s + (%(round)s + i) %% %(stride)s)::bigint * {SEATS} + i %% {SEATS} + 1 AS id,
                 i / {SEATS} %% 2 = 1 AS late,
                 %(at)s - interval '5 minutes' + make_interval(secs => i * 0.01) AS just_now
          FROM generate_series(0, %(due)s - 1) i) chosen
    WHERE a.id = chosen.id"""  # noqa: S608  constants


def clone_database() -> Connection:
    """Copy the database for the floor, and connect to it. File by file: it is large, and in no use meanwhile."""
    own = connection.settings_dict["NAME"]
    connection.close()  # a template must have no visitors
    admin = connect("template1")
    admin.autocommit = True
    strategy = " STRATEGY FILE_COPY" if admin.server_version >= COPY_FILES else ""
    with admin.cursor() as cursor:
        cursor.execute(COPY.format(FLOOR_DATABASE, own) + strategy)
    admin.close()
    floor = connect(FLOOR_DATABASE)
    with floor, floor.cursor() as cursor:
        cursor.execute("SET TIME ZONE 'UTC'")
    return floor


def time_of_round(number: int) -> datetime:
    """When the sweep of that round runs."""
    return AT + timedelta(minutes=number)


def come_due(cursors: Iterable[Any], size: Size, number: int) -> None:
    """Let the tasks of that round come due, on both sides alike."""
    values = {"at": time_of_round(number), "stride": size.stride, "round": number, "due": size.due}
    for cursor in cursors:
        cursor.execute(COME_DUE, values)
        if cursor.rowcount != size.due:
            raise AssertionError(f"{cursor.rowcount} tasks came due, not {size.due}")
