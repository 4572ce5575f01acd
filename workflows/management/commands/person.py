"""`manage.py person NIP --out FILE`: the copy of a person's data, for a request in writing."""

import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from activity.chain import Actor
from organizations.accounts.recording import record_of_user
from organizations.models import User
from organizations.models.user import plain_nip
from workflows.personal.copying import write_copy


class Command(BaseCommand):
    """For people who cannot sign in (any more). The file is readable by whoever runs the command only; recorded."""

    help = "Menulis salinan data seorang pejabat (UU 27/2022), untuk menjawab permintaan tertulis."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("nip", metavar="NIP", help="NIP tanpa spasi, atau nama pengguna")
        parser.add_argument("--out", metavar="BERKAS", required=True, help="berkas JSON yang belum ada")

    def handle(self, *args: Any, **options: Any) -> None:
        at, path = timezone.now(), Path(options["out"])
        user = User.objects.filter(username=plain_nip(options["nip"])).first()
        if user is None:
            raise CommandError("Tidak ada pejabat dengan NIP atau nama pengguna itu.")
        try:
            number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            raise CommandError(f"{path} sudah ada. Sebut berkas yang belum ada.") from None
        except OSError as fault:
            raise CommandError(f"{path} tidak dapat ditulis: {fault.strerror}.") from None
        with open(number, "wb") as file:
            # The row first, so that the copy holds it too.
            record_of_user(user, "user.data_copied", at=at, by=Actor.command("person"))
            write_copy(user, file, at)
        self.stdout.write(f"{path}: salinan data satu orang. Serahkan dengan aman, lalu hapus.")
