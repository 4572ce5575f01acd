"""The archive: what a matter is filed under, the filed matter with its package, its papers, and their text.

The database itself refuses to delete these rows or to change what identifies them (migration 0010): what was destroyed
keeps its row, its hashes and its record.
"""

from datetime import date, datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from activity.models import Stream
from documents.models.stored_file import StoredFile
from organizations.models import Office, Unit, User


class Fate(models.TextChoices):
    """Nasib akhir: what becomes of an archive when its retention is over (JRA)."""

    DESTROY = "musnah", _("Musnah")
    KEEP = "permanen", _("Permanen")
    REAPPRAISE = "dinilai_kembali", _("Dinilai kembali")


class Access(models.TextChoices):
    """The level of the SKKAAD (Sistem Klasifikasi Keamanan dan Akses Arsip Dinamis)."""

    OPEN = "terbuka", _("Biasa/terbuka")
    LIMITED = "terbatas", _("Terbatas")
    SECRET = "rahasia", _("Rahasia")
    TOP_SECRET = "sangat_rahasia", _("Sangat rahasia")


SECRET = (Access.SECRET, Access.TOP_SECRET)


class Urgency(models.TextChoices):
    """Sifat."""

    USUAL = "biasa", _("Biasa")
    URGENT = "segera", _("Segera")
    VERY_URGENT = "sangat_segera", _("Sangat segera")


class Tingkat(models.TextChoices):
    """Tingkat perkembangan of a paper."""

    ORIGINAL = "asli", _("Asli")
    COPY = "salinan", _("Salinan")
    DRAFT = "konsep", _("Konsep")


class BerkasState(models.TextChoices):
    """Where a filed matter stands in its life."""

    WAITING = "menunggu", _("paket sedang dibuat")
    ACTIVE = "aktif", _("aktif")
    INACTIVE = "inaktif", _("inaktif")
    DESTROYED = "musnah", _("dimusnahkan")
    PERMANENT = "permanen", _("permanen")


