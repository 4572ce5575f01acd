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

# Seconds; /readyz complains after three of them without a sweep.
SWEEP_PERIOD = float(os.environ.get("SWEEP_PERIOD", "60"))
BOOK_PERIOD = 20.0
PORTAL_PERIOD = 120.0
# Without a queue nobody calls a worker when a paper is written. With one, the timetable only finds what was lost.
PAPER_PERIOD = 60.0 if app.conf.broker_url.startswith("redis") else 5.0

app.conf.beat_schedule = {
    # Who must hear that a step is due, late or escalated. Expires: a queue that was down must not send it many times.
    "sweep": {"task": "workflows.sweep", "schedule": SWEEP_PERIOD, "options": {"expires": SWEEP_PERIOD}},
    # The e-mails of what the sweep and the digest wrote.
    "deliver": {"task": "sopflow.deliver", "schedule": SWEEP_PERIOD, "options": {"expires": SWEEP_PERIOD}},
    # Each official's digest, once a day, as soon as the office has opened.
    "digest": {"task": "workflows.digest", "schedule": crontab(minute="*/15"), "options": {"expires": 600}},
    # The books of SOPs that somebody asked for, a short turn at a time; each request also calls a worker at once.
    "books": {"task": "sops.books", "schedule": BOOK_PERIOD, "options": {"expires": BOOK_PERIOD}},
    # The PDFs that open portals offer, a short turn at a time; opening one also calls a worker at once.
    "portal": {"task": "sops.portal", "schedule": PORTAL_PERIOD, "options": {"expires": PORTAL_PERIOD}},
    # The PDFs of papers; each paper also calls a worker at once, where there is a queue.
    "papers": {"task": "documents.render", "schedule": PAPER_PERIOD, "options": {"expires": PAPER_PERIOD}},
    # The papers of signing steps that have opened, and the bytes that are signed; workers are called at once too.
    "papers-to-sign": {
        "task": "workflows.papers_to_sign",
        "schedule": PAPER_PERIOD,
        "options": {"expires": PAPER_PERIOD},
    },
    "freeze": {"task": "documents.freeze", "schedule": PAPER_PERIOD, "options": {"expires": PAPER_PERIOD}},
    # SOPs that are signed and whose own date has come are in force from that day.
    "enforce": {"task": "sops.enforce", "schedule": crontab(minute="2"), "options": {"expires": 600}},
    # What is done goes into the archive; an act that ends a case also calls a worker, and so does what is laid down.
    "file": {"task": "workflows.file", "schedule": PAPER_PERIOD, "options": {"expires": PAPER_PERIOD}},
    "archive": {"task": "documents.archive", "schedule": PAPER_PERIOD, "options": {"expires": PAPER_PERIOD}},
    # Once a night: what of the archive has become due is proposed; nothing happens to it by that.
    "retention": {"task": "documents.retention", "schedule": crontab(hour="17", minute="30")},  # 00.30 WIB
    # Once a night: what the evaluations of SOPs are read from is counted anew, until its period is over. A short turn
    # at a time, each of which calls a worker for the next one.
    "summarize": {
        "task": "workflows.summarize",
        "schedule": crontab(hour="16", minute="40"),  # 23.40 WIB
        "options": {"expires": 4 * 3600},
    },
    # Once a day: SOPs whose monitoring, evaluation or planned review is due.
    "reviews": {"task": "workflows.remind_reviews", "schedule": crontab(hour="0", minute="20")},  # 07.20 WIB
    # Once a night: sessions that are over hold addresses and devices, which nobody needs any more.
    "clear-sessions": {
        "task": "sopflow.clear_sessions",
        "schedule": crontab(hour="18", minute="10"),
    },  # 01.10 WIB
    # Once a night: offices to practise in that nobody has touched for 30 days.
    "clear-practice": {
        "task": "workflows.clear_practice",
        "schedule": crontab(hour="18", minute="20"),
    },  # 01.20 WIB
    # Once a night the heads of all streams are written down together, so that a rewritten stream is found later.
    "anchor-streams": {
        "task": "activity.anchor_streams",
        "schedule": crontab(hour="18", minute="30"),
    },  # 01.30 WIB
}
