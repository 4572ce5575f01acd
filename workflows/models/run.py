"""A visit of a case to a step."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_fsm import FSMField, transition

from sops.models import Step
from workflows.models.case import Case


class Cause(models.TextChoices):
    """Why a run opened."""

    START = "mulai", pgettext_lazy("sebab", "mulai")
    NEXT = "lanjut", _("lanjut")
    RETURN = "kembali", _("dikembalikan")
    WITHDRAW = "tarik", _("ditarik kembali")
    JUMP = "lompat", _("lompat")


class RunStatus(models.TextChoices):
    ACTIVE = "aktif", _("Sedang dikerjakan")
    DONE = "selesai", _("Selesai")
    RETURNED = "dikembalikan", _("Dikembalikan")
    WITHDRAWN = "ditarik", _("Ditarik kembali")
    VOID = "batal", pgettext_lazy("keadaan", "Batal")


class Signing(models.TextChoices):
    """How far the papers are that are signed in a run."""

    NONE = "", _("tidak ada")
    QUEUED = "antre", _("naskah sedang disiapkan")
    READY = "siap", _("naskah siap ditandatangani")


class StepRunQuerySet(models.QuerySet["StepRun"]):
    def standing(self) -> Self:
        """Those that nothing undid: neither taken back themselves, nor left by an act that was taken back."""
        undone = StepRun.objects.filter(previous=OuterRef("pk"), status=RunStatus.WITHDRAWN)
        return self.exclude(status=RunStatus.WITHDRAWN).filter(~Exists(undone))


class StepRun(models.Model):
    """One visit to a step: at most one is open in a case. `round` counts the visits to that step.

    `signing`: the machine lays down the papers of a signing step (workflows/signing.py) after it has opened.
    `stands`: what was finished in it when it was sent back is carried over into the next round.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="runs", db_index=False)
    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="runs", db_index=False)
    round = models.PositiveSmallIntegerField(default=1)
    cause = models.CharField(max_length=10, choices=Cause)
    previous = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    status = FSMField(max_length=14, choices=RunStatus.choices, default=RunStatus.ACTIVE, protected=True)
    signing = models.CharField(max_length=8, choices=Signing, default="", db_default="", blank=True)
    stands = models.BooleanField(default=False, db_default=False)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = StepRunQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("langkah berjalan")
        constraints = [
            models.UniqueConstraint(fields=["case", "step", "round"], name="one_run_per_step_and_round"),
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(status="aktif"), name="one_open_run_per_case"
            ),
            models.CheckConstraint(
                name="a_run_is_closed_unless_active",
                condition=models.Q(status="aktif", closed_at=None)
                | (~models.Q(status="aktif") & models.Q(closed_at__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(
                fields=["id"], condition=models.Q(signing="antre", status="aktif"), name="papers_to_lay_down"
            ),
            # Few: asked of every visit and every act that is counted (`standing`, `AssignmentQuerySet.acts`).
            models.Index(fields=["previous"], condition=models.Q(status="ditarik"), name="taken_back"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.step_id} putaran {self.round}"

    @transition(field=status, source=RunStatus.ACTIVE, target=RunStatus.DONE)
    def complete(self, at: datetime) -> None:
        """All who must have acted; the case goes on."""
        self.closed_at = at

    @transition(field=status, source=RunStatus.ACTIVE, target=RunStatus.RETURNED)
    def send_back(self, at: datetime) -> None:
        """It answered with a return."""
        self.closed_at = at

    @transition(field=status, source=RunStatus.ACTIVE, target=RunStatus.WITHDRAWN)
    def withdraw(self, at: datetime) -> None:
        """The step before took it back."""
        self.closed_at = at

    @transition(field=status, source=RunStatus.ACTIVE, target=RunStatus.VOID)
    def void(self, at: datetime) -> None:
        """The case was cancelled."""
        self.closed_at = at
