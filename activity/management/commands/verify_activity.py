"""`manage.py verify_activity`: walk the record and name the first broken row of every stream."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from activity.models import Activity, Stream
from activity.verification import faults


class Command(BaseCommand):
    """Exit status 0 where every stream is whole, 1 with a line per fault otherwise."""

    help = "Memeriksa keutuhan catatan kegiatan: menyebut baris pertama yang rusak atau ekor yang terpotong."

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(faults())
        for fault in found:
            self.stdout.write(f"RUSAK {fault.stream} baris {fault.number}: {fault.what}")
        if found:
            raise CommandError(f"{len(found)} kerusakan ditemukan dalam catatan kegiatan.", returncode=1)
        self.stdout.write(f"utuh: {Stream.objects.count()} aliran, {Activity.objects.count()} baris")
