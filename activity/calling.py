"""Letting a worker begin at once with what somebody has just asked for."""

import logging

from celery import current_app
from django.conf import settings
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)
# The timetable comes by anyway: a queue that does not answer at once is not waited for.
PATIENCE = {"max_retries": 1, "interval_start": 0.2}


def call_worker(task: str, *args: int, expires: float = 60) -> bool:
    """Send a task of the timetable before its time; whether it was sent. Without a queue, or where it is down, the
    timetable does it. Who has not begun with it after so many seconds leaves it."""
    if not settings.REDIS_URL:
        return False
    try:
        current_app.send_task(task, args=args, expires=expires, retry=True, retry_policy=PATIENCE)
    except OperationalError:
        logger.warning("Antrean tidak menjawab; %s dikerjakan menurut jadwal", task, exc_info=True)
        return False
    return True
