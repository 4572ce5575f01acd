"""Having a paper of a case made again whose PDF failed."""

from collections.abc import Sequence
from datetime import datetime

from documents.naskah.rendering import NotFailed, try_again
from organizations.capacity import Capacity
from workflows.errors import Denied
from workflows.models import Output
from workflows.permissions import may_retry, retried_by_others


def retry_paper(output: Output, *, mine: Sequence[Capacity], at: datetime) -> None:
    """Put the paper into the queue again. `mine` are the capacities of whoever asks; the first one that may is
    recorded.

    Raises Denied, and NotFailed where there is nothing to be tried again.
    """
    by = next((each for each in mine if may_retry(each, output.case.office)), None)
    if by is None:
        raise Denied(retried_by_others().reason)
    if output.naskah is None:
        raise NotFailed
    try_again(output.naskah, by=by.actor, at=at)
