"""`manage.py verify_signatures`: compare every signed paper's bytes, rows and record, and name what disagrees."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from documents.signing.auditing import counted, faults
from documents.signing.standing import trusted_here


class Command(BaseCommand):
    """Exit status 0 where every paper is whole, 1 with a line per fault otherwise."""

    help = "Memeriksa semua naskah bertanda tangan: berkas, baris, dan catatannya harus saling cocok."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            trusted = trusted_here()
        except (OSError, ValueError) as error:
            raise CommandError(f"sertifikat yang dipercaya tidak terbaca: {error}") from None
        count = 0
        for fault in faults(trusted):
            count += 1
            self.stdout.write(f"RUSAK naskah {fault.paper} “{fault.title}”: {fault.what}")
        if count:
            raise CommandError(f"{count} kerusakan ditemukan pada naskah bertanda tangan.", returncode=1)
        papers, signatures = counted()
        self.stdout.write(f"utuh: {papers} naskah, {signatures} tanda tangan")
