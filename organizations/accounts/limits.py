"""How long somebody has to wait who guessed too often. The counting itself is allauth's, in the cache."""

import time

from allauth.core.internal.ratelimit import Rate, consume, get_cache_key, get_rates
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

FAILED = "login_failed"
APP = "allauth.account"


def seconds_left(request: HttpRequest, action: str, *, key: str = "", only_key: bool = False) -> int:
    """Until one more try is taken; 0 where it is taken now. Of the account (`key`) and of the client's address."""
    waits = [0.0]
    for rate in get_rates(app=APP, action=action):
        if rate.per == "user" or (rate.per == "key" and not key) or (only_key and rate.per != "key"):
            continue
        waits.append(wait_of(rate, get_cache_key(request, app=APP, action=action, rate=rate, key=key)))
    return -int(-max(waits) // 1)


def is_too_often(request: HttpRequest, action: str) -> bool:
    """Whether a limit of the settings is reached; if not, this request counts towards it, also where it only reads."""
    return consume(request, app=APP, action=action, limit_get=True) is None


def wait_of(rate: Rate, cache_key: str) -> float:
    """Of one limit: until the oldest of the last tries that fill it no longer counts. Newest first in the cache."""
    tries: list[float] = cache.get(cache_key, [])
    if len(tries) < rate.amount:
        return 0.0
    until: float = tries[rate.amount - 1] + rate.duration
    return max(0.0, until - time.time())


def sentence(seconds: int) -> str:
    """What the one who has to wait is told."""
    if seconds < 90:
        number = max(seconds, 1)
        wait = ngettext("%(number)s detik", "%(number)s detik", number) % {"number": number}
    else:
        number = -(-seconds // 60)
        wait = ngettext("%(number)s menit", "%(number)s menit", number) % {"number": number}
    return _(
        "Terlalu banyak percobaan yang keliru. Tunggu %(wait)s, lalu coba lagi; "
        "selama itu isian yang benar pun ditolak."
    ) % {"wait": wait}
