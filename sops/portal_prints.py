"""Making the PDFs of the portals beforehand, in turns, so that a visitor never has one laid out.

They are copies of what stands elsewhere and can be made again at any time: nothing of it is recorded.
"""

import hashlib
import logging
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError
from django.db.models import F
from weasyprint.text.fonts import FontConfiguration

from documents.models import PublicPrint
from sops.models import Revision
from sops.portal import logos, print_key, public_revisions, public_sheet
from sops.printing.pdf import sheet_pdf

logger = logging.getLogger(__name__)
CLAIM = timedelta(minutes=5)
TURN = timedelta(seconds=20)
MOST_TRIES = 3  # something in a sheet kills the worker, or cannot be laid out

Clock = Callable[[], datetime]


def work_on_prints(clock: Clock) -> int:
    """Make what is missing until the turn is over; how many were made. What is shown no more is deleted first."""
    end, fonts, made = clock() + TURN, FontConfiguration(), 0
    revisions = list(
        public_revisions().defer("dasar_hukum", "kualifikasi_pelaksana", "peralatan", "keterkaitan")
    )
    with_logo = logos({each.sop.office_id for each in revisions})
    wanted = {print_key(each, with_logo.get(each.sop.office_id, "")): each.pk for each in revisions}
    tidy(wanted, clock())
    there = set(PublicPrint.objects.ready().values_list("key", flat=True))
    for key, pk in wanted.items():
        if clock() >= end:
            break
        if key not in there:
            made += make(key, pk, clock(), fonts)
    return made


def make(key: str, pk: int, at: datetime, fonts: FontConfiguration) -> bool:
    """Lay out one sheet and keep it; False where another worker has it, or it cannot be made."""
    revision = public_revisions().filter(pk=pk).first()
    if revision is None or not claim(key, revision, at):
        return False
    try:
        content = sheet_pdf(public_sheet(revision), fonts)
    except DatabaseError:
        raise  # no fault of the SOP
    except Exception:
        logger.exception("Lembar SOP %s untuk laman resmi tidak dapat dibuat", revision.sop.slug)
        return False
    name = default_storage.save(f"portal/{secrets.token_urlsafe(24)}.pdf", ContentFile(content))
    values = {"file": name, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    mine = PublicPrint.objects.filter(key=key, file="", claimed_until=at + CLAIM)
    if mine.update(claimed_until=None, **values):
        return True
    default_storage.delete(name)
    return False


def claim(key: str, revision: Revision, at: datetime) -> bool:
    """Take a print for oneself, for as long as the claim lasts. Two workers never take the same one."""
    PublicPrint.objects.get_or_create(key=key, defaults={"office": revision.sop.office})
    free = PublicPrint.objects.to_make(at).filter(key=key, tries__lt=MOST_TRIES)
    return bool(free.update(claimed_until=at + CLAIM, tries=F("tries") + 1))


def tidy(wanted: dict[str, int], at: datetime) -> None:
    """Delete the prints of what is shown no more. A file goes before its row: who is killed in between begins again."""
    for each in PublicPrint.objects.all():
        is_held = each.claimed_until is not None and each.claimed_until > at
        if each.key in wanted or is_held:
            continue
        if each.file:
            default_storage.delete(str(each.file.name))
        each.delete()
