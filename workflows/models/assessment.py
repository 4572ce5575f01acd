"""Monitoring every six months and evaluation every year, as the regulation's form asks (Permenpan RB 35/2012)."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from activity.wording import as_kept
from documents.models import Berkas, SignedPaper
from organizations.models import Office, User
from sops.models import Revision
from workflows.periods import Period, read_period


class AssessmentKind(models.TextChoices):
    """Which of the two forms it is: of a semester, or of a year."""

    MONITORING = "monitoring", _("Monitoring")
    EVALUATION = "evaluasi", _("Evaluasi")


class AssessmentStatus(models.TextChoices):
    DRAFT = "draf", _("Draf")
    SIGNED = "ditandatangani", _("Ditandatangani")


class AssessmentVerdict(models.TextChoices):
    """What the form knows of an SOP's application (Tabel 7): two answers, no third."""

    WELL = "baik", _("berjalan dengan baik")
    POORLY = "tidak_baik", _("tidak berjalan dengan baik")


class Assessment(models.Model):
    """The form of an office for a period: every SOP that was in force when it was begun. `version` grows with every
    change, so that nobody overwrites or signs what they have not seen. `signed` is its paper once it is laid down to be
    signed, by the official of `signed.signatures`; `berkas` what it is filed as."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=12, choices=AssessmentKind)
    period = models.CharField(max_length=15)
    status = FSMField(
        max_length=14, choices=AssessmentStatus.choices, default=AssessmentStatus.DRAFT, protected=True
    )
    version = models.PositiveIntegerField(default=1)
    conclusion = models.TextField(_("kesimpulan"), blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True)
    signed = models.ForeignKey(
        SignedPaper, on_delete=models.PROTECT, null=True, blank=True, related_name="assessments"
    )
    berkas = models.ForeignKey(
        Berkas, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )

    class Meta:
        verbose_name = verbose_name_plural = _("monitoring dan evaluasi")
        constraints = [
            models.UniqueConstraint(fields=["office", "kind", "period"], name="one_assessment_per_period"),
            models.CheckConstraint(
                name="an_assessment_is_signed_at_a_time",
                condition=models.Q(status="draf", signed_at=None)
                | models.Q(status="ditandatangani", signed_at__isnull=False, signed__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.period}"

    @property
    def of_period(self) -> Period:
        """The period as a value."""
        found = read_period(self.period)
        if found is None:
            raise ValueError(self.period)
        return found

    @property
    def is_open(self) -> bool:
        """Whether it can still be changed."""
        return bool(self.status == AssessmentStatus.DRAFT)

    @property
    def label(self) -> str:
        """Its title, as the paper has it whatever the reader's language: Monitoring SOP semester I 2026."""
        with as_kept():
            return f"{self.get_kind_display()} SOP {self.of_period.label}"

    @transition(field=status, source=AssessmentStatus.DRAFT, target=AssessmentStatus.SIGNED)
    def sign(self, *, at: datetime) -> None:
        """It was signed, and stays as it is."""
        self.signed_at = at


class AssessedSop(models.Model):
    """A row of the form: an SOP, what a person judged of it, and the evidence as it stood (`facts`, counted at
    `counted_at`: workflows.measures.Facts, all nought where nothing happened). `answers` are those of the yearly
    evaluation by the key of the question; `proposals` the waktu that is proposed for a step, by its order."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="rows", db_index=False)
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField()
    facts: "models.JSONField[dict[str, object], dict[str, object]]" = models.JSONField(default=dict)
    counted_at = models.DateTimeField()
    verdict = models.CharField(_("penilaian"), max_length=12, choices=AssessmentVerdict, blank=True)
    note = models.TextField(_("catatan hasil penilaian"), blank=True)
    measure = models.TextField(_("tindakan yang harus diambil"), blank=True)
    answers: "models.JSONField[dict[str, bool], dict[str, bool]]" = models.JSONField(default=dict)
    proposals: "models.JSONField[dict[str, str], dict[str, str]]" = models.JSONField(default=dict)
    assessed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    assessed_as = models.CharField(max_length=300, blank=True)
    assessed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("penilaian SOP")
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "revision"], name="assessed_once_per_form"),
            models.CheckConstraint(
                name="assessed_by_somebody",
                condition=models.Q(verdict="")
                | models.Q(assessed_by__isnull=False, assessed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id}/{self.order}"
