"""What an official's calendar program is given: the due times of what waits for them, as iCalendar (RFC 5545).

The address is a secret that a calendar program keeps somewhere, often with a company abroad: of a task it tells the
step of the SOP, the agenda number, the office and the link, and neither the title of the case nor anybody's name.
"""

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from icalendar import Calendar, Event

from organizations.backends import may_sign_in
from organizations.capacity import capacities
from organizations.models import User
from workflows.models import Assignment, CalendarFeed

MOST = 500  # due times in one calendar, the soonest
LONGEST = 120  # characters of a step's text
AGAIN = timedelta(hours=1)  # how soon a program may ask again


def digest_of(token: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(token.encode()).hexdigest()


def reader_of(token: str, at: datetime) -> tuple[User, list[int]] | None:
    """Whose calendar a secret opens at that moment, with the posts for which this person acts; None where it opens
    nothing: it was never given, is given no more, or its owner may not sign in or holds no post."""
    feed = CalendarFeed.objects.select_related("user").filter(digest=digest_of(token)).first()
    if feed is None or not may_sign_in(feed.user):
        return None
    posts = [by.post.pk for by in capacities(feed.user, at) if by.post]
    return (feed.user, posts) if posts else None


def calendar_of(posts: list[int]) -> bytes:
    """The calendar of what waits for these posts and has a due time. The same bytes for the same tasks. One query."""
    tasks = Assignment.objects.waiting_for(posts).filter(due_at__isnull=False)
    return written(tasks.select_related("office", "run__step", "run__case")[:MOST])


def written(tasks: Iterable[Assignment]) -> bytes:
    """These tasks as a file."""
    calendar = Calendar()
    calendar.add("prodid", "-//SOPFlow//Tenggat//ID")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Tenggat SOPFlow")
    calendar.add("refresh-interval", AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for task in tasks:
        calendar.add_component(event_of(task))
    return bytes(calendar.to_ical())


def event_of(task: Assignment) -> Event:
    """One due time: a moment that takes none of the day. Its UID stays while the task does."""
    case, step = task.run.case, task.run.step
    due_at = task.due_at.astimezone(UTC) if task.due_at else None
    event = Event()
    event.add("uid", f"tugas-{task.pk}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("dtstamp", max(task.counted_from or task.run.opened_at, task.run.opened_at).astimezone(UTC))
    event.add("dtstart", due_at)
    event.add("summary", f"Batas langkah {step.nomor}: {step.kegiatan[:LONGEST]}")
    event.add("description", f"Agenda {case.agenda}, {task.office.label}")
    event.add("url", f"{settings.SITE_URL}{reverse('act', args=[task.pk])}")
    event.add("transp", "TRANSPARENT")
    return event
