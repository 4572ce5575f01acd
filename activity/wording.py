"""The language of what stays: record, notices, mails, papers and files are Indonesian, whoever acts and in whichever
language they read their pages (decision 0038)."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import translation

KEPT_IN = "id"


@contextmanager
def as_kept() -> Iterator[None]:
    """What is worded within is worded in Indonesian: `with as_kept():`, or as a decorator. (Django's own override
    would be shared by the threads that run a decorated function, and gives one the language of another.)"""
    with translation.override(KEPT_IN):
        yield


def kept(label: object) -> str:
    """The Indonesian text of a label, for what is stored or leaves the house."""
    with as_kept():
        return str(label)
