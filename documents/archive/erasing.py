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
    Signature,
    SignedPaper,
    StoredFile,
)

logger = logging.getLogger(__name__)


def doom(
    proposal: RetentionProposal, berkas: Sequence[Berkas], *, at: datetime, keeps: Collection[int]
) -> None:
    """Write down which bytes go, in the transaction that carries the proposal out: the packages, and the papers that
    nothing else needs. `keeps` are the ids of StoredFiles that something else needs."""
    papers = Arsip.objects.filter(berkas__in=berkas, file__isnull=False)
    elsewhere = Arsip.objects.exclude(berkas__in=berkas).filter(file__in=papers.values("file"))
    needed = {*keeps, *elsewhere.values_list("file", flat=True)}
    ids = {*papers.values_list("file", flat=True)} - needed
    ids |= earlier_bytes(ids)
    ids |= {each.package_id for each in berkas if each.package_id}
    files = list(StoredFile.objects.filter(pk__in=ids, erased_at=None))
    DoomedFile.objects.bulk_create(
        DoomedFile(proposal=proposal, name=str(file.file.name), sha256=file.sha256) for file in files
    )
    StoredFile.objects.filter(pk__in=[file.pk for file in files]).update(erased_at=at)
    papers.update(file=None)
    # The words of the papers are their content too; those of the berkas itself go on being found.
    PaperText.objects.filter(berkas__in=berkas, arsip__isnull=False).delete()
    transaction.on_commit(call, robust=True)


def earlier_bytes(ids: Collection[int]) -> set[int]:
    """The ids of what signed papers were before they became these files: the same content with fewer signatures."""
    papers = SignedPaper.objects.filter(file__in=ids)
    before = papers.filter(base__isnull=False).values_list("base", flat=True)
    signed = Signature.objects.filter(paper__in=papers, file__isnull=False).values_list("file", flat=True)
    return {pk for pk in (*before, *signed) if pk is not None}


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
