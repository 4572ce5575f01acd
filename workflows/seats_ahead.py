"""Who can still sign the papers of a case: the seats at which it stands, and those of the signing steps ahead.

Semantics, Signing. A party of a Perjanjian Kinerja signs in whichever step its post has a seat. One of the office that
has none must be brought signed before the last signing step ends; one outside the office signs outside anyway.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from textwrap import shorten

from django.utils.translation import gettext as _

from documents.models import PaperStatus, Signature, SignedPaper
from sops.definition import Definition
from sops.document import SALAH_SATU, SIGNS, Step, paper_key
from sops.graph import END, exits
from sops.storing import current_holders
from workflows.joining import maker_of
from workflows.models import Assignment, AssignmentStatus, Case, ChosenPost, RunPaper, Signing, StepRun


@dataclass(frozen=True)
class LeftOut:
    """An awaited signature of a party that no seat gives any more. `stops`: the case cannot be signed or closed without
    it, since its post is one of the office's own."""

    signature: Signature
    stops: bool

    @property
    def who(self) -> str:
        """The post."""
        return self.signature.post.title if self.signature.post else self.signature.outside

    @property
    def title(self) -> str:
        """The paper."""
        return str(self.signature.paper.title)


def ahead(steps: Sequence[Step], order: int) -> list[Step]:
    """The steps that a case can come to from the step of that order (itself among them) without going back."""
    found: set[int] = set()
    waiting = [order]
    while waiting:
        here = waiting.pop()
        if here == END or here in found:
            continue
        found.add(here)
        waiting += [to for to in exits(steps, steps[here - 1]) if to > here]
    return [step for step in steps if step.order in found]


def following(steps: Sequence[Step], step: Step) -> list[Step]:
    """The steps that may come after one, without going back."""
    return [each for each in ahead(steps, step.order) if each.order != step.order]


def signing_columns(steps: Iterable[Step], names: Collection[str]) -> Iterator[str]:
    """The columns that sign a paper of these names in the steps, which pass it on under the names of their outputs."""
    known = set(names)
    for step in steps:
        if paper_key(step.paper) in known:
            known.add(paper_key(step.output))
            if step.tindakan == SIGNS:
                yield from step.pelaksana


def posts_of(case: Case, written: Definition, columns: Collection[str], at: datetime) -> dict[str, list[int]]:
    """The posts (ids) that would act for each of these columns: those named in the case where it has named some."""
    if not columns:
        return {}
    holders: dict[str, list[int]] = {key: [] for key in columns}
    for key, post in current_holders(written.sop_id, at).filter(key__in=columns).values_list("key", "post"):
        holders[key].append(post)
    named = ChosenPost.objects.filter(case=case, key__in=columns).values_list("key", "post")
    chosen: dict[str, list[int]] = {}
    for key, post in named:
        chosen.setdefault(key, []).append(post)
    return {
        key: [p for p in posts if p in chosen[key]] if key in chosen else posts
        for key, posts in holders.items()
    }


def left_out(
    case: Case, written: Definition, steps: Sequence[Step], sitting: StepRun | None, at: datetime
) -> list[LeftOut]:
    """The parties that could not sign where the case has only `steps` before it, and the open seats of the run that is
    `sitting`. One query where nothing is awaited, else five."""
    parties = Signature.objects.filter(
        paper__in=SignedPaper.objects.filter(
            runs__run__case=case, status=PaperStatus.OPEN, perjanjian_kinerja__isnull=False
        ),
        status="menunggu",
        post__isnull=False,
    )
    awaited = list(parties.select_related("paper__office", "post").order_by("paper", "order"))
    if not awaited:
        return []
    names: dict[int, set[str]] = {}
    here: set[int] = set()
    for paper, run, key, step_id in RunPaper.objects.filter(run__case=case).values_list(
        "paper", "run", "source__key", "run__step"
    ):
        names.setdefault(paper, set()).update((key, paper_key(written.step_of(step_id).output)))
        if sitting and run == sitting.pk:
            here.add(paper)
    seated: set[int] = set()
    if sitting:
        seats = Assignment.objects.filter(run=sitting, status=AssignmentStatus.OPEN)
        seated = set(seats.values_list("post", flat=True))
        if sitting.signing == Signing.QUEUED:  # what it signs is about to be laid down
            key = paper_key(written.step_of(sitting.step_id).paper)
            here |= {paper for paper, known in names.items() if key in known}
    columns = {paper: set(signing_columns(steps, known)) for paper, known in names.items()}
    holders = posts_of(case, written, set().union(*columns.values()), at)
    found = []
    for each in awaited:
        posts = {post for key in columns[each.paper_id] for post in holders[key]}
        if each.post_id in posts or (each.paper_id in here and each.post_id in seated):
            continue
        found.append(LeftOut(each, stops=each.post is not None and each.post.office_id == case.office_id))
    return found


def left_out_now(case: Case, written: Definition, run: StepRun | None, at: datetime) -> list[LeftOut]:
    """The same, as the case stands at this run; nobody where it stands at none."""
    if run is None or not case.is_open:
        return []
    return left_out(case, written, following(written.steps, written.step_of(run.step_id)), run, at)


def still_to_come(
    case: Case, written: Definition, step: Step, key: str, known: Collection[int], at: datetime
) -> int:
    """How many more signatures the later steps may add to a paper that this step signs under that key; `known` are the
    posts that sign it already. At most: of a column that names its posts later, all are counted."""
    names = {key, paper_key(step.output)}
    columns = set(signing_columns(following(written.steps, step), names))
    posts: set[int] = set()
    pools = 0
    for column, holders in posts_of(case, written, columns, at).items():
        is_shared = written.document.column(column).wakil == SALAH_SATU
        pools += is_shared
        posts |= set() if is_shared else set(holders)
    return pools + len(posts - set(known))


def advice(written: Definition, step: Step) -> str:
    """What to do where the parties of a paper are left out at a step."""
    bring = _("unggah PDF atau pindaian yang sudah ditandatanganinya di halaman kasus, bagian “Tanda tangan”")
    try:
        maker = written.steps[maker_of(written.steps, step) - 1]
    except LookupError:
        return bring
    if step.tindakan != SIGNS:
        return bring
    kegiatan = shorten(maker.kegiatan, 90, placeholder="…")
    return _("%(bring)s, atau kembalikan naskahnya ke langkah %(step)s (%(kegiatan)s)") % {
        "bring": bring,
        "step": maker.nomor,
        "kegiatan": kegiatan,
    }
