"""Delivering notices by e-mail, apart from what wrote them.

A notice is claimed for a few minutes, sent, and marked: killed in between, it is sent again when the claim runs out,
so a mail may come once more after a kill in the very act of sending, and none is lost. Nothing is sent in the second
half of a claim: a slow mail server must not make two workers send the same.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction

from activity.models import Notice

logger = logging.getLogger(__name__)
BATCH = 50
CLAIM = timedelta(minutes=5)
TURN = timedelta(seconds=45)
WAITS = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 60, 240, 240, 1440, 1440)]

Compose = Callable[[Notice], EmailMultiAlternatives]
MayGo = Callable[[Sequence[Notice], datetime], Mapping[int, datetime]]


def deliver(clock: Callable[[], datetime], compose: Compose, may_go: MayGo) -> int:
    """Send every mail that should go out by now; how many went. `may_go` gives the time of each notice that still
    holds: the others stay in the application and are mailed to nobody. A long outbox is left to the next run
    after a while: the worker has other work too."""
    sent, failing, end = 0, False, clock() + TURN
    while not failing and clock() < end and (claimed := claim(at := clock())):
        times = may_go(claimed, at)
        drop([notice for notice in claimed if notice.pk not in times or not notice.email], at)
        going = [notice for notice in claimed if notice.pk in times and notice.email]
        postpone([notice for notice in going if times[notice.pk] > at], times)
        wanted = [notice for notice in going if times[notice.pk] <= at]
        done = send_all(wanted, at + CLAIM / 2, clock, compose)
        sent, failing = sent + done, done < len(wanted)
    return sent


@transaction.atomic
def claim(at: datetime) -> list[Notice]:
    """Take some notices for oneself, for as long as the claim lasts. Two workers never take the same one."""
    skip = connection.features.has_select_for_update_skip_locked
    found = list(Notice.objects.to_mail(at).select_for_update(skip_locked=skip)[:BATCH])
    Notice.objects.filter(pk__in=[notice.pk for notice in found]).update(mail_claimed_until=at + CLAIM)
    return found


def drop(notices: Sequence[Notice], at: datetime) -> None:
    """These are mailed to nobody."""
    if notices:
        Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(mail_dropped_at=at)


def postpone(notices: Sequence[Notice], times: Mapping[int, datetime]) -> None:
    """These wait for their time, and are nobody's meanwhile."""
    for notice in notices:
        Notice.objects.filter(pk=notice.pk).update(mail_after=times[notice.pk], mail_claimed_until=None)


def send_all(
    notices: Sequence[Notice], until: datetime, clock: Callable[[], datetime], compose: Compose
) -> int:
    """Send these over one connection, each marked as soon as it is gone; how many went. What is left at `until`
    waits for another claim."""
    done = 0
    if not notices:
        return 0
    server = get_connection()
    try:
        for notice in notices:
            if clock() > until:
                break
            if send(notice, server, clock, compose):
                Notice.objects.filter(pk=notice.pk).update(mailed_at=clock(), mail_claimed_until=None)
                done += 1
    finally:
        hang_up(server)
    return done


def send(notice: Notice, server: BaseEmailBackend, clock: Callable[[], datetime], compose: Compose) -> bool:
    """Whether the mail went. One that cannot be written or sent, whatever the reason, holds up no other."""
    try:
        message = compose(notice)
        message.connection = server
        server.open()
        message.send()
    except Exception as fault:
        hang_up(server)
        later(notice, clock(), fault)
        return False
    return True


def hang_up(server: BaseEmailBackend) -> None:
    """Close the connection; the next mail opens a new one."""
    with suppress(SMTPException, OSError):
        server.close()


def later(notice: Notice, at: datetime, fault: Exception) -> None:
    """Try again after a while that grows; after the last try give up, and say so in the log. The log gets the kind of
    the fault only: a mail server repeats the address, and what cannot be written is the text of somebody's mail."""
    tried = notice.mail_attempts + 1
    kind = type(fault).__name__
    logger.warning("Surel %s belum terkirim (percobaan ke-%s): %s", notice.key, tried, kind)
    values: dict[str, object] = {"mail_attempts": tried, "mail_claimed_until": None}
    if tried > len(WAITS):
        values["mail_dropped_at"] = at
    else:
        values["mail_after"] = at + WAITS[tried - 1]
    Notice.objects.filter(pk=notice.pk).update(**values)
