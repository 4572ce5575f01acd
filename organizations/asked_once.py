"""While one page is read, what a person may do is asked once.

A page asks it in many places: what it shows, who may press what, the frame around it. Only while a request is
answered that writes nothing of this: an act asks the database each time, and once more under its lock.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from copy import copy
from datetime import datetime
from functools import wraps
from typing import TypeVar

from organizations.models import User
from organizations.models.periods import day_of

T = TypeVar("T")
ASKED: ContextVar[dict[tuple[object, ...], object] | None] = ContextVar("asked", default=None)


@contextmanager
def asked_once() -> Iterator[None]:
    """Within this, what is marked `once` is read once for each person and day."""
    before = ASKED.set({})
    try:
        yield
    finally:
        ASKED.reset(before)


def once(question: Callable[[User, datetime], T]) -> Callable[[User, datetime], T]:
    """A question about a person and a moment whose answer depends on the day alone; each gets a copy of it."""

    @wraps(question)
    def answered(user: User, at: datetime) -> T:
        asked = ASKED.get()
        if asked is None:
            return question(user, at)
        key = (question, user.pk, day_of(at))
        if key not in asked:
            asked[key] = question(user, at)
        return copy(asked[key])  # type: ignore[return-value]

    return answered
