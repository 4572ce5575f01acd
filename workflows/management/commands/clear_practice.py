"""`manage.py clear_practice`: close the practice offices that nobody has touched for 30 days."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from workflows.actions.practice import clear_idle


class Command(BaseCommand):
    """What the timetable does once a night, at once."""

    help = "Menutup kantor latihan yang 30 hari tidak disentuh; catatannya tetap ada."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{clear_idle(timezone.now())} kantor latihan ditutup.")
