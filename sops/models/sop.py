"""An SOP of an office, through all its revisions."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organizations.models import Office


class SopQuerySet(models.QuerySet["Sop"]):
    def named(self, name: str) -> Self:
        """By slug, or by `OFFICE/SLUG` where two offices share one."""
        office, _slash, slug = name.rpartition("/")
        return self.filter(Q(office__slug=office) if office else Q(), slug=slug)


class Sop(models.Model):
    """What stays the same while revisions come and go: the office, and the name of the file."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="sops")
    slug = models.SlugField(_("kode"), max_length=60)

    objects = SopQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("SOP")
        constraints = [models.UniqueConstraint(fields=["office", "slug"], name="sop_slug_once_per_office")]

    def __str__(self) -> str:
        return self.slug
