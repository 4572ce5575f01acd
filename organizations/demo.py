"""The demo's sign-ins: passwords that follow from the installation's own key, so that nothing has to be kept."""

import base64
import hashlib
import hmac
from datetime import datetime
from typing import Any

from django.conf import settings

from organizations.models import Appointment, Office, Role, RoleGrant, User


def demo_password(user: User) -> str:
    """The password of a demo account: different for every installation and every account, the same every time."""
    digest = hmac.digest(settings.SECRET_KEY.encode(), f"demo:{user.username}".encode(), hashlib.sha256)
    return base64.b32encode(digest).decode().lower()[:10]


def demo_logins(at: datetime) -> list[dict[str, Any]]:
    """The demo accounts that may sign in: {office, nip, password, posts}, office by office, admins last.

    `nip` is what one signs in with (a user name for those without NIP); `posts` are printed capacities, or roles.
    """
    logins = []
    for office in Office.objects.real().order_by("id"):
        entries: dict[User, list[str]] = {}
        held = Appointment.objects.current(at).filter(post__office=office).select_related("user", "post")
        head = Appointment.objects.current(at).filter(post=office.head).select_related("user", "post")
        for appointment in (*head, *(a for a in held.order_by("id") if a.post_id != office.head_id)):
            entries.setdefault(appointment.user, []).append(appointment.capacity)
        for grant in (
            RoleGrant.objects.current(at).filter(office=office).select_related("user").order_by("id")
        ):
            entries.setdefault(grant.user, []).append(str(Role(grant.role).label))
        logins += [
            {"office": office.slug, "nip": user.username, "password": demo_password(user), "posts": posts}
            for user, posts in entries.items()
            if user.is_demo and user.is_active
        ]
    return logins
