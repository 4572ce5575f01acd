"""A revision: one content of an SOP, with its columns, steps and decisions. Written once; cases are pinned to it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from documents.models import SignedPaper
from organizations.models import Post, User
from sops.models.sop import Sop


def is_agreed(revision: Any) -> bool:
    """The guard of the approval: no level is missing."""
    return not revision.open_levels


def may_enter_force(revision: Any) -> bool:
    """The guard of the coming into force."""
    return not revision.blockers()


class RevisionStatus(models.TextChoices):
    """Where a revision stands (Permenpan RB 35/2012: drafted, reviewed, set, in force)."""

    DRAFT = "draf", _("draf")
    IN_REVIEW = "reviu", _("reviu")
    APPROVED = "disetujui", _("disetujui")
    IN_FORCE = "berlaku", _("berlaku")
    SUPERSEDED = "digantikan", _("digantikan")
    REVOKED = "dicabut", _("dicabut")


PREPARED = (RevisionStatus.DRAFT, RevisionStatus.IN_REVIEW, RevisionStatus.APPROVED)
ON_ITS_WAY = (RevisionStatus.IN_REVIEW, RevisionStatus.APPROVED)
LEVELS = {1: _("pimpinan unit"), 2: _("unit pembina organisasi")}


class RevisionQuerySet(models.QuerySet["Revision"]):
    def ever_in_force(self) -> Self:
        """Those that are in force or once were, which anybody may ask about."""
        return self.filter(~Q(status__in=PREPARED) | Q(in_force_at__isnull=False))

    def by_force(self) -> Self:
        """With `since`, the moment when each came into force last, in that order."""
        return self.annotate(since=Coalesce("in_force_at", "loaded_at")).order_by("since", "number")


class Hasil(models.TextChoices):
    """What a case of the SOP makes."""

    PERJANJIAN_KINERJA = "perjanjian_kinerja", _("Perjanjian Kinerja")
    CAPAIAN_KINERJA = "capaian_kinerja", _("Capaian Kinerja")
    SURAT = "surat", _("Surat")
    LAIN = "lain", _("Lainnya")


class Revision(models.Model):
    """The header of an SOP in one revision; field names are the captions of the form (Permenpan RB 35/2012).

    `content_hash` covers the whole content but the notes on the scan and who holds the columns. The same content is
    the same revision, also when it comes back later.

    `in_force_at` is when it came into force last. `waits_for` is the post whose review or signature is awaited.
    `holders` are the posts (ids) that the file of a draft names for each column: they hold it once it is in force.
    `signed` is its paper of record. `penetapan` is the regulation under which it is set, which may cover a whole book.
    """

    sop = models.ForeignKey(Sop, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    status = FSMField(
        max_length=12, choices=RevisionStatus.choices, default=RevisionStatus.DRAFT, protected=True
    )
    content_hash = models.CharField(max_length=64)
    reason = models.CharField(_("alasan"), max_length=500)
    loaded_at = models.DateTimeField()
    loaded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    in_force_at = models.DateTimeField(null=True, blank=True)
    waits_for = models.ForeignKey(
        Post, on_delete=models.PROTECT, null=True, blank=True, related_name="awaited_revisions"
    )
    holders: "models.JSONField[Any, Any]" = models.JSONField(default=dict, blank=True, db_default={})
    signed = models.ForeignKey(
        SignedPaper, on_delete=models.PROTECT, null=True, blank=True, related_name="revisions"
    )
    penetapan = models.CharField(_("penetapan"), max_length=200, blank=True, default="", db_default="")
    penetapan_tanggal = models.DateField(_("tanggal penetapan"), null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_reason = models.CharField(
        _("alasan dicabut"), max_length=500, blank=True, default="", db_default=""
    )

    unit = models.CharField(max_length=200, blank=True)
    nomor = models.CharField(max_length=120, blank=True)
    nama = models.CharField(max_length=300)
    hasil = models.CharField(max_length=20, choices=Hasil, default=Hasil.LAIN)
    tanggal_pembuatan = models.DateField(null=True, blank=True)
    tanggal_revisi = models.DateField(null=True, blank=True)
    tanggal_efektif = models.DateField(null=True, blank=True)
    tanggal_pengesahan = models.DateField(null=True, blank=True)
    disahkan_oleh = models.JSONField(default=dict)
    dasar_hukum = models.JSONField(default=list)
    kualifikasi_pelaksana = models.JSONField(default=list)
    keterkaitan = models.JSONField(default=list)
    peralatan = models.JSONField(default=list)
    peringatan = models.JSONField(default=list)
    pencatatan = models.JSONField(default=list)
    jumlah_waktu = models.CharField(max_length=120, blank=True)
    tampilan = models.JSONField(default=dict)
    pengaturan = models.JSONField(default=dict)
    catatan_transkripsi = models.JSONField(default=dict)

    objects = RevisionQuerySet.as_manager()

    # Told by the action that moves it; no columns. What nobody told is missing.
    open_levels: Sequence[int] = tuple(LEVELS)
    is_signed = False
    today: date | None = None

    class Meta:
        verbose_name = verbose_name_plural = _("revisi SOP")
        constraints = [
            models.UniqueConstraint(fields=["sop", "number"], name="revision_number_once_per_sop"),
            models.UniqueConstraint(fields=["sop", "content_hash"], name="same_content_is_same_revision"),
            models.UniqueConstraint(
                fields=["sop"], condition=models.Q(status="berlaku"), name="one_revision_in_force"
            ),
            models.UniqueConstraint(
                fields=["sop"],
                condition=models.Q(status__in=("reviu", "disetujui")),
                name="one_revision_on_its_way",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.nama} (revisi {self.number})"

    def blockers(self) -> list[str]:
        """What keeps it from coming into force, each as a clause: its reviews, its signature, its own date."""
        found = [
            gettext("belum disetujui %(level)s") % {"level": LEVELS[level]} for level in self.open_levels
        ]
        if not self.is_signed:
            found.append(gettext("lembarnya belum ditandatangani"))
        if self.tanggal_efektif and (self.today is None or self.tanggal_efektif > self.today):
            found.append(gettext("tanggal efektifnya belum tiba"))
        return found

    @transition(
        field=status, source=[RevisionStatus.SUPERSEDED, RevisionStatus.REVOKED], target=RevisionStatus.DRAFT
    )
    def draft_again(self) -> None:
        """An older content comes back, and is approved anew."""

    @transition(field=status, source=RevisionStatus.DRAFT, target=RevisionStatus.IN_REVIEW)
    def submit(self) -> None:
        """Sent to the reviewers."""

    @transition(field=status, source=RevisionStatus.IN_REVIEW, target=RevisionStatus.DRAFT)
    def withdraw(self) -> None:
        """Its maker takes it back."""

    @transition(field=status, source=list(ON_ITS_WAY), target=RevisionStatus.DRAFT)
    def send_back(self) -> None:
        """A reviewer, or who would sign it, wants it otherwise."""

    @transition(
        field=status,
        source=RevisionStatus.IN_REVIEW,
        target=RevisionStatus.APPROVED,
        conditions=[is_agreed],
    )
    def approve(self) -> None:
        """Every level that is asked has agreed."""

    @transition(
        field=status,
        source=RevisionStatus.APPROVED,
        target=RevisionStatus.IN_FORCE,
        conditions=[may_enter_force],
    )
    def enter_force(self, *, at: datetime) -> None:
        """Approved, signed, and its day has come."""
        self.in_force_at = at

    @transition(
        field=status,
        source=[*PREPARED, RevisionStatus.SUPERSEDED, RevisionStatus.REVOKED],
        target=RevisionStatus.IN_FORCE,
    )
    def put_in_force(self, *, at: datetime) -> None:
        """Loaded as it is, with a reason and without approval."""
        self.in_force_at, self.waits_for = at, None

    @transition(field=status, source=RevisionStatus.IN_FORCE, target=RevisionStatus.SUPERSEDED)
    def supersede(self) -> None:
        """Another revision takes its place."""

    @transition(field=status, source=RevisionStatus.IN_FORCE, target=RevisionStatus.REVOKED)
    def revoke(self, *, at: datetime, reason: str) -> None:
        """Nothing takes its place: no case starts by it any more."""
        self.revoked_at, self.revoked_reason = at, reason


class Pelaksana(models.Model):
    """A column under Pelaksana. Who holds it is in ColumnPost, outside the revision."""

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="columns")
    order = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=60)
    nama = models.CharField(max_length=200)
    wakil = models.CharField(max_length=12)
    catatan_transkripsi = models.TextField(blank=True)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["revision", "key"], name="column_key_once_per_revision")
        ]

    def __str__(self) -> str:
        return self.nama


class Step(models.Model):
    """A row of the sheet. `order` is the place in the list, `nomor` what the paper prints."""

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="steps")
    order = models.PositiveSmallIntegerField()
    nomor = models.CharField(max_length=20)
    kode = models.CharField(max_length=60, blank=True)
    kegiatan = models.TextField()
    tahap = models.CharField(max_length=20)
    tindakan = models.CharField(max_length=20)
    selesai_bila = models.CharField(max_length=12)
    naskah = models.CharField(max_length=300, blank=True)
    kelengkapan = models.CharField(max_length=300, blank=True)
    waktu = models.CharField(max_length=60, blank=True)
    mutu_baku = models.JSONField(default=dict)  # waktu, parsed: {unit: amount}
    output = models.CharField(max_length=300, blank=True)
    keterangan = models.TextField(blank=True)
    penentu = models.ForeignKey(Pelaksana, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    pihak_luar = models.JSONField(default=list)
    sop = models.CharField(max_length=300, blank=True)
    catatan_transkripsi = models.TextField(blank=True)
    pelaksana: "models.ManyToManyField[Pelaksana, StepPelaksana]" = models.ManyToManyField(
        Pelaksana, through="StepPelaksana", related_name="steps"
    )

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["revision", "order"], name="step_order_once_per_revision")
        ]

    def __str__(self) -> str:
        return f"{self.nomor}. {self.kegiatan}"


class StepPelaksana(models.Model):
    """A mark of a step in a column: that column acts."""

    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="marks")
    pelaksana = models.ForeignKey(Pelaksana, on_delete=models.CASCADE, related_name="marks")
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["step", "pelaksana"], name="one_mark_per_step_and_column")
        ]

    def __str__(self) -> str:
        return f"{self.step_id}: {self.pelaksana_id}"


class Decision(models.Model):
    """One answer of a step's decision: its label, and where it leads as the file wrote it."""

    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="decisions")
    order = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=40)
    target = models.CharField(max_length=60)

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["step", "label"], name="answer_label_once_per_step")]

    def __str__(self) -> str:
        return f"{self.label}: {self.target}"
