"""Signing in as people do, in the tests: a password, a code, a link from a mail."""

import base64
import hmac
import re
import struct
import time

from django.core import mail
from django.utils import timezone

from activity.outbox import deliver
from organizations.models import User
from sopflow.mail import compose, may_go
from tests.pages import Page
from tests.visitor import Visitor

PASSWORD = "Kata-Sandi-Panjang-7"
LINK = re.compile(r"http://testserver(/sandi/\S+/)")


def with_password(user: User, password: str = PASSWORD) -> User:
    """The same person, who has this password."""
    user.set_password(password)
    user.save(update_fields=["password"])
    return user


def try_password(visitor: Visitor, username: str, password: str) -> Page:
    """Send the form of the sign-in page; the page that comes, after redirects."""
    form = visitor.open("/login/").form("")
    data = form.data | {"username": username, "password": password}
    response = visitor.client.post("/login/", data, follow=True)
    return Page(response.content.decode())


def signed_in(user: User, **client: str) -> Visitor:
    """A browser in which the person has signed in with their password."""
    visitor = Visitor()
    visitor.client.defaults.update(client)
    try_password(visitor, user.username, PASSWORD)
    return visitor


def code_of(secret: str, at: float | None = None) -> str:
    """What an authenticator app shows (RFC 6238: SHA-1, 30 seconds, 6 digits)."""
    counter = struct.pack(">Q", int(time.time() if at is None else at) // 30)
    digest = hmac.digest(base64.b32decode(secret), counter, "sha1")
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 10**6:06}"


def secret_on(page: Page) -> str:
    """The secret that the page shows for the app."""
    found = re.search(r"\b[A-Z2-7]{32}\b", page.text)
    assert found, page.text
    return found[0]


def send_mails() -> list[str]:
    """Let the outbox go out; the texts of what was sent."""
    mail.outbox.clear()
    deliver(timezone.now, compose, may_go)
    return [str(message.body) for message in mail.outbox]


def link_in(text: str) -> str:
    """The address of the link in a mail."""
    found = LINK.search(text)
    assert found, text
    return found[1]
