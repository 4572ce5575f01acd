"""The sessions of a person: which there are, when they were last used, and ending them."""

from collections.abc import Collection
from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction

from organizations.accounts.recording import record_of_user
from organizations.models import User

SEEN_EVERY = timedelta(minutes=1)


def sessions_of(user: User, at: datetime) -> list[UserSession]:
    """Those that still open something, the last used first. Two queries."""
    rows = list(UserSession.objects.filter(user=user).order_by("-last_seen_at", "-id"))
    alive = Session.objects.filter(session_key__in=[row.session_key for row in rows], expire_date__gt=at)
    keys = set(alive.values_list("session_key", flat=True))
    return [row for row in rows if row.session_key in keys]


def seen(session_key: str, *, address: str, at: datetime) -> None:
    """The session was used; written at most once a minute. One statement."""
    rows = UserSession.objects.filter(session_key=session_key, last_seen_at__lt=at - SEEN_EVERY)
    rows.update(last_seen_at=at, ip=address)


def renamed(before: str, now: str) -> None:
    """The same session under another key, which a new password gives it."""
    UserSession.objects.filter(session_key=before).update(session_key=now)


def forget(session_key: str) -> None:
    """The person signed out of it."""
    UserSession.objects.filter(session_key=session_key).delete()


def end_all(user: User, but: str = "") -> int:
    """End every session of the person but one; how many there were. The caller records it."""
    rows = UserSession.objects.filter(user=user).exclude(session_key=but)
    return end(list(rows.values_list("session_key", flat=True)))


def end(session_keys: Collection[str]) -> int:
    """End these: whoever has one of them must sign in again."""
    Session.objects.filter(session_key__in=session_keys).delete()
    UserSession.objects.filter(session_key__in=session_keys).delete()
    return len(session_keys)


def clear_expired(at: datetime) -> None:
    """Delete the sessions that open nothing any more."""
    Session.objects.filter(expire_date__lte=at).delete()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()


@transaction.atomic
def end_own(user: User, *, at: datetime, current: str, pk: int | None = None) -> int:
    """End one of one's own sessions, or all but the current one where none is named; how many were ended."""
    rows = UserSession.objects.filter(user=user).exclude(session_key=current)
    if pk is not None:
        rows = rows.filter(pk=pk)
    ended = end(list(rows.values_list("session_key", flat=True)))
    if ended:
        record_of_user(user, "user.sessions_ended", at=at, number=ended)
    return ended
