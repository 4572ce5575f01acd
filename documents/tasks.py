"""What the machine does for papers by the clock."""

from celery import shared_task
from django.utils import timezone

from documents.naskah.rendering import render_waiting
from documents.signing.freezing import freeze_waiting


@shared_task(name="documents.render")
def render_papers() -> None:
    """Make the PDFs that are waited for."""
    render_waiting(timezone.now)


@shared_task(name="documents.freeze")
def freeze_papers() -> None:
    """Make the bytes that are waited for to be signed."""
    freeze_waiting(timezone.now)
