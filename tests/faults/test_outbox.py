"""Delivery: a mail that cannot go holds up no other, and a slow server makes no two workers send the same."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest

from activity.models import Notice
from activity.outbox import BATCH, CLAIM, deliver
from bench.soak.postbox import Postbox
from sopflow.mail import compose
from tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

MINUTE = timedelta(minutes=1)


def all_true(notices: Sequence[Notice], at: datetime) -> dict[int, datetime]:
    """Every one of them may go."""
    return {notice.pk: at for notice in notices}


@pytest.fixture
def notices(cast: Cast, now: datetime) -> list[Notice]:
    """A full batch of them, to mail now."""
    office = cast.post("dpupr-tarakan", "sekretaris").office_id
    values: dict[str, Any] = {"user_id": 1, "office_id": office, "kind": "lewat_batas", "created_at": now}
    values |= {
        "title": "Terlewati",
        "text": "Isi",
        "path": "/",
        "email": "a@kantor.example",
        "mail_after": now,
    }
    return Notice.objects.bulk_create(Notice(key=f"uji:{number}", **values) for number in range(BATCH))


def running(start: datetime, step: timedelta) -> Callable[[], datetime]:
    """A clock that moves on by that step whenever one looks at it."""
    moment = start

    def clock() -> datetime:
        nonlocal moment
        moment += step
        return moment

    return clock


def test_a_mail_that_cannot_be_written_holds_up_no_other(
    notices: list[Notice], now: datetime, mailoutbox: list[Any]
) -> None:
    Notice.objects.filter(pk=notices[0].pk).update(title="dua\nbaris")  # no subject may have two lines
    deliver(lambda: now, compose, all_true)
    assert len(mailoutbox) == BATCH - 1
    bad = Notice.objects.get(pk=notices[0].pk)
    assert (bad.mailed_at, bad.mail_attempts, bad.mail_after) == (None, 1, now + MINUTE)


def test_an_address_that_is_none_holds_up_no_other(
    notices: list[Notice], now: datetime, settings: Any
) -> None:
    Notice.objects.filter(pk=notices[0].pk).update(email="Sekretaris <sekretaris@")
    with Postbox() as box:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", box.port
        deliver(lambda: now, compose, all_true)
    assert box.arrived == Counter({notice.pk: 1 for notice in notices[1:]})


def test_nothing_is_sent_when_another_worker_may_take_it_over(
    notices: list[Notice], now: datetime, mailoutbox: list[Any]
) -> None:
    slow = running(now, timedelta(seconds=10))
    first = deliver(slow, compose, all_true)
    assert 0 < first < BATCH / 2
    ended = slow()
    assert ended < now + CLAIM
    assert deliver(lambda: ended, compose, all_true) == 0
    assert deliver(lambda: now + 2 * CLAIM, compose, all_true) == BATCH - first
    assert max(Counter(mail.extra_headers["Message-ID"] for mail in mailoutbox).values()) == 1
