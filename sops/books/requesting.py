"""Asking for an office's book."""

from datetime import datetime
from functools import partial

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from activity.calling import call_worker
from activity.record import locked_stream, record
from organizations.capacity import Capacity, is_admin
from organizations.models import Office
from sops.books.ordering import in_force
from sops.models import Book, BookPart


class NotNow(Exception):
    """There is nothing to bind, or a book is being made already; the message says which."""


@transaction.atomic
def request_book(office: Office, *, by: Capacity, at: datetime) -> Book:
    """Ask for the book of what is in force now. Raises NotNow, PermissionDenied."""
    if not is_admin(by, office.pk, office.government_id):
        raise PermissionDenied(_("Hanya admin kantor yang dapat membuat buku SOP."))
    stream = locked_stream(f"office:{office.slug}")
    if Book.objects.unfinished().filter(office=office).exists():
        raise NotNow(_("Buku SOP kantor ini sedang dikerjakan."))
    revisions = in_force(office)
    if not revisions:
        raise NotNow(_("Kantor ini belum mempunyai SOP yang berlaku."))
    book = Book.objects.create(office=office, requested_by=by.user, requested_at=at, total=len(revisions))
    BookPart.objects.bulk_create(
        BookPart(book=book, order=order, revision=revision) for order, revision in enumerate(revisions, 1)
    )
    record(stream, at=at, actor=by.actor, action="book.requested", book=book.pk, total=book.total)
    transaction.on_commit(partial(call_worker, "sops.books"), robust=True)
    return book
