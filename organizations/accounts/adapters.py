"""Where allauth asks the house: who may sign in, what is recorded, what is said, how secrets are sealed."""

import ipaddress
import logging
import time
from datetime import datetime
from io import BytesIO
from typing import Any

import segno
from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.stagekit import clear_login
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from organizations.accounts.limits import FAILED, seconds_left, sentence
from organizations.accounts.recording import record_lock_out, record_of_user
from organizations.accounts.second_factor import PLACE, has_one, leads, required
from organizations.backends import may_sign_in
from organizations.models import User
from organizations.models.user import plain_nip
from organizations.sealing import seal, unseal

logger = logging.getLogger(__name__)
MUST_ENROL = "wajib_faktor_kedua"  # in the session of one who must have a second factor and has none
JUST_NOW = 300  # seconds for which a typed password counts as one typed for what follows
NOBODY = "0.0.0.0"  # noqa: S104  the address where the server does not know one (a Unix socket)


class AccountAdapter(DefaultAccountAdapter):
    """Signing in."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("Akun ini tidak boleh masuk. Hubungi admin kantor Anda."),
        "enter_current_password": _("Kata sandi tidak cocok."),
        "incorrect_code": _("Kode tidak cocok. Pakai kode yang sedang tampil di aplikasi autentikator."),
        "incorrect_password": _("Kata sandi tidak cocok."),
        "too_many_login_attempts": _(
            "Terlalu banyak percobaan yang keliru. Tunggu beberapa menit, lalu coba lagi."
        ),
        "rate_limited": _("Terlalu banyak percobaan yang keliru. Tunggu beberapa menit, lalu coba lagi."),
    }

    def signs(self, user: User, at: datetime) -> bool:
        """Whether the person signs papers."""
        return leads(user, at)

    def requires_second_factor(self, user: User, at: datetime) -> bool:
        """Whether the person's offices ask for one."""
        return required(user, at, signs=self.signs(user, at))

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """One per account however its NIP is written, and whatever host name is asked."""
        return attempts_key(str(credentials.get("username", "")))

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try before it is made. Raises ValidationError with how long to wait."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            key = self._get_login_attempts_cache_key(request, **credentials)
            wait = seconds_left(request, FAILED, key=key)
            logger.warning("Masuk ditolak: terlalu banyak percobaan")
            raise ValidationError(sentence(wait), code="too_many_login_attempts") from None

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """The wrong password that fills the measure is a row of the record."""
        key = self._get_login_attempts_cache_key(request, **credentials)
        wait = seconds_left(request, FAILED, key=key, only_key=True)
        user = User.objects.filter(username=plain_nip(credentials.get("username") or "")).first()
        if wait and user:
            record_lock_out(user, at=timezone.now(), seconds=wait)

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        """Nobody gets in who may not, whichever way they came."""
        if may_sign_in(user):
            return None
        clear_login(request)
        return self.respond_user_inactive(request, user)

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        messages.error(request, self.error_messages["account_inactive"])
        return redirect("login")

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Recorded; and who must have a second factor and has none is led to it."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        at = timezone.now()
        ways = [record["method"] for record in get_authentication_records(request, user)]
        record_of_user(user, "user.signed_in", at=at, ways=ways)
        if self.requires_second_factor(user, at) and not has_one(user):
            request.session[MUST_ENROL] = True
        return response

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not from one who has just signed in."""
        records = get_authentication_records(self.request, self.request.user)
        if records and time.time() - records[-1]["at"] < JUST_NOW:
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def add_message(
        self, request: HttpRequest, level: int, *args: Any, message: str | None = None, **kwargs: Any
    ) -> None:
        """Only what the house words itself."""
        if message:
            messages.add_message(request, level, message)

    def get_client_ip(self, request: HttpRequest) -> str:
        """The client's address: the one that our own proxies wrote down, else the one that is connected."""
        forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
        count: int = settings.ALLAUTH_TRUSTED_PROXY_COUNT
        found = forwarded[-count] if 0 < count <= len(forwarded) else ""
        return address(found) or address(request.META.get("REMOTE_ADDR", "")) or NOBODY


def attempts_key(username: str) -> str:
    """Under what the failed tries of an account are counted."""
    return f"masuk:{plain_nip(username).lower()}"


def address(text: str) -> str:
    """The text where it is an address of the network, else nothing."""
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        return ""


class FactorAdapter(DefaultMFAAdapter):
    """The second factor."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
        "cannot_delete_authenticator": _(
            "Kantor Anda mewajibkan faktor kedua; karena itu tidak dapat dimatikan."
        ),
        "cannot_generate_recovery_codes": _("Kode pemulihan hanya ada bersama aplikasi autentikator."),
        "unverified_email": _("Faktor kedua belum dapat dipasang."),
    }

    def get_totp_label(self, user: User) -> str:
        return user.username

    def build_totp_svg(self, url: str) -> str:
        """The QR that the app of the phone reads; dark on light, whatever the colors of the page."""
        picture = BytesIO()
        code = segno.make(url, error="m", micro=False)
        code.save(picture, kind="svg", scale=5, border=4, dark="#000", light="#fff", xmldecl=False)
        return picture.getvalue().decode()

    @sensitive_variables()
    def encrypt(self, text: str) -> str:
        return seal(text, place=PLACE, keys=[settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS])

    @sensitive_variables()
    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text, place=PLACE, keys=[settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS])

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Not where the office asks for one."""
        return not get_adapter().requires_second_factor(authenticator.user, timezone.now())
