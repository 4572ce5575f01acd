"""What an office shows everybody: whether it has a portal, the prints that lie ready, the PKs that it published."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from documents.models.archive import SECRET, Arsip
from documents.models.signing import PaperStatus, SignedPaper
from documents.models.stored_file import StoredFile
from organizations.models import Office, User

MOST_TRIES = 3  # to lay out one sheet


class Portal(models.Model):
    """Whether an office shows its SOPs in force to everybody, and what it says there of itself."""

    office = models.OneToOneField(Office, on_delete=models.CASCADE, primary_key=True, related_name="portal")
    is_on = models.BooleanField(_("laman resmi dibuka"), default=False, db_default=False)
    introduction = models.CharField(
        _("kalimat pengantar"), max_length=300, blank=True, default="", db_default=""
    )

    class Meta:
        verbose_name = verbose_name_plural = _("laman resmi")

    def __str__(self) -> str:
        return f"{self.office_id}: {self.is_on}"


class PublicPrintQuerySet(models.QuerySet["PublicPrint"]):
    def ready(self) -> Self:
        """Those whose bytes are there."""
        return self.exclude(file="")

    def to_make(self, at: datetime) -> Self:
        """Those without bytes that no worker holds at that moment."""
        return self.filter(Q(claimed_until=None) | Q(claimed_until__lt=at), file="")

    def given_up(self) -> Self:
        """Those that no worker tries any more."""
        return self.filter(file="", claimed_until=None, tries__gte=MOST_TRIES)


class PublicPrint(models.Model):
    """A PDF that a worker made for the portal, so that no visitor has anything laid out. It can always be made again.

    `key` stands for all that is printed. `claimed_until` is the worker's hold, `tries` how often the sheet could not be
    laid out, or killed the worker that held it. A print that is given up is begun anew with another key, or after its
    portal was closed.
    """

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=64, unique=True)
    file = models.FileField(_("berkas"), max_length=200, blank=True)
    size = models.PositiveBigIntegerField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)

    objects = PublicPrintQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("cetakan untuk umum")
        constraints = [
            models.CheckConstraint(
                name="a_public_print_is_known_by_its_bytes",
                condition=Q(file="", size=None, sha256="")
                | (~Q(file="") & Q(size__isnull=False) & ~Q(sha256="")),
            )
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def is_ready(self) -> bool:
        """Whether its bytes are there."""
        return bool(self.file)

    @property
    def is_given_up(self) -> bool:
        """Whether no worker tries any more."""
        return not self.file and self.claimed_until is None and self.tries >= MOST_TRIES


class PublicationQuerySet(models.QuerySet["Publication"]):
    def standing(self) -> Self:
        """Those that nobody has withdrawn."""
        return self.filter(withdrawn_at=None)

    def public(self) -> Self:
        """Those that everybody may read now: of a real office whose portal is on, of a paper that counts, whose bytes
        are there and whose archive was not made secret since."""
        secret = Arsip.objects.filter(file=OuterRef("file"), berkas__access__in=SECRET)
        return self.standing().filter(
            ~Exists(secret),
            office__portal__is_on=True,
            office__learner=None,
            paper__status=PaperStatus.SIGNED,
            file__erased_at=None,
        )


class Publication(models.Model):
    """A signed paper on its office's portal, from when to when, by whom and why no longer. Never deleted.

    `file` are the very bytes that were published; whatever becomes of the paper, no others are shown.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="publications")
    paper = models.ForeignKey(SignedPaper, on_delete=models.PROTECT, related_name="publications")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    published_as = models.CharField(max_length=300)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_as = models.CharField(max_length=300, blank=True)
    withdrawn_reason = models.CharField(_("alasan ditarik"), max_length=500, blank=True)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("naskah di laman resmi")
        constraints = [
            models.UniqueConstraint(
                fields=["paper"], condition=Q(withdrawn_at=None), name="a_paper_is_published_once_at_a_time"
            ),
            models.CheckConstraint(
                name="a_publication_is_withdrawn_by_somebody_for_a_reason",
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawn_reason="")
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.paper_id}: {self.published_at:%Y-%m-%d}"
