"""Whether both sides wrote the very same rows: a floor that writes less would be no floor."""

from collections.abc import Iterator

from django.apps import apps
from django.db import connection

from activity.verification import faults
from bench.stage import visiting_floor
from workflows.models import Case

APPS = ("workflows", "activity", "documents")
DIGEST = "SELECT count(*), coalesce(md5(string_agg(t::text, chr(10) ORDER BY {})), '') FROM {} t"
Content = dict[str, tuple[int, str]]


def differences() -> Iterator[str]:
    """What is wrong, a line each; prints the number of rows per table on the way."""
    ours, our_faults = content(), wrong_here()
    with visiting_floor():
        theirs, their_faults = content(), wrong_here()
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
    """Per table the number of its rows and a digest of all of them, every column, in the order of their ids."""
    models = [model._meta for app in APPS for model in apps.get_app_config(app).get_models()]
    found: Content = {}
    with connection.cursor() as cursor:
        for table, key in sorted((meta.db_table, meta.pk.column) for meta in models if meta.pk):
            cursor.execute(DIGEST.format(key, table))
            found[table] = cursor.fetchone()
    return found


def wrong_here() -> list[str]:
    """Cases that did not reach the archive, and faults of the record, in the database that Django looks at."""
    unfinished = Case.objects.exclude(status="selesai", tahap="arsip").count()
    found = [f"{fault.stream} baris {fault.number}: {fault.what}" for fault in faults()]
    return [*([f"{unfinished} kasus belum diarsipkan"] if unfinished else []), *found]
