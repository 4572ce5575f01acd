"""Laying down the papers that a step has signed, once it has opened.

Semantics, Signing. Each Perjanjian Kinerja of the case is a paper of its own, signed by its own parties; any other
paper by the posts of the step. A paper that an earlier step had signed is the same paper: its next signatures follow.
"""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import OperationalError, transaction
from django.db.models import Q
from django.utils.translation import override

from activity.chain import MACHINE
from activity.record import record
from documents.file_types import PDF
from documents.models import Naskah, PaperStatus, PerjanjianKinerja, RenderState, Signature, SignedPaper, Way
from documents.naskah.kinds import KINDS
from documents.naskah.numbering import give_number
from documents.printing.paper import signer_of
from documents.signing import freezing
from documents.signing.freezing import BY_INK
from documents.signing.signing import void_papers
from organizations.capacity import holder
from organizations.models import Office
from sops.definition import Definition, definition
from sops.document import SALAH_SATU, Step, paper_key
from workflows.laid_sources import issued_title, sources_of, upload_title
from workflows.models import Assignment, Case, Output, RunPaper, RunStatus, Signing, StepRun
from workflows.seats_ahead import left_out_now, still_to_come

logger = logging.getLogger(__name__)
Clock = Callable[[], datetime]
REPLACED = "digantikan versi yang baru"


def lay_down_waiting(clock: Clock) -> int:
    """Lay down the papers of the signing steps that have opened; how many steps there were. One whose papers cannot be
    laid down holds up no other."""
    waiting = StepRun.objects.filter(signing=Signing.QUEUED, status=RunStatus.ACTIVE).order_by("id")
    count = 0
    for run_id, case_id in list(waiting.values_list("pk", "case_id")[:50]):
        try:
            count += lay_down_one(run_id, case_id, clock())
        except OperationalError:  # the database is away, or busy: the next turn tries again
            raise
        except Exception:
            logger.exception("Naskah langkah %s kasus %s tidak dapat disiapkan", run_id, case_id)
    return count


@transaction.atomic
def lay_down_one(run_id: int, case_id: int, at: datetime) -> bool:
    """Lay down the papers of one run; False where it waits no more."""
    cases = Case.objects.select_for_update(of=("self", "stream")).select_related("stream")
    case = cases.get(pk=case_id)
    run = StepRun.objects.get(pk=run_id)
    if run.signing != Signing.QUEUED or run.status != RunStatus.ACTIVE:
        return False
    lay_down(case, run, at=at)
    return True


def lay_down(case: Case, run: StepRun, *, at: datetime) -> list[SignedPaper]:
    """The papers of a run, with an awaited signature for everybody who is to sign. The caller holds the case.

    Where the office signs by hand no bytes are made: the paper is the one that lies on the desk.
    """
    written = definition(case.revision_id)
    step = written.step_of(run.step_id)
    office = Office.objects.select_related("government").get(pk=case.office_id)
    laid = Laying(case, run, written, step, office, at)
    papers = [paper for source in sources_of(run, step) for paper in laid.of(source)]
    run.signing = Signing.READY if papers else Signing.NONE
    run.save(update_fields=["signing"])
    if office.signing_way != Way.WET and any(paper.perjanjian_kinerja_id for paper in papers):
        for each in left_out_now(case, written, run, at):
            each.signature.details = each.signature.details | {BY_INK: True}
            each.signature.save(update_fields=["details"])
    if papers:
        told = [{"paper": paper.pk, "title": paper.title} for paper in papers]
        record(case.stream, at=at, actor=MACHINE, action="papers.laid_down", step=step.nomor, papers=told)
    return papers


