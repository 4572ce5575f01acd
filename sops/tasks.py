"""What the machine does for SOPs by the clock."""

from celery import shared_task
from django.utils import timezone

from activity.heartbeat import heartbeat
from sops.books.working import work_on_books
from sops.enforcing import enforce_due
from sops.portal_prints import work_on_prints


@shared_task(name="sops.books")
def make_books() -> None:
    """Go on with the books that somebody asked for."""
    with heartbeat("books"):
        work_on_books(timezone.now)


@shared_task(name="sops.enforce")
def put_in_force() -> None:
    """The day of a signed revision has come."""
    with heartbeat("enforce"):
        enforce_due(timezone.now())


@shared_task(name="sops.portal")
def make_prints() -> None:
    """The PDFs that the portals of offices offer."""
    with heartbeat("portal"):
        work_on_prints(timezone.now)
