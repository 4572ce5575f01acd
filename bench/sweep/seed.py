"""The table of open tasks: running cases of the five offices, ten posts waiting in each, none of them due yet."""

import sys
from datetime import UTC, datetime
from time import perf_counter
from typing import Any

from django.db import connection

from activity.chain import Actor, content_of
from bench.sweep.indexes import bare
from bench.sweep.size import SEATS, Size

AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)  # a Monday, 09.00 WIB and 10.00 WITA
STARTED_AT = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
STAFF = 200  # posts that each office gets besides those of its file
CHUNK = 500_000
KEY = "@"  # stands for the stream's key
FILLED = (
    "activity_stream",
    "activity_activity",
    "workflows_case",
    "workflows_steprun",
    "workflows_assignment",
)

STAFFING = """
    CREATE TEMP TABLE staff AS
    SELECT above.*, n, format('staf-bench-%%s', n) AS slug, format('%%s-%%s', above.office_id, n) AS mark,
           row_number() OVER (ORDER BY above.office_id, n) AS k
    FROM generate_series(1, %(staff)s) n
    JOIN (SELECT id, office_id, unit_id, government_id, count(*) OVER (PARTITION BY office_id) AS of_office,
                 row_number() OVER (PARTITION BY office_id ORDER BY id) - 1 AS place
          FROM organizations_post WHERE office_id IS NOT NULL) above ON n %% above.of_office = above.place;
    WITH posts AS (
        INSERT INTO organizations_post (slug, title, government_id, office_id, superior_id, unit_id)
        SELECT slug, 'Staf ' || n, government_id, office_id, id, unit_id FROM staff ORDER BY k
        RETURNING id, office_id, slug
    ), people AS (
        INSERT INTO organizations_user (password, is_superuser, username, nip, name, rank, grade, email, is_active,
                                        is_staff, is_demo)
        SELECT '!', false, 'bench-' || mark, '', 'Contoh Staf ' || mark, '', '', 'staf-' || mark || '@example.go.id',
               true, false, true FROM staff ORDER BY k
        RETURNING id, username
    )
    INSERT INTO organizations_appointment (kind, order_letter, start_date, user_id, post_id)
    SELECT 'definitif', '', '2020-01-01', people.id, posts.id
    FROM staff JOIN posts USING (office_id, slug) JOIN people ON people.username = 'bench-' || mark ORDER BY k"""

# Everything by its place, counted from 0: offices with their SOP in force, its steps, and the posts of the office.
PLACES = """
    CREATE TEMP TABLE places AS
    SELECT row_number() OVER (ORDER BY o.id) - 1 AS place, o.id AS office_id, o.slug, r.id AS revision_id,
           ARRAY(SELECT id FROM sops_step WHERE revision_id = r.id ORDER BY "order") AS steps,
           ARRAY(SELECT tahap FROM sops_step WHERE revision_id = r.id ORDER BY "order") AS tahap,
           ARRAY(SELECT id FROM organizations_post WHERE office_id = o.id ORDER BY id) AS posts,
           (SELECT min(id) FROM sops_pelaksana WHERE revision_id = r.id) AS column_id,
           (SELECT min(user_id) FROM organizations_appointment a JOIN organizations_post p ON p.id = a.post_id
            WHERE p.office_id = o.id) AS starter, (SELECT max(id) FROM activity_stream) AS base,
           (SELECT count(*) FROM sops_revision WHERE status = 'berlaku') AS places
    FROM organizations_office o JOIN sops_sop s ON s.office_id = o.id
    JOIN sops_revision r ON r.sop_id = s.id AND r.status = 'berlaku'"""
NUMBERED = """
    FROM generate_series(%(first)s::int, %(last)s::int - 1) n
    JOIN LATERAL (SELECT *, n / places AS m FROM places) p ON p.place = n %% p.places"""
STREAMS = f"""
    INSERT INTO activity_stream (id, key, count, head)
    SELECT base + 1 + n, key, 1, encode(sha256(convert_to(chr(10) || replace(%(text)s, '{KEY}', key), 'UTF8')), 'hex')
    FROM (SELECT base, n, format('case:%%s:2026:%%s', slug, m + 1) AS key {NUMBERED}) found"""  # noqa: S608  constants
