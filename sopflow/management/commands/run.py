"""`manage.py run`: everything that the product needs, in the foreground, on this computer."""

import os
import subprocess
import sys
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from activity.anchoring import anchor_streams
from sopflow.serving import refusals


def start_timetable() -> None:
    """The timetable in a process of its own."""
    beat = ["celery", "-A", "sopflow", "--quiet", "beat", "-S", "sopflow.embedded:InProcessScheduler"]
    options = ["--loglevel", "WARNING", "--pidfile="]
    subprocess.Popen([sys.executable, "-m", *beat, *options], cwd=settings.BASE_DIR)


class Command(BaseCommand):
    """Prints the demo logins the first time, then becomes the web server: Ctrl-C stops it and nothing is left."""

    help = "Menjalankan aplikasi di http://127.0.0.1:8000 (PORT dan HOST mengubahnya)."

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = os.environ.get("HOST", "127.0.0.1"), os.environ.get("PORT", "8000")
        found = refusals([f"{host}:{port}"])
        if found:
            raise CommandError("\n".join(found))
        self.show_logins()
        if not settings.IS_PRODUCTION:
            settings.LAST_PORT.write_text(port)
        anchor_streams(timezone.now())
        self.stdout.write(f"\nSOPFlow berjalan di http://{host}:{port}  (Ctrl-C untuk berhenti)\n")
        self.stdout.flush()
        start_timetable()
        gunicorn = [
            "gunicorn",
            "-c",
            str(settings.BASE_DIR / "sopflow" / "gunicorn.py"),
            "--log-level",
            "warning",
        ]
        os.chdir(settings.BASE_DIR)
        # The server takes the place of this process: there is nothing left to supervise or to forget. The timetable
        # is its child, gets the same Ctrl-C, and ends by itself where the server was killed.
        os.execv(sys.executable, [sys.executable, "-m", *gunicorn, "sopflow.wsgi"])  # noqa: S606

    def show_logins(self) -> None:
        """Once; `manage.py demo_logins` shows them again."""
        shown = settings.DATA_DIR / "demo-logins-shown"
        if not settings.DEMO:
            return
        if shown.exists():
            self.stdout.write("Akun contoh: .venv/bin/python manage.py demo_logins")
            return
        call_command("demo_logins", stdout=self.stdout)
        self.stdout.write("\nTampilkan lagi: .venv/bin/python manage.py demo_logins [--json]")
        shown.touch()
