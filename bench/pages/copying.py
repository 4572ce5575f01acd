"""Multiplying the patterns inside the database: copies of whole cases, with every row that belongs to them.

A copy has the ids of its pattern plus so many strides, its times so many weeks earlier, an agenda number and a title
of its own, and a record of its own, whose rows are chained as the product chains them.
"""

from collections.abc import Callable, Sequence
from typing import Any

from bench.pages.recording import RECORD_TABLES, copy_record, prepare_record
from bench.sweep.indexes import bare

# What a case is made of: the condition by which a row belongs to a pattern, the columns that name another row of the
# same copy, and those that the copy has of its own.
TABLES: dict[str, tuple[str, tuple[str, ...], dict[str, str]]] = {
    "workflows_case": (
        "t.id = p.id",
        ("id", "stream_id"),
        {"title": "c.title", "year": "c.year", "agenda_year": "c.year", "agenda_number": "c.number"},
    ),
    "workflows_casesubject": ("t.case_id = p.id", ("id", "case_id"), {}),
    "workflows_chosenpost": ("t.case_id = p.id", ("id", "case_id"), {}),
    "workflows_steprun": ("t.case_id = p.id", ("id", "case_id", "previous_id"), {}),
    "workflows_assignment": (
        "t.run_id IN (SELECT id FROM workflows_steprun WHERE case_id = p.id)",
        ("id", "run_id", "carried_from_id"),
        {},
    ),
    "workflows_output": (
        "t.case_id = p.id",
        ("id", "case_id", "run_id", "assignment_id", "replaced_by_id"),
        {},
    ),
}
FILLED = (*RECORD_TABLES, *TABLES)
CHUNK = 30_000  # cases at a time
WEEKS_DONE, WEEKS_OPEN = (
    190,
    4,
)  # over so many weeks before it the copies of a done and of an open pattern are spread
TITLES = "ARRAY['Undangan rapat', 'Permohonan data', 'Laporan kegiatan', 'Usulan anggaran', 'Jawaban surat']"

PATTERNS = f"""
    CREATE TABLE bench_pattern AS
    SELECT c.id, c.stream_id, c.office_id, o.slug, c.agenda_year AS year, c.agenda_number AS number, c.started_at,
           CASE WHEN c.closed_at IS NULL THEN {WEEKS_OPEN} ELSE {WEEKS_DONE} END AS weeks
    FROM workflows_case c JOIN organizations_office o ON o.id = c.office_id"""  # noqa: S608  constants
HIGHEST = ", ".join(f"(SELECT max(id) FROM {table})" for table in FILLED)  # noqa: S608  constants
STRIDE = f"SELECT greatest({HIGHEST})"
KEEP = "CREATE TABLE bench_{table} AS SELECT p.id AS pattern, t.* FROM bench_pattern p JOIN {table} t ON {belongs}"
COPIES = """
    CREATE TABLE bench_copy (pattern bigint, k int, shift interval, year int, number int, office_id bigint, slug text,
                             title text)"""
# Agenda numbers go on where the office's sequence of the year stands, by the time at which the copies began.
ADD_COPIES = f"""
    INSERT INTO bench_copy
    WITH asked AS (
        SELECT * FROM unnest(%(patterns)s::bigint[], %(firsts)s::int[], %(lasts)s::int[]) a(pattern, first, last)
    ), timed AS (
        SELECT a.pattern, k, p.office_id, p.slug, make_interval(days => -7 * (k %% p.weeks)) AS shift, p.started_at
        FROM asked a JOIN bench_pattern p ON p.id = a.pattern CROSS JOIN LATERAL generate_series(a.first, a.last) k
    ), dated AS (
        SELECT *, extract(year FROM (started_at + shift) AT TIME ZONE 'Asia/Makassar')::int AS year FROM timed
    )
    SELECT d.pattern, d.k, d.shift, d.year, coalesce(s.last, 0) + row_number() OVER (
               PARTITION BY d.office_id, d.year ORDER BY d.started_at + d.shift, d.pattern, d.k) AS number,
           d.office_id, d.slug, ({TITLES})[d.k %% 5 + 1] || ' ' || d.k AS title
    FROM dated d LEFT JOIN documents_numbersequence s
    ON s.office_id = d.office_id AND s.name = 'agenda' AND s.year = d.year"""  # noqa: S608  constants
