"""Making the packages of what was filed, in the worker or, without one, by the embedded timetable.

A berkas is filed when its package is kept and its hash recorded, in one transaction; before that it waits. The bytes
are in the storage, and were read back, before any row names them: a worker that is killed leaves bytes that nothing
names, which the next one deletes.
"""

import hashlib
import logging
import secrets
import tempfile
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import BinaryIO

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import DatabaseError, transaction

from activity.chain import MACHINE, Actor
from activity.models import Activity, Stream
from activity.record import record
from documents.archive.filing import call
from documents.archive.metadata import metadata_of
from documents.archive.packaging import CHUNK, Matter, Paper, PaperChanged, Row, write_package
from documents.archive.sealing import Sealing, sealing_of
from documents.models import Arsip, Berkas, BerkasState, StoredFile

logger = logging.getLogger(__name__)
CLAIM, TURN = timedelta(minutes=5), timedelta(seconds=20)
MOST_LAPSES = 3
ZIP = "application/zip"
FAILED = "Paket arsip ini tidak dapat dibuat. Naskahnya tersimpan; coba lagi, atau hubungi pengelola server."
KILLED = (
    "Pekerja terhenti beberapa kali saat membuat paket arsip ini. Coba lagi, atau hubungi pengelola server."
)
LOST = "Penyimpanan tidak mengembalikan paket seperti yang ditulis. Periksa penyimpanannya, lalu coba lagi."

Clock = Callable[[], datetime]


class NotFailed(Exception):
    """Only a berkas whose package failed is tried again."""


def package_waiting(clock: Clock) -> int:
    """Make packages until the turn is over or none waits; how many were tried."""
    end, tried = clock() + TURN, 0
    while clock() < end and (berkas := claim(clock())):
        pack(berkas, clock)
        tried += 1
    return tried


def claim(at: datetime) -> Berkas | None:
    """Take a berkas for oneself, for as long as the claim lasts. Two workers never take the same one."""
    if not Berkas.objects.to_package(at).exists():
        return None
    with transaction.atomic():
        waiting = Berkas.objects.to_package(at).select_related("office__government", "unit", "stream")
        berkas = waiting.select_for_update(skip_locked=True, of=("self",)).first()
        if berkas is None:
            return None
        berkas.lapses += berkas.claimed_until is not None
        berkas.claimed_until = at + CLAIM
        berkas.save(update_fields=["lapses", "claimed_until"])
    return berkas


def pack(berkas: Berkas, clock: Clock) -> None:
    """Make the package of a berkas that one holds, or say that it cannot be made."""
    if berkas.lapses >= MOST_LAPSES:
        fail(berkas, KILLED, clock())
        return
    if not clear(berkas):
        return
    try:
        stored = made(berkas, clock())
    except DatabaseError:
        raise  # no fault of the berkas: the work goes on when the database is there again
    except PaperChanged as reason:
        fail(berkas, str(reason), clock())
        return
    except Exception:
        logger.exception("Paket berkas %s tidak dapat dibuat", berkas.pk)
        fail(berkas, FAILED, clock())
        return
    if not finish(berkas, stored, clock()):
        default_storage.delete(str(stored.file.name))


def folder(berkas: Berkas) -> str:
    """Where the package of a berkas stands."""
    return f"arsip/{berkas.pk}"


@transaction.atomic
def clear(berkas: Berkas) -> bool:
    """Delete what a killed worker left of this package; False, and nothing is deleted, where one holds it no more."""
    if held(berkas) is None:
        return False
    try:
        left = default_storage.listdir(folder(berkas))[1]
    except FileNotFoundError:  # a bucket has no folders: there the list is empty
        return True
    for name in left:
        default_storage.delete(f"{folder(berkas)}/{name}")
    return True


def made(berkas: Berkas, at: datetime) -> StoredFile:
    """The package, written and read back; no row names it yet. Raises PaperChanged, or OSError where it was lost."""
    sealing = sealing_of(berkas.office, at)
    matter = matter_of(berkas, sealing)
    with tempfile.TemporaryFile() as target:
        write_package(target, matter, sealing.seal)
        size, digest = target.tell(), digest_of(target)
        name = f"{folder(berkas)}/{secrets.token_urlsafe(24)}.zip"
        target.seek(0)
        name = default_storage.save(name, File(target))
    with default_storage.open(name, "rb") as kept:
        if digest_of(kept) != digest:
            raise OSError(LOST)
    return StoredFile(
        office=berkas.office,
        file=name,
        name=f"arsip-{berkas.nomor.replace('/', '-')}.zip",
        media_type=ZIP,
        size=size,
        sha256=digest,
        uploaded_at=at,
        uploaded_by_id=berkas.filed_by_id,
    )


