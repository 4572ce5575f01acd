"""Writing the record. The caller is in a transaction and holds the lock on the stream's head."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from activity.chain import Actor, content_of, link
from activity.models import Stream

INSERT = """
    INSERT INTO activity_activity (stream_id, number, at, actor_kind, actor_name, capacity, on_behalf_of, user_id,
                                   action, data, content, hash) VALUES """
ROW = "(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
MOVE_HEADS = """
    WITH moved(id, count, head) AS (VALUES {})
    UPDATE activity_stream SET count = moved.count, head = moved.head FROM moved WHERE activity_stream.id = moved.id
"""
MANY = 500
MOVE_HEAD = "UPDATE activity_stream SET count = %s, head = %s WHERE id = %s"


def locked_stream(key: str) -> Stream:
    """The stream of that name, made if it is new, its head locked until the transaction ends."""
    Stream.objects.get_or_create(key=key)
    return Stream.objects.select_for_update().get(key=key)


def record(stream: Stream, *, at: datetime, actor: Actor, action: str, **data: Any) -> None:
    """Append one row to a locked stream."""
    record_all(stream, at=at, actor=actor, entries=[(action, data)])


def record_all(
    stream: Stream, *, at: datetime, actor: Actor, entries: Sequence[tuple[str, Mapping[str, Any]]]
) -> None:
    """Append rows (action, data) to a locked stream: two statements however many rows.

    Written in SQL because every act of every official passes here; it is the one place that writes these tables.
    """
    rows: list[Any] = []
    for action, data in entries:
        rows += appended(stream, at, actor, action, data)
    with connection.cursor() as cursor:
        cursor.execute(INSERT + ", ".join([ROW] * len(entries)), rows)
        cursor.execute(MOVE_HEAD, [stream.count, stream.head, stream.pk])


def record_many(rows: Sequence[tuple[Stream, str, Mapping[str, Any]]], *, at: datetime, actor: Actor) -> None:
    """Append a row (stream, action, data) to each of many locked streams; one stream may come several times, as one
    and the same object. Two statements for every 500 rows."""
    for first in range(0, len(rows), MANY):
        some = rows[first : first + MANY]
        values: list[Any] = []
        for stream, action, data in some:
            values += appended(stream, at, actor, action, data)
        heads = {stream.pk: stream for stream, _, _ in some}
        moved = [value for pk, stream in heads.items() for value in (pk, stream.count, stream.head)]
        with connection.cursor() as cursor:
            cursor.execute(INSERT + ", ".join([ROW] * len(some)), values)
            cursor.execute(MOVE_HEADS.format(", ".join(["(%s, %s, %s)"] * len(heads))), moved)


def appended(stream: Stream, at: datetime, actor: Actor, action: str, data: Mapping[str, Any]) -> list[Any]:
    """The columns of the next row of a stream, whose head moves in memory."""
    number = stream.count + 1
    content = content_of(stream.key, number, at, actor, action, data)
    stream.count, stream.head = number, link(stream.head, content)
    who = [actor.kind, actor.name, actor.capacity, actor.on_behalf_of, actor.user_id]
    return [stream.pk, number, at, *who, action, json.dumps(data, ensure_ascii=False), content, stream.head]
