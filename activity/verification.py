"""Walking the record: is every row still what was written, and is none missing?"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from activity.chain import digest_of, link, moment
from activity.models import Activity, Anchor, Stream


@dataclass(frozen=True)
class Fault:
    """The first thing wrong in a stream: where, and what, in words for an administrator."""

    stream: str
    number: int
    what: str


def faults() -> Iterator[Fault]:
    """The first fault of every stream that has one, and of every anchor that no longer fits."""
    for stream in Stream.objects.order_by("id").iterator():
        fault = first_fault(stream)
        if fault:
            yield fault
    yield from anchor_faults()


def first_fault(stream: Stream) -> Fault | None:
    """Walk one stream from its first row; None where every row, the order and the head agree."""
    previous, count = "", 0
    for row in Activity.objects.filter(stream=stream).order_by("number").iterator():
        count += 1
        if row.number != count:
            return Fault(stream.key, count, f"baris {count} hilang (yang ada berikutnya nomor {row.number})")
        what = row_fault(stream, row, previous)
        if what:
            return Fault(stream.key, count, what)
        previous = row.hash
    if count > stream.count:
        return Fault(
            stream.key, stream.count + 1, f"baris berlebih: tercatat {stream.count} baris, ada {count}"
        )
    if count < stream.count:
        return Fault(stream.key, count + 1, f"ekor terpotong: tercatat {stream.count} baris, tersisa {count}")
    if previous != stream.head:
        return Fault(stream.key, count, "kepala aliran tidak sama dengan hash baris terakhir")
    return None


def row_fault(stream: Stream, row: Activity, previous: str) -> str | None:
    """What is wrong with one row, or None."""
    if link(previous, row.content) != row.hash:
        return "hash tidak cocok dengan isi dan baris sebelumnya"
    try:
        copies = copies_of(stream, row, json.loads(row.content))
    except (ValueError, KeyError, TypeError):
        return "isi yang di-hash bukan susunan catatan"
    for name, (copy, original) in copies.items():
        if copy != original:
            return f"kolom {name} tidak sama dengan isi yang di-hash"
    return None


def copies_of(stream: Stream, row: Activity, stored: dict[str, Any]) -> dict[str, tuple[object, object]]:
    """Each column of a row beside what the stored text says of it."""
    actor = stored["actor"]
    return {
        "aliran": (stream.key, stored["stream"]),
        "nomor": (row.number, stored["number"]),
        "waktu": (moment(row.at), stored["at"]),
        "jenis pelaku": (row.actor_kind, actor["kind"]),
        "nama pelaku": (row.actor_name, actor["name"]),
        "kapasitas": (row.capacity, actor["capacity"]),
        "atas nama": (row.on_behalf_of, actor["on_behalf_of"]),
        "id pelaku": (row.user_id, actor["user_id"]),
        "tindakan": (row.action, stored["action"]),
        "data": (row.data, stored["data"]),
    }


def anchor_faults() -> Iterator[Fault]:
    """Anchored heads that the streams no longer pass through, and anchors that were rewritten themselves."""
    previous = ""
    for anchor in Anchor.objects.order_by("id").iterator():
        if digest_of(previous, anchor.heads) != anchor.digest:
            yield Fault(
                "jangkar", anchor.pk, f"jangkar {anchor.at:%Y-%m-%d %H:%M} UTC tidak cocok dengan sidiknya"
            )
        previous = anchor.digest
        for key, (count, head) in anchor.heads.items():
            found = (
                Activity.objects.filter(stream__key=key, number=count).values_list("hash", flat=True).first()
            )
            if found != head:
                yield Fault(key, count, f"tidak sama dengan jangkar {anchor.at:%Y-%m-%d %H:%M} UTC")
