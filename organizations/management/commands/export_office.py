"""`manage.py export_office SLUG`: print an office as its file."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from organizations.exporting import export_office
from organizations.models import Office


class Command(BaseCommand):
    """What holds today; loading it again changes nothing."""

    help = "Mencetak perangkat daerah sebagai berkas YAML."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug")

    def handle(self, *args: Any, **options: Any) -> None:
        office = (
            Office.objects.real().select_related("government", "head").filter(slug=options["slug"]).first()
        )
        if office is None:
            known = (
                ", ".join(Office.objects.real().order_by("slug").values_list("slug", flat=True))
                or "belum ada"
            )
            raise CommandError(f"Perangkat daerah “{options['slug']}” tidak ada. Yang ada: {known}.")
        self.stdout.write(export_office(office, timezone.now()), ending="")
