"""`manage.py check_sop PATH…`: list the warnings of the paper itself. Needs no database."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from organizations.files import yaml_files
from organizations.yaml_reader import FaultsFound, Source
from sops.lint import warnings
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
            found_warnings = warnings(document) if document else []
            for warning in found_warnings:
                self.stdout.write(f"{name}: peringatan: {warning}")
            if document and not found_warnings:
                self.stdout.write(f"{name}: tanpa peringatan")
        if faults:
            raise CommandError(f"{faults} kesalahan.")
