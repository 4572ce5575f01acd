"""The remarks on a case, as its page and that of a task show them."""

from dataclasses import dataclass

from workflows.models import Case, Comment

NEWEST = 10


@dataclass(frozen=True)
class Comments:
    """The remarks in the order in which they were made, and whether there are older ones."""

    lines: list[Comment]
    has_older: bool = False


def comments_of(case: Case, *, everything: bool = False) -> Comments:
    """The newest remarks, or all. One query."""
    found = case.comments.select_related("by").order_by("-id")
    if everything:
        return Comments(list(found)[::-1])
    newest = list(found[: NEWEST + 1])
    return Comments(newest[:NEWEST][::-1], len(newest) > NEWEST)
