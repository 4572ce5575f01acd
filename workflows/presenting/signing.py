"""What pages show of the papers that a step has signed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from documents.models import RenderState, Signature, SignedPaper, SigningIdentity, SigningKey, Way
from documents.signing.wording import SignatureLine, line_of
from organizations.capacity import Capacity
from organizations.models import Office, Post, SigningWay
from workflows.models import Assignment, Output, RunPaper, Signing, StepRun
from workflows.presenting.named import named_otherwise


@dataclass(frozen=True)
class PaperLine:
    """A paper with its signatures; `mine` is what the reader still owes on it."""

    paper: SignedPaper
    signatures: list[SignatureLine]
    mine: list[Signature]
    output: Output | None = None

    @property
    def is_ready(self) -> bool:
        """Whether its bytes can be read and signed."""
        return self.paper.file_id is not None

    @property
    def is_failed(self) -> bool:
        """Whether its bytes could not be made."""
        return bool(self.paper.state == RenderState.FAILED)

    @property
    def given(self) -> int:
        """How many have signed."""
        return sum(1 for line in self.signatures if line.is_given)

    @property
    def pages(self) -> range:
        """The pages that a picture is shown of; the first three tell which paper it is."""
        return range(1, min(3, self.paper.page_count or 1) + 1)


@dataclass(frozen=True)
class SigningPart:
    """The signing part of the act page: the papers, how the office signs, and what one still lacks for it."""

    lines: list[PaperLine]
    way: str
    is_preparing: bool
    lacks: str = ""
    named: list[str] = field(default_factory=list)  # papers whose text names somebody else than who signs now
    count: int = 0  # of papers of the step, those on paper too
    owes_by_hand: bool = False  # on a paper laid down for ink, whatever the office's way is now

    @property
    def owed(self) -> list[PaperLine]:
        """Those that the reader still has to sign."""
        return [line for line in self.lines if line.mine]

    @property
    def goes_with_one(self) -> str:
        """What refusing one paper does to the others of the step; nothing where it is the only one."""
        if self.count < 2:
            return ""
        return _(
            "Semua %(count)s naskah langkah ini batal dan dibuat ulang, juga yang sudah ditandatangani."
        ) % {"count": self.count}

    @property
    def is_electronic(self) -> bool:
        """Whether a passphrase is asked for."""
        return self.way != SigningWay.WET and bool(self.owed)

    @property
    def takes_scan(self) -> bool:
        """Whether the scan of a signature by hand would belong to something."""
        is_by_hand = self.way == SigningWay.WET or self.owes_by_hand
        return is_by_hand or bool(self.owed) or not self.lines

    @property
    def waits(self) -> bool:
        """Whether something is still to be made before one can sign."""
        return self.is_preparing or any(not line.is_ready for line in self.owed)


def signing_part(task: Assignment, office: Office, by: Capacity, column: str, at: datetime) -> SigningPart:
    """The papers of a task's run, with what its post owes."""
    lines = paper_lines([task.run_id], task.post_id, column)
    is_wet = office.signing_way == SigningWay.WET
    is_preparing = task.run.signing == Signing.QUEUED and not is_wet and has_papers(task.run)
    return SigningPart(
        lines=[line for line in lines if line.paper.way != Way.WET],
        way=office.signing_way,
        is_preparing=is_preparing,
        lacks="" if is_wet else lacking(office, by, at),
        named=list(named_otherwise((each, by) for line in lines for each in line.mine).values()),
        count=len(lines),
        owes_by_hand=any(line.mine and line.paper.way == Way.WET for line in lines),
    )


def has_papers(run: StepRun) -> bool:
    """Whether the step has something that is more than a note."""
    key_outputs = Output.objects.newest().filter(case=run.case_id)
    return key_outputs.exclude(file=None, naskah=None).exists()


def lacking(office: Office, by: Capacity, at: datetime) -> str:
    """What the official must do before they can sign: "sertifikat", "nik", or nothing."""
    if office.signing_way == SigningWay.BSRE:
        return "" if SigningIdentity.objects.filter(user=by.user).exists() else "nik"
    return "" if SigningKey.objects.usable(by.user, at).exists() else "sertifikat"


def paper_lines(runs: Sequence[int], post: int | None = None, column: str = "") -> list[PaperLine]:
    """The papers of these runs with their signatures. Two queries."""
    found = {bound.paper_id: bound.paper for bound in bound_papers(runs)}
    return [paper_line(paper, post, column) for paper in found.values()]


def bound_papers(runs: Sequence[int]) -> list[RunPaper]:
    """What binds papers to these runs, each with its paper and all its signatures. Two queries."""
    signatures = Prefetch("paper__signatures", Signature.objects.select_related("post").order_by("order"))
    bound = RunPaper.objects.filter(run__in=runs).select_related("paper__file", "paper__office")
    return list(bound.prefetch_related(signatures).order_by("paper"))


def paper_line(paper: SignedPaper, post: int | None, column: str) -> PaperLine:
    """A paper with its signatures, and what this post owes as one of this column."""
    found = list(paper.signatures.all())
    mine = [
        signature
        for signature in found
        if post is not None
        and signature.is_waiting
        and paper.status == "terbuka"
        and (
            signature.post_id == post
            or (signature.post_id is None and signature.details.get("kolom") == column)
        )
    ]
    return PaperLine(paper, [line_of(signature) for signature in found], mine)


def instead_choices(post: Post | None) -> list[tuple[str, str]]:
    """In whose place one may sign a letter: one's superior's (a.n.), or that one's superior's (u.b.)."""
    superior = post.superior if post else None
    if superior is None:
        return []
    found = [("an", f"a.n. {superior.title}")]
    if superior.superior:
        found.append(("ub", f"a.n. {superior.superior.title}, {superior.title}, u.b."))
    return found


def instead_of(post: Post | None, choice: str) -> tuple[Post, ...]:
    """The posts that a choice means, the highest first."""
    superior = post.superior if post else None
    if superior is None or choice not in ("an", "ub"):
        return ()
    if choice == "an" or superior.superior is None:
        return (superior,)
    return (superior.superior, superior)
