"""`manage.py prepare_demo`: make the database ready, and load the examples into an empty one."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from organizations.models import Office


class Command(BaseCommand):
    """Called by `make setup`. It never loads over what was edited."""

    help = "Memperbarui basis data; memuat kantor dan SOP contoh bila basis datanya masih kosong."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write("Menyiapkan basis data …")
        call_command("migrate", verbosity=0, interactive=False)
        if Office.objects.exists():
            return
        self.stdout.write("Memuat kantor, pejabat contoh dan SOP (±20 detik) …")
        fixtures = settings.BASE_DIR / "fixtures"
        for office in sorted((fixtures / "organizations").glob("*.yaml")):
            call_command("load_office", str(office), stdout=self.stdout)
        call_command("load_calendar", str(fixtures / "calendars"), stdout=self.stdout)
        call_command("load_klasifikasi", str(fixtures / "klasifikasi.yaml"), stdout=self.stdout)
        call_command("load_sop", str(fixtures / "sops"), stdout=self.stdout)
