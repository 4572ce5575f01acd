"""Single sign-on by OpenID Connect: the code flow with PKCE, of one provider that the settings name.

allauth speaks OAuth 2; what it leaves to trust in the connection is checked here: the signature, issuer, audience and
nonce of the ID token. Nobody gets an account by this, and nothing that the provider says is kept.
"""

import hmac
import logging
import re
from collections.abc import Mapping
from typing import Any

import jwt
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import get_next_redirect_url, perform_login
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_safe
from requests import RequestException

from organizations.models import User
from organizations.models.user import plain_nip

logger = logging.getLogger(__name__)
PROVIDER = "oidc"
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
LEEWAY = 60  # seconds by which the provider's clock may differ
FAILED = _("Masuk lewat {} tidak berhasil. Coba lagi, atau masuk dengan kata sandi.")
UNKNOWN = _("Akun {} Anda tidak terhubung dengan pejabat mana pun di sini. Hubungi admin kantor Anda.")


class SingleSignOn(DefaultSocialAccountAdapter):
    """allauth's errors as a sentence on the sign-in page; and no sign-up whatever else fails."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def on_authentication_error(self, request: HttpRequest, provider: Any, **kwargs: Any) -> None:
        """Raises ImmediateHttpResponse: back to the sign-in page."""
        kind = type(kwargs["exception"]).__name__ if kwargs.get("exception") else "ditolak atau dibatalkan"
        logger.warning("Masuk lewat penyedia identitas gagal: %s", kind)
        messages.error(request, FAILED.format(provider.name))
        raise ImmediateHttpResponse(redirect("login"))


class OidcAdapter(OpenIDConnectOAuth2Adapter):
    """One visit to the provider; `state` is what was kept when it began."""

    state: Mapping[str, Any] = {}

    @property
    def openid_config(self) -> Mapping[str, Any]:
        """What the provider says of itself. Raises OAuth2Error where it says that it is another one."""
        found: Mapping[str, Any] = super().openid_config
        if found.get("issuer") != self.issuer:
            raise OAuth2Error("issuer")
        return found

    @property
    def issuer(self) -> str:
        """Whom the settings name."""
        return str(self.get_provider().app.settings["server_url"])

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        return f"{settings.SITE_URL}{reverse('sso-back')}"

    @sensitive_variables()
    def complete_login(self, request: HttpRequest, app: SocialApp, token: Any, **kwargs: Any) -> None:
        """Sign in whom the provider names. Raises OAuth2Error, or ImmediateHttpResponse with where to go now."""
        claims = self.claims(app, kwargs["response"].get("id_token") or "")
        user = user_of(claims, app.settings["claim"]) or user_of(
            self.more(claims, token), app.settings["claim"]
        )
        if user is None:
            messages.error(request, UNKNOWN.format(app.name))
            raise ImmediateHttpResponse(redirect("login"))
        record_authentication(request, user, "socialaccount", provider=PROVIDER)
        raise ImmediateHttpResponse(perform_login(request, user, redirect_url=self.state.get("next")))

    @sensitive_variables()
    def claims(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        """What the ID token says, once everything about it is right. Raises OAuth2Error."""
        try:
            found: dict[str, Any] = jwt.decode(
                id_token,
                key=self.key_of(id_token),
                algorithms=ALGORITHMS,
                audience=app.client_id,
                issuer=self.issuer,
                leeway=LEEWAY,
                options={"require": ["iss", "sub", "aud", "exp", "iat"]},
            )
        except jwt.PyJWTError as fault:
            raise OAuth2Error("id_token") from fault
        nonce, azp = str(self.state.get("nonce", "")), found.get("azp", app.client_id)
        if not nonce or not hmac.compare_digest(str(found.get("nonce", "")).encode(), nonce.encode()):
            raise OAuth2Error("nonce")
        if azp != app.client_id:
            raise OAuth2Error("azp")
        return found

    def key_of(self, id_token: str) -> jwt.PyJWK:
        """The provider's key that the token names, or its only one. Raises OAuth2Error, PyJWTError."""
        with get_adapter().get_requests_session() as session:
            response = session.get(self.openid_config["jwks_uri"])
        response.raise_for_status()
        keys = jwt.PyJWKSet.from_dict(response.json()).keys
        kid = jwt.get_unverified_header(id_token).get("kid")
        fitting = [key for key in keys if kid is None or key.key_id == kid]
        if len(fitting) != 1:
            raise OAuth2Error("kid")
        return fitting[0]

    @sensitive_variables()
    def more(self, claims: Mapping[str, Any], token: Any) -> Mapping[str, Any]:
        """What the provider says elsewhere of the same person, where it has such a place."""
        if not self.openid_config.get("userinfo_endpoint"):
            return {}
        found: Mapping[str, Any] = self._fetch_user_info(token.token)
        return found if found.get("sub") == claims["sub"] else {}


NUMBER = re.compile(r"[0-9]{18}|[0-9]{9}")


@sensitive_variables()
def user_of(claims: Mapping[str, Any], claim: str) -> User | None:
    """The one person whom a claim names: by NIP or user name; by their address, if the provider has verified it, where
    that is the claim or the claim is missing."""
    name = plain_nip(str(claims.get(claim) or "")) if claim != "email" else ""
    email = str(claims.get("email") or "").strip()
    if name:
        same = Q(nip=name) if NUMBER.fullmatch(name) else Q(pk__in=[])
        found = list(User.objects.filter(same | Q(username=name))[:2])
    elif email and claims.get("email_verified") is True:
        alike = User.objects.filter(email__iexact=email)[:20]  # the database's own idea of the same letters
        found = [user for user in alike if user.email.casefold() == email.casefold()]
    else:
        return None
    return found[0] if len(found) == 1 else None


class Back(OAuth2CallbackView):
    """The way back, with the state of the way there."""

    def _get_state(self, request: HttpRequest, provider: Any) -> Any:
        state, response = super()._get_state(request, provider)
        self.adapter.state = state or {}
        return state, response


@login_not_required
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Go to the provider."""
    if request.user.is_authenticated:
        return redirect("home")
    adapter = get_adapter(request)
    try:
        provider = adapter.get_provider(request, PROVIDER)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    provider.oauth2_adapter_class = OidcAdapter
    nonce, onward = get_random_string(32), get_next_redirect_url(request)
    try:
        response: HttpResponse = provider.redirect(
            request, AuthProcess.LOGIN, onward, auth_params={"nonce": nonce}, nonce=nonce
        )
    except (RequestException, OAuth2Error, KeyError) as fault:
        return failed(request, provider, fault)
    return response


@login_not_required
@require_safe
def back(request: HttpRequest) -> HttpResponse:
    """Come back from the provider."""
    if request.user.is_authenticated:
        return redirect("home")
    try:
        provider = get_adapter(request).get_provider(request, PROVIDER)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    try:
        response: HttpResponse = Back.adapter_view(OidcAdapter(request, PROVIDER))(request)
    except (ValueError, KeyError) as fault:  # an answer that is no JSON, or lacks what it must have
        return failed(request, provider, fault)
    return response


def failed(request: HttpRequest, provider: Any, fault: Exception) -> HttpResponse:
    """Back to the sign-in page, with a sentence."""
    try:
        get_adapter(request).on_authentication_error(request, provider, exception=fault)
    except ImmediateHttpResponse as answer:
        response: HttpResponse = answer.response
    return response
