"""Lists page by page, without ever counting them."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

PAGE = 25


@dataclass(frozen=True)
class Page:
    """A page of a list without counting it: there is a next one where one row more was found."""

    number: int
    has_next: bool

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def previous_number(self) -> int:
        return self.number - 1

    @property
    def next_number(self) -> int:
        return self.number + 1


def page_of(rows: "QuerySet[Any]", asked: str) -> tuple[list[Any], Page]:
    """The rows of the page that was asked for ("2"; anything else is the first)."""
    number = int(asked) if len(asked) < 5 and asked.isdecimal() and int(asked) else 1
    found = list(rows[(number - 1) * PAGE : number * PAGE + 1])
    return found[:PAGE], Page(number, len(found) > PAGE)
