"""Making the bytes that are signed, once, in the worker: never inside a transaction, and never again afterwards."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, transaction
from weasyprint import Document

from activity.calling import call_worker
from activity.chain import MACHINE
from activity.record import locked_stream, record
from documents.file_types import PDF
from documents.models import Naskah, RenderState, SignedPaper, StoredFile, Way
from documents.naskah.context import context_of
from documents.pk_paper import PkPaper
from documents.printing.paper import PRACTICE_MARK, letterhead_of, paper_html
from documents.printing.pdf import laid_out, pdf_of
from documents.printing.pk import TEMPLATE as PK_TEMPLATE
from documents.signing.address import public_url
from documents.signing.boxes import Boxes, boxes_of, once
from documents.signing.draft import marked
from documents.signing.fields import NotSignable, has_signatures, joined, page_count, with_fields
from documents.storing import discard, keep_bytes
from organizations.models import User

logger = logging.getLogger(__name__)
CLAIM, TURN = timedelta(minutes=5), timedelta(seconds=20)
MOST_LAPSES, MOST_PAGES = 3, 2000
BY_INK = "tinta"  # in the details of a signature: its party has no seat from which to sign here
FAILED = "Naskah untuk ditandatangani tidak dapat disiapkan. Coba lagi; bila tetap gagal, hubungi pengelola server."

Clock = Callable[[], datetime]


def call() -> None:
    """Let a worker make what waits."""
    call_worker("documents.freeze")


def freeze_waiting(clock: Clock) -> int:
    """Make the bytes of papers until the turn is over or none waits; how many were tried."""
    end, tried = clock() + TURN, 0
    while clock() < end and (paper := claim(clock())):
        freeze(paper, clock)
        tried += 1
    return tried


def claim(at: datetime) -> SignedPaper | None:
    """Take a paper for oneself, for as long as the claim lasts. Two workers never take the same one."""
    if not SignedPaper.objects.to_freeze(at).exists():
        return None
    with transaction.atomic():
        waiting = SignedPaper.objects.to_freeze(at).select_related(
            "office__government", "naskah__number", "naskah__created_by", "source"
        )
        paper = waiting.select_for_update(skip_locked=True, of=("self",)).first()
        if paper is None:
            return None
        paper.lapses += paper.claimed_until is not None
        paper.state, paper.claimed_until = RenderState.WORKING, at + CLAIM
        paper.save(update_fields=["lapses", "state", "claimed_until"])
    return paper


def freeze(paper: SignedPaper, clock: Clock) -> None:
    """Make the bytes of a paper that one holds, or say that they cannot be made."""
    if paper.lapses >= MOST_LAPSES:
        fail(paper, FAILED, clock())
        return
    try:
        content, boxes = made_of(paper)
    except NotSignable as reason:
        fail(paper, str(reason), clock())
        return
    except DatabaseError:
        raise
    except Exception:
        logger.exception("Naskah %s tidak dapat disiapkan untuk ditandatangani", paper.pk)
        fail(paper, FAILED, clock())
        return
    by = paper.naskah.created_by if paper.naskah else paper.source.uploaded_by  # type: ignore[union-attr]
    keep(paper, content, boxes, by=by, at=clock())


def keep(paper: SignedPaper, content: bytes, boxes: Boxes, *, by: User, at: datetime) -> None:
    """Store the bytes and let them be signed, unless somebody else has done so meanwhile."""
    stored = keep_bytes(content, name=f"{paper.title[:140]}.pdf", office=paper.office, by=by, at=at)
    is_kept = False
    try:
        is_kept = finish(paper, stored, boxes, page_count(content), at)
    finally:
        if not is_kept:
            discard(stored)


@transaction.atomic
def finish(paper: SignedPaper, stored: StoredFile, boxes: Boxes, pages: int, at: datetime) -> bool:
    """The paper can be signed; False where its bytes are there already."""
    stream = locked_stream(f"office:{paper.office.slug}")
    held = SignedPaper.objects.filter(pk=paper.pk, base=None)
    values = {
        "base": stored,
        "file": stored,
        "boxes": dict(boxes),
        "page_count": pages,
        "state": RenderState.READY,
    }
    if not held.update(**values, claimed_until=None, lapses=0, message=""):
        return False
    data = {"paper": paper.pk, "title": paper.title, "sha256": stored.sha256, "size": stored.size}
    record(stream, at=at, actor=MACHINE, action="paper.frozen", **data)
    return True


@transaction.atomic
def fail(paper: SignedPaper, message: str, at: datetime) -> None:
    """Give it up, and say why."""
    stream = locked_stream(f"office:{paper.office.slug}")
    held = SignedPaper.objects.filter(pk=paper.pk, state=RenderState.WORKING, base=None)
    if held.update(state=RenderState.FAILED, claimed_until=None, message=message):
        record(stream, at=at, actor=MACHINE, action="paper.failed", paper=paper.pk, title=paper.title)


def made_of(paper: SignedPaper) -> tuple[bytes, dict[str, list[float]]]:
    """The bytes to sign, and where their fields are. Raises NotSignable."""
    labels = labels_of(paper)
    if paper.naskah:
        document = laid_out(once(signing_html(paper, paper.naskah, labels)))
        content, boxes = pdf_of(document), boxes_of(document)
        if labels.keys() <= boxes.keys():
            return ready(paper, content, boxes, labels), boxes
    else:
        content = received(paper)
        if paper.office.is_practice:
            content = for_practice(content)
        elif has_signatures(content):
            return content, {}  # not a byte of it may change: later signatures are not seen on the page
    return with_sheet(paper, content, labels)


def received(paper: SignedPaper) -> bytes:
    """The bytes of an upload."""
    source = paper.source
    if source is None or source.media_type != PDF:
        raise NotSignable("Hanya berkas PDF yang dapat ditandatangani secara elektronik; unggah PDF-nya.")
    with source.file.open("rb") as file:
        content = bytes(file.read())
    if page_count(content) > MOST_PAGES:
        raise NotSignable(f"PDF ini lebih dari {MOST_PAGES} halaman; pecah berkasnya, lalu unggah lagi.")
    return content


def for_practice(content: bytes) -> bytes:
    """An upload that is only practised with: marked on every page. One that somebody has signed is refused: not a byte
    of it may change."""
    if has_signatures(content):
        raise NotSignable("PDF ini sudah ditandatangani sungguhan; untuk latihan pakai berkas lain.")
    return marked(content, PRACTICE_MARK)


def labels_of(paper: SignedPaper) -> dict[str, str]:
    """The fields of a paper, with what a screen reader says of each."""
    signatures = paper.signatures.select_related("post").order_by("order")
    return {
        each.field: f"Tanda tangan {each.post.title if each.post else each.outside}".strip()
        for each in signatures
    }


def ink_of(paper: SignedPaper) -> list[str]:
    """The fields of those who sign outside, mostly with ink: parties of no post of the office, or without a seat. Their
    blocks are printed whole, as on any paper, with the field in the room for the signature."""
    return [
        each.field
        for each in paper.signatures.filter(post__isnull=False).select_related("post")
        if BY_INK in each.details or (each.post and each.post.office_id != paper.office_id)
    ]


def signing_html(paper: SignedPaper, naskah: Naskah, labels: Mapping[str, str]) -> str:
    """The paper as it is signed: with room for the stamps, and where it can be verified at its foot."""
    kop = letterhead_of(paper.office)
    more = {"slots": list(labels), "ink": ink_of(paper), "verify": public_url(paper.token)}
    if paper.perjanjian_kinerja_id is not None:
        place = list(naskah.facts.get("pk_ids") or []).index(paper.perjanjian_kinerja_id)
        papers = [PkPaper.from_json(naskah.facts["pk"][place])]
        context = {"papers": papers, "title": paper.title, **more}
        return paper_html(PK_TEMPLATE, kop, context, settings.PAPER_STAMP)
    kind = naskah.of_kind
    context = context_of(kind, paper.title, naskah.values, naskah.facts, nomor=naskah.nomor, day=naskah.day)
    return paper_html(kind.template, kop, context | more, settings.PAPER_STAMP)


def with_sheet(
    paper: SignedPaper, content: bytes, labels: Mapping[str, str]
) -> tuple[bytes, dict[str, list[float]]]:
    """A paper without room for its stamps gets a sheet for them at its end, also for those who sign it later."""
    room = {name: "" for name, place in paper.boxes.items() if not place}
    kop, before = letterhead_of(paper.office), page_count(content)
    context = {
        "title": paper.title,
        "labels": {**room, **labels},
        "verify": public_url(paper.token),
        "before": before,
    }

    def sheet(total: int) -> Document:
        html = paper_html(
            "documents/signing/sheet.html", kop, context | {"total": total}, settings.PAPER_STAMP
        )
        return laid_out(html)

    # How many pages there are is known once it is laid out, and is then printed in the foot of each.
    document = sheet(before + len(sheet(before + 1).pages))
    whole, _ = joined(content, pdf_of(document))
    boxes = {name: [page + before, *rest] for name, (page, *rest) in boxes_of(document).items()}
    return ready(paper, whole, boxes, labels), boxes


def ready(paper: SignedPaper, content: bytes, boxes: Boxes, labels: Mapping[str, str]) -> bytes:
    """The bytes with empty fields, where our own signatures fill them: a service makes its own fields."""
    return with_fields(content, boxes, labels) if paper.way == Way.INTERNAL else content
