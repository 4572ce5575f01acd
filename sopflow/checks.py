"""Checks that production must pass (`manage.py check --deploy`, and before the server starts)."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connection
from django.db.models import Q

from organizations.models import User


@register(Tags.database)
def no_demo_accounts(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Accounts whose passwords follow from the key belong to the demo alone."""
    if settings.DEMO or not databases:
        return []
    if User._meta.db_table not in connection.introspection.table_names():
        return []  # before the first migrate
    usable = ~Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    number = User.objects.filter(usable, is_demo=True, is_active=True).count()
    if not number:
        return []
    hint = "Muat kantor sendiri ke basis data kosong, atau jalankan dengan DEMO=1 di komputer sendiri."
    return [
        Error(f"Basis data ini memuat {number} akun contoh yang dapat masuk.", hint=hint, id="sopflow.E001")
    ]
