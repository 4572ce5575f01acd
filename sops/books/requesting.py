"""Asking for an office's book."""

import logging
from datetime import datetime

from celery import current_app
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from kombu.exceptions import OperationalError

from activity.record import locked_stream, record
from organizations.capacity import Capacity, is_admin
from organizations.models import Office
from sops.books.ordering import in_force
from sops.models import Book, BookPart

logger = logging.getLogger(__name__)
# The timetable comes by anyway: a queue that does not answer at once is not waited for.
PATIENCE = {"max_retries": 1, "interval_start": 0.2}


class NotNow(Exception):
    """There is nothing to bind, or a book is being made already; the message says which."""


@transaction.atomic
def request_book(office: Office, *, by: Capacity, at: datetime) -> Book:
    """Ask for the book of what is in force now. Raises NotNow, PermissionDenied."""
    if not is_admin(by, office.pk, office.government_id):
        raise PermissionDenied("Hanya admin kantor yang dapat membuat buku SOP.")
    stream = locked_stream(f"office:{office.slug}")
    if Book.objects.unfinished().filter(office=office).exists():
        raise NotNow("Buku SOP kantor ini sedang dikerjakan.")
    revisions = in_force(office)
    if not revisions:
        raise NotNow("Kantor ini belum mempunyai SOP yang berlaku.")
    book = Book.objects.create(office=office, requested_by=by.user, requested_at=at, total=len(revisions))
    BookPart.objects.bulk_create(
        BookPart(book=book, order=order, revision=revision) for order, revision in enumerate(revisions, 1)
    )
    record(stream, at=at, actor=by.actor, action="book.requested", book=book.pk, total=book.total)
    transaction.on_commit(call_worker, robust=True)
    return book


def call_worker() -> None:
    """Let a worker begin at once. Where there is no queue, or it is down, the timetable begins within seconds."""
    if not settings.REDIS_URL:
        return
    try:
        current_app.send_task("sops.books", expires=60, retry=True, retry_policy=PATIENCE)
    except OperationalError:
        logger.warning("Antrean tidak menjawab; buku SOP dikerjakan menurut jadwal", exc_info=True)
