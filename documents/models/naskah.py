"""A paper made here: what was typed, what was taken over, and the PDF that the worker makes of it."""

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from documents.models.stored_file import StoredFile
from documents.naskah.kinds import KINDS, Kind
from organizations.models import Office, User


class RenderState(models.TextChoices):
    """How far the PDF of a paper is."""

    WAITING = "antre", _("dalam antrean")
    WORKING = "dikerjakan", _("sedang dibuat")
    READY = "siap", _("siap")
    FAILED = "gagal", _("gagal")
    APART = "ttd", _("pada naskah yang ditandatangani")  # its bytes are those of its signed papers


class NaskahQuerySet(models.QuerySet["Naskah"]):
    def to_render(self, at: datetime) -> Self:
        """Those without a PDF that no worker holds at that moment, the oldest first."""
        lost = Q(state=RenderState.WORKING, claimed_until__lt=at)
        return self.filter(Q(state=RenderState.WAITING) | lost).order_by("id")


class Naskah(models.Model):
    """One version of a paper. Its content never changes: a correction is another one. `previous` is the draft that was
    issued as this.

    `values` are the fields of its kind as they were filled in, `facts` what the matter gave (documents.naskah.context);
    both stay when the names or the targets that they hold change elsewhere. `claimed_until` is the worker's hold while
    it makes the PDF, `lapses` how many holds in a row passed without one.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("jenis naskah"), max_length=40)
    title = models.CharField(_("nama naskah"), max_length=300)
    values: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    facts: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    stamp = models.CharField(max_length=60, blank=True)  # across every page: KONSEP; SIMULASI, TIDAK SAH
    day = models.DateField(_("tanggal naskah"), null=True, blank=True)
    number = models.ForeignKey(
        "documents.NaskahNumber", on_delete=models.PROTECT, null=True, blank=True, related_name="naskah"
    )
    previous = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="later", db_index=False
    )
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)

    state = models.CharField(max_length=12, choices=RenderState, default=RenderState.WAITING)
    lapses = models.PositiveSmallIntegerField(default=0)
    message = models.CharField(_("sebab gagal"), max_length=500, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    file = models.OneToOneField(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="naskah"
    )

    objects = NaskahQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("naskah")
        indexes = [
            models.Index(
                fields=["id"], condition=Q(state__in=("antre", "dikerjakan")), name="naskah_to_render"
            ),
            models.Index(fields=["office", "kind", "id"], name="naskah_of_a_kind"),
        ]
        constraints = [
            models.CheckConstraint(
                name="a_naskah_is_ready_with_its_file",
                condition=Q(state="siap", file__isnull=False) | (~Q(state="siap") & Q(file=None)),
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def of_kind(self) -> Kind:
        """Its kind."""
        return KINDS[self.kind]

    @property
    def nomor(self) -> str:
        """The nomor naskah as printed; empty for drafts and kinds without one."""
        return self.number.text if self.number else ""

    @property
    def is_draft(self) -> bool:
        """Whether it was never issued."""
        return self.day is None
