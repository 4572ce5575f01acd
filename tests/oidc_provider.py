"""An OpenID provider for the tests: real HTTP on loopback, the code flow with PKCE, signed ID tokens, and faults.

from tests.oidc_provider import oidc  # noqa: F401   (the fixture; ask for it as `oidc`)

oidc.person = {"sub": "17", "nip": "…"}   # who signs in there
oidc.wrong = {"nonce": "lain"}            # claims of the next ID tokens that are not as they must be
"""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "sopflow", "rahasia-klien-4417"


@dataclass
class Provider:
    """What it knows, and what it was asked."""

    url: str = ""
    person: dict[str, Any] = field(default_factory=lambda: {"sub": "17"})
    more: dict[str, Any] = field(default_factory=dict)  # what only its userinfo says
    wrong: dict[str, Any] = field(default_factory=dict)
    says_it_is: str = ""
    down: bool = False
    key: rsa.RSAPrivateKey = field(default_factory=lambda: rsa.generate_private_key(65537, 2048))
    signs_with: rsa.RSAPrivateKey | None = None
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def allow(self, query: dict[str, str]) -> str:
        """The person agrees: where the browser goes now."""
        code = secrets.token_hex(8)
        self.codes[code] = query
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"

    def token(self, given: dict[str, str]) -> dict[str, Any] | None:
        """The answer for a code, once, to who proves to have asked for it."""
        asked = self.codes.pop(given.get("code", ""), None)
        proof = base64.urlsafe_b64encode(hashlib.sha256(given.get("code_verifier", "").encode()).digest())
        if (
            asked is None
            or asked.get("code_challenge_method") != "S256"
            or asked["code_challenge"] != proof.rstrip(b"=").decode()
            or (given.get("client_id"), given.get("client_secret")) != (CLIENT, SECRET)
            or given.get("redirect_uri") != asked["redirect_uri"]
        ):
            return None
        now = int(time.time())
        claims = {"iss": self.url, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": asked["nonce"]}
        claims |= self.person | self.wrong
        signed = jwt.encode(claims, self.signs_with or self.key, "RS256", headers={"kid": "k1"})
        return {"access_token": "akses", "token_type": "Bearer", "id_token": signed}

    def document(self, path: str) -> dict[str, Any] | None:
        """What it publishes."""
        if path == "/.well-known/openid-configuration":
            return {
                "issuer": self.says_it_is or self.url,
                "authorization_endpoint": f"{self.url}/authorize",
                "token_endpoint": f"{self.url}/token",
                "userinfo_endpoint": f"{self.url}/userinfo",
                "jwks_uri": f"{self.url}/keys",
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            }
        if path == "/keys":
            public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
            return {"keys": [public | {"kid": "k1", "use": "sig", "alg": "RS256"}]}
        return {"sub": self.person["sub"]} | self.more if path == "/userinfo" else None


@pytest.fixture
def oidc(settings: Any) -> Iterator[Provider]:
    """A provider that runs, and that the settings name."""
    provider = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            address = urlsplit(self.path)
            provider.asked.append(address.path)
            self.answer(None if provider.down else provider.document(address.path))

        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
            provider.asked.append(self.path)
            self.answer(provider.token({name: values[0] for name, values in parse_qs(sent).items()}))

        def answer(self, body: dict[str, Any] | None) -> None:
            data = json.dumps(body or {"error": "invalid"}).encode()
            self.send_response(200 if body else 400)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *args: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    provider.url = f"http://127.0.0.1:{server.server_port}"
    app = {
        "provider_id": "oidc",
        "name": "Akun Kota Tarakan",
        "client_id": CLIENT,
        "secret": SECRET,
        "settings": {"server_url": provider.url, "claim": "nip", "oauth_pkce_enabled": True},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    yield provider
    server.shutdown()
    server.server_close()
