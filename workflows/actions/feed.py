"""The secret address of one's due times: made, made anew, switched off."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from activity.models import Stream
from activity.record import locked_stream, record
from organizations.capacity import Capacity
from organizations.delegating import office_of
from workflows.errors import Denied
from workflows.feed import digest_of
from workflows.models import CalendarFeed


@sensitive_variables()
@transaction.atomic
def make_feed(mine: Sequence[Capacity], *, at: datetime) -> str:
    """The secret of a new address, which nobody can read again; an older one opens nothing any more. `mine` are the
    capacities of whoever asks; the first one by a post is recorded. Raises Denied for who holds no post."""
    by, stream = recorded_by(mine)
    token = secrets.token_urlsafe(32)
    values = {"digest": digest_of(token), "made_at": at}
    _feed, is_new = CalendarFeed.objects.update_or_create(user=by.user, defaults=values)
    record(stream, at=at, actor=by.actor, action="calendar_feed.made", replaces=not is_new)
    return token


@transaction.atomic
def end_feed(mine: Sequence[Capacity], *, at: datetime) -> bool:
    """Switch one's address off; False where there was none. Raises Denied for who holds no post: theirs opens nothing
    anyway."""
    by, stream = recorded_by(mine)
    gone, _rows = CalendarFeed.objects.filter(user=by.user).delete()
    if gone:
        record(stream, at=at, actor=by.actor, action="calendar_feed.ended")
    return bool(gone)


def recorded_by(mine: Sequence[Capacity]) -> tuple[Capacity, Stream]:
    """The first capacity by a post, and the stream of its office, locked. Raises Denied."""
    for by in mine:
        if by.post:
            return by, locked_stream(f"office:{office_of(by.post).slug}")
    raise Denied(_("Alamat kalender hanya untuk pejabat yang memegang jabatan."))
