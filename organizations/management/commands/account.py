"""`manage.py account NIP [--invite SUREL] [--reset-factor]`: what an admin does, where there is none who can."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from activity.chain import Actor
from organizations.accounts.managing import send_invitation, take_away_factor
from organizations.accounts.recording import stream_of
from organizations.capacity import offices_of
from organizations.models import User
from organizations.models.invitation import Reach
from organizations.models.user import plain_nip


class Command(BaseCommand):
    """For the first admin of an office, and for the last one, who lost the phone. Recorded like the page's acts."""

    help = "Mengundang pejabat membuat kata sandinya, atau menghapus faktor keduanya."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("nip", metavar="NIP", help="NIP tanpa spasi, atau nama pengguna")
        parser.add_argument("--invite", metavar="SUREL", help="kirim tautan sekali pakai ke alamat ini")
        parser.add_argument("--reset-factor", action="store_true", help="hapus faktor kedua dan akhiri sesi")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        at, by = timezone.now(), Actor.command("account")
        user = User.objects.filter(username=plain_nip(options["nip"])).first()
        if user is None:
            raise CommandError("Tidak ada pejabat dengan NIP atau nama pengguna itu.")
        if not options["invite"] and not options["reset_factor"]:
            raise CommandError("Sebut --invite SUREL atau --reset-factor.")
        stream = stream_of(user, at)
        if options["reset_factor"]:
            done = take_away_factor(stream, user, by=by, at=at)
            self.stdout.write("Faktor kedua dihapus." if done else "Tidak ada faktor kedua.")
        if options["invite"]:
            self.invite(user, options["invite"])

    def invite(self, user: User, email: str) -> None:
        """Send the link. Raises CommandError."""
        at = timezone.now()
        office = offices_of(user, at).first()
        if office is None:
            raise CommandError("Orang ini tidak memegang jabatan atau peran di kantor mana pun.")
        try:
            validate_email(email)
            invitation = send_invitation(
                stream_of(user, at),
                office,
                user,
                email=email,
                by=Actor.command("account"),
                at=at,
                reach=Reach.ALL,
            )
        except (ValidationError, PermissionDenied) as fault:
            raise CommandError(" ".join(getattr(fault, "messages", [str(fault)]))) from None
        self.stdout.write(
            f"Undangan dikirim; tautannya berlaku sampai {invitation.expires_at:%Y-%m-%d %H:%M} UTC."
        )
