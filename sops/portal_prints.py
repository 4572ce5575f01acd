"""Making the PDFs of the portals beforehand, in turns, so that a visitor never has one laid out.

They are copies of what stands elsewhere and can be made again at any time: nothing of it is recorded. A file is named
after its print, so that whoever is killed leaves none that the next turn does not find.
"""

import hashlib
import logging
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError
from django.db.models import F, QuerySet
from weasyprint.text.fonts import FontConfiguration

from documents.models import MOST_TRIES, PublicPrint
from sops.models import Revision
from sops.portal import KEYED, logos, print_key, public_revisions, public_sheet
from sops.printing.pdf import sheet_pdf

logger = logging.getLogger(__name__)
CLAIM = timedelta(minutes=5)
TURN = timedelta(seconds=20)

Clock = Callable[[], datetime]
Row = tuple[int, str, str, datetime | None, int]  # pk, key, file, claimed_until, tries


def work_on_prints(clock: Clock) -> int:
    """Make what is missing until the turn is over; how many were made. What is shown no more is deleted first."""
    end, fonts, made = clock() + TURN, FontConfiguration(), 0
    revisions = list(public_revisions().only(*KEYED))
    with_logo = logos({each.sop.office_id for each in revisions})
    wanted = {print_key(each, with_logo.get(each.sop.office_id, "")): each.pk for each in revisions}
    rows: list[Row] = list(PublicPrint.objects.values_list("pk", "key", "file", "claimed_until", "tries"))
    tidy(rows, wanted, clock())
    done = {key for _, key, file, held, tries in rows if file or (held is None and tries >= MOST_TRIES)}
    for key, pk in wanted.items():
        if clock() >= end:
            break
        if key not in done:
            made += make(key, pk, clock(), fonts)
    return made


def make(key: str, pk: int, at: datetime, fonts: FontConfiguration) -> bool:
    """Lay out one sheet and keep it; False where another worker has it, or it cannot be made. What fails beside the
    sheet itself (database, store) is raised and costs no try."""
    revision = public_revisions().filter(pk=pk).first()
    if revision is None or not claim(key, revision, at):
        return False
    mine = PublicPrint.objects.filter(key=key, file="", claimed_until=at + CLAIM)
    try:
        content = laid_out(revision, fonts)
        if content is not None:
            return keep(content, key, mine)
        mine.update(claimed_until=None, tries=F("tries") + 1)
    except BaseException:
        with suppress(DatabaseError):
            mine.update(claimed_until=None)
        raise
    return False


def laid_out(revision: Revision, fonts: FontConfiguration) -> bytes | None:
    """The print of a revision; None where it cannot be laid out."""
    try:
        return sheet_pdf(public_sheet(revision), fonts)
    except DatabaseError:
        raise  # no fault of the SOP
    except Exception:
        logger.exception("Lembar SOP %s untuk laman resmi tidak dapat dibuat", revision.sop.slug)
        return None


def keep(content: bytes, key: str, mine: QuerySet[PublicPrint]) -> bool:
    """Store the bytes of a print that one holds; False where one holds it no more."""
    if not mine.exists():
        return False
    default_storage.delete(name_of(key))  # of a worker that was killed before the row had it
    name = default_storage.save(name_of(key), ContentFile(content))
    values = {"file": name, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    if mine.update(claimed_until=None, **values):
        return True
    if name != name_of(key) or not PublicPrint.objects.filter(key=key).exists():
        default_storage.delete(name)  # else it is that of whoever took over, or will be replaced by theirs
    return False


def name_of(key: str) -> str:
    """Where the bytes of a print lie."""
    return f"portal/{key}.pdf"


def claim(key: str, revision: Revision, at: datetime) -> bool:
    """Take a print for oneself, for as long as the claim lasts. Two workers never take the same one. A hold that passed
    without a print was that of a worker which was killed: the sheet may have done it."""
    PublicPrint.objects.get_or_create(key=key, defaults={"office": revision.sop.office})
    lapsed = PublicPrint.objects.filter(key=key, file="", claimed_until__lt=at)
    lapsed.update(claimed_until=None, tries=F("tries") + 1)
    free = PublicPrint.objects.to_make(at).filter(key=key, tries__lt=MOST_TRIES)
    return bool(free.update(claimed_until=at + CLAIM))


def tidy(rows: Iterable[Row], wanted: Collection[str], at: datetime) -> None:
    """Delete the prints of what is shown no more. A file goes before its row: who is killed in between begins again."""
    for pk, key, file, claimed_until, _ in rows:
        is_held = claimed_until is not None and claimed_until > at
        if key in wanted or is_held:
            continue
        for name in {file, name_of(key)} - {""}:
            default_storage.delete(name)
        PublicPrint.objects.filter(pk=pk).delete()
