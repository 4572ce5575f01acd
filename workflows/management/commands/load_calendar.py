"""`manage.py load_calendar PATH…`: working hours and holidays of offices and units."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from activity.chain import Actor
from organizations.files import yaml_files
from organizations.yaml_reader import FaultsFound
from workflows.actions.calendars import load


class Command(BaseCommand):
    """Open due times are counted anew. Every fault of every file is listed, and then nothing is saved."""

    help = "Memuat kalender kerja (YAML) dan menghitung ulang batas waktu yang masih berjalan."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", metavar="BERKAS", help="berkas atau folder")
        parser.add_argument("--reason", default="", metavar="ALASAN", help="dasar perubahannya")

    def handle(self, *args: Any, **options: Any) -> None:
        by, at = Actor.command("load_calendar"), timezone.now()
        try:
            found = load(yaml_files(options["paths"]), by=by, at=at, reason=options["reason"])
        except FaultsFound as error:
            for fault in error.faults:
                self.stderr.write(str(fault))
            raise CommandError(f"{len(error.faults)} kesalahan; tidak ada yang disimpan.") from None
        for one, moved in found:
            outcome = f"{len(one.changes)} perubahan" if one.changes else "tidak berubah"
            tail = f"; {moved} batas waktu dihitung ulang" if moved else ""
            self.stdout.write(f"{one.name}: {one.office.slug}: {outcome}{tail}")
