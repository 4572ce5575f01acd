"""The record of the copies: the same acts with the copies' names, ids and times, hashed and chained row by row."""

from typing import Any

RECORD_TABLES = ("activity_stream", "activity_activity")
MOMENT = """to_char(({}) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""

# What of a row's text changes from copy to copy: (what stands there, its mark, what a copy puts there).
CHANGING = (
    (
        """format('"stream":"case:%s:%s:%s"', p.slug, p.year, p.number)""",
        "\1",
        """format('"stream":"case:%%s:%%s:%%s"', c.slug, c.year, c.number)""",
    ),
    (
        f"""'"at":"' || {MOMENT.format("a.at")} || '"'""",
        "\2",
        f"""'"at":"' || {MOMENT.format("t.at + c.shift")} || '"'""",
    ),
    (
        """'"assignment":' || (a.data ->> 'assignment')""",
        "\3",
        """coalesce('"assignment":' || (t.assignment + c.k::bigint * %(stride)s), '')""",
    ),
    (
        """'"run":' || (a.data ->> 'run')""",
        "\4",
        """coalesce('"run":' || (t.run + c.k::bigint * %(stride)s), '')""",
    ),
    (
        """format('"agenda":"%s/%s"', p.number, p.year)""",
        "\5",
        """format('"agenda":"%%s/%%s"', c.number, c.year)""",
    ),
    (
        """'"title":"' || (a.data ->> 'title') || '","year":' || (a.data ->> 'year')""",
        "\6",
        """format('"title":"%%s","year":%%s', c.title, c.year)""",
    ),
)


def marked() -> str:
    """The text of a pattern's row with marks at the places that change."""
    text = "a.content"
    for there, mark, _ in CHANGING:
        text = f"replace({text}, coalesce({there}, '{mark}'), '{mark}')"
    return text


def written() -> str:
    """The text of a copy's row."""
    text = "t.template"
    for _, mark, put in CHANGING:
        text = f"replace({text}, '{mark}', {put})"
    return text


PREPARE = f"""
    CREATE TABLE bench_record AS
    SELECT p.id AS pattern, a.*, (a.data ->> 'assignment')::bigint AS assignment, (a.data ->> 'run')::bigint AS run,
           s.count AS rows, {marked()} AS template
    FROM bench_pattern p JOIN activity_stream s ON s.id = p.stream_id JOIN activity_activity a ON a.stream_id = s.id
"""  # noqa: S608  constants
CHAIN = """
    CREATE OR REPLACE FUNCTION pg_temp.link(before text, content text) RETURNS text LANGUAGE sql IMMUTABLE
    AS $$ SELECT encode(sha256(convert_to(before || chr(10) || content, 'UTF8')), 'hex') $$;
    CREATE OR REPLACE AGGREGATE pg_temp.chained(text) (SFUNC = pg_temp.link, STYPE = text, INITCOND = '');
    DROP TABLE IF EXISTS bench_fresh"""
FRESH = f"""
    CREATE TEMP TABLE bench_fresh AS
    SELECT *, pg_temp.chained(content) OVER (PARTITION BY stream_id ORDER BY number) AS hash
    FROM (
        SELECT t.id + c.k::bigint * %(stride)s AS id, t.stream_id + c.k::bigint * %(stride)s AS stream_id,
               t.number, rows, format('case:%%s:%%s:%%s', c.slug, c.year, c.number) AS key, t.at + c.shift AS at,
               t.actor_kind, t.actor_name, t.capacity, t.on_behalf_of, t.user_id, t.action, {written()} AS content
        FROM bench_copy c JOIN bench_record t ON t.pattern = c.pattern
        WHERE c.k BETWEEN %(first)s AND %(last)s
    ) found"""  # noqa: S608  constants
INSERT_RECORD = """
    INSERT INTO activity_activity (id, stream_id, number, at, actor_kind, actor_name, capacity, on_behalf_of, user_id,
                                   action, data, content, hash)
    SELECT id, stream_id, number, at, actor_kind, actor_name, capacity, on_behalf_of, user_id, action,
           content::jsonb -> 'data', content, hash FROM bench_fresh ORDER BY stream_id, number"""
INSERT_STREAMS = """
    INSERT INTO activity_stream (id, key, count, head)
    SELECT stream_id, key, rows, hash FROM bench_fresh WHERE number = rows ORDER BY stream_id"""


def prepare_record(cursor: Any) -> None:
    """Lay the record of the patterns aside, with marks where it changes."""
    cursor.execute(PREPARE)


def copy_record(cursor: Any, span: dict[str, int]) -> None:
    """The record of the copies of that span."""
    cursor.execute(CHAIN)
    cursor.execute(FRESH, span)
    cursor.execute(INSERT_RECORD)
    cursor.execute(INSERT_STREAMS)
