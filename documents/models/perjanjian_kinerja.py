"""The Perjanjian Kinerja (Permenpan RB 53/2014): laid down here by its parties, year and kind."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from documents.pk_content import LEVELS, REASONS
from organizations.models import Office, Post, User


class PkKind(models.TextChoices):
    """The PK of a year, or one that changes it."""

    PK = "pk", _("Perjanjian Kinerja")
    PK_PERUBAHAN = "pk_perubahan", _("Perjanjian Kinerja Perubahan")


class PerjanjianKinerja(models.Model):
    """A promise of one post (pihak pertama) to its superior (pihak kedua; none for the head of a region)."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    pihak_pertama = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="pk_as_pihak_pertama")
    pihak_kedua = models.ForeignKey(
        Post, on_delete=models.PROTECT, null=True, blank=True, related_name="pk_as_pihak_kedua"
    )
    year = models.PositiveSmallIntegerField(_("tahun"))
    kind = models.CharField(_("jenis"), max_length=12, choices=PkKind, default=PkKind.PK)
    changes = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="changed_by"
    )
    reason = models.CharField(
        _("alasan perubahan"), max_length=12, choices=REASONS, blank=True, default="", db_default=""
    )
    place = models.CharField(_("tempat"), max_length=100, blank=True, default="", db_default="")
    statement_date = models.DateField(_("tanggal pernyataan"), null=True, blank=True)
    level = models.CharField(
        _("tingkat sasaran"),
        max_length=12,
        choices=LEVELS,
        default="strategis",
        db_default="strategis",
    )
    # Another one with every saved change of the content: whoever edited an older one is told.
    version = models.PositiveIntegerField(default=0, db_default=0)
    edited_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    edited_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("Perjanjian Kinerja")
        constraints = [
            models.UniqueConstraint(
                fields=["pihak_pertama", "year"],
                condition=models.Q(kind=PkKind.PK),
                name="one_pk_per_post_and_year",
            ),
            models.CheckConstraint(
                name="pk_has_two_different_parties",
                condition=models.Q(pihak_kedua=None) | ~models.Q(pihak_pertama=models.F("pihak_kedua")),
            ),
            models.CheckConstraint(
                name="only_a_pk_perubahan_changes_another",
                condition=models.Q(changes=None) | models.Q(kind=PkKind.PK_PERUBAHAN),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pihak_pertama} {self.year}"

    @property
    def parties(self) -> set[int]:
        """The ids of the posts that are a party."""
        return {self.pihak_pertama_id, *([self.pihak_kedua_id] if self.pihak_kedua_id else [])}
