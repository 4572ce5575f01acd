"""The signed form of monitoring and evaluation in the archive, beside the SOPs that it is about."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import DatabaseError, transaction
from django.db.models import QuerySet

from activity.chain import MACHINE
from activity.models import Activity, Stream
from activity.record import locked_stream
from activity.wording import as_kept
from documents.archive.filing import SOP_CODE, NewBerkas, NewPaper, UnknownKlasifikasi, lay_down
from documents.models import Access, Signature, SignedPaper, StoredFile, Tingkat, Way
from workflows.filed_papers import signatures_on
from workflows.models import Assessment, AssessmentStatus

logger = logging.getLogger(__name__)
TURN = timedelta(seconds=20)
KIND = "evaluasi_sop"

Clock = Callable[[], datetime]


def forms_to_file() -> "QuerySet[Assessment]":
    """The forms that are signed and not filed."""
    return Assessment.objects.filter(status=AssessmentStatus.SIGNED, berkas=None, office__learner=None)


def file_waiting(clock: Clock) -> int:
    """File what waits until the turn is over; how many. A form that cannot be filed holds up no other."""
    end, filed = clock() + TURN, 0
    for pk in forms_to_file().order_by("id").values_list("pk", flat=True):
        if clock() >= end:
            break
        try:
            filed += file_later(pk, clock())
        except DatabaseError:
            raise
        except UnknownKlasifikasi as reason:
            logger.warning("Formulir %s belum diarsipkan: %s", pk, reason)
        except Exception:
            logger.exception("Formulir %s tidak dapat diarsipkan", pk)
    return filed


@transaction.atomic
def file_later(pk: int, at: datetime) -> bool:
    """File one form that could not be filed as it was signed; False where somebody did meanwhile. Raises
    UnknownKlasifikasi."""
    slug = Assessment.objects.values_list("office__slug", flat=True).get(pk=pk)
    stream = locked_stream(f"office:{slug}")
    held = forms_to_file().select_related("office__government").filter(pk=pk).first()
    if held is None:
        return False
    file_form(stream, held, at=at)
    return True


@as_kept()
def file_form(stream: Stream, held: Assessment, *, at: datetime) -> None:
    """Lay the form down, with the row of the record that tells of its signature. In the caller's transaction with the
    office's stream locked. Raises UnknownKlasifikasi."""
    told = Activity.objects.filter(
        stream=stream, action="assessment.signed", data__assessment=held.pk
    ).order_by("-number")
    rows = told.values_list("number", flat=True)[:1]
    held.berkas = lay_down(stream, new_berkas(held, list(rows)), at=at, actor=MACHINE)
    held.save(update_fields=["berkas"])


def new_berkas(held: Assessment, rows: list[int]) -> NewBerkas:
    """What the form is filed as. It names people and says what they did badly, so not everybody may read it."""
    paper = SignedPaper.objects.select_related("file").get(assessments=held)
    signature = signature_of(paper)
    day = paper.day or held.created_at.astimezone(held.office.zone).date()
    return NewBerkas(
        office=held.office,
        code=SOP_CODE,
        hal=paper.title,
        about_year=day.year,
        period=(day, day),
        by=signature.signed_by or held.created_by,
        papers=papers_of(paper, signature),
        access=Access.LIMITED,
        trigger_date=day,
        excerpt=rows,
    )


def papers_of(paper: SignedPaper, signature: Signature) -> list[NewPaper]:
    """The signed bytes; of what was signed by hand the print, and the scan where there is one: copies of the paper that
    lies in a cupboard."""
    by_hand = signature.way == Way.WET
    papers = []
    if paper.file:
        print_ = NewPaper(
            file=paper.file,
            name=paper.title,
            kind=KIND,
            day=paper.day,
            tingkat=Tingkat.COPY if by_hand else Tingkat.ORIGINAL,
            is_made_here=True,
            signatures=[] if by_hand else signatures_on(paper),
        )
        papers.append(print_)
    if signature.scan and not signature.scan.erased_at:
        scan = NewPaper(
            file=signature.scan,
            name=f"Pindaian {paper.title}",
            kind=KIND,
            day=paper.day,
            tingkat=Tingkat.COPY,
            signatures=signatures_on(paper),
        )
        papers.append(scan)
    return papers


def signature_of(paper: SignedPaper) -> Signature:
    """The one signature of a form, with its scan."""
    return paper.signatures.select_related("scan", "signed_by").get()


def signed_file(held: Assessment) -> StoredFile | None:
    """What shows the signature: the scan of what was signed by hand, else the signed bytes, or the print of what was
    signed by hand without a scan. None where it is not signed. One query."""
    if held.is_open or held.signed is None:
        return None
    scan = signature_of(held.signed).scan
    found = scan if scan and not scan.erased_at else held.signed.file
    return found if found and not found.erased_at else None
