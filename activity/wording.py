"""The language of what stays: record, notices, mails, papers and files are Indonesian, whoever acts and in whichever
language they read their pages (decision 0038)."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.utils import translation

KEPT_IN = "id"


@contextmanager
def as_kept() -> Iterator[None]:
    """What is worded within is worded in Indonesian: `with as_kept():`, or as a decorator. (Django's own override
    would be shared by the threads that run a decorated function, and gives one the language of another.)"""
    with translation.override(KEPT_IN):
        yield


def kept(worded: Callable[[], object]) -> str:
    """What `worded` says in Indonesian, for what is stored or leaves the house: `kept(grant.get_role_display)`, not
    called before, since Django words a label where its method is called."""
    with as_kept():
        return str(worded())
