"""`manage.py export_calendar OFFICE[/UNIT]`: print a calendar as its file."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from organizations.calendar_exporting import export_calendar, places_of
from organizations.models import Office


class Command(BaseCommand):
    """Loading it again changes nothing."""

    help = "Mencetak kalender perangkat daerah (atau unit: KANTOR/UNIT) sebagai berkas YAML."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("place", metavar="KANTOR[/UNIT]")

    def handle(self, *args: Any, **options: Any) -> None:
        slug, _, unit_slug = options["place"].partition("/")
        office = Office.objects.filter(slug=slug).first()
        if office is None:
            raise CommandError(f"Perangkat daerah “{slug}” tidak ada.")
        for unit in places_of(office):
            if (unit.slug if unit else "") == unit_slug:
                self.stdout.write(export_calendar(office, unit), ending="")
                return
        raise CommandError(f"“{options['place']}” tidak punya kalender sendiri.")
