"""That the regular works of the machine still run: when each last ended, and how long it took."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import timezone

from activity.models import Heartbeat


@contextmanager
def heartbeat(name: str) -> Iterator[None]:
    """Note the end and the length of a work that ended well."""
    start = time.monotonic()
    yield
    taken = time.monotonic() - start
    Heartbeat.objects.update_or_create(
        name=name, defaults={"ended_at": timezone.now(), "seconds": round(taken, 4)}
    )
