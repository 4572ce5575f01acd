"""What the machine does for papers by the clock."""

from celery import shared_task
from django.utils import timezone

from documents.naskah.rendering import render_waiting


@shared_task(name="documents.render")
def render_papers() -> None:
    """Make the PDFs that are waited for."""
    render_waiting(timezone.now)
