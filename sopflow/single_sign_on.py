"""The provider of single sign-on, from the settings OIDC_*. No Django models, since the settings import it."""

from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from environs import Env

PROVIDER = "oidc"


def single_sign_on(env: Env, is_production: bool) -> list[dict[str, Any]]:
    """The one provider as allauth wants it; empty where OIDC_ISSUER is. Raises ImproperlyConfigured."""
    issuer: str = env.str("OIDC_ISSUER", "")
    if not issuer:
        return []
    client, secret = env.str("OIDC_CLIENT_ID", ""), env.str("OIDC_CLIENT_SECRET", "")
    claim: str = env.str("OIDC_CLAIM", "nip")
    if not client or not secret:
        raise ImproperlyConfigured("OIDC_ISSUER terisi, tetapi OIDC_CLIENT_ID atau OIDC_CLIENT_SECRET belum.")
    if is_production and urlsplit(issuer).scheme != "https":
        raise ImproperlyConfigured("OIDC_ISSUER harus beralamat https://.")
    settings = {"server_url": issuer, "claim": claim, "oauth_pkce_enabled": True}
    name = env.str("OIDC_NAME", "akun pemerintah daerah")
    return [
        {"provider_id": PROVIDER, "name": name, "client_id": client, "secret": secret, "settings": settings}
    ]
