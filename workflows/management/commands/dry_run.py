"""`manage.py dry_run SLUG`: play an SOP to the archive in a database of its own.

The outer process writes the SOP, its office and the calendars, as they are loaded, to a temporary folder, and starts
itself again on an empty SQLite database there. So the play uses the very actions of the pages and cannot touch the
real data.
"""

import os
import secrets
import subprocess
import sys
import tempfile
from collections import defaultdict
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from activity.chain import Actor
from documents.signing.errors import CannotSign
from organizations.calendar_exporting import export_calendar, places_of
from organizations.exporting import export_office
from organizations.loading import load_offices
from organizations.yaml_reader import FaultsFound
from sops.document import SopDocument
from sops.finding import NotFound, revision_in_force
from sops.graph import UnknownTarget, step_named
from sops.loading import Upload, load_sops
from sops.sop_file import write_sop
from sops.storing import document_of
from workflows.actions.calendars import load
from workflows.actions.pk import Refused
from workflows.contoh import read_contoh
from workflows.errors import Denied, Incomplete, Stale
from workflows.models import Case
from workflows.simulated_filing import write_package
from workflows.simulated_papers import write_papers
from workflows.simulated_signing import authorities
from workflows.simulation import EndlessLoop, NobodyActs, Player

CONTOH = "contoh.yaml"
AUTHORITY = "ca.pem"
STAMP = "SIMULASI, TIDAK SAH"
EXPECTED = (EndlessLoop, NobodyActs, Denied, Stale, Incomplete, Refused, FaultsFound, CannotSign, OSError)


class Command(BaseCommand):
    """Exit status 0 only if the case ends in the archive."""

    help = "Menjalankan SOP sampai arsip dalam basis data sementara; data sesungguhnya tidak tersentuh."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="kode SOP, atau KANTOR/KODE")
        parser.add_argument("--answer", action="append", default=[], metavar="NOMOR=LABEL")
        parser.add_argument("--at", default="", help="saat mulai, ISO 8601, misalnya 2026-01-05T08:00+08:00")
        parser.add_argument(
            "--papers", default="", metavar="FOLDER", help="tulis semua naskah (PDF) ke folder ini"
        )
        parser.add_argument(
            "--contoh", default="", metavar="BERKAS", help="isian naskah; bawaan: fixtures/contoh/KODE.yaml"
        )
        parser.add_argument("--inside", default="", help="(dipakai sendiri) folder tempat simulasi berjalan")

    def handle(self, *args: Any, **options: Any) -> None:
        at = moment(options["at"])
        if options["inside"]:
            papers = Path(options["papers"]) if options["papers"] else None
            self.play(Path(options["inside"]), options["slug"], options["answer"], at, papers)
            return
        try:
            revision = revision_in_force(options["slug"])
        except NotFound as error:
            raise CommandError(str(error)) from None
        document = document_of(revision, timezone.now())
        answers_of(document, options["answer"])
        with tempfile.TemporaryDirectory(prefix="sopflow-dry-run-") as folder:
            inside = Path(folder)
            office = export_office(revision.sop.office, timezone.now())
            (inside / "office.yaml").write_text(office, encoding="utf-8")
            for number, unit in enumerate(places_of(revision.sop.office)):
                calendar = export_calendar(revision.sop.office, unit)
                (inside / f"calendar-{number}.yaml").write_text(calendar, encoding="utf-8")
            (inside / "sop.yaml").write_text(write_sop(document), encoding="utf-8")
            command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "dry_run", revision.sop.slug]
            command += ["--inside", folder, "--at", at.isoformat()]
            if options["papers"]:
                shown = contoh_file(options["contoh"], revision.sop.slug)
                (inside / CONTOH).write_bytes(shown.read_bytes() if shown else b"{}")
                command += ["--papers", str(Path(options["papers"]).resolve())]
            command += [part for answer in options["answer"] for part in ("--answer", answer)]
            done = subprocess.run(
                command, env=own_environment(inside), capture_output=True, text=True, check=False
            )
        self.stdout.write(done.stdout, ending="")
        if done.returncode:
            raise CommandError(done.stderr.strip() or "simulasi berhenti", returncode=done.returncode)

    def play(self, folder: Path, slug: str, answers: list[str], at: datetime, papers: Path | None) -> None:
        """In the process of its own: load the files into the empty database, then play."""
        call_command("migrate", verbosity=0)
        by = Actor.command("dry_run")
        load_offices([("office.yaml", (folder / "office.yaml").read_bytes())], by=by, at=at)
        calendars = sorted(folder.glob("calendar-*.yaml"))
        load([(path.name, path.read_bytes()) for path in calendars], by=by, at=at, reason="simulasi")
        upload = Upload("sop.yaml", (folder / "sop.yaml").read_bytes(), slug)
        loaded = load_sops([upload], by=by, at=at)[0]
        document = document_of(loaded.revision, at)
        last = ""
        try:
            contoh = read_contoh((folder / CONTOH).read_bytes(), CONTOH) if papers else None
            player = Player(loaded.revision, answers_of(document, answers), at, contoh)
            for last in player.play():
                self.stdout.write(last)
            if papers:
                self.write(papers, player)
                self.stdout.write(last)
        except EXPECTED as error:
            raise CommandError(f"simulasi berhenti: {error}") from None
        if last != "diarsipkan":
            raise CommandError("simulasi tidak sampai ke arsip")

    def write(self, folder: Path, player: Player) -> None:
        """Write what the case made: its papers, its package, and the authority of their signatures."""
        for path in write_papers(Case.objects.get(), folder, timezone.now):
            self.stdout.write(f"naskah {path.name}")
        self.stdout.write(f"paket {write_package(folder, lambda: player.at).name}")
        (folder / AUTHORITY).write_text(authorities(), encoding="ascii")
        self.stdout.write(f"kewenangan {AUTHORITY}")


