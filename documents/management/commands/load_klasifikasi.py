"""`manage.py load_klasifikasi PATH… [--office SLUG]`: kode klasifikasi with their retention."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from activity.chain import Actor
from documents.archive.klasifikasi import load_klasifikasi
from organizations.files import yaml_files
from organizations.models import Office
from organizations.yaml_reader import FaultsFound


class Command(BaseCommand):
    """Adds and changes what the files name; what they do not name stays. Any fault: all are listed, nothing saved."""

    help = "Memuat kode klasifikasi arsip dan jadwal retensinya (YAML), untuk semua kantor atau satu kantor."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", metavar="BERKAS", help="berkas atau folder")
        parser.add_argument("--office", default="", metavar="KODE", help="hanya untuk kantor ini")

    def handle(self, *args: Any, **options: Any) -> None:
        office = None
        if options["office"]:
            office = Office.objects.filter(slug=options["office"]).first()
            if office is None:
                raise CommandError(f"Tidak ada kantor dengan kode {options['office']}.")
        by, at = Actor.command("load_klasifikasi"), timezone.now()
        try:
            changed = load_klasifikasi(yaml_files(options["paths"]), by=by, at=at, office=office)
        except FaultsFound as found:
            for fault in found.faults:
                self.stderr.write(str(fault))
            raise CommandError(f"{len(found.faults)} kesalahan; tidak ada yang disimpan.") from None
        self.stdout.write(f"klasifikasi: {', '.join(changed)}" if changed else "klasifikasi: tidak berubah")
