"""Guessing a passphrase is slow: from the third wrong one in a row the next try waits, the tenth locks.

A try is counted before it is made, so that many at once do not slip through, and taken back where it was right.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from activity.chain import Actor
from activity.record import locked_stream, record
from documents.models import PassphraseGuard
from documents.signing.errors import CannotSign, WrongPassphraseGiven
from organizations.models import Office, User

SLOW, MOST = 3, 10
WAITS = (30, 60, 120, 300, 600, 900, 1800)  # seconds, after the third, the fourth, … wrong one


@contextmanager
def guarded(user: User, office: Office, *, by: Actor, at: datetime) -> Iterator[None]:
    """Try a passphrase inside: raises CannotSign where one may not now. WrongPassphraseGiven inside counts, is recorded
    in the office's stream, and goes on up with what follows from it; whatever else happens does not count."""
    tried = begin(user, at)
    try:
        yield
    except WrongPassphraseGiven:
        raise WrongPassphraseGiven(failed(user, office, tried, by=by, at=at)) from None
    except BaseException:
        take_back(user, tried)
        raise
    forget(user)


@transaction.atomic
def begin(user: User, at: datetime) -> int:
    """Count a try; how many in a row it is if it proves wrong."""
    PassphraseGuard.objects.get_or_create(user=user)
    guard = PassphraseGuard.objects.select_for_update().get(user=user)
    if guard.locked_at:
        raise CannotSign(
            _(
                "Frasa sandi Anda terkunci karena salah sepuluh kali. "
                "Minta admin kantor membukanya, atau buat sertifikat baru."
            )
        )
    if guard.next_try_at and guard.next_try_at > at:
        seconds = int((guard.next_try_at - at).total_seconds()) + 1
        minutes = -(-seconds // 60)
        wait = (
            _("%(seconds)s detik") % {"seconds": seconds}
            if seconds < 90
            else _("%(minutes)s menit") % {"minutes": minutes}
        )
        raise CannotSign(
            _("Frasa sandi salah %(wrong)s kali berturut-turut; coba lagi sesudah %(wait)s.")
            % {"wrong": guard.wrong, "wait": wait}
        )
    guard.wrong += 1
    if guard.wrong >= MOST:
        guard.locked_at = at
    elif guard.wrong >= SLOW:
        guard.next_try_at = at + timedelta(seconds=WAITS[guard.wrong - SLOW])
    guard.save()
    return guard.wrong


@transaction.atomic
def take_back(user: User, tried: int) -> None:
    """It was no try at all; what followed from it goes too, unless others tried meanwhile."""
    guard = PassphraseGuard.objects.select_for_update().get(user=user)
    if guard.wrong == tried:
        guard.next_try_at = guard.locked_at = None
    guard.wrong = max(0, guard.wrong - 1)
    guard.save()


@transaction.atomic
def forget(user: User) -> None:
    """The try was right: nothing is held against the official any more."""
    PassphraseGuard.objects.filter(user=user).update(wrong=0, next_try_at=None, locked_at=None)


@transaction.atomic
def failed(user: User, office: Office, wrong: int, *, by: Actor, at: datetime) -> str:
    """Record a wrong passphrase; what the official is told."""
    stream = locked_stream(f"office:{office.slug}")
    action = "passphrase.locked" if wrong >= MOST else "passphrase.wrong"
    record(stream, at=at, actor=by, action=action, user=user.pk, in_a_row=wrong)
    if wrong >= MOST:
        return _(
            "Frasa sandi salah sepuluh kali berturut-turut dan kini terkunci. Minta admin kantor membukanya."
        )
    if wrong >= SLOW:
        return _(
            "Frasa sandi salah (%(wrong)s kali berturut-turut). Percobaan berikutnya ditunda; sepuluh "
            "kali salah mengunci."
        ) % {"wrong": wrong}
    return _("Frasa sandi salah.")


@transaction.atomic
def unlock(user: User, office: Office, *, by: Actor, at: datetime) -> None:
    """Let somebody try again: an admin's act, or a new certificate."""
    stream = locked_stream(f"office:{office.slug}")
    if PassphraseGuard.objects.filter(user=user).update(wrong=0, next_try_at=None, locked_at=None):
        record(stream, at=at, actor=by, action="passphrase.unlocked", user=user.pk, name=user.name)
