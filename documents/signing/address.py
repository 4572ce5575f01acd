"""The public address of a paper: what its QR leads to."""

from django.conf import settings
from django.urls import reverse


def public_url(token: str) -> str:
    """The whole address of the page that verifies the paper of this token."""
    return f"{settings.SITE_URL}{reverse('verify', args=[token])}"
