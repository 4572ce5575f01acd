"""What the machine does for papers by the clock."""

from celery import shared_task
from django.utils import timezone

from documents.archive.erasing import erase_doomed
from documents.archive.packing import package_waiting
from documents.archive.retention import sweep
from documents.archive.searching import index_waiting
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


@shared_task(name="documents.archive")
def keep_archive() -> None:
    """Make the packages that are waited for, read their texts for the search, erase what was destroyed."""
    package_waiting(timezone.now)
    index_waiting(timezone.now)
    erase_doomed(timezone.now())


@shared_task(name="documents.retention")
def propose_retention() -> None:
    """Propose what has become due in the archive."""
    sweep(timezone.now())