MOVE_SEQUENCES = """
    INSERT INTO documents_numbersequence (office_id, name, year, last)
    SELECT office_id, 'agenda', year, max(number) FROM bench_copy GROUP BY office_id, year
    ON CONFLICT (office_id, name, year) DO UPDATE SET last = greatest(documents_numbersequence.last, excluded.last)"""
COLUMNS = """
    SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s ORDER BY ordinal_position"""
NEXT_ID = "SELECT setval(pg_get_serial_sequence('{0}', 'id'), (SELECT max(id) FROM {0}))"

Progress = Callable[[str], None]


def keep_patterns(cursor: Any) -> int:
    """Lay the patterns aside, before the tables grow; the stride of the ids."""
    cursor.execute(PATTERNS)
    for table, (belongs, _, _) in TABLES.items():
        cursor.execute(KEEP.format(table=table, belongs=belongs))
    prepare_record(cursor)
    cursor.execute(COPIES)
    cursor.execute("CREATE INDEX bench_copy_k ON bench_copy (k)")
    cursor.execute(STRIDE)
    return int(cursor.fetchone()[0])


def forget_patterns(cursor: Any) -> None:
    """Nothing of the seeding stays."""
    for table in ("pattern", "copy", "record", *TABLES):
        cursor.execute(f"DROP TABLE bench_{table}")


def copy_patterns(
    cursor: Any, wanted: Sequence[tuple[int, int, int]], stride: int, progress: Progress
) -> None:
    """The copies (pattern, first, last) with all their rows. Indexes, foreign keys and unique constraints are left
    away while the tables fill and made again at the end, which checks every row; checks and triggers stay."""
    patterns, firsts, lasts = (list(column) for column in zip(*wanted, strict=True))
    cursor.execute("TRUNCATE bench_copy")
    cursor.execute(ADD_COPIES, {"patterns": patterns, "firsts": firsts, "lasts": lasts})
    cases = cursor.rowcount
    cursor.execute("ANALYZE bench_copy")
    with bare(cursor, FILLED, progress):
        statements = {table: insertion(cursor, table) for table in TABLES}
        step = max(1, CHUNK // len(wanted))
        for first in range(min(firsts), max(lasts) + 1, step):
            span = {"first": first, "last": min(first + step - 1, max(lasts)), "stride": stride}
            copy_record(cursor, span)
            for statement in statements.values():
                cursor.execute(statement, span)
            progress(f"salinan {span['last']} dari {max(lasts)} tiap pola ({cases} kasus)")
    cursor.execute(MOVE_SEQUENCES)
    for table in FILLED:
        cursor.execute(NEXT_ID.format(table))


def insertion(cursor: Any, table: str) -> str:
    """The statement that copies the rows of a table: ids by strides, times by weeks, all else as it is."""
    _, moved, own = TABLES[table]
    cursor.execute(COLUMNS, [table])
    columns = dict(cursor.fetchall())
    values = [own.get(name) or value_of(name, kind, is_moved=name in moved) for name, kind in columns.items()]
    names = ", ".join(f'"{name}"' for name in columns)
    return f"""
        INSERT INTO {table} ({names}) SELECT {", ".join(values)}
        FROM bench_copy c JOIN bench_{table} t ON t.pattern = c.pattern
        WHERE c.k BETWEEN %(first)s AND %(last)s ORDER BY c.k, t.id"""  # noqa: S608  constants and names of columns


def value_of(name: str, kind: str, *, is_moved: bool) -> str:
    """A column of a copy."""
    if is_moved:
        return f't."{name}" + c.k::bigint * %(stride)s'
    return f't."{name}" + c.shift' if kind == "timestamp with time zone" else f't."{name}"'