def contoh_file(given: str, slug: str) -> Path | None:
    """The file with what a person would type; None where there is none and none was named."""
    path = Path(given) if given else settings.BASE_DIR / "fixtures" / "contoh" / f"{slug}.yaml"
    if path.is_file():
        return path
    if given:
        raise CommandError(f"berkas {given} tidak ditemukan")
    return None


def moment(text: str) -> datetime:
    """The moment to start at; a time without a zone is the server's."""
    if not text:
        return timezone.now()
    found = parse_datetime(text)
    if found is None:
        raise CommandError(f"“{text}” bukan waktu; tulis misalnya 2026-01-05T08:00+08:00.")
    return found if timezone.is_aware(found) else timezone.make_aware(found)


def answers_of(document: SopDocument, pairs: list[str]) -> dict[str, list[str]]:
    """The answers per step from NOMOR=LABEL pairs; what the SOP does not offer is refused."""
    answers: dict[str, list[str]] = defaultdict(list)
    for pair in pairs:
        name, _, label = pair.partition("=")
        try:
            offered = [answer.label for answer in step_named(document.prosedur, name).keputusan]
        except UnknownTarget as error:
            raise CommandError(f"--answer {pair}: {error}") from None
        if label not in offered:
            raise CommandError(
                f"--answer {pair}: jawaban langkah {name}: {', '.join(offered) or 'tidak ada'}"
            )
        answers[name].append(label)
    return answers


def own_environment(folder: Path) -> dict[str, str]:
    """The environment of the inner process: its own database, folder and key, nothing of the outer one."""
    outer = {name: value for name, value in os.environ.items() if not name.endswith("_FILE")}
    own = {
        "DATABASE_URL": f"sqlite:///{folder / 'simulation.sqlite3'}",
        "DATA_DIR": str(folder),
        "STORAGE_URL": f"file://{folder / 'files'}",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "REDIS_URL": "",
        "EMAIL_URL": "console:",
        "DEMO": "0",
        "DEBUG": "0",
        "ALLOWED_HOSTS": "localhost",
        "SITE_URL": "http://localhost",
        "PAPER_STAMP": STAMP,
    }
    return outer | own
