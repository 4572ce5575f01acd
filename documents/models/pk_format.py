"""How an office words and measures its Perjanjian Kinerja; what it leaves open goes without saying."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from organizations.models import Office

MAX_HEADING = 60


class PkFormat(models.Model):
    """An office's own choices. Empty wordings are those of documents.pk_wording; without a scale that of
    documents.capaian counts."""

    office = models.OneToOneField(
        Office, on_delete=models.CASCADE, primary_key=True, related_name="pk_format"
    )
    shows_predictions = models.BooleanField(_("prediksi triwulan"), default=False)
    cap = models.DecimalField(
        _("batas atas capaian (%)"), max_digits=6, decimal_places=2, null=True, blank=True
    )
    # Steps from the highest down: [{"least": "91", "name": "Sangat Tinggi"}, …].
    scale: "models.JSONField[Any, Any]" = models.JSONField(_("skala capaian"), default=list, blank=True)
    first_party = models.CharField(_("sebutan pihak pertama"), max_length=40, blank=True)
    opening = models.TextField(_("pembukaan, dua pihak"), blank=True)
    opening_alone = models.TextField(_("pembukaan, kepala daerah sendiri"), blank=True)
    promise = models.TextField(_("janji pihak pertama"), blank=True)
    promise_alone = models.TextField(_("janji kepala daerah sendiri"), blank=True)
    supervision = models.TextField(_("janji pihak kedua"), blank=True)
    # How the data of each party end: "Selanjutnya disebut pihak pertama."
    first_as = models.TextField(_("penutup data pihak pertama"), blank=True, default="", db_default="")
    second_as = models.TextField(_("penutup data pihak kedua"), blank=True, default="", db_default="")
    amendment = models.TextField(_("kalimat PK Perubahan"), blank=True, default="", db_default="")
    unit_column = models.BooleanField(_("satuan dalam kolom sendiri"), default=False, db_default=False)
    indicator_heading = models.CharField(
        _("judul kolom indikator"), max_length=MAX_HEADING, blank=True, default="", db_default=""
    )
    target_heading = models.CharField(
        _("judul kolom target"), max_length=MAX_HEADING, blank=True, default="", db_default=""
    )
    program_heading = models.CharField(
        _("judul kolom program"), max_length=MAX_HEADING, blank=True, default="", db_default=""
    )
    budget_heading = models.CharField(
        _("judul kolom anggaran"), max_length=MAX_HEADING, blank=True, default="", db_default=""
    )
    remark_heading = models.CharField(
        _("judul kolom keterangan"), max_length=MAX_HEADING, blank=True, default="", db_default=""
    )

    class Meta:
        verbose_name = verbose_name_plural = _("format Perjanjian Kinerja")
        constraints = [
            models.CheckConstraint(
                name="a_cap_is_at_least_100", condition=models.Q(cap=None) | models.Q(cap__gte=100)
            )
        ]

    def __str__(self) -> str:
        return f"{self.office_id}"
