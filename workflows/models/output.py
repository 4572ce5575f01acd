"""The papers of a case: what its steps make, and what came from outside."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from documents.models import Naskah, SignedPaper, StoredFile
from organizations.models import User
from workflows.models.assignment import Assignment
from workflows.models.case import Case
from workflows.models.run import StepRun


class OutputKind(models.TextChoices):
    """What an output is."""

    INSTRUCTION = "instruksi", _("instruksi")
    PAPER = "naskah", _("naskah")
    OUTSIDE = "dari_luar", _("dari luar")


class OutputQuerySet(models.QuerySet["Output"]):
    def newest(self) -> Self:
        """Those that nothing has replaced."""
        return self.filter(replaced_by=None)


class Output(models.Model):
    """A version of a paper: made here (`naskah`), uploaded (`file`), put up for signing (`signed`), or a note.

    `key` is its name, case and spaces aside.

    A return keeps what was made; the next round adds versions, and each knows what replaced it.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="outputs", db_index=False)
    run = models.ForeignKey(StepRun, on_delete=models.PROTECT, related_name="outputs")
    assignment = models.ForeignKey(
        Assignment, on_delete=models.PROTECT, null=True, blank=True, related_name="outputs", db_index=False
    )
    kind = models.CharField(max_length=10, choices=OutputKind, default=OutputKind.PAPER)
    name = models.CharField(max_length=300)
    key = models.CharField(max_length=300)
    version = models.PositiveSmallIntegerField(default=1)
    file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="outputs"
    )
    naskah = models.ForeignKey(
        Naskah, on_delete=models.PROTECT, null=True, blank=True, related_name="outputs"
    )
    signed = models.ForeignKey(
        SignedPaper, on_delete=models.PROTECT, null=True, blank=True, related_name="outputs"
    )
    note = models.TextField(blank=True)
    replaced_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaces"
    )
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)

    objects = OutputQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("naskah kasus")
        constraints = [
            models.CheckConstraint(
                name="an_output_is_a_file_or_a_note",
                condition=models.Q(file__isnull=False)
                | models.Q(naskah__isnull=False)
                | models.Q(signed__isnull=False)
                | ~models.Q(note=""),
            )
        ]
        indexes = [
            models.Index(fields=["case", "key"], condition=models.Q(replaced_by=None), name="newest_outputs")
        ]

    def __str__(self) -> str:
        return f"{self.name} v{self.version}"

    @property
    def label(self) -> str:
        """Which of several papers under one name of the sheet it is: the title of a signed paper, else that of the
        naskah where it says more than the name (whose Perjanjian Kinerja it is)."""
        if self.signed:
            return self.signed.title
        return self.naskah.title if self.naskah and self.naskah.title.startswith(self.name) else self.name

    @property
    def content(self) -> StoredFile | None:
        """The bytes that count: the signed ones, what was uploaded, or the PDF made here; None for a note."""
        if self.signed and self.signed.file:
            return self.signed.file
        return self.file or (self.naskah.file if self.naskah else None)


class RunPaper(models.Model):
    """A paper that is signed in a run, and the output that it was made of."""

    run = models.ForeignKey(StepRun, on_delete=models.PROTECT, related_name="papers", db_index=False)
    paper = models.ForeignKey(SignedPaper, on_delete=models.PROTECT, related_name="runs")
    source = models.ForeignKey(Output, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        verbose_name = verbose_name_plural = _("naskah langkah penandatanganan")
        constraints = [models.UniqueConstraint(fields=["run", "paper"], name="a_paper_once_per_run")]

    def __str__(self) -> str:
        return f"{self.run_id}: {self.paper_id}"
