"""`manage.py export_roles`: docs/roles.md, from the table that the tests play."""

from typing import Any

from django.core.management.base import BaseCommand

from workflows.role_matrix import page


class Command(BaseCommand):
    help = "Prints docs/roles.md: which role may do what."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(page(), ending="")
