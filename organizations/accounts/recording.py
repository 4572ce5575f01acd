"""What happens to a person's account, as rows of the record: in the stream of the person's first office."""

from datetime import datetime
from typing import Any

from django.db import transaction

from activity.chain import MACHINE, Actor
from activity.models import Stream
from activity.record import locked_stream, record
from organizations.capacity import offices_of
from organizations.models import User


def oneself(user: User) -> Actor:
    """The person, acting for nobody but themselves."""
    return Actor(kind="post", name=user.name, capacity="diri sendiri", user_id=user.pk)


def stream_of(user: User, at: datetime) -> Stream:
    """The stream in which the person's own matters are, locked. Locked before the person's row, as everywhere."""
    office = offices_of(user, at).first()
    return locked_stream(f"office:{office.slug}" if office else "people")


@transaction.atomic
def record_of_user(user: User, action: str, *, at: datetime, by: Actor | None = None, **data: Any) -> None:
    """A row about a person; `by` is the person where nobody else is named."""
    record(stream_of(user, at), at=at, actor=by or oneself(user), action=action, user=user.pk, **data)


def record_lock_out(user: User, *, at: datetime, seconds: int) -> None:
    """Somebody guessed too often: the account, or its second factor, takes no more guesses for so many seconds."""
    record_of_user(user, "user.locked_out", at=at, by=MACHINE, seconds=seconds, name=user.name)
