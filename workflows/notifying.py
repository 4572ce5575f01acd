"""Telling people something that concerns their post: in the application, and by mail in their office hours."""

from collections.abc import Iterable
from datetime import datetime

from activity.models import Notice, NoticeKind
from organizations.calendars import office_time
from organizations.capacity import holders
from organizations.models import Office, Post, User
from workflows.models import Case
from workflows.telling import quiet_until


def tell_holders(
    posts: Iterable[Post],
    *,
    case: Case,
    office: Office,
    kind: NoticeKind,
    key: str,
    title: str,
    text: str,
    path: str,
    at: datetime,
    but: User | None = None,
) -> list[int]:
    """Tell whoever acts for these posts now, each person once, but not who did it (`but`); the ids of whom was told.

    `key` says what is told: nobody hears of the same twice. Of an office to practise in nobody hears.
    Three queries.
    """
    if office.is_practice:
        return []
    time, told = office_time(office), {}
    for found in holders(posts, at).values():
        user, unit = found.user, found.post.unit_id if found.post else None
        if user.pk in told or (but and user.pk == but.pk):
            continue
        told[user.pk] = Notice(
            key=f"{key}:{user.pk}",
            user_id=user.pk,
            kind=kind,
            created_at=at,
            title=f"{title}, agenda {case.agenda}"[:200],
            text=text,
            path=path,
            office_id=office.pk,
            email=user.email,
            mail_after=quiet_until(time, unit, at),
        )
    Notice.objects.bulk_create(told.values(), ignore_conflicts=True)
    return list(told)
