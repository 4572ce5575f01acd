"""What happens to the archive in time: holds, and the proposals by which it is moved, destroyed or handed over."""

from datetime import date, datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from documents.models.archive import Berkas
from documents.models.stored_file import StoredFile
from organizations.models import Office, User


class LegalHold(models.Model):
    """A berkas that must stay as it is for a dispute, an audit or an investigation, until somebody releases it."""

    berkas = models.ForeignKey(Berkas, on_delete=models.PROTECT, related_name="holds")
    reason = models.CharField(_("alasan"), max_length=500)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    release_reason = models.CharField(_("alasan dilepas"), max_length=500, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("penahanan arsip")
        constraints = [
            models.UniqueConstraint(
                fields=["berkas"], condition=Q(released_at=None), name="one_open_hold_per_berkas"
            )
        ]

    def __str__(self) -> str:
        return f"{self.berkas_id}: {self.reason}"


class RetentionKind(models.TextChoices):
    """What is proposed."""

    MOVE = "pindah", _("Pemindahan ke arsip inaktif")
    DESTROY = "musnah", _("Pemusnahan")
    HAND_OVER = "serah", _("Penyerahan ke lembaga kearsipan daerah")


class ProposalState(models.TextChoices):
    """The stages of a proposal."""

    PROPOSED = "usulan", _("usulan")
    APPRAISED = "dinilai", _("sudah dinilai")
    APPROVED = "disetujui", _("disetujui")
    DONE = "dilaksanakan", _("dilaksanakan")
    REJECTED = "ditolak", _("ditolak")


OPEN = (ProposalState.PROPOSED, ProposalState.APPRAISED, ProposalState.APPROVED)


class RetentionProposal(models.Model):
    """A proposal with its stages, each by somebody else. `proposed_by` is empty where the sweep proposed.

    `letter` is the approval that the law asks for before anything is destroyed (PP 28/2012): of the head of the
    region, or of the head of ANRI where something has a retention of ten years or more.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="retention_proposals")
    kind = models.CharField(max_length=8, choices=RetentionKind)
    state = FSMField(
        max_length=14, choices=ProposalState.choices, default=ProposalState.PROPOSED, protected=True
    )
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(_("keterangan usulan"), max_length=500, blank=True)
    appraised_at = models.DateTimeField(null=True, blank=True)
    appraised_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    appraisal = models.CharField(_("hasil penilaian"), max_length=1000, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    letter_by = models.CharField(_("surat persetujuan dari"), max_length=200, blank=True)
    letter_number = models.CharField(_("nomor surat persetujuan"), max_length=120, blank=True)
    letter_date = models.DateField(_("tanggal surat persetujuan"), null=True, blank=True)
    executed_at = models.DateTimeField(null=True, blank=True)
    executed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    minutes_number = models.CharField(_("nomor berita acara"), max_length=120, blank=True)
    minutes_date = models.DateField(_("tanggal berita acara"), null=True, blank=True)
    witnesses: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list, blank=True)
    minutes = models.OneToOneField(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    rejected_at = models.DateTimeField(null=True, blank=True)
    rejected_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    rejection = models.CharField(_("alasan ditolak"), max_length=500, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("usulan retensi")
        constraints = [
            models.CheckConstraint(
                name="executed_with_its_minutes",
                condition=Q(state="dilaksanakan", minutes__isnull=False, executed_at__isnull=False)
                | (~Q(state="dilaksanakan") & Q(minutes=None, executed_at=None)),
            ),
            models.CheckConstraint(
                name="appraised_and_approved_by_others",
                condition=(
                    Q(appraised_by=None) | Q(proposed_by=None) | ~Q(appraised_by=models.F("proposed_by"))
                )
                & (Q(approved_by=None) | Q(proposed_by=None) | ~Q(approved_by=models.F("proposed_by")))
                & (Q(approved_by=None) | ~Q(approved_by=models.F("appraised_by"))),
            ),
        ]
        indexes = [models.Index(fields=["office", "-proposed_at"], name="proposals_of_an_office")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether it still goes on."""
        return self.state in OPEN

    @transition(field=state, source=ProposalState.PROPOSED, target=ProposalState.APPRAISED)
    def appraise(self, *, by: User, at: datetime, note: str) -> None:
        """Somebody else has looked at what is proposed."""
        self.appraised_by, self.appraised_at, self.appraisal = by, at, note

    @transition(field=state, source=ProposalState.APPRAISED, target=ProposalState.APPROVED)
    def approve(self, *, by: User, at: datetime) -> None:
        """The head of the office agrees."""
        self.approved_by, self.approved_at = by, at

    @transition(field=state, source=ProposalState.APPROVED, target=ProposalState.DONE)
    def execute(self, *, by: User, at: datetime, number: str, day: date, minutes: StoredFile) -> None:
        """It was carried out, with a berita acara."""
        self.executed_by, self.executed_at = by, at
        self.minutes_number, self.minutes_date, self.minutes = number, day, minutes

    @transition(field=state, source=list(OPEN), target=ProposalState.REJECTED)
    def reject(self, *, by: User, at: datetime, reason: str) -> None:
        """It does not happen."""
        self.rejected_by, self.rejected_at, self.rejection = by, at, reason


class RetentionItem(models.Model):
    """A berkas in a proposal; the appraisal may leave it out."""

    proposal = models.ForeignKey(RetentionProposal, on_delete=models.PROTECT, related_name="items")
    berkas = models.ForeignKey(Berkas, on_delete=models.PROTECT, related_name="retention_items")
    is_left_out = models.BooleanField(_("tidak disetujui penilai"), default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["proposal", "berkas"], name="a_berkas_once_per_proposal")
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.berkas_id}"


class DoomedFile(models.Model):
    """Bytes that an executed proposal destroys: written down with it, so that a process that dies leaves the erasing
    to the next one. `erased_at` is when the storage was told."""

    proposal = models.ForeignKey(RetentionProposal, on_delete=models.PROTECT, related_name="doomed")
    name = models.CharField(max_length=200, unique=True)
    sha256 = models.CharField(max_length=64)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["id"], condition=Q(erased_at=None), name="files_to_erase")]

    def __str__(self) -> str:
        return self.name
