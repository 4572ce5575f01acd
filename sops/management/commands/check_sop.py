"""`manage.py check_sop PATH…`: list the warnings of the paper itself. Needs no database."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from organizations.files import yaml_files
from organizations.yaml_reader import FaultsFound, Source
from sops.lint import Remark, remarks
from sops.sop_file import read_sop


class Command(BaseCommand):
    """Warnings never fail the command; faults do."""

    help = "Memeriksa berkas SOP: kesalahan (ditolak saat dimuat) dan peringatan (boleh dimuat)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", metavar="PATH")

    def handle(self, *args: Any, **options: Any) -> None:
        faults = 0
        try:
            files = yaml_files(options["paths"])
        except FaultsFound as found:
            raise CommandError(str(found)) from None
        for name, data in files:
            source = Source(name)
            document = read_sop(data, source)
            for fault in source.faults:
                self.stderr.write(str(fault))
            faults += len(source.faults)
            listed = remarks(document) if document else []
            for remark in listed:
                self.stdout.write(f"{name}{lines_of(remark, source)}: {remark}.")
            if document and not listed:
                self.stdout.write(f"{name}: tanpa peringatan")
        if faults:
            raise CommandError(f"{faults} kesalahan.")


def lines_of(remark: Remark, source: Source) -> str:
    """Where the remark points in the file: ", baris 12, 40"; empty where the file has no such field."""
    lines = sorted({source.line_of(place.field) for place in remark.places} - {0})
    return f", baris {', '.join(map(str, lines))}" if lines else ""
