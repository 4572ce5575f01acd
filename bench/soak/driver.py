"""A process that sweeps, or delivers, over and over until it is killed: `python -m bench.soak.driver sweep`.

It calls the tasks of the timetable. With `--behind` the machine's clock is that many seconds slow; then it calls
what the tasks call, with that clock.
"""

import argparse
import time
from collections.abc import Callable
from datetime import datetime, timedelta

import django
from django.db import close_old_connections

PAUSE = 0.05


def works(behind: timedelta) -> dict[str, Callable[[], object]]:
    """What each kind of process does again and again."""
    from django.utils import timezone

    from activity.outbox import deliver
    from bench.soak import quicker  # noqa: F401  for what it shortens
    from sopflow.mail import compose
    from sopflow.tasks import deliver_mail
    from workflows.sweep import sweep
    from workflows.tasks import sweep_deadlines
    from workflows.telling import may_go

    def clock() -> datetime:
        return timezone.now() - behind

    if behind:
        return {"sweep": lambda: sweep(clock()), "deliver": lambda: deliver(clock, compose, may_go)}
    return {"sweep": sweep_deadlines, "deliver": deliver_mail}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("work", choices=["sweep", "deliver"])
    parser.add_argument("--behind", type=float, default=0)
    asked = parser.parse_args()
    django.setup()
    work = works(timedelta(seconds=asked.behind))[asked.work]
    while True:
        close_old_connections()
        work()
        time.sleep(PAUSE)


if __name__ == "__main__":
    main()
