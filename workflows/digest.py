"""The daily digest: on the morning of every working day, what waits for each official."""

import logging
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Exists, OuterRef

from activity.models import Notice, NoticeKind
from organizations.calendars import office_time
from organizations.capacity import holders
from organizations.models import Office, Post, User
from organizations.working_time import Calendar
from workflows.models import Assignment, AssignmentStatus, Snooze
from workflows.vacancies import tell_vacancies

logger = logging.getLogger(__name__)


def write_digests(at: datetime) -> int:
    """Tell every official who is at work now, once a day; how many were told. One office that fails holds up no
    other."""
    told = 0
    for office in Office.objects.real().order_by("id"):
        try:
            told += digest_of(office, at)
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            logger.exception("Ringkasan %s tidak dapat ditulis", office.slug)
    return told


def is_at_work(calendar: Calendar, at: datetime) -> bool:
    """Whether the day's office hours have begun and not ended."""
    local = at.astimezone(calendar.zone)
    hours, minute = calendar.hours(local.date()), local.hour * 60 + local.minute
    return bool(hours) and hours[0][0] <= minute < hours[-1][1]


@transaction.atomic
def digest_of(office: Office, at: datetime) -> int:
    """The digests of one office, and what its admins hear of vacant posts; what somebody put aside is not counted.

    Eight statements, however many officials, and three more where posts are vacant; a day's second try writes nothing.
    """
    time = office_time(office)
    waiting = Assignment.objects.filter(office=office, status=AssignmentStatus.OPEN)
    posts = Post.objects.filter(Exists(waiting.filter(post=OuterRef("pk"))))
    at_work = [post for post in posts if is_at_work(time.of(post.unit_id), at)]
    people = {pk: capacity.user for pk, capacity in holders(at_work, at).items()}
    aside = set(
        Snooze.objects.filter(until__gt=at, assignment__office=office).values_list("assignment", "user")
    )
    tasks: dict[User, list[datetime | None]] = defaultdict(list)
    for pk, post, due_at in waiting.filter(post__in=people).values_list("pk", "post_id", "due_at"):
        if (pk, people[post].pk) not in aside:
            tasks[people[post]].append(due_at)
    notices = [notice_for(user, office, dues, at) for user, dues in tasks.items()]
    if is_at_work(time.of(None), at):
        notices += tell_vacancies(office, at)
    keys = [notice.key for notice in notices]
    told = set(Notice.objects.filter(key__in=keys).values_list("key", flat=True))
    new = [notice for notice in notices if notice.key not in told]
    # Another worker may be doing the same: the key lets each through once.
    Notice.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def notice_for(user: User, office: Office, dues: Sequence[datetime | None], at: datetime) -> Notice:
    """What waits for one official in one office."""
    day = at.astimezone(office.zone).date()
    past = sum(1 for due_at in dues if due_at and due_at < at)
    today = sum(
        1 for due_at in dues if due_at and due_at >= at and due_at.astimezone(office.zone).date() == day
    )
    parts = [f"{past} lewat batas waktu"] if past else []
    parts += [f"{today} jatuh tempo hari ini"] if today else []
    rest = f": {', '.join(parts)}" if parts else ""
    return Notice(
        key=f"ringkasan:{office.pk}:{user.pk}:{day}",
        user_id=user.pk,
        kind=NoticeKind.DIGEST,
        created_at=at,
        title=f"{len(dues)} tugas menunggu Anda di {office.label}"[:200],
        text=f"{len(dues)} tugas menunggu Anda di {office.name}{rest}.",
        path="/inbox/",
        office_id=office.pk,
        email=user.email,
        mail_after=at,
    )