def digest_of(file: "BinaryIO | File") -> str:
    """The SHA-256 of a file from its start."""
    digest = hashlib.sha256()
    file.seek(0)
    while chunk := file.read(CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


def matter_of(berkas: Berkas, sealing: Sealing) -> Matter:
    """What goes into the package."""
    papers = [paper_of(arsip) for arsip in berkas.papers.select_related("file")]
    rows, is_excerpt = rows_of(berkas), berkas.excerpt is not None
    return Matter(
        metadata_of(berkas), papers, berkas.stream.key, rows, is_excerpt, dict(sealing.certificates)
    )


def paper_of(arsip: Arsip) -> Paper:
    """A paper as it goes into the package."""
    stored = arsip.file
    if stored is None:
        raise PaperChanged(f"Naskah “{arsip.name}” sudah tidak ada di penyimpanan.")
    return Paper(
        number=arsip.number,
        name=arsip.name,
        media_type=arsip.media_type,
        size=arsip.size,
        sha256=arsip.sha256,
        open=lambda: default_storage.open(str(stored.file.name), "rb"),
        nomor=arsip.nomor,
        day=arsip.day.isoformat() if arsip.day else "",
        kind=arsip.kind,
        tingkat=arsip.tingkat,
        is_made_here=arsip.is_made_here,
        signatures=arsip.signatures,
    )


def rows_of(berkas: Berkas) -> list[Row]:
    """The rows of the record that go into the package."""
    rows = Activity.objects.filter(stream=berkas.stream_id).order_by("number")
    if berkas.excerpt is None:
        found = rows.filter(number__lte=berkas.record_count).values_list("number", "content", "hash")
        return [Row(*row) for row in found]
    wanted = set(berkas.excerpt)
    near = rows.filter(number__in=wanted | {number - 1 for number in wanted})
    by_number = {
        number: (content, digest) for number, content, digest in near.values_list("number", "content", "hash")
    }
    return [
        Row(number, *by_number[number], by_number[number - 1][1] if number > 1 else "")
        for number in sorted(wanted & by_number.keys())
    ]


@transaction.atomic
def finish(berkas: Berkas, stored: StoredFile, at: datetime) -> bool:
    """Filed; False where another worker took the berkas meanwhile."""
    stream = Stream.objects.select_for_update().get(pk=berkas.stream_id)
    mine = held(berkas)
    if mine is None:
        return False
    stored.save()
    mine.file(stored)
    mine.save(update_fields=["state", "package", "sha256", "claimed_until", "lapses", "message"])
    data = {"berkas": mine.pk, "nomor": mine.nomor, "sha256": stored.sha256, "size": stored.size}
    record(stream, at=at, actor=MACHINE, action="berkas.filed", **data)
    return True


@transaction.atomic
def fail(berkas: Berkas, message: str, at: datetime) -> None:
    """Give the package up, and say why."""
    stream = Stream.objects.select_for_update().get(pk=berkas.stream_id)
    mine = held(berkas)
    if mine is not None:
        mine.claimed_until, mine.message = None, message[:500]
        mine.save(update_fields=["claimed_until", "message"])
        data = {"berkas": mine.pk, "nomor": mine.nomor, "reason": mine.message}
        record(stream, at=at, actor=MACHINE, action="berkas.failed", **data)


def held(berkas: Berkas) -> Berkas | None:
    """The row of a berkas, locked, as long as one holds it."""
    rows = Berkas.objects.select_for_update(of=("self",))
    return rows.filter(pk=berkas.pk, state=BerkasState.WAITING, claimed_until=berkas.claimed_until).first()


@transaction.atomic
def try_again(berkas: Berkas, *, by: Actor, at: datetime) -> None:
    """Put a berkas whose package failed into the queue again. Raises NotFailed."""
    stream = Stream.objects.select_for_update().get(pk=berkas.stream_id)
    failed = Berkas.objects.filter(pk=berkas.pk, state=BerkasState.WAITING, message__gt="")
    if not failed.update(lapses=0, message="", claimed_until=None):
        raise NotFailed
    record(stream, at=at, actor=by, action="berkas.retried", berkas=berkas.pk, nomor=berkas.nomor)
    transaction.on_commit(call, robust=True)
