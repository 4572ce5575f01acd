"""`manage.py load_sop PATH… [--reason TEXT]`: load SOP files, all or none."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from activity.chain import Actor
from organizations.files import yaml_files
from organizations.yaml_reader import FaultsFound
from sops.loading import Loaded, Upload, load_sops


def line(loaded: Loaded) -> str:
    """What became of a file, in one line; the word in brackets is for scripts."""
    number = loaded.revision.number
    words = {
        "created": "dibuat",
        "revision": f"revisi baru ({number})",
        "restored": f"revisi {number} berlaku kembali",
        "unchanged": "tidak berubah",
    }
    updated = f"; diperbarui: {', '.join(loaded.updated)}" if loaded.updated else ""
    key = "new revision" if loaded.outcome == "revision" else loaded.outcome
    return f"[{key}] {loaded.slug}: {words[loaded.outcome]}{updated}"


class Command(BaseCommand):
    """One line per file: created, new revision, restored or unchanged. Any fault: all are listed, nothing saved."""

    help = "Memuat berkas SOP (berkas atau folder). Kasus yang berjalan tetap pada revisinya."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", metavar="PATH")
        parser.add_argument("--reason", default="", help="alasan revisi; bila kosong, nama berkasnya")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            uploads = [Upload.of(name, data) for name, data in yaml_files(options["paths"])]
            loaded = load_sops(
                uploads, by=Actor.command("load_sop"), at=timezone.now(), reason=options["reason"]
            )
        except FaultsFound as found:
            for fault in found.faults:
                self.stderr.write(str(fault))
            raise CommandError(f"{len(found.faults)} kesalahan; tidak ada yang disimpan.") from None
        for sop in loaded:
            self.stdout.write(line(sop))
            for warning in sop.warnings:
                self.stdout.write(f"  peringatan: {warning}")
