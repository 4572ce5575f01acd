"""`manage.py verify_files`: every stored file against the database, and what the store holds beyond it."""

from typing import Any

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from sopflow.backup.files import file_faults, named_files, orphans


class Command(BaseCommand):
    """Exit status 1 where a file is missing or is not what was stored; a file too many is no fault."""

    help = (
        "Memeriksa ukuran dan SHA-256 semua berkas tersimpan; menyebut berkas yang tidak dipakai siapa pun."
    )
    requires_system_checks: list[str] = []  # it is needed most where something else is wrong

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--remove-orphans",
            action="store_true",
            help="hapus berkas berumur lebih dari sehari yang tidak disebut basis data",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.compare(remove=options["remove_orphans"])
        except OSError as error:
            raise CommandError(f"Penyimpanan tidak dapat dibaca: {error}") from None

    def compare(self, *, remove: bool) -> None:
        """Raises CommandError with the number of faults; OSError where the store does not answer."""
        files = list(named_files())
        faults = list(file_faults(files))
        for fault in faults:
            self.stdout.write(fault.what)
        unused = list(orphans(timezone.now()))
        for orphan in unused:
            self.stdout.write(
                f"TIDAK DIPAKAI {orphan.name} ({orphan.size} bita, {orphan.modified_at:%Y-%m-%d})"
            )
        if remove and unused:
            self.remove([orphan.name for orphan in unused], is_database_empty=not files)
        if faults:
            raise CommandError(f"{len(faults)} dari {len(files)} berkas hilang atau rusak.", returncode=1)
        left = "" if remove else f", {len(unused)} tidak dipakai"
        self.stdout.write(f"utuh: {len(files)} berkas{left}")

    def remove(self, names: list[str], *, is_database_empty: bool) -> None:
        """A database that names no file at all is rather the wrong one."""
        if is_database_empty:
            raise CommandError(
                "Basis data ini tidak menyebut satu berkas pun: periksa DATABASE_URL dan STORAGE_URL. "
                "Tidak ada yang dihapus."
            )
        for name in names:
            default_storage.delete(name)
        self.stdout.write(f"{len(names)} berkas yang tidak dipakai dihapus.")
