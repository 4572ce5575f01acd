"""The append-only record: what its triggers refuse, and what verification finds once they are gone."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from activity.anchoring import anchor_streams
from activity.chain import link
from activity.models import Activity, Anchor, Stream
from activity.verification import Fault, faults
from tests.cast import Cast

pytestmark = pytest.mark.django_db

TABLES = ("activity_activity", "activity_anchor")
PLACES = [
    ("data", '{"step": "99"}'),
    ("actor_name", "Orang Lain"),
    ("actor_kind", "machine"),
    ("capacity", "Plt. Kepala Dinas"),
    ("on_behalf_of", "Orang Lain"),
    ("user_id", "1000000"),
    ("action", "case.cancelled"),
    ("at", "2026-01-01 00:00:00+00:00"),
    ("content", '{"stream": "lain"}'),
    ("content", "bukan JSON"),
    ("hash", "0" * 64),
]


@pytest.fixture
def stream(cast: Cast) -> Stream:
    """The stream of a case with four rows: its start and three acts."""
    case = cast.start("tarakan-dpupr")
    for _ in range(3):
        cast.complete(cast.tasks(case)[0])
    stream = Stream.objects.get(pk=case.stream_id)
    assert stream.count == 4
    assert not list(faults())
    return stream


def sql(statement: str, *values: Any) -> None:
    """What somebody with a password to the database could write."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def refused(statement: str) -> bool:
    """Whether the database refuses a statement; nothing of it stays."""
    try:
        with transaction.atomic():
            sql(statement)
            transaction.set_rollback(True)
    except DatabaseError as error:
        return "hanya dapat ditambah" in str(error)
    return False


def drop_triggers() -> None:
    """Take away what protects the tables, until the test's transaction rolls back."""
    for table in TABLES:
        if connection.vendor == "postgresql":
            sql("SET CONSTRAINTS ALL IMMEDIATE")  # else the rows just written hold the table
            sql(f"DROP TRIGGER {table}_append_only ON {table}")
        else:
            sql(f"DROP TRIGGER {table}_no_update")
            sql(f"DROP TRIGGER {table}_no_delete")


def verification_command() -> tuple[int, str]:
    """The exit status of `verify_activity`, and what it prints."""
    out = StringIO()
    try:
        call_command("verify_activity", stdout=out)
    except CommandError as error:
        return error.returncode, out.getvalue()
    return 0, out.getvalue()


def rewrite(stream: Stream, number: int, **data: str) -> None:
    """Forge a row with skill: its text, every hash from there on and the head follow."""
    previous = "" if number == 1 else Activity.objects.get(stream=stream, number=number - 1).hash
    for row in Activity.objects.filter(stream=stream, number__gte=number).order_by("number"):
        if row.number == number:
            for old, new in data.items():
                row.content = row.content.replace(old, new)
                row.actor_name = row.actor_name.replace(old, new)
        previous = link(previous, row.content)
        Activity.objects.filter(pk=row.pk).update(
            content=row.content, actor_name=row.actor_name, hash=previous
        )
    Stream.objects.filter(pk=stream.pk).update(head=previous)


@pytest.mark.core
@pytest.mark.parametrize("table", TABLES)
def test_a_plain_update_is_refused(stream: Stream, cast: Cast, table: str) -> None:
    anchor_streams(cast.now)
    assert refused(f"UPDATE {table} SET at = at")  # noqa: S608


@pytest.mark.core
@pytest.mark.parametrize("table", TABLES)
def test_a_plain_delete_is_refused(stream: Stream, cast: Cast, table: str) -> None:
    anchor_streams(cast.now)
    assert refused(f"DELETE FROM {table}")  # noqa: S608


@pytest.mark.parametrize("table", TABLES)
def test_truncate_is_refused(table: str) -> None:
    sql(f"ALTER TABLE {table} ENABLE TRIGGER {table}_no_truncate")  # off only in the tests' database
    assert refused(f"TRUNCATE {table}")


@pytest.mark.core
def test_an_untouched_record_is_whole(stream: Stream, cast: Cast) -> None:
    anchor_streams(cast.now)
    status, printed = verification_command()
    assert status == 0
    assert f"{Stream.objects.count()} aliran, {Activity.objects.count()} baris" in printed


@pytest.mark.core
@pytest.mark.parametrize(("column", "value"), PLACES)
def test_a_changed_row_is_named(stream: Stream, column: str, value: str) -> None:
    drop_triggers()
    sql(
        f"UPDATE activity_activity SET {column} = %s WHERE stream_id = %s AND number = 3",  # noqa: S608
        value,
        stream.pk,
    )
    assert [(fault.stream, fault.number) for fault in faults()] == [(stream.key, 3)]


@pytest.mark.core
@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_removed_row_is_named(stream: Stream, number: int) -> None:
    drop_triggers()
    Activity.objects.get(stream=stream, number=number).delete()
    assert [(fault.stream, fault.number) for fault in faults()] == [(stream.key, number)]


@pytest.mark.core
@pytest.mark.parametrize("left", [3, 1, 0])
def test_a_cut_tail_is_found(stream: Stream, left: int) -> None:
    drop_triggers()
    Activity.objects.filter(stream=stream, number__gt=left).delete()
    [fault] = faults()
    assert (fault.stream, fault.number) == (stream.key, left + 1)
    assert "ekor terpotong" in fault.what


