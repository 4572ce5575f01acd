"""Checks that production must pass (`manage.py check --deploy`, and before the server starts)."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

from organizations.models import User


@register(Tags.database)
def no_demo_accounts(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Accounts whose passwords follow from the key belong to the demo alone."""
    if settings.DEMO or not databases:
        return []
    number = User.objects.filter(is_demo=True, is_active=True).exclude(password__startswith="!")  # noqa: S106  marks an unusable one.count()
    if not number:
        return []
    hint = "Muat kantor sendiri ke basis data kosong, atau jalankan dengan DEMO=1 di komputer sendiri."
    return [
        Error(f"Basis data ini memuat {number} akun contoh yang dapat masuk.", hint=hint, id="sopflow.E001")
    ]
