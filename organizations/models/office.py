"""Governments, their offices (perangkat daerah) and the offices' units."""

from typing import Self
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.translation import gettext_lazy as _

from activity.models import Stream


class Zone(models.TextChoices):
    """The three time zones of Indonesia; none has summer time."""

    WIB = "WIB", _("WIB (UTC+7)")
    WITA = "WITA", _("WITA (UTC+8)")
    WIT = "WIT", _("WIT (UTC+9)")


class SigningWay(models.TextChoices):
    """How the officials of an office sign; by hand is always possible beside it."""

    WET = "basah", _("tanda tangan basah, dipindai")
    INTERNAL = "internal", _("sertifikat internal kantor (tidak tersertifikasi)")
    BSRE = "bsre", _("sertifikat elektronik BSrE")


class SecondFactor(models.TextChoices):
    """Who of an office must have a second factor to sign in."""

    NOBODY = "tidak", _("tidak diwajibkan")
    SIGNERS = "penanda", _("penanda tangan dan admin")
    EVERYBODY = "semua", _("semua pejabat")


ZONES = {"WIB": ZoneInfo("Asia/Jakarta"), "WITA": ZoneInfo("Asia/Makassar"), "WIT": ZoneInfo("Asia/Jayapura")}


class Government(models.Model):
    """A province, kabupaten or kota, such as Pemerintah Kota Tarakan."""

    slug = models.SlugField(_("kode"), max_length=60, unique=True)
    name = models.CharField(_("nama"), max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = _("pemerintah daerah")

    def __str__(self) -> str:
        return self.name


class OfficeQuerySet(models.QuerySet["Office"]):
    def real(self) -> Self:
        """Those that are not somebody's practice office."""
        return self.filter(learner=None)


class Office(models.Model):
    """A perangkat daerah: dinas, badan, kantor, sekretariat. Or one to practise in: then `learner` is the one person
    who plays all its posts, until `closed_at`; nothing in it is real (decision 0040)."""

    government = models.ForeignKey(Government, on_delete=models.PROTECT, related_name="offices")
    slug = models.SlugField(_("kode"), max_length=60, unique=True)
    name = models.CharField(_("nama"), max_length=200)
    short_name = models.CharField(_("singkatan"), max_length=60, blank=True)
    time_zone = models.CharField(_("zona waktu"), max_length=4, choices=Zone, default=Zone.WIB)
    address = models.CharField(_("alamat"), max_length=300, blank=True)
    head = models.ForeignKey(
        "organizations.Post", on_delete=models.PROTECT, null=True, blank=True, related_name="heads"
    )
    # How long a thing may wait beyond its Mutu Baku limit before the superior hears of it.
    waiting_allowance = models.CharField(
        _("batas tunggu"), max_length=40, default="1 hari", db_default="1 hari"
    )
    # How its sheets look, as its file says it (organizations.tampilan); what is not in it goes without saying.
    tampilan = models.JSONField(default=dict, blank=True, db_default={})
    # Which text of its SOPs means which kind of paper, and how its numbers are written (organizations.jenis_naskah).
    naskah = models.JSONField(default=dict, blank=True, db_default={})
    signing_way = models.CharField(
        _("cara tanda tangan"),
        max_length=10,
        choices=SigningWay,
        default=SigningWay.WET,
        db_default=SigningWay.WET,
    )
    # Empty: as this installation has it (organizations.accounts.second_factor.policy_of).
    second_factor = models.CharField(
        _("faktor kedua"), max_length=10, choices=SecondFactor, blank=True, default="", db_default=""
    )
    # What a Plt. or Plh. may do beside routine work (organizations.kewenangan); what is not in it goes without saying.
    kewenangan_pelaksana = models.JSONField(default=dict, blank=True, db_default={})
    # Another one with every change of the calendar or of the allowance: processes keep calendars by it.
    calendar_version = models.PositiveIntegerField(default=1, db_default=1)
    stream = models.OneToOneField(Stream, on_delete=models.PROTECT, related_name="+")
    learner = models.ForeignKey(
        "organizations.User", on_delete=models.PROTECT, null=True, blank=True, related_name="practice_offices"
    )
    closed_at = models.DateTimeField(_("latihan ditutup"), null=True, blank=True)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("perangkat daerah")
        constraints = [
            models.UniqueConstraint(
                fields=["learner"], condition=models.Q(closed_at=None), name="one_practice_office_at_a_time"
            ),
            models.CheckConstraint(
                name="only_a_practice_office_is_closed",
                condition=models.Q(closed_at=None) | models.Q(learner__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_practice(self) -> bool:
        """Whether somebody practises here: nothing in it counts."""
        return self.learner_id is not None

    @property
    def zone(self) -> ZoneInfo:
        """The office's time zone, in which its deadlines and its pages are."""
        return ZONES[self.time_zone]

    @property
    def label(self) -> str:
        """The short name where there is one."""
        return self.short_name or self.name


class Unit(models.Model):
    """A part of an office: sekretariat, bidang, sub bagian, UPT."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="units")
    slug = models.SlugField(_("kode"), max_length=60)
    name = models.CharField(_("nama"), max_length=200)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )

    class Meta:
        verbose_name = verbose_name_plural = _("unit kerja")
        constraints = [models.UniqueConstraint(fields=["office", "slug"], name="unit_slug_once_per_office")]

    def __str__(self) -> str:
        return self.name


class InstructionPhrase(models.Model):
    """One of the office's own phrases for a lembar disposisi ("Dengan hormat harap: …")."""

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="instruction_phrases")
    order = models.PositiveSmallIntegerField()
    text = models.CharField(_("frasa"), max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = _("frasa disposisi")
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["office", "text"], name="phrase_once_per_office")]

    def __str__(self) -> str:
        return self.text
