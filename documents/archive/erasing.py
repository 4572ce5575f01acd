"""Destroying the bytes of what an executed proposal destroys; its rows, hashes and record stay."""

import logging
from collections.abc import Collection, Sequence
from datetime import datetime

from django.core.files.storage import default_storage
from django.db import transaction

from activity.calling import call_worker
from documents.models import (
    Arsip,
    Berkas,
    DoomedFile,
    PaperText,
    RetentionProposal,
    StoredFile,
)

logger = logging.getLogger(__name__)


def doom(
    proposal: RetentionProposal, berkas: Sequence[Berkas], *, at: datetime, takes: Collection[int]
) -> None:
    """Write down which bytes go, in the transaction that carries the proposal out: those of the StoredFiles with the
    ids `takes`, which nothing else needs. From then on only the list of what is to be erased names them."""
    files = list(StoredFile.objects.filter(pk__in=takes, erased_at=None))
    DoomedFile.objects.bulk_create(
        DoomedFile(proposal=proposal, name=str(file.file.name), sha256=file.sha256) for file in files
    )
    StoredFile.objects.filter(pk__in=[file.pk for file in files]).update(erased_at=at, file="")
    Arsip.objects.filter(berkas__in=berkas).update(file=None)
    # The words of the papers are their content too; those of the berkas itself go on being found.
    PaperText.objects.filter(berkas__in=berkas, arsip__isnull=False).delete()
    transaction.on_commit(call, robust=True)


def call() -> None:
    """Let a worker erase what is doomed."""
    call_worker("documents.archive")


def erase_doomed(at: datetime) -> int:
    """Erase what was written down; how many files. One that is gone already is erased."""
    done = 0
    for doomed in DoomedFile.objects.filter(erased_at=None).order_by("id"):
        try:
            default_storage.delete(doomed.name)
        except OSError:
            logger.exception("Berkas %s belum dapat dihapus dari penyimpanan; dicoba lagi", doomed.name)
            continue
        DoomedFile.objects.filter(pk=doomed.pk).update(erased_at=at)
        done += 1
    return done
