"""What the machine does for the record by the clock."""

from celery import shared_task
from django.utils import timezone

from activity import anchoring


@shared_task(name="activity.anchor_streams")
def anchor_streams() -> None:
    """Write down the heads of all streams."""
    anchoring.anchor_streams(timezone.now())
