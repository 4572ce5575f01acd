"""The files of books. Each book has a folder in the storage, in which only the bound book stays in the end."""

import secrets

from django.core.files import File
from django.core.files.storage import default_storage
from django.db.models import Exists, OuterRef

from sops.models import Book, BookPart
from sops.models.book import UNFINISHED


def folder(book: Book) -> str:
    """Where the files of a book stand."""
    return f"books/{book.pk}"


def keep(book: Book, content: File) -> str:
    """Store a file of the book under an unguessable name."""
    return default_storage.save(f"{folder(book)}/{secrets.token_urlsafe(24)}.pdf", content)


def discard(name: str) -> None:
    """Forget a file that no row names."""
    default_storage.delete(name)


def tidy() -> None:
    """Delete what is needed no more: the sheets of books that are bound or failed, and books that a newer one replaces.

    A file goes before its row forgets it, so that whoever is killed in between leaves the rest to the next time.
    """
    for book in Book.objects.exclude(status__in=UNFINISHED).filter(parts__file__gt="").distinct():
        clear(book)
        BookPart.objects.filter(book=book, file__gt="").update(file="")
    newer = Book.objects.done().filter(office=OuterRef("office"), finished_at__gt=OuterRef("finished_at"))
    for book in Book.objects.done().filter(Exists(newer)):
        default_storage.delete(str(book.file.name))
        Book.objects.filter(pk=book.pk).update(file="")


def clear(book: Book) -> None:
    """Delete everything in the folder of a book but the book itself, also what a killed worker left."""
    try:
        names = default_storage.listdir(folder(book))[1]
    except FileNotFoundError:
        return  # in a folder; a bucket has none, and so nothing is in it
    for name in names:
        path = f"{folder(book)}/{name}"
        if path != book.file.name:
            default_storage.delete(path)