class Laying:
    """Laying down the papers of one run."""

    def __init__(
        self, case: Case, run: StepRun, written: Definition, step: Step, office: Office, at: datetime
    ) -> None:
        self.case, self.run, self.written, self.step = case, run, written, step
        self.office, self.at = office, at
        self.source: Output  # what is being laid down

    def of(self, source: Output) -> list[SignedPaper]:
        """The papers that one output gives, each bound to the run."""
        self.source = source
        if source.signed and source.signed.status in (PaperStatus.OPEN, PaperStatus.SIGNED):
            papers = self.again(source.signed)
        elif self.way == Way.WET and (kept := self.kept(source)):
            papers = kept
        elif self.way != Way.WET and source.file and source.file.media_type != PDF:
            papers = []  # a picture or a spreadsheet is signed on paper
        elif source.naskah_id and source.naskah and not source.file_id:
            papers = self.of_naskah(source.naskah)
        else:
            papers = [self.paper(upload_title(self.step, source), source=source.file)]
            self.await_seats(papers[0])
            self.keep_room(papers[0])
        for paper in papers:
            RunPaper.objects.get_or_create(run=self.run, paper=paper, defaults={"source": source})
        return papers

    def kept(self, source: Output) -> list[SignedPaper]:
        """The papers that an earlier step signed by hand, where nobody has drafted anything anew since."""
        if self.written.step_of(source.run.step_id).tindakan == "menyusun":
            return []
        open_or_signed = (PaperStatus.OPEN, PaperStatus.SIGNED)
        papers = SignedPaper.objects.filter(
            runs__run__case=self.case,
            runs__source__key__in=self.keys_before(source),
            status__in=open_or_signed,
        )
        found = list(papers.distinct().order_by("id"))
        for paper in found:
            self.again(paper)
        return found

    def keys_before(self, source: Output) -> set[str]:
        """The names under which the paper may have been signed before: its own, and that of what the step that passed
        it on acted on."""
        step = self.written.step_of(source.run.step_id)
        return {source.key, paper_key(step.paper)}

    @property
    def way(self) -> Way:
        """How the office signs now."""
        return Way(self.office.signing_way)

    def again(self, paper: SignedPaper) -> list[SignedPaper]:
        """A paper that was signed before gets the signatures of this step too, unless they are awaited already."""
        if paper.perjanjian_kinerja_id is None:
            self.await_seats(paper)
        return [paper]

    def of_naskah(self, naskah: Naskah) -> list[SignedPaper]:
        """A paper made here: each Perjanjian Kinerja apart, all else as it is; issued before it is signed."""
        if self.way != Way.WET:
            naskah = self.issued(naskah)
        ids = list(naskah.facts.get("pk_ids") or []) if naskah.kind == "perjanjian_kinerja" else []
        known = PerjanjianKinerja.objects.select_related("pihak_pertama", "pihak_kedua")
        pks = known.in_bulk(ids)
        if not ids or len(pks) < len(ids):
            paper = self.paper(naskah.title, naskah=naskah)
            self.await_seats(paper)
            return [paper]
        papers = []
        for pk in (pks[each] for each in ids):
            with override("id"):
                title = f"{pk.get_kind_display()} {pk.pihak_pertama.title} Tahun {pk.year}"
            papers.append(self.paper(title, naskah=naskah, pk=pk))
            self.await_parties(papers[-1], pk)
        return papers

    def issued(self, naskah: Naskah) -> Naskah:
        """The paper with its day and number. A number that a void version had is used again: it stands for the same."""
        if not naskah.is_draft:
            return naskah
        day = self.at.astimezone(self.office.zone).date()
        facts = dict(naskah.facts)
        seat = self.seats.first()
        by = holder(seat.post, self.at) if seat else None
        if by:
            facts["penandatangan"] = signer_of(by, self.office).__dict__
        fresh = Naskah(
            office=self.office,
            kind=naskah.kind,
            title=issued_title(self.step, self.office, naskah),
            values=naskah.values,
            facts=facts,
            day=day,
            previous=naskah,
            created_at=self.at,
            created_by=naskah.created_by,
            state=RenderState.APART,
        )
        if KINDS[naskah.kind].is_numbered:
            older = self.earlier(kind=naskah.kind, perjanjian_kinerja=None)
            fresh.number = (older.naskah.number if older and older.naskah else None) or give_number(
                self.office, naskah.kind, day=day, at=self.at, by=naskah.created_by
            )
        fresh.save()
        return fresh

    def paper(
        self,
        title: str,
        *,
        naskah: Naskah | None = None,
        pk: PerjanjianKinerja | None = None,
        source: Any = None,
    ) -> SignedPaper:
        """One paper; an older version of it in the case is void from now on."""
        kind = naskah.kind if naskah else ""
        older = self.earlier(
            kind=kind,
            perjanjian_kinerja=pk,
            **({} if kind else {"title__in": (title[:300], self.source.name[:300])}),
        )
        if older:
            for told in void_papers([older], at=self.at, reason=REPLACED):
                record(self.case.stream, at=self.at, actor=MACHINE, action="paper.void", **told)
        return SignedPaper.objects.create(
            office=self.office,
            kind=kind,
            title=title[:300],
            nomor=naskah.nomor if naskah else "",
            day=naskah.day if naskah else None,
            way=self.way,
            naskah=naskah,
            perjanjian_kinerja=pk,
            source=source,
            previous=older,
            state=RenderState.APART if self.way == Way.WET else RenderState.WAITING,
            created_at=self.at,
        )

    def earlier(self, **like: Any) -> SignedPaper | None:
        """The last version of such a paper in the case: signed at this step before, or made of what had this name, and
        by the same post where several made one each. What this very run lays down beside it is another paper."""
        same = Q(runs__run__step=self.run.step_id) | Q(runs__source__key=self.source.key)
        if self.source.assignment:
            like["runs__source__assignment__post"] = self.source.assignment.post_id
        papers = SignedPaper.objects.filter(same, runs__run__case=self.case, **like)
        return papers.exclude(runs__run=self.run).order_by("-id").first()

    def await_parties(self, paper: SignedPaper, pk: PerjanjianKinerja) -> None:
        """Both parties sign, in whichever step their posts do, or outside."""
        parties = [("ttd-pertama", pk.pihak_pertama), ("ttd-kedua", pk.pihak_kedua)]
        Signature.objects.bulk_create(
            Signature(paper=paper, order=order, field=field, post=post)
            for order, (field, post) in enumerate(parties, 1)
            if post
        )

    @property
    def seats(self) -> Any:
        """Who acts in the run."""
        return Assignment.objects.filter(run=self.run).select_related("post", "pelaksana").order_by("id")

    def await_seats(self, paper: SignedPaper) -> None:
        """Everybody of a column whose posts all sign; one signature of whoever acts, of any other column."""
        known = list(paper.signatures.all())
        posts = {each.post_id for each in known}
        order = len(known)
        columns: set[str] = set()
        for seat in self.seats:
            key = seat.pelaksana.key
            is_shared = self.written.document.column(key).wakil == SALAH_SATU
            if seat.post_id in posts or (is_shared and key in columns):
                continue
            columns.add(key)
            order += 1
            if not is_shared:
                posts.add(seat.post_id)  # a post in two columns signs once
            Signature.objects.create(
                paper=paper,
                order=order,
                field=f"ttd-{order}",
                post=None if is_shared and self.pool(key) > 1 else seat.post,
                details={"kolom": key},
            )
        if order > len(known) and paper.status == PaperStatus.SIGNED:
            paper.reopen()
            paper.save(update_fields=["status"])

    def keep_room(self, paper: SignedPaper) -> None:
        """A box on an upload for everybody who signs it in later steps: its bytes are made once, with all of them."""
        posts = list(paper.signatures.values_list("post", flat=True))
        known = [post for post in posts if post]
        more = still_to_come(self.case, self.written, self.step, self.source.key, known, self.at)
        paper.boxes = {f"ttd-{len(posts) + place}": [] for place in range(1, more + 1)}
        paper.save(update_fields=["boxes"])

    def pool(self, key: str) -> int:
        """How many posts of a column have a seat in the run."""
        return sum(1 for seat in self.seats if seat.pelaksana.key == key)


def call() -> None:
    """Let a worker make the bytes of what was laid down."""
    freezing.call()
