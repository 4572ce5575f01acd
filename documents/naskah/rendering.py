"""Making the PDFs of papers, in the worker or, without one, by the embedded timetable.

A paper is its data; the PDF follows. One that cannot be made loses nothing: it says so, and may be tried again.
Nothing is laid out inside a transaction, and a worker that dies leaves its paper to the next one.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import DatabaseError, transaction
from django.db.models import QuerySet

from activity.calling import call_worker
from activity.chain import MACHINE, Actor
from activity.record import locked_stream, record
from documents.models import Naskah, RenderState, StoredFile
from documents.naskah.printing import naskah_html
from documents.printing.paper import paper_pdf
from documents.storing import discard, keep_bytes

logger = logging.getLogger(__name__)
CLAIM, TURN = timedelta(minutes=5), timedelta(seconds=20)
MOST_LAPSES = 3
FAILED = "PDF naskah ini tidak dapat dibuat. Isinya tersimpan; coba lagi. Bila tetap gagal, hubungi pengelola server."
KILLED = (
    "Pekerja terhenti beberapa kali saat membuat PDF naskah ini. Coba lagi, atau hubungi pengelola server."
)

Clock = Callable[[], datetime]


class NotFailed(Exception):
    """Only a paper whose PDF failed is tried again."""


def call() -> None:
    """Let a worker make what waits."""
    call_worker("documents.render")


def render_waiting(clock: Clock) -> int:
    """Make PDFs until the turn is over or none waits; how many were tried."""
    end, tried = clock() + TURN, 0
    while clock() < end and (naskah := claim(clock())):
        render(naskah, clock)
        tried += 1
    return tried


def claim(at: datetime) -> Naskah | None:
    """Take a paper for oneself, for as long as the claim lasts. Two workers never take the same one."""
    if not Naskah.objects.to_render(at).exists():
        return None
    with transaction.atomic():
        waiting = Naskah.objects.to_render(at).select_related("office__government", "number", "created_by")
        naskah = waiting.select_for_update(skip_locked=True, of=("self",)).first()
        if naskah is None:
            return None
        naskah.lapses += naskah.claimed_until is not None
        naskah.state, naskah.claimed_until = RenderState.WORKING, at + CLAIM
        naskah.save(update_fields=["lapses", "state", "claimed_until"])
    return naskah


def render(naskah: Naskah, clock: Clock) -> None:
    """Make the PDF of a paper that one holds, or say that it cannot be made."""
    if naskah.lapses >= MOST_LAPSES:
        fail(naskah, KILLED, clock())
        return
    try:
        content = paper_pdf(naskah_html(naskah))
        stored = keep_bytes(
            content, name=f"{naskah.title[:140]}.pdf", office=naskah.office, by=naskah.created_by, at=clock()
        )
    except DatabaseError:
        raise  # no fault of the paper: the work goes on when the database is there again
    except Exception:
        logger.exception("Naskah %s tidak dapat dibuat", naskah.pk)
        fail(naskah, FAILED, clock())
        return
    is_kept = False
    try:
        is_kept = finish(naskah, stored, clock())
    finally:
        if not is_kept:
            discard(stored)


@transaction.atomic
def finish(naskah: Naskah, stored: StoredFile, at: datetime) -> bool:
    """The PDF can be read; False where another worker took the paper meanwhile."""
    stream = locked_stream(f"office:{naskah.office.slug}")
    if not held(naskah).update(
        state=RenderState.READY, file=stored, claimed_until=None, lapses=0, message=""
    ):
        return False
    data = {"naskah": naskah.pk, "title": naskah.title, "sha256": stored.sha256, "size": stored.size}
    record(stream, at=at, actor=MACHINE, action="naskah.rendered", **data)
    return True


@transaction.atomic
def fail(naskah: Naskah, message: str, at: datetime) -> None:
    """Give the PDF up, and say why."""
    stream = locked_stream(f"office:{naskah.office.slug}")
    if held(naskah).update(state=RenderState.FAILED, claimed_until=None, message=message):
        record(stream, at=at, actor=MACHINE, action="naskah.failed", naskah=naskah.pk, title=naskah.title)


def held(naskah: Naskah) -> QuerySet[Naskah]:
    """The row of a paper as long as one holds it."""
    return Naskah.objects.filter(pk=naskah.pk, state=RenderState.WORKING, claimed_until=naskah.claimed_until)


@transaction.atomic
def try_again(naskah: Naskah, *, by: Actor, at: datetime) -> None:
    """Put a paper whose PDF failed into the queue again. Raises NotFailed."""
    stream = locked_stream(f"office:{naskah.office.slug}")
    failed = Naskah.objects.filter(pk=naskah.pk, state=RenderState.FAILED)
    if not failed.update(state=RenderState.WAITING, lapses=0, message=""):
        raise NotFailed
    record(stream, at=at, actor=by, action="naskah.retried", naskah=naskah.pk, title=naskah.title)
    transaction.on_commit(call, robust=True)
