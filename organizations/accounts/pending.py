"""The secret of an authenticator app that is being set up: sealed in the session until its first code is right."""

from allauth.core import context
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY, generate_totp_secret
from allauth.mfa.utils import decrypt, encrypt
from django.views.decorators.debug import sensitive_variables

from organizations.sealing import Unsealable


@sensitive_variables()
def pending_secret(*, renew: bool) -> str:
    """The one of this session; another one where there is none, or where another is wanted."""
    session = context.request.session
    sealed = "" if renew else session.get(SECRET_SESSION_KEY, "")
    if sealed:
        try:
            return str(decrypt(sealed))
        except Unsealable:
            pass
    secret: str = generate_totp_secret()
    session[SECRET_SESSION_KEY] = encrypt(secret)
    return secret
