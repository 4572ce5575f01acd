"""Signing in by NIP, written with or without its spaces, or by user name."""

from typing import Any

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from organizations.models.user import User, plain_nip


def may_sign_in(user: User) -> bool:
    """Demo accounts exist only where DEMO is on: production refuses them."""
    return user.is_active and (settings.DEMO or not user.is_demo)


class NipBackend(ModelBackend):
    """Django's own backend, with the spaces of a printed NIP dropped and demo accounts kept to the demo."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> User | None:
        return super().authenticate(request, username=plain_nip(username or ""), password=password, **kwargs)

    def user_can_authenticate(self, user: Any) -> bool:
        return super().user_can_authenticate(user) and may_sign_in(user)
