"""Running numbers, such as the agenda numbers of an office and year."""

from django.db import models

from organizations.models import Office


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
