"""`manage.py export_sop SLUG`: print an SOP as its file."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from sops.finding import NotFound, revision_in_force
from sops.sop_file import write_sop
from sops.storing import document_of


class Command(BaseCommand):
    """The revision in force, with the holders of its columns today; loading it again says unchanged."""

    help = "Mencetak SOP sebagai berkas YAML."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="kode SOP, atau KANTOR/KODE")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            revision = revision_in_force(options["slug"])
        except NotFound as error:
            raise CommandError(str(error)) from None
        self.stdout.write(write_sop(document_of(revision, timezone.now())), ending="")
