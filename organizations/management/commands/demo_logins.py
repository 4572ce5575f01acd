"""`manage.py demo_logins [--json]`: the sign-ins of the demo, again."""

import json
from itertools import groupby
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from organizations.demo import demo_logins


class Command(BaseCommand):
    """Refused where DEMO is off."""

    help = "Menampilkan akun contoh dan kata sandinya (hanya pada mode DEMO)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="daftar {office, nip, password, posts}")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Akun contoh hanya ada pada mode DEMO (DEMO=1).")
        logins = demo_logins(timezone.now())
        if options["json"]:
            self.stdout.write(json.dumps(logins, ensure_ascii=False, indent=2))
            return
        for office, entries in groupby(logins, key=lambda login: login["office"]):
            self.stdout.write(f"\n{office}")
            for login in entries:
                self.stdout.write(f"  {login['nip']:<30} {login['password']}   {', '.join(login['posts'])}")
