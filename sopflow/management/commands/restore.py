"""`manage.py restore FILE.tar`: an archive into an empty database and the store of the settings, and all verified."""

from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from sopflow.backup.archive import opened
from sopflow.backup.database import applied_migrations
from sopflow.backup.errors import Refused
from sopflow.backup.files import file_faults
from sopflow.backup.manifest import KINDS, Damaged, Manifest, TooNew
from sopflow.backup.restoring import files_to_check, missing_parts, put_back, rows_missing


class Command(BaseCommand):
    """Nothing is written before the whole archive was read and found whole."""

    help = "Memulihkan arsip buatan perintah backup ke basis data yang kosong, lalu memeriksa semuanya."
    requires_system_checks: list[str] = []  # some of them read tables, of which there are none yet

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("archive", metavar="ARSIP.tar")

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(options["archive"]).absolute()
        try:
            manifest = self.restored(path)
        except Damaged as reason:
            raise CommandError(f"{path} rusak: {reason}. Tidak ada yang dipulihkan.") from None
        except (Refused, TooNew) as reason:
            raise CommandError(str(reason)) from None
        except OSError as error:
            raise CommandError(f"Basis data tidak dipulihkan: {error}") from None
        before = set(manifest.migrations)
        call_command("migrate", verbosity=0, interactive=False)
        newer = len(set(applied_migrations()) - before)
        if newer:
            self.stdout.write(f"Basis data dinaikkan ke versi program ini: {newer} migrasi.")
        self.verify(manifest)

    def restored(self, path: Path) -> Manifest:
        """Check the archive and put it back. Raises Damaged, TooNew, Refused, OSError."""
        with opened(path) as archive:
            manifest = archive.manifest
            self.stdout.write(
                f"Arsip utuh: dibuat {manifest.made_at:%Y-%m-%d %H:%M} UTC, {KINDS.get(manifest.kind, manifest.kind)}, "
                f"{manifest.record_rows} baris catatan kegiatan, {len(manifest.files)} berkas."
            )
            missing = missing_parts(archive)
            put_back(archive, missing, path.parent)
        present = len(manifest.files) - len(missing)
        self.stdout.write(f"Berkas: {len(missing)} ditulis, {present} sudah ada. Basis data dipulihkan.")
        return manifest

    def verify(self, manifest: Manifest) -> None:
        """The record, its length, and every file against its hash."""
        problems = []
        try:
            call_command("verify_activity", stdout=self.stdout)
        except CommandError as error:
            problems.append(str(error))
        if lost := rows_missing(manifest):
            problems.append(f"{lost} baris catatan kegiatan tidak kembali.")
        faults = list(file_faults(files_to_check(manifest)))
        for fault in faults:
            self.stdout.write(fault.what)
        if faults:
            problems.append(
                f"{len(faults)} berkas hilang atau rusak, {len(manifest.faults)} sudah sejak cadangan."
            )
        if problems:
            raise CommandError("Dipulihkan, tetapi tidak utuh: " + " ".join(problems), returncode=1)
        self.stdout.write(f"Berkas utuh: {len(manifest.files)}. Pemulihan selesai.")
