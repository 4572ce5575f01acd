"""`manage.py verify_package ZIP [--trust ca.pem …]`: check a package of the archive with nothing but the package."""

from pathlib import Path
from typing import Any

from asn1crypto import x509
from django.core.management.base import BaseCommand, CommandError, CommandParser

from documents.archive.signatures import NotCertificates, certificates
from documents.archive.verifying import Report, Unreadable, verify

WHERE = (
    "PETUNJUK: tambahkan --trust ca.pem, sertifikat CA kantor yang Anda percaya. Admin kantor mengunduhnya di halaman "
    "Tanda tangan kantor (tombol Unduh ca.pem); hasil dry_run membawanya di direktori --papers."
)


class Command(BaseCommand):
    """Exit status 0 only where all is whole and every signature ends in a trusted certificate. No database is asked."""

    help = "Memeriksa paket arsip tanpa basis data: isi, catatan, segel dan tanda tangannya."
    requires_system_checks: list[str] = []
    is_untrusted = False  # whether a signature was whole and its issuer unknown

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", metavar="ZIP", type=Path)
        parser.add_argument(
            "--trust",
            action="append",
            default=[],
            metavar="CA.PEM",
            type=Path,
            help="sertifikat CA yang dipercaya",
        )
        parser.add_argument(
            "--tanpa-tanda-tangan",
            action="store_true",
            help="cukup keutuhannya: terima paket tanpa segel; yang ada tetap diperiksa",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        roots = [root for path in options["trust"] for root in self.roots_of(path)]
        wrong = sum(self.is_wrong(path, roots, options["tanpa_tanda_tangan"]) for path in options["paths"])
        if wrong and not roots and self.is_untrusted:
            self.stdout.write(WHERE)
        if wrong:
            raise CommandError(f"{wrong} paket tidak terbukti.", returncode=1)

    def roots_of(self, path: Path) -> list[x509.Certificate]:
        """The certificates of a file that the reader trusts."""
        try:
            return certificates(path.read_bytes())
        except (OSError, NotCertificates):
            raise CommandError(f"{path}: bukan berkas sertifikat PEM atau DER.", returncode=1) from None

    def is_wrong(self, path: Path, roots: list[x509.Certificate], needs_no_seal: bool) -> bool:
        """Check one package and say what was found; whether it is not proven."""
        try:
            report = verify(path, roots)
        except Unreadable as reason:
            self.stdout.write(f"RUSAK {path.name}: {reason}")
            return True
        self.is_untrusted |= bool(report.untrusted)
        reasons = [f"RUSAK {fault}" for fault in report.faults] + doubts(report, needs_no_seal)
        for each in [*reasons, *(f"CATATAN {note}" for note in report.notes)]:
            self.stdout.write(f"{path.name}: {each}")
        if not reasons:
            signers = sorted({each.signer for _, each in report.signatures})
            by = f"; tepercaya: {', '.join(signers)}" if signers else "; tanpa tanda tangan"
            self.stdout.write(
                f"{path.name}: utuh, berkas {report.nomor}, {report.papers} naskah, {report.rows} baris catatan{by}"
            )
        return bool(reasons)


def doubts(report: Report, needs_no_seal: bool) -> list[str]:
    """Why a whole package still proves nothing."""
    found = [
        f"TIDAK TERBUKTI {where}: sertifikat {signer} tidak berakhir pada CA yang dipercaya (--trust)"
        for where, signer in report.untrusted
    ]
    if not report.is_sealed and not needs_no_seal:
        what = (
            "tanpa segel: naskah tanpa tanda tangan dan catatannya tidak terbukti"
            if report.signatures
            else ("tanpa segel dan tanpa tanda tangan")
        )
        found.append(f"TIDAK TERBUKTI {what} (--tanpa-tanda-tangan menerima keutuhannya saja)")
    return found
