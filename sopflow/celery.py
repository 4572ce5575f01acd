"""The Celery app and the whole timetable of the machine, on one screen.

A task is one or two lines that call a work module of its app; the database is the truth, so a lost queue costs
delay, never data.
"""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sopflow.settings")

app = Celery("sopflow")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

app.conf.beat_schedule = {
    # Once a night the heads of all streams are written down together, so that a rewritten stream is found later.
    "anchor-streams": {
        "task": "activity.anchor_streams",
        "schedule": crontab(hour="18", minute="30"),
    },  # 01.30 WIB
}
