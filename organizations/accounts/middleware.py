"""What holds for every request of somebody signed in."""

import time
from collections.abc import Callable
from typing import Any

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from organizations.accounts.adapters import MUST_ENROL
from organizations.accounts.sessions import SEEN_EVERY, seen

GetResponse = Callable[[HttpRequest], HttpResponse]
ENROLMENT = {"mfa_activate_totp", "mfa_view_recovery_codes", "account_reauthenticate", "logout"}
MOST = 10_000


class SessionInUse:
    """Notes when a session was last used, at most once a minute in each process."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.noted: dict[str, float] = {}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = request.session.session_key if request.user.is_authenticated else None
        if key and self.is_due(key):
            seen(key, address=get_adapter().get_client_ip(request), at=timezone.now())
        return self.get_response(request)

    def is_due(self, key: str) -> bool:
        """Whether this process has not noted it for a minute; from now on it has."""
        now = time.monotonic()
        if now - self.noted.get(key, float("-inf")) < SEEN_EVERY.total_seconds():
            return False
        if len(self.noted) >= MOST:
            self.noted.clear()
        self.noted[key] = now
        return True


class SecondFactorFirst:
    """Who must have a second factor and has none sees nothing before it is there, but what everybody sees."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if not getattr(view, "login_required", True) or not request.session.get(MUST_ENROL):
            return None
        match = request.resolver_match
        return None if match and match.url_name in ENROLMENT else redirect("mfa_activate_totp")