class Klasifikasi(models.Model):
    """A kode klasifikasi with its retention (JRA). Without an office it holds for all; an office's own goes before."""

    office = models.ForeignKey(
        Office, on_delete=models.PROTECT, null=True, blank=True, related_name="klasifikasi"
    )
    code = models.CharField(_("kode"), max_length=40)
    name = models.CharField(_("nama"), max_length=300)
    active_years = models.PositiveSmallIntegerField(_("retensi aktif (tahun)"))
    inactive_years = models.PositiveSmallIntegerField(_("retensi inaktif (tahun)"))
    trigger = models.CharField(_("retensi dihitung sejak"), max_length=300)
    fate = models.CharField(_("nasib akhir"), max_length=16, choices=Fate)
    source = models.CharField(_("sumber"), max_length=300, blank=True)
    is_active = models.BooleanField(_("dipakai"), default=True)

    class Meta:
        verbose_name = verbose_name_plural = _("klasifikasi arsip")
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=Q(office=None), name="a_common_klasifikasi_once"
            ),
            models.UniqueConstraint(fields=["office", "code"], name="a_klasifikasi_once_per_office"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class BerkasQuerySet(models.QuerySet["Berkas"]):
    def to_package(self, at: datetime) -> Self:
        """Those without a package that no worker holds at that moment and that have not failed, the oldest first."""
        free = Q(claimed_until=None) | Q(claimed_until__lt=at)
        return self.filter(free, state=BerkasState.WAITING, message="").order_by("id")

    def held(self) -> Self:
        """Those that a legal hold keeps."""
        return self.filter(holds__released_at=None, holds__isnull=False)


def may_be_destroyed(berkas: Any) -> bool:
    """The guard of destruction: what is permanent is kept."""
    return bool(berkas.fate != Fate.KEEP)


class Berkas(models.Model):
    """A matter as it was filed: one package of its papers and its record.

    `stream` is where its record goes on: that of its case, or of the office. `claimed_until` is the worker's hold while
    it makes the package, `lapses` how many holds in a row passed without one, `message` why it cannot be made.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="berkas")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    stream = models.ForeignKey(Stream, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("tahun berkas"))
    number = models.PositiveIntegerField(_("nomor urut"))
    nomor = models.CharField(_("nomor berkas"), max_length=80)  # as printed at filing: 000.8.6.3/12/2026
    filed_at = models.DateTimeField(_("diarsipkan"))
    filed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    creator = models.CharField(_("pencipta arsip"), max_length=300)
    hal = models.CharField(_("hal"), max_length=300)
    about_year = models.PositiveSmallIntegerField(_("tahun"))
    period_start = models.DateField(_("kurun waktu, dari"))
    period_end = models.DateField(_("kurun waktu, sampai"))

    # Metadata: those in charge of the archive may correct them, with a row in the record.
    klasifikasi_code = models.CharField(_("kode klasifikasi"), max_length=40)
    klasifikasi_name = models.CharField(_("klasifikasi"), max_length=300)
    tingkat = models.CharField(_("tingkat perkembangan"), max_length=10, choices=Tingkat)
    sifat = models.CharField(_("sifat"), max_length=14, choices=Urgency, default=Urgency.USUAL)
    access = models.CharField(_("tingkat akses"), max_length=14, choices=Access, default=Access.OPEN)
    active_years = models.PositiveSmallIntegerField(_("retensi aktif (tahun)"))
    inactive_years = models.PositiveSmallIntegerField(_("retensi inaktif (tahun)"))
    trigger = models.CharField(_("retensi dihitung sejak"), max_length=300)
    trigger_date = models.DateField(_("tanggal mulai retensi"), null=True, blank=True)
    fate = models.CharField(_("nasib akhir"), max_length=16, choices=Fate)

    state = FSMField(max_length=10, choices=BerkasState.choices, default=BerkasState.WAITING, protected=True)
    package = models.OneToOneField(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="berkas"
    )
    sha256 = models.CharField(max_length=64, blank=True)
    # What of the stream goes into the package: its first rows, or only the rows of these numbers.
    record_count = models.PositiveIntegerField(default=0)
    excerpt: "models.JSONField[Any, Any]" = models.JSONField(null=True, blank=True)
    is_indexed = models.BooleanField(default=False)  # whether a search finds it
    index_tries = models.PositiveSmallIntegerField(default=0)
    lapses = models.PositiveSmallIntegerField(default=0)
    message = models.CharField(_("sebab gagal"), max_length=500, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)

    objects = BerkasQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("berkas arsip")
        constraints = [
            models.UniqueConstraint(
                fields=["office", "year", "number"], name="berkas_number_once_per_office_and_year"
            ),
            models.CheckConstraint(
                name="a_berkas_is_filed_with_its_package",
                condition=Q(state="menunggu", package=None, sha256="")
                | Q(state="musnah", package=None, sha256__gt="")
                | (Q(state__in=("aktif", "inaktif", "permanen"), sha256__gt="") & Q(package__isnull=False)),
            ),
            models.CheckConstraint(
                name="what_is_permanent_is_not_destroyed", condition=~Q(state="musnah", fate="permanen")
            ),
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(state="menunggu"), name="berkas_to_package"),
            models.Index(fields=["id"], condition=Q(is_indexed=False), name="berkas_to_index"),
            models.Index(fields=["office", "-filed_at", "-id"], name="berkas_of_an_office"),
            models.Index(
                fields=["office", "state", "trigger_date"],
                condition=Q(state__in=("aktif", "inaktif")),
                name="berkas_in_retention",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.nomor} {self.hal}"

    @property
    def is_secret(self) -> bool:
        """Whether only a few may read it."""
        return self.access in SECRET

    @property
    def inactive_from(self) -> date | None:
        """The day from which it is due to be moved to inactive; None while its retention has not begun."""
        return years_after(self.trigger_date, self.active_years)

    @property
    def final_from(self) -> date | None:
        """The day from which its fate is due."""
        return years_after(self.trigger_date, self.active_years + self.inactive_years)

    @transition(field=state, source=BerkasState.WAITING, target=BerkasState.ACTIVE)
    def file(self, package: StoredFile) -> None:
        """Its package is made and kept."""
        self.package, self.sha256 = package, package.sha256
        self.claimed_until, self.lapses, self.message = None, 0, ""

    @transition(field=state, source=BerkasState.ACTIVE, target=BerkasState.INACTIVE)
    def move(self) -> None:
        """Its active retention is over, and the move was approved."""

    @transition(
        field=state,
        source=BerkasState.INACTIVE,
        target=BerkasState.DESTROYED,
        conditions=[may_be_destroyed],
    )
    def destroy(self) -> None:
        """Its destruction was approved and carried out; the row stays."""
        self.package = None

    @transition(field=state, source=BerkasState.INACTIVE, target=BerkasState.PERMANENT)
    def hand_over(self) -> None:
        """Handed to the archive of the region, to be kept for ever."""


def years_after(day: date | None, years: int) -> date | None:
    """The same date so many years later; 29 February becomes 1 March where there is none."""
    if day is None:
        return None
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


class Arsip(models.Model):
    """One paper of a filed matter. `file` is empty once its bytes were destroyed; all else stays.

    `parties` and `about_year` are those of a Perjanjian Kinerja; `signatures` what its signing gave, as JSON.
    """

    berkas = models.ForeignKey(Berkas, on_delete=models.PROTECT, related_name="papers")
    number = models.PositiveSmallIntegerField(_("nomor urut"))
    name = models.CharField(_("nama"), max_length=300)
    kind = models.CharField(_("jenis naskah"), max_length=40, blank=True)
    nomor = models.CharField(_("nomor naskah"), max_length=160, blank=True)
    day = models.DateField(_("tanggal"), null=True, blank=True)
    tingkat = models.CharField(_("tingkat perkembangan"), max_length=10, choices=Tingkat)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    is_made_here = models.BooleanField()
    parties: "models.JSONField[Any, Any]" = models.JSONField(default=list, blank=True)
    signatures: "models.JSONField[Any, Any]" = models.JSONField(default=list, blank=True)
    file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="arsip"
    )

    class Meta:
        verbose_name = verbose_name_plural = _("arsip")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["berkas", "number"], name="paper_number_once_per_berkas")
        ]

    def __str__(self) -> str:
        return self.name


class PaperText(models.Model):
    """What a search finds: the words of a berkas, or of one of its papers after those. Only letters and digits, with
    single spaces between and around; `arsip` is empty for the berkas itself."""

    berkas = models.ForeignKey(Berkas, on_delete=models.PROTECT, related_name="texts")
    arsip = models.OneToOneField(Arsip, on_delete=models.PROTECT, null=True, blank=True, related_name="text")
    text = models.TextField()

    def __str__(self) -> str:
        return f"{self.berkas_id}: {self.text[:60]}"