RECORD = f"""
    INSERT INTO activity_activity (stream_id, number, at, actor_kind, actor_name, capacity, on_behalf_of, action, data,
                                   content, hash)
    SELECT s.id, 1, %(started)s, %(kind)s, %(name)s, %(capacity)s, '', 'case.started', '{{}}',
           replace(%(text)s, '{KEY}', key), head
    FROM activity_stream s, (SELECT max(base) AS base FROM places) p
    WHERE s.id > base + %(first)s AND s.id <= base + %(last)s ORDER BY s.id"""  # noqa: S608  constants
CASES = f"""
    INSERT INTO workflows_case (id, title, year, agenda_year, agenda_number, pk_kind, status, tahap, started_at,
                                office_id, revision_id, started_by_id, stream_id)
    SELECT n + 1, 'Perihal ' || (n + 1), 2026, 2026, m + 1, '', 'berjalan', tahap[m %% cardinality(tahap) + 1],
           %(started)s, office_id, revision_id, starter, base + 1 + n {NUMBERED}"""
RUNS = f"""
    INSERT INTO workflows_steprun (id, case_id, step_id, round, cause, status, opened_at)
    SELECT n + 1, n + 1, steps[m %% cardinality(steps) + 1], 1, 'mulai', 'aktif', %(started)s {NUMBERED}"""
SEATS_OF_RUNS = f"""
    INSERT INTO workflows_assignment (id, run_id, post_id, office_id, pelaksana_id, status, acted_as, answer, note,
                                      details, counted_from, remind_at, due_at, late_at, escalate_at, tell_at)
    SELECT n::bigint * {SEATS} + seat + 1, n + 1,
           posts[(m * {SEATS} + seat) %% cardinality(posts) + 1], office_id, column_id, 'terbuka', '', '', '', '{{}}',
           %(started)s, time, time + '1 hour', time + '1 day', time + '2 days', time
    FROM (SELECT n, p.*, seat, %(at)s + make_interval(secs => 3600 + (n * 7919::bigint + seat * 104729) %% 7776000)
                 AS time {NUMBERED} CROSS JOIN generate_series(0, {SEATS - 1}) seat) found"""  # noqa: S608  constants
FILLING = (
    ("aliran", STREAMS),
    ("catatan", RECORD),
    ("kasus", CASES),
    ("langkah", RUNS),
    ("tugas", SEATS_OF_RUNS),
)
NEXT_ID = "SELECT setval(pg_get_serial_sequence('{0}', 'id'), (SELECT max(id) FROM {0}))"


def seed(size: Size) -> float:
    """Fill the tables; the seconds it took."""
    started = perf_counter()

    def progress(what: str) -> None:
        print(f"{perf_counter() - started:7.1f} s  {what}", file=sys.stderr, flush=True)

    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
        cursor.execute(STAFFING, {"staff": STAFF})
        cursor.execute(PLACES)
        with bare(cursor, FILLED, progress):
            for name, statement in FILLING:
                fill(cursor, size, name, statement, progress)
        for table in FILLED:
            cursor.execute(NEXT_ID.format(table))
        cursor.execute("RESET synchronous_commit")
        progress("VACUUM ANALYZE")
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("CHECKPOINT")
    return perf_counter() - started


def fill(cursor: Any, size: Size, name: str, statement: str, progress: Any) -> None:
    """One table, some cases at a time."""
    by = Actor.command("bench")
    text = content_of(KEY, 1, STARTED_AT, by, "case.started", {})
    values = {"kind": by.kind, "name": by.name, "capacity": by.capacity, "text": text}
    step = CHUNK // SEATS if statement is SEATS_OF_RUNS else CHUNK
    for first in range(0, size.cases, step):
        last = min(first + step, size.cases)
        span = {"first": first, "last": last, "at": AT, "started": STARTED_AT}
        cursor.execute(statement, {**values, **span})
        progress(f"{name}: {last} dari {size.cases} kasus")
