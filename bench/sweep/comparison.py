"""Whether both sides wrote the very same rows: a floor that writes less would be no floor."""

from collections.abc import Iterator

from django.db import connection

from activity.models import Stream
from activity.verification import first_fault
from bench.stage import visiting_floor

TABLES = (
    "activity_activity",
    "activity_notice",
    "activity_stream",
    "workflows_assignment",
    "workflows_case",
    "workflows_steprun",
)
DIGEST = "SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)), 0) FROM {} t"
Content = dict[str, tuple[int, int]]


def differences() -> Iterator[str]:
    """What is wrong, a line each; prints the number of rows per table on the way."""
    ours, our_faults = content(), list(faults())
    with visiting_floor():
        theirs, their_faults = content(), list(faults())
    yield from (f"SOPFlow: {fault}" for fault in our_faults)
    yield from (f"psycopg2: {fault}" for fault in their_faults)
    print(f"\n{'tabel':<32}{'SOPFlow':>10}{'psycopg2':>10}")
    for table, (count, digest) in ours.items():
        other_count, other_digest = theirs[table]
        print(f"{table:<32}{count:>10}{other_count:>10}")
        if count != other_count:
            yield f"{table}: jumlah baris berbeda"
        elif digest != other_digest:
            yield f"{table}: isi baris berbeda"


def content() -> Content:
    """Per table the number of its rows and a digest of all of them, every column, whatever their order on the disk."""
    found: Content = {}
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(DIGEST.format(table))
            found[table] = cursor.fetchone()
    return found


def faults() -> Iterator[str]:
    """Faults of the record in the streams of those cases of which somebody was told."""
    told = Stream.objects.filter(rows__action="assignment.told").distinct().order_by("id")
    for stream in told.iterator():
        fault = first_fault(stream)
        if fault:
            yield f"{fault.stream} baris {fault.number}: {fault.what}"
