"""Making books in turns: one sheet after the other, each kept as soon as it is made.

A worker holds a book for a few minutes at a time; killed, it leaves the book to another one, which goes on after the
last sheet that was kept. A turn is short because the worker, or the embedded timetable, has other work too. Nothing is
laid out inside a transaction.
"""

import hashlib
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from tempfile import TemporaryFile
from typing import BinaryIO, cast

from django.core.files import File
from django.db import DatabaseError, transaction
from weasyprint.text.fonts import FontConfiguration

from activity.chain import MACHINE
from activity.record import locked_stream, record
from sops.books.files import discard, keep, tidy
from sops.models import Book, BookPart, BookStatus
from sops.printing.binding import Binder, NotThatLong, page_count
from sops.printing.book import Front, entry_of, front_pages, front_pdf
from sops.printing.pdf import sheet_pdf
from sops.printing.sheet import sheet_of

logger = logging.getLogger(__name__)
CLAIM = timedelta(minutes=5)
TURN = timedelta(seconds=20)
MOST_LAPSES = 3  # holds that passed without a single sheet: something in there kills the worker
BLOCK = 1 << 20

Clock = Callable[[], datetime]


class Failed(Exception):
    """The book cannot be made; the message is for those who asked for it."""


class Lost(Exception):
    """Another worker has the book."""


def work_on_books(clock: Clock) -> None:
    """Make books until the turn is over or none is left."""
    end = clock() + TURN
    tidy()
    while clock() < end and (book := claim(clock())):
        work_on(book, clock, end)


@transaction.atomic
def claim(at: datetime) -> Book | None:
    """Take a book for oneself, for as long as the claim lasts. Two workers never take the same one."""
    free = Book.objects.to_work_on(at).select_related("office__government")
    book = free.select_for_update(skip_locked=True, of=("self",)).first()
    if book is None:
        return None
    book.lapses += book.claimed_until is not None
    book.status, book.claimed_until = BookStatus.WORKING, at + CLAIM
    book.save(update_fields=["lapses", "status", "claimed_until"])
    return book


def work_on(book: Book, clock: Clock, end: datetime) -> None:
    """Go on with a book until it is bound, has failed, or the turn is over."""
    try:
        if book.lapses >= MOST_LAPSES:
            raise Failed(f"Pekerja terhenti {MOST_LAPSES} kali {where(book)}.")
        fonts = FontConfiguration()
        if book.front_pages is None:
            update(book, front_pages=front_pages(front_of(book), fonts))
        while clock() < end:
            part = next_part(book)
            if part is None:
                bind(book, clock, fonts)
                return
            make(part, book, clock, fonts)
        update(book, claimed_until=None)
    except Failed as reason:
        fail(book, str(reason), clock())
    except Lost:
        logger.warning("Buku SOP %s diambil alih pekerja lain", book.pk)


def update(book: Book, **values: object) -> None:
    """Change the book as long as one has it. Raises Lost."""
    held = Book.objects.filter(pk=book.pk, status=BookStatus.WORKING, claimed_until=book.claimed_until)
    if not held.update(**values):
        raise Lost
    for name, value in values.items():
        setattr(book, name, value)


def next_part(book: Book) -> BookPart | None:
    """The first part that has no sheet yet."""
    parts = book.parts.select_related("revision__sop__office__government")
    return parts.filter(pages=None).order_by("order").first()


def where(book: Book) -> str:
    """At which SOP the work stands, for a message."""
    part = next_part(book)
    return f"pada lembar SOP “{part.revision.nama}”" if part else "saat menjilid"


def make(part: BookPart, book: Book, clock: Clock, fonts: FontConfiguration) -> None:
    """Lay out the sheet of a part, and keep it. Raises Failed, Lost."""
    first = first_page(part, book)
    try:
        content = sheet_pdf(sheet_of(part.revision), fonts, first)
    except DatabaseError:
        raise  # no fault of the SOP: the work goes on when the database is there again
    except Exception as error:
        logger.exception("Lembar SOP %s tidak dapat dibuat", part.revision.sop.slug)
        raise Failed(f"Lembar SOP “{part.revision.nama}” tidak dapat dibuat.") from error
    name = kept(book, BytesIO(content))
    try:
        with transaction.atomic():
            update(book, claimed_until=clock() + CLAIM, done=book.done + 1, lapses=0)
            values = {"first_page": first, "pages": page_count(content), "file": name}
            BookPart.objects.filter(pk=part.pk).update(**values)
    except Lost:
        discard(name)
        raise


