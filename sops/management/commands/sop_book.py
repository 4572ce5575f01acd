"""`manage.py sop_book OFFICE -o FILE`: bind the SOPs in force of an office into one book, here and now."""

from io import BytesIO
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from weasyprint.text.fonts import FontConfiguration

from organizations.models import Office
from sops.books.ordering import in_force
from sops.models import Revision
from sops.printing.binding import Binder, page_count
from sops.printing.book import Front, entry_of, front_pages, front_pdf
from sops.printing.pdf import sheet_pdf
from sops.printing.sheet import sheet_of


class Command(BaseCommand):
    """What the worker makes, without a row in the database: a line for every SOP."""

    help = "Menjilid semua SOP yang berlaku di sebuah kantor menjadi satu buku PDF."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("office", metavar="OFFICE", help="kode kantor")
        parser.add_argument("-o", "--output", required=True, metavar="FILE", help="berkas PDF yang ditulis")

    def handle(self, *args: Any, **options: Any) -> None:
        office = Office.objects.select_related("government").filter(slug=options["office"]).first()
        if office is None:
            raise CommandError(f"Kantor “{options['office']}” tidak ada.")
        revisions = in_force(office)
        if not revisions:
            raise CommandError(f"{office.name} belum mempunyai SOP yang berlaku.")
        path = Path(options["output"])
        try:
            with TemporaryFile() as made, path.open("wb") as out:
                pages = self.write(office, revisions, made)
                made.seek(0)
                copyfileobj(made, out)
        except OSError as error:
            raise CommandError(f"{path} tidak dapat ditulis: {error.strerror}.") from None
        self.stdout.write(f"{path}: {len(revisions)} SOP, {pages} halaman.")

    def write(self, office: Office, revisions: list[Revision], out: BinaryIO) -> int:
        """Write the book; how many pages it has."""
        fonts, binder = FontConfiguration(), Binder(out)
        front = Front(office, timezone.localdate(timezone=office.zone), [entry_of(r, 0) for r in revisions])
        pages = front_pages(front, fonts)
        page, entries = pages + 1, []
        for number, short in enumerate(revisions, 1):
            revision = Revision.objects.select_related("sop__office__government").get(pk=short.pk)
            content = sheet_pdf(sheet_of(revision), fonts, page)
            length = page_count(content)
            name = f"{revision.sop.slug}.yaml"
            binder.add(BytesIO(content), title=revision.nama, attachment=name, pages=length)
            entries.append(entry_of(revision, page))
            self.stdout.write(f"{number} dari {len(revisions)}: {revision.nama}, halaman {page}")
            page += length
        return binder.finish(BytesIO(front_pdf(Front(office, front.day, entries), fonts)), pages=pages)
