"""The rows of a Perjanjian Kinerja: sasaran, indicators, programs, realisasi. Targets and realisasi are texts as they
are written; documents.pk_numbers reads what they mean."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from documents.capaian import Target
from documents.models.perjanjian_kinerja import PerjanjianKinerja
from documents.pk_content import (
    MAX_NAME,
    MAX_REMARK,
    MAX_SATUAN,
    MAX_TARGET,
    PROGRAM,
    PROGRAM_LEVELS,
)
from documents.pk_numbers import Reading, read_target, target_of
from organizations.models import User

KINDS = {
    "angka": _("Angka"),
    "persen": _("Persentase"),
    "indeks": _("Indeks"),
    "rasio": _("Rasio"),
    "tanggal": _("Tanggal"),
    "predikat": _("Predikat"),
    "teks": _("Teks"),
}
DIRECTIONS = {
    "naik": _("Makin tinggi makin baik: realisasi ÷ target"),
    "turun_selisih": _("Makin rendah makin baik: (2 × target − realisasi) ÷ target"),
    "turun_rasio": _("Makin rendah makin baik: target ÷ realisasi"),
    "rentang": _("Di dalam rentang"),
    "teks": _("Tercapai atau tidak"),
}
AGGREGATIONS = {"jumlah": _("Jumlah semua triwulan"), "terakhir": _("Nilai triwulan terakhir")}


class PkSasaran(models.Model):
    """What is to be reached; its indicators say how that is seen."""

    perjanjian_kinerja = models.ForeignKey(
        PerjanjianKinerja, on_delete=models.CASCADE, related_name="sasaran"
    )
    order = models.PositiveSmallIntegerField()
    text = models.TextField(_("sasaran"))

    class Meta:
        verbose_name = verbose_name_plural = _("sasaran")
        ordering = ["order"]

    def __str__(self) -> str:
        return self.text


class PkIndicator(models.Model):
    """An indicator with its target and, where the office wants them, predictions by quarter.

    `supports` is an indicator of the superior's PK; `continues` the same indicator in the PK that this one changes.
    """

    sasaran = models.ForeignKey(PkSasaran, on_delete=models.CASCADE, related_name="indicators")
    order = models.PositiveSmallIntegerField()
    text = models.TextField(_("indikator"))
    satuan = models.CharField(_("satuan"), max_length=MAX_SATUAN, blank=True)
    kind = models.CharField(_("jenis target"), max_length=10, choices=KINDS, blank=True)
    target = models.CharField(_("target"), max_length=MAX_TARGET, blank=True)
    direction = models.CharField(_("cara menghitung capaian"), max_length=14, choices=DIRECTIONS, blank=True)
    aggregation = models.CharField(
        _("nilai setahun dari triwulan"), max_length=10, choices=AGGREGATIONS, blank=True
    )
    tw1 = models.CharField(_("prediksi triwulan I"), max_length=MAX_TARGET, blank=True)
    tw2 = models.CharField(_("prediksi triwulan II"), max_length=MAX_TARGET, blank=True)
    tw3 = models.CharField(_("prediksi triwulan III"), max_length=MAX_TARGET, blank=True)
    tw4 = models.CharField(_("prediksi triwulan IV"), max_length=MAX_TARGET, blank=True)
    supports = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="supported_by"
    )
    continues = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="continued_by"
    )

    class Meta:
        verbose_name = verbose_name_plural = _("indikator")
        ordering = ["order"]
        constraints = [
            models.CheckConstraint(
                name="an_indicator_supports_another", condition=Q(supports=None) | ~Q(supports=models.F("id"))
            )
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def reading(self) -> Reading:
        """What the target means."""
        return read_target(self.kind, self.target)

    @property
    def promised(self) -> Target:
        """The target as the formulas of capaian take it."""
        return target_of(self.reading, self.direction)


class PkProgram(models.Model):
    """A program, kegiatan or sub kegiatan with its budget; none given is not zero."""

    perjanjian_kinerja = models.ForeignKey(
        PerjanjianKinerja, on_delete=models.CASCADE, related_name="programs"
    )
    order = models.PositiveSmallIntegerField()
    level = models.CharField(_("tingkat"), max_length=12, choices=PROGRAM_LEVELS, default=PROGRAM)
    name = models.CharField(_("program/kegiatan"), max_length=MAX_NAME)
    anggaran = models.DecimalField(
        _("anggaran"),
        max_digits=18,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    keterangan = models.CharField(_("keterangan"), max_length=MAX_REMARK, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("program")
        ordering = ["order"]
        constraints = [
            models.CheckConstraint(
                name="a_budget_is_not_negative", condition=Q(anggaran=None) | Q(anggaran__gte=0)
            )
        ]

    def __str__(self) -> str:
        return self.name


class PkRealisasi(models.Model):
    """What was reached in a quarter. A correction is a row of its own; the older one keeps when it was replaced.

    `value` None and an empty text: not available, which is not zero.
    """

    indicator = models.ForeignKey(PkIndicator, on_delete=models.PROTECT, related_name="realisasi")
    quarter = models.PositiveSmallIntegerField(_("triwulan"))
    text = models.CharField(_("realisasi"), max_length=MAX_TARGET, blank=True)
    value = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    note = models.TextField(_("penjelasan"), blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("realisasi")
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "quarter"],
                condition=Q(replaced_at=None),
                name="one_realisasi_per_indicator_and_quarter",
            ),
            models.CheckConstraint(
                name="a_year_has_four_quarters", condition=Q(quarter__gte=1, quarter__lte=4)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} TW{self.quarter}: {self.text}"