def first_page(part: BookPart, book: Book) -> int:
    """The page on which the part begins: after the front, or after the part before it."""
    before = book.parts.filter(order__lt=part.order).order_by("-order").first()
    if before is None:
        return (book.front_pages or 0) + 1
    return (before.first_page or 0) + (before.pages or 0)


def kept(book: Book, content: BinaryIO) -> str:
    """The name of a file of the book in the storage. Raises Failed where it cannot be written."""
    try:
        return keep(book, File(content))
    except OSError as error:
        logger.exception("Berkas buku SOP %s tidak dapat disimpan", book.pk)
        raise Failed("Berkas buku tidak dapat disimpan; hubungi pengelola server.") from error


def front_of(book: Book) -> Front:
    """Cover and table of contents as of the moment of the request; pages that are not known yet are 0."""
    parts = book.parts.select_related("revision")
    return Front(
        office=book.office,
        day=book.requested_at.astimezone(book.office.zone).date(),
        entries=[entry_of(part.revision, part.first_page or 0) for part in parts],
    )


def bind(book: Book, clock: Clock, fonts: FontConfiguration) -> None:
    """Bind the sheets, and finish the book. Raises Failed, Lost."""
    update(book, claimed_until=clock() + CLAIM)
    with TemporaryFile() as out:
        try:
            pages = write(book, out, fonts)
        except DatabaseError:
            raise
        except NotThatLong as error:
            raise Failed("Tampilan kantor berubah selama buku dikerjakan; buat lagi.") from error
        except Exception as error:
            logger.exception("Buku SOP %s tidak dapat dijilid", book.pk)
            raise Failed("Lembar-lembar buku tidak dapat dijilid.") from error
        size, digest = out.tell(), digest_of(out)
        name = kept(book, out)
    try:
        finish(book, clock(), name, {"pages": pages, "size": size, "sha256": digest})
    except Lost:
        discard(name)
        raise
    tidy()


def write(book: Book, out: BinaryIO, fonts: FontConfiguration) -> int:
    """Write the book; how many pages it has."""
    binder = Binder(out)
    for part in book.parts.select_related("revision__sop").iterator(chunk_size=100):
        revision = part.revision
        with part.file.open("rb") as sheet:
            name = f"{revision.sop.slug}.yaml"
            binder.add(cast(BinaryIO, sheet), title=revision.nama, attachment=name, pages=part.pages or 0)
    return binder.finish(BytesIO(front_pdf(front_of(book), fonts)), pages=book.front_pages or 0)


def digest_of(file: BinaryIO) -> str:
    """The SHA-256 of a file, which is then at its start again."""
    digest = hashlib.sha256()
    file.seek(0)
    while block := file.read(BLOCK):
        digest.update(block)
    file.seek(0)
    return digest.hexdigest()


@transaction.atomic
def finish(book: Book, at: datetime, name: str, facts: dict[str, object]) -> None:
    """The book can be read."""
    stream = locked_stream(f"office:{book.office.slug}")
    update(book, status=BookStatus.DONE, file=name, finished_at=at, claimed_until=None, **facts)
    record(stream, at=at, actor=MACHINE, action="book.finished", book=book.pk, total=book.total, **facts)


def fail(book: Book, message: str, at: datetime) -> None:
    """Give the book up, and say why; it may be asked for again."""
    try:
        with transaction.atomic():
            stream = locked_stream(f"office:{book.office.slug}")
            values = {"status": BookStatus.FAILED, "message": message[:500], "finished_at": at}
            update(book, claimed_until=None, **values)
            record(stream, at=at, actor=MACHINE, action="book.failed", book=book.pk, message=message[:500])
    except Lost:
        logger.warning("Buku SOP %s diambil alih pekerja lain", book.pk)
    tidy()
