"""The form of monitoring and evaluation as a paper: drawn up, laid down to be signed by the head, filed."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q
from django.views.decorators.debug import sensitive_variables

from activity.models import Stream
from activity.record import record
from activity.wording import as_kept
from documents.archive.filing import UnknownKlasifikasi
from documents.models import RenderState, Signature, SignatureStatus, SignedPaper, StoredFile, Way
from documents.models.signing import new_token
from documents.printing.paper import letterhead_of, paper_html
from documents.printing.pdf import laid_out, pdf_of
from documents.signing.address import public_url
from documents.signing.block import block_of
from documents.signing.boxes import boxes_of
from documents.signing.fields import page_count, with_fields
from documents.signing.signing import sign, sign_by_hand, void_papers
from documents.storing import keep_bytes, store_scan, unless_refused
from organizations.capacity import Capacity
from organizations.models import Office
from sops.definition import definition
from workflows.actions.assess import CHANGED, Changed, locked, told
from workflows.assessing import lacks, proposals_of, questions_of
from workflows.assessment_filing import KIND, file_form
from workflows.errors import Denied, Incomplete
from workflows.evaluation_access import may_sign_assessment
from workflows.measures import from_json
from workflows.models import AssessedSop, Assessment

logger = logging.getLogger(__name__)
FIELD = "ttd-penilai"
TEMPLATE = "workflows/print/assessment.html"
DRAFT = "KONSEP"


def rows_of(assessment: Assessment) -> list[AssessedSop]:
    """The rows of the form, each with its SOP. One query."""
    found = assessment.rows.select_related("revision__sop", "assessed_by").order_by("order")
    return list(found)


@as_kept()
def context_of(assessment: Assessment, rows: list[AssessedSop]) -> dict[str, Any]:
    """What the print shows: the rows of Tabel 7, the answers, and each proposed waktu with its evidence."""
    questions = questions_of(assessment)
    proposals = []
    for row in rows:
        document = definition(row.revision_id).document
        evidence = {each.order: each.why for each in proposals_of(from_json(row.facts), document)}
        for order, text in row.proposals.items():
            step = document.prosedur[int(order) - 1]
            proposals.append((row.revision.nama, step, text, evidence.get(step.order, "")))
    answers = [
        (row, [(label, row.answers.get(key)) for key, label in questions.items()])
        for row in rows
        if questions
    ]
    return {
        "title": assessment.label,
        "assessment": assessment,
        "office": assessment.office,
        "rows": rows,
        "questions": list(questions.values()),
        "answers": answers,
        "proposals": proposals,
    }


def draft_pdf(assessment: Assessment) -> bytes:
    """The form as it stands, marked as a draft."""
    with as_kept():
        html = paper_html(
            TEMPLATE, letterhead_of(assessment.office), context_of(assessment, rows_of(assessment)), DRAFT
        )
    return pdf_of(laid_out(html))


@sensitive_variables("passphrase")
def sign_assessment(
    assessment: Assessment,
    *,
    version: int,
    by: Capacity,
    at: datetime,
    passphrase: str = "",
    scan: UploadedFile | None = None,
) -> str:
    """The head signs the form in the way of the office, and it stays as it is: then it goes to the archive. Returns why
    it is not there yet, or nothing; the machine tries again (assessment_filing).

    By hand it is the statement of whoever signs, with a scan if there is one. Laid out outside any transaction. Raises
    Denied, Changed, Incomplete, documents.signing.errors.CannotSign.
    """
    way = Way(assessment.office.signing_way)

    def lock() -> tuple[Stream, Assessment]:
        stream, held = locked(assessment.pk, by)
        refuse(held, by, version, at)
        return stream, held

    with transaction.atomic():
        lock()
    signature = laid_down(assessment, way, version, by=by, at=at)
    if way == Way.WET and signature.is_waiting:
        with kept_scan(scan, assessment, by=by, at=at) as stored:
            sign_by_hand(signature, by=by, at=at, scan=stored, lock=lambda: lock()[0])
    elif signature.is_waiting:
        sign(signature, by=by, at=at, passphrase=passphrase, lock=lambda: lock()[0])
    with transaction.atomic():
        stream, held = lock()
        return signed_and_filed(stream, held, signature, by=by, at=at)


def signed_and_filed(
    stream: Stream, held: Assessment, signature: Signature, *, by: Capacity, at: datetime
) -> str:
    """The form is signed from now on, and lies in the archive; why it does not, or nothing."""
    held.sign(at=at)
    held.save(update_fields=["status", "signed_at"])
    way = str(signature.paper.way)
    told(stream, held, "assessment.signed", by=by, at=at, paper=held.signed_id, way=way)
    try:
        file_form(stream, held, at=at)
    except UnknownKlasifikasi as reason:
        logger.warning("Formulir %s belum diarsipkan: %s", held.pk, reason)
        return str(reason)
    return ""


@contextmanager
def kept_scan(
    scan: UploadedFile | None, assessment: Assessment, *, by: Capacity, at: datetime
) -> Iterator[StoredFile | None]:
    """The scan as a stored file, forgotten again where what follows fails; nothing where none was brought. Raises
    Incomplete."""
    if scan is None:
        yield None
        return
    try:
        stored = store_scan(scan, office=assessment.office, by=by.user, at=at)
    except ValidationError as error:
        raise Incomplete("scan", " ".join(error.messages)) from None
    with unless_refused(stored):
        yield stored


def refuse(held: Assessment, by: Capacity, version: int, at: datetime) -> None:
    """Raise Denied, Changed or Incomplete where the form cannot be signed as it stands."""
    verdict = may_sign_assessment(by, held.office)
    if not verdict:
        raise Denied(verdict.reason)
    if held.version != version:
        raise Changed(str(CHANGED))
    if missing := lacks(held, rows_of(held), at):
        raise Incomplete("passphrase", " ".join(missing))


def laid_down(assessment: Assessment, way: Way, version: int, *, by: Capacity, at: datetime) -> Signature:
    """The signature that is awaited on the bytes of this version of the form: those that are there where the same
    official began to sign it before, else new ones."""
    if found := waiting(assessment, way, version, by):
        return found
    token = new_token()
    content, boxes = made(assessment, way, token, by=by)
    stored = keep_bytes(content, name=f"{assessment.label}.pdf", office=assessment.office, by=by.user, at=at)
    with unless_refused(stored), transaction.atomic():
        stream, held = locked(assessment.pk, by)
        refuse(held, by, version, at)
        return keep(stream, held, stored, boxes, token, page_count(content), way, by=by, at=at)


def waiting(assessment: Assessment, way: Way, version: int, by: Capacity) -> Signature | None:
    """The signature that was left half done: its paper says just what would be laid down now. One that was given
    stands, in whatever way; one that is awaited on a paper made for another way than that of now does not.
    """
    found = Signature.objects.filter(
        paper__assessments=assessment, details__version=version, details__by=printed(by)
    )
    alive = found.filter(Q(status=SignatureStatus.WAITING, paper__way=way) | Q(status=SignatureStatus.SIGNED))
    return alive.select_related("paper__office__government", "paper__file").order_by("-id").first()


def printed(by: Capacity) -> str:
    """Who the block names, in what capacity."""
    return f"{by.user.pk}: {by.printed}"


def made(
    assessment: Assessment, way: Way, token: str, *, by: Capacity
) -> tuple[bytes, dict[str, list[float]]]:
    """The bytes to sign, and where the field is; on paper for ink the block is printed instead."""
    office: Office = assessment.office
    context = context_of(assessment, rows_of(assessment))
    if way == Way.WET:
        context["signer_lines"] = block_lines(by, office)
    else:
        context |= {"slots": [FIELD], "verify": public_url(token)}
    with as_kept():
        document = laid_out(paper_html(TEMPLATE, letterhead_of(office), context))
    content, boxes = pdf_of(document), boxes_of(document)
    if way == Way.INTERNAL:  # a service makes its own field
        content = with_fields(
            content, boxes, {FIELD: f"Tanda tangan {office.head.title if office.head else ''}".strip()}
        )
    return content, boxes


def block_lines(by: Capacity, office: Office) -> list[str]:
    """The printed block of whoever signs with ink."""
    return block_of(by, office, KIND).lines


def keep(
    stream: Stream,
    held: Assessment,
    stored: StoredFile,
    boxes: dict[str, list[float]],
    token: str,
    pages: int,
    way: Way,
    *,
    by: Capacity,
    at: datetime,
) -> Signature:
    """These bytes are the form that is signed, in the place of what was laid down before."""
    if held.signed:
        for gone in void_papers(
            [held.signed], at=at, reason="Formulirnya disiapkan lagi karena isinya berubah."
        ):
            record(stream, at=at, actor=by.actor, action="paper.void", **gone)
    day = at.astimezone(held.office.zone).date()
    paper = SignedPaper.objects.create(
        office=held.office, token=token, kind=KIND, title=held.label[:300], day=day, way=way, previous=held.signed,
        created_at=at, boxes=boxes, base=stored, file=stored, page_count=pages, state=RenderState.READY,
    )  # fmt: skip
    details = {"version": held.version, "by": printed(by)}
    signature = Signature.objects.create(
        paper=paper, order=1, field=FIELD, post=held.office.head, details=details
    )
    held.signed = paper
    held.save(update_fields=["signed"])
    data = {"paper": paper.pk, "title": paper.title, "sha256": stored.sha256, "size": stored.size}
    record(stream, at=at, actor=by.actor, action="paper.frozen", **data)
    return signature
