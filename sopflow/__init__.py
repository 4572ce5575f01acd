"""Settings, urls, the Celery app and its timetable."""

from sopflow.celery import app as celery_app

__all__ = ["celery_app"]
