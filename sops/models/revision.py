"""A revision: one content of an SOP, with its columns, steps and decisions. Written once; cases are pinned to it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from organizations.models import User
from sops.models.sop import Sop


class RevisionStatus(models.TextChoices):
    """Where a revision stands. Approval (draft, reviewed, approved) comes with signing."""

    DRAFT = "draf", _("draf")
    IN_FORCE = "berlaku", _("berlaku")
    SUPERSEDED = "digantikan", _("digantikan")
    REVOKED = "dicabut", _("dicabut")


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
    """

    sop = models.ForeignKey(Sop, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    status = models.CharField(max_length=12, choices=RevisionStatus, default=RevisionStatus.IN_FORCE)
    content_hash = models.CharField(max_length=64)
    reason = models.CharField(_("alasan"), max_length=500)
    loaded_at = models.DateTimeField()
    loaded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

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

    class Meta:
        verbose_name = verbose_name_plural = _("revisi SOP")
        constraints = [
            models.UniqueConstraint(fields=["sop", "number"], name="revision_number_once_per_sop"),
            models.UniqueConstraint(fields=["sop", "content_hash"], name="same_content_is_same_revision"),
            models.UniqueConstraint(
                fields=["sop"], condition=models.Q(status="berlaku"), name="one_revision_in_force"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.nama} (revisi {self.number})"


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