@pytest.mark.core
def test_rows_that_changed_places_are_found(stream: Stream) -> None:
    drop_triggers()
    for old, new in ((2, 1000), (3, 2), (1000, 3)):
        Activity.objects.filter(stream=stream, number=old).update(number=new)
    assert [(fault.stream, fault.number) for fault in faults()] == [(stream.key, 2)]


@pytest.mark.core
def test_a_row_moved_to_another_stream_is_found(stream: Stream, cast: Cast) -> None:
    other = cast.start("tarakan-dpupr").stream
    drop_triggers()
    Activity.objects.filter(stream=stream, number=4).update(stream=other, number=2)
    assert {fault.stream for fault in faults()} == {stream.key, other.key}


@pytest.mark.core
def test_a_forged_row_whose_own_hash_fits_breaks_the_next_one(stream: Stream) -> None:
    drop_triggers()
    row, before = (Activity.objects.get(stream=stream, number=number) for number in (2, 1))
    forged = row.content.replace(row.actor_name, "Orang Lain")
    Activity.objects.filter(pk=row.pk).update(
        content=forged, actor_name="Orang Lain", hash=link(before.hash, forged)
    )
    assert [(fault.stream, fault.number) for fault in faults()] == [(stream.key, 3)]


@pytest.mark.core
def test_a_forged_last_row_leaves_a_head_that_does_not_fit(stream: Stream) -> None:
    drop_triggers()
    Stream.objects.filter(pk=stream.pk).update(head="0" * 64)
    assert [(fault.stream, fault.number) for fault in faults()] == [(stream.key, 4)]


@pytest.mark.core
@pytest.mark.parametrize("text", ["bukan JSON", "{}", "[]"])
def test_a_forged_text_that_no_longer_reads_is_a_fault_and_no_crash(stream: Stream, text: str) -> None:
    drop_triggers()
    before = Activity.objects.get(stream=stream, number=3)
    forged = link(before.hash, text)
    Activity.objects.filter(stream=stream, number=4).update(content=text, hash=forged)
    Stream.objects.filter(pk=stream.pk).update(head=forged)
    assert [(fault.stream, fault.number) for fault in faults()] == [(stream.key, 4)]


@pytest.mark.core
def test_a_rewritten_chain_differs_from_its_anchor(stream: Stream, cast: Cast) -> None:
    anchor_streams(cast.now)
    drop_triggers()
    rewrite(stream, 2, Contoh="Palsu")
    [fault] = faults()
    assert (fault.stream, fault.number) == (stream.key, 4)
    assert "jangkar" in fault.what


@pytest.mark.core
def test_a_rewritten_chain_without_an_anchor_is_not_found(stream: Stream) -> None:
    drop_triggers()
    rewrite(stream, 2, Contoh="Palsu")
    assert not list(faults())


@pytest.mark.core
def test_a_tail_cut_together_with_its_head_differs_from_the_anchor(stream: Stream, cast: Cast) -> None:
    anchor_streams(cast.now)
    drop_triggers()
    Activity.objects.filter(stream=stream, number=4).delete()
    third = Activity.objects.get(stream=stream, number=3)
    Stream.objects.filter(pk=stream.pk).update(count=3, head=third.hash)
    assert [(fault.stream, fault.number) for fault in faults()] == [(stream.key, 4)]


@pytest.mark.core
def test_a_rewritten_anchor_is_found(stream: Stream, cast: Cast) -> None:
    anchor = anchor_streams(cast.now)
    assert anchor is not None
    drop_triggers()
    rewrite(stream, 2, Contoh="Palsu")
    heads = {key: [count, head] for key, count, head in Stream.objects.values_list("key", "count", "head")}
    Anchor.objects.filter(pk=anchor.pk).update(heads=heads)
    assert list(faults())


@pytest.mark.core
def test_an_anchor_holds_only_the_streams_that_moved_since_the_last(stream: Stream, cast: Cast) -> None:
    first = anchor_streams(cast.now)
    assert first is not None
    assert first.heads[stream.key] == [4, stream.head]
    assert anchor_streams(cast.now) is None
    other = cast.start("gowa-dpupr").stream
    second = anchor_streams(cast.now)
    assert second is not None
    assert list(second.heads) == [other.key]


@pytest.mark.core
def test_the_command_names_the_first_broken_row_and_exits_with_1(stream: Stream) -> None:
    drop_triggers()
    Activity.objects.filter(stream=stream, number__gte=2).update(actor_name="Orang Lain")
    status, printed = verification_command()
    assert status == 1
    assert printed.splitlines() == [
        f"RUSAK {stream.key} baris 2: kolom nama pelaku tidak sama dengan isi yang di-hash"
    ]


@pytest.mark.core
def test_the_command_names_one_row_for_every_broken_stream(stream: Stream, cast: Cast) -> None:
    other = cast.start("gowa-dpupr").stream
    drop_triggers()
    Activity.objects.filter(number=1, stream__in=[stream, other]).update(capacity="Wali Kota")
    what = "kolom kapasitas tidak sama dengan isi yang di-hash"
    assert list(faults()) == [Fault(stream.key, 1, what), Fault(other.key, 1, what)]
