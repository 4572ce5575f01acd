"""`manage.py load_office PATH…`: load office files, all or none."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from activity.chain import Actor
from organizations.files import yaml_files
from organizations.yaml_reader import FaultsFound
from workflows.actions.offices import load

WORDS = {"created": "dibuat", "changed": "diperbarui", "unchanged": "tidak berubah"}


class Command(BaseCommand):
    """One line per file: created, changed or unchanged. Any fault: all are listed, exit status 1, nothing saved."""

    help = "Memuat berkas perangkat daerah (berkas atau folder): menambah dan mengubah, tidak mengakhiri apa pun."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", metavar="PATH")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            loaded = load(yaml_files(options["paths"]), by=Actor.command("load_office"), at=timezone.now())
        except FaultsFound as found:
            for fault in found.faults:
                self.stderr.write(str(fault))
            raise CommandError(f"{len(found.faults)} kesalahan; tidak ada yang disimpan.") from None
        for office in loaded:
            detail = f" ({len(office.changes)} perubahan)" if office.changes else ""
            self.stdout.write(f"[{office.outcome}] {office.slug}: {WORDS[office.outcome]}{detail}")
