"""Running numbers: the agenda numbers of an office and year, and the numbers of its naskah."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from organizations.models import Office, User


class NumberSequence(models.Model):
    """The last number given under a name in an office and year."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "name", "year"], name="one_sequence_per_year")
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.year}: {self.last}"


def next_number(office: Office, name: str, year: int) -> int:
    """The next number, without gaps as long as the transaction commits. The row is locked until then."""
    NumberSequence.objects.get_or_create(office=office, name=name, year=year)
    sequence = NumberSequence.objects.select_for_update().get(office=office, name=name, year=year)
    sequence.last += 1
    sequence.save(update_fields=["last"])
    return sequence.last


class NaskahNumber(models.Model):
    """A nomor naskah that was given. The database refuses to change or delete one: a number stands on paper."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="naskah_numbers")
    kind = models.CharField(_("jenis naskah"), max_length=40)
    year = models.PositiveSmallIntegerField(_("tahun"))
    number = models.PositiveIntegerField(_("nomor urut"))
    # As it is printed. Long enough for the longest pattern with its parts filled in.
    text = models.CharField(_("nomor naskah"), max_length=160)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = _("nomor naskah")
        constraints = [
            models.UniqueConstraint(
                fields=["office", "kind", "year", "number"], name="naskah_number_once_per_year"
            )
        ]

    def __str__(self) -> str:
        return self.text
