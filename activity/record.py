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
        number = stream.count + 1
        content = content_of(stream.key, number, at, actor, action, data)
        stream.count, stream.head = number, link(stream.head, content)
        rows += [
            stream.pk,
            number,
            at,
            actor.kind,
            actor.name,
            actor.capacity,
            actor.on_behalf_of,
            actor.user_id,
        ]
        rows += [action, json.dumps(data, ensure_ascii=False), content, stream.head]
    with connection.cursor() as cursor:
        cursor.execute(INSERT + ", ".join([ROW] * len(entries)), rows)
        cursor.execute(MOVE_HEAD, [stream.count, stream.head, stream.pk])
