"""`manage.py backup FILE.tar`: the database and every file that it names, in one archive."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from sopflow.backup.errors import Refused
from sopflow.backup.manifest import KINDS
from sopflow.backup.saving import save


class Command(BaseCommand):
    """Exit status 1 also where the archive was made but lacks a file, which is named."""

    help = "Menyimpan basis data dan semua berkas yang disebutnya ke satu arsip tar. Aplikasi boleh tetap berjalan."
    requires_system_checks: list[str] = []  # it is needed most where something else is wrong

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("archive", metavar="ARSIP.tar", help="berkas baru; belum boleh ada")

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(options["archive"]).absolute()
        try:
            saved = save(path, timezone.now())
        except Refused as reason:
            raise CommandError(str(reason)) from None
        except OSError as error:
            raise CommandError(f"Cadangan tidak dibuat: {error}") from None
        held = saved.manifest
        size = path.stat().st_size / 1_000_000
        self.stdout.write(
            f"{path}: basis data {KINDS[held.kind]} dengan {held.record_rows} baris catatan kegiatan, "
            f"{len(held.files)} berkas, {size:.1f} MB."
        )
        for fault in saved.faults:
            self.stdout.write(f"TIDAK UTUH {fault}")
        if saved.faults:
            raise CommandError(
                f"{len(saved.faults)} berkas tidak tersimpan dengan utuh; yang lain ada di arsip.",
                returncode=1,
            )
