"""What the machine does for papers by the clock."""

from celery import shared_task
from django.utils import timezone

from documents.naskah.rendering import CLAIM, render_waiting


# A layout without end loses its worker before its claim is over; after the third the paper has failed.
@shared_task(name="documents.render", time_limit=CLAIM.total_seconds() - 30)
def render_papers() -> None:
    """Make the PDFs that are waited for."""
    render_waiting(timezone.now)
