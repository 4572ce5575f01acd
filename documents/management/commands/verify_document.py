"""`manage.py verify_document FILE`: is a signed paper what was signed, and is it still in force?"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from documents.models import SignedPaper
from documents.signing.standing import certificates_in, matched, paper_with, standing_of, trusted_here
from documents.signing.verifying import Verified, verified


class Command(BaseCommand):
    """Exit status 0 only if every signature holds and, where the paper is known here, it is in force."""

    help = (
        "Memeriksa naskah bertanda tangan: keutuhan, penanda tangan, kepercayaan, dan apakah masih berlaku."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="berkas PDF (atau pindaian) yang diperiksa")
        parser.add_argument(
            "--trust",
            action="append",
            default=[],
            metavar="PEM",
            help="kewenangan yang dipercaya; dengan ini hanya berkasnya yang diperiksa, tanpa basis data",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            content = Path(options["file"]).read_bytes()
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from None
        try:
            trusted = certificates_in(options["trust"]) if options["trust"] else trusted_here()
        except (OSError, ValueError) as error:
            raise CommandError(f"sertifikat yang dipercaya tidak terbaca: {error}") from None
        except DatabaseError:
            raise CommandError(
                "basis data belum siap; beri --trust CA.pem untuk memeriksa berkasnya saja"
            ) from None
        found = verified(content, trusted)
        self.tell(found)
        paper = None if options["trust"] else paper_with(content)
        faults = [*found.faults, *(f"{s.signer}: {fault}" for s in found.signatures for fault in s.faults)]
        if paper:
            is_scan = not found.signatures  # what was signed by hand bears none
            faults = self.compare(paper, content, [] if is_scan else faults)
        elif not options["trust"] and found.holds:
            self.stdout.write("Naskah ini tidak dikenal di pemasangan ini; yang diperiksa hanya berkasnya.")
        if faults:
            raise CommandError(f"{options['file']}: " + "; ".join(faults))
        self.stdout.write("SAH: semua tanda tangan utuh dan terpercaya.")

    def tell(self, found: Verified) -> None:
        """A line for each signature."""
        for each in found.signatures:
            at = f"{each.at:%Y-%m-%d %H:%M:%S %Z}" if each.at else "-"
            good = "; ".join(each.faults) or "utuh dan terpercaya"
            self.stdout.write(
                f"{each.field}: {each.signer} ({each.unit}), {at}, penerbit {each.issuer}: {good}"
            )

    def compare(self, paper: SignedPaper, content: bytes, faults: list[str]) -> list[str]:
        """What is known here of the paper: with what it lacks added to the faults."""
        standing, match = standing_of(paper), matched(paper, content)
        self.stdout.write(f"{paper.title} ({paper.office.name}): {standing.words}. {match.words}")
        if not standing.in_force:
            faults = [*faults, f"{standing.words}{': ' + standing.reason if standing.reason else ''}"]
        return faults if match.is_whole else [*faults, match.words]
