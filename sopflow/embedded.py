"""The timetable without a server: Celery's own beat, which runs each task itself instead of queueing it.

`manage.py run` starts it beside the web server (`celery -A sopflow beat -S sopflow.embedded:InProcessScheduler`).
It is the same timetable (sopflow/celery.py) and the same tasks; the database is the truth in both.
"""

import logging
import os
from typing import Any

from celery.beat import ScheduleEntry, Scheduler
from django.db import close_old_connections

logger = logging.getLogger(__name__)


class InProcessScheduler(Scheduler):
    """Runs what is due, one task after the other, and ends when the process that started it is gone."""

    max_interval = 5.0

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parent = os.getppid()

    def tick(self, *args: Any, **kwargs: Any) -> float:
        """Seconds until there is something to do."""
        if os.getppid() != self.parent:
            raise SystemExit
        return min(float(super().tick(*args, **kwargs)), self.max_interval)

    def apply_async(
        self, entry: ScheduleEntry, producer: Any = None, advance: bool = True, **kwargs: Any
    ) -> None:
        """Run the task here and now. One that fails is logged, and comes again at its next time."""
        if advance:
            self.reserve(entry)
        close_old_connections()
        try:
            self.app.tasks[entry.task](*(entry.args or ()), **(entry.kwargs or {}))
        except Exception:
            logger.exception("Pekerjaan %s gagal; dicoba lagi pada waktunya", entry.task)
        finally:
            close_old_connections()
