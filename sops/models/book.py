"""The book of an office: its SOPs bound into one file, made by the worker part by part."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organizations.models import Office, User
from sops.models.revision import Revision


class BookStatus(models.TextChoices):
    """How far a book is."""

    WAITING = "menunggu", _("menunggu")
    WORKING = "dikerjakan", _("dikerjakan")
    DONE = "selesai", _("selesai")
    FAILED = "gagal", _("gagal")


UNFINISHED = (BookStatus.WAITING, BookStatus.WORKING)


class BookQuerySet(models.QuerySet["Book"]):
    def unfinished(self) -> Self:
        """Those that are asked for and not made."""
        return self.filter(status__in=UNFINISHED)

    def to_work_on(self, at: datetime) -> Self:
        """Unfinished ones that no worker holds at that moment, the oldest first."""
        free = Q(claimed_until=None) | Q(claimed_until__lt=at)
        return self.unfinished().filter(free).order_by("requested_at", "id")

    def done(self) -> Self:
        """Those that can be read, the newest first."""
        return self.filter(status=BookStatus.DONE).exclude(file="").order_by("-finished_at", "-id")


class Book(models.Model):
    """The revisions in force of an office at the moment when somebody asked for the book.

    `claimed_until` is the worker's hold on it: another one takes over once it has passed. `lapses` counts the holds
    that passed in a row without any progress.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="books")
    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    requested_at = models.DateTimeField()
    status = models.CharField(max_length=12, choices=BookStatus, default=BookStatus.WAITING)
    total = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    message = models.CharField(_("sebab gagal"), max_length=500, blank=True)
    front_pages = models.PositiveIntegerField(null=True, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    lapses = models.PositiveSmallIntegerField(default=0)

    file = models.FileField(_("berkas"), max_length=200, blank=True)
    size = models.PositiveBigIntegerField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    pages = models.PositiveIntegerField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = BookQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("buku SOP")
        constraints = [
            models.UniqueConstraint(
                fields=["office"],
                condition=Q(status__in=("menunggu", "dikerjakan")),
                name="one_unfinished_book_per_office",
            ),
            models.CheckConstraint(
                name="only_a_finished_book_has_a_file",
                condition=Q(status="selesai", pages__isnull=False, size__isnull=False) & ~Q(sha256="")
                | ~Q(status="selesai") & Q(pages=None, size=None, sha256="", file=""),
            ),
        ]

    def __str__(self) -> str:
        return f"Buku SOP {self.office_id} ({self.status})"


class BookPart(models.Model):
    """One SOP of a book; `file` is its sheet until the book is bound."""

    book = models.ForeignKey(Book, on_delete=models.CASCADE, related_name="parts")
    order = models.PositiveIntegerField()
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    first_page = models.PositiveIntegerField(null=True, blank=True)
    pages = models.PositiveIntegerField(null=True, blank=True)
    file = models.FileField(_("berkas"), max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("bagian buku SOP")
        ordering = ["order"]
        # The sheets that wait to be bound, or to be deleted.
        indexes = [models.Index(fields=["book"], condition=Q(file__gt=""), name="book_parts_with_file")]
        constraints = [
            models.UniqueConstraint(fields=["book", "order"], name="book_part_order_once"),
            models.UniqueConstraint(fields=["book", "revision"], name="revision_once_per_book"),
        ]

    def __str__(self) -> str:
        return f"{self.book_id}/{self.order}"
