"""`manage.py sop_pdf SLUG -o FILE`: write the official sheet of an SOP."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sops.finding import NotFound, revision_in_force
from sops.printing.pdf import sheet_pdf
from sops.printing.sheet import sheet_of


class Command(BaseCommand):
    """The revision in force, as PDF/A-3a with the SOP's own file attached."""

    help = "Menulis lembar resmi SOP sebagai PDF."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="kode SOP, atau KANTOR/KODE")
        parser.add_argument("-o", "--output", required=True, metavar="FILE", help="berkas PDF yang ditulis")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            revision = revision_in_force(options["slug"])
        except NotFound as error:
            raise CommandError(str(error)) from None
        path = Path(options["output"])
        try:
            path.write_bytes(sheet_pdf(sheet_of(revision)))
        except OSError as error:
            raise CommandError(f"{path} tidak dapat ditulis: {error.strerror}.") from None
        self.stdout.write(f"{path}: lembar “{revision.nama}”, revisi {revision.number}.")
