"""Drafts on their way: sent for review, reviewed at two levels (Permenpan RB 35/2012), sent back, taken back."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django_fsm import can_proceed

from activity.models import Stream
from activity.record import locked_stream, record
from organizations.capacity import Capacity, holder, holders
from organizations.models import Office, Post
from sops.errors import Denied, Incomplete, Stale
from sops.models import (
    ON_ITS_WAY,
    ApprovalSetting,
    ReviewVerdict,
    Revision,
    RevisionApproval,
    RevisionStatus,
    Submission,
)
from sops.permissions import Verdict, drafters, may_initial, may_review, may_submit, may_withdraw, stands

MAX_REASON = 500
PARAF, HEAD = 0, 3  # what `RevisionApproval.level` says beside the two levels
MOST_PARAF = 3  # officials between the drafter and who signs (tata naskah dinas)


def opened(revision: Revision) -> tuple[Stream, Revision]:
    """The office's stream and the revision, both locked, the stream first."""
    stream = locked_stream(f"office:{revision.sop.office.slug}")
    revisions = Revision.objects.select_related(
        "sop__office__government", "sop__office__head", "waits_for", "signed"
    )
    return stream, revisions.select_for_update(of=("self",)).get(pk=revision.pk)


def require(verdict: Verdict) -> None:
    """Raise Denied with the verdict's reason."""
    if not verdict:
        raise Denied(verdict.reason)


def reason_given(reason: str) -> str:
    """The reason, trimmed; raises Incomplete where there is none, or too much."""
    reason = reason.strip()
    if not 0 < len(reason) <= MAX_REASON:
        raise Incomplete(
            "reason",
            _("Tuliskan alasannya, paling panjang %(max_reason)s karakter.") % {"max_reason": MAX_REASON},
        )
    return reason


def facts(revision: Revision) -> dict[str, object]:
    """What every row of the record says of the revision."""
    return {"sop": revision.sop.slug, "revision": revision.number, "hash": revision.content_hash}


def setting_of(office: Office) -> ApprovalSetting | None:
    """How the office approves its SOPs; None where they are in force as they are loaded."""
    return ApprovalSetting.objects.filter(office=office).select_related("level1", "level2").first()


def submission_of(revision: Revision) -> Submission | None:
    """The last sending of the revision."""
    found = Submission.objects.filter(revision=revision).select_related("level1", "level2", "by")
    return found.order_by("-round").first()


def sent(revision: Revision) -> Submission:
    """The last sending of the revision; raises Denied where it was never sent."""
    found = submission_of(revision)
    if found is None:
        raise Denied(_("Revisi ini belum pernah diajukan untuk direviu."))
    return found


def said_in(submission: Submission) -> list[RevisionApproval]:
    """What was said in the round of that sending, in order."""
    rows = RevisionApproval.objects.filter(revision=submission.revision_id, round=submission.round)
    return list(rows.select_related("by", "post").order_by("id"))


def open_levels(submission: Submission, said: list[RevisionApproval]) -> list[int]:
    """The levels that have not agreed yet, in their order."""
    agreed = {row.level for row in said if row.verdict == ReviewVerdict.AGREED}
    return [level for level in submission.levels if level not in agreed]


def others_could_review(office: Office, taken: set[int], at: datetime) -> bool:
    """Whether anybody but these users and the head acts for a post of the office. Three queries."""
    posts = Post.objects.existing().filter(~Q(pk=office.head_id), office=office)
    return any(found.user.pk not in taken for found in holders(posts, at).values())


def between(submission: Submission, office: Office) -> list[Post]:
    """The superiors of the reviewer below the head, the nearest first: who may add a paraf."""
    found: list[Post] = []
    post = submission.level1.superior
    while post and post.pk != office.head_id and len(found) < MOST_PARAF and post not in found:
        found.append(post)
        post = post.superior
    return found if post and post.pk == office.head_id else []


@transaction.atomic
def submit(revision: Revision, *, by: Capacity, at: datetime, level1: Post, note: str = "") -> Submission:
    """Send a draft to its reviewers. Raises Denied, Incomplete, Stale."""
    stream, revision = opened(revision)
    office = revision.sop.office
    setting = setting_of(office)
    require(may_submit(by, revision, office, setting))
    level2 = setting.level2 if setting else None
    check_reviewer(level1, level2, office, at)
    other = Revision.objects.filter(sop=revision.sop, status__in=ON_ITS_WAY).first()
    if other:
        raise Stale(
            _("Revisi %(number)s SOP ini sedang diproses; %(stands)s Selesaikan itu dulu.")
            % {"number": other.number, "stands": stands(other)}
        )
    last = submission_of(revision)
    submission = Submission.objects.create(
        revision=revision,
        round=last.round + 1 if last else 1,
        level1=level1,
        level2=level2,
        by=by.user,
        capacity=by.printed,
        note=note.strip()[:MAX_REASON],
        at=at,
    )
    revision.submit()
    revision.waits_for = level1
    revision.save(update_fields=["status", "waits_for"])
    data = {"round": submission.round, "level1": level1.slug, "level2": level2.slug if level2 else ""}
    record(stream, at=at, actor=by.actor, action="sop.submitted", **facts(revision), **data, note=note)
    return submission


def check_reviewer(level1: Post, level2: Post | None, office: Office, at: datetime) -> None:
    """Raise Incomplete where the post cannot review at level 1."""
    if level1.office_id != office.pk or level1.pk == office.head_id:
        raise Incomplete("level1", _("Pilih jabatan kantor ini yang bukan kepalanya; kepala menetapkan SOP."))
    if level2 and level1.pk == level2.pk:
        raise Incomplete("level1", _("Jabatan ini sudah memverifikasi pada tingkat 2; pilih yang lain."))
    if holder(level1, at) is None:
        raise Incomplete(
            "level1", _("Jabatan %(title)s sedang kosong; pilih yang lain.") % {"title": level1.title}
        )


@transaction.atomic
def withdraw(revision: Revision, *, by: Capacity, at: datetime) -> Revision:
    """Take a draft back from its reviewers. Raises Denied."""
    stream, revision = opened(revision)
    require(may_withdraw(by, revision, submission_of(revision)))
    revision.withdraw()
    revision.waits_for = None
    revision.save(update_fields=["status", "waits_for"])
    record(stream, at=at, actor=by.actor, action="sop.withdrawn", **facts(revision))
    return revision


@transaction.atomic
def agree(revision: Revision, *, by: Capacity, at: datetime) -> Revision:
    """A level agrees; after the last one the revision is approved and waits for the head. Raises Denied."""
    stream, revision = opened(revision)
    office, submission = revision.sop.office, sent(revision)
    said = said_in(submission)
    require(verdict_on(by, revision, submission, said, at))
    missing = open_levels(submission, said)
    level = missing[0]
    add_said(revision, submission, level, ReviewVerdict.AGREED, by=by, at=at)
    revision.open_levels = missing[1:]
    if can_proceed(revision.approve):
        revision.approve()
        revision.waits_for = office.head
    else:
        revision.waits_for = submission.post_of(missing[1])
    revision.save(update_fields=["status", "waits_for"])
    data = {"level": level, "round": submission.round, "status": str(revision.status)}
    record(stream, at=at, actor=by.actor, action="sop.agreed", **facts(revision), **data)
    return revision


def verdict_on(
    by: Capacity,
    revision: Revision,
    submission: Submission | None,
    said: list[RevisionApproval],
    at: datetime,
) -> Verdict:
    """Whether this capacity may review at the level that is awaited."""
    missing = open_levels(submission, said) if submission else []
    taken = drafters(revision, submission) if submission else set()
    return may_review(
        by,
        revision,
        submission,
        level=missing[0] if missing else 1,
        agreed={row.by_id for row in said if row.verdict == ReviewVerdict.AGREED},
        others=by.user.pk not in taken or others_could_review(revision.sop.office, taken, at),
    )


@transaction.atomic
def initial(revision: Revision, *, by: Capacity, at: datetime) -> Revision:
    """Add a paraf, which decides nothing. Raises Denied."""
    stream, revision = opened(revision)
    submission = sent(revision)
    said = said_in(submission)
    posts = {post.pk for post in between(submission, revision.sop.office)}
    require(may_initial(by, revision, posts, {row.post_id for row in said}))
    add_said(revision, submission, PARAF, ReviewVerdict.INITIALED, by=by, at=at)
    record(stream, at=at, actor=by.actor, action="sop.initialed", **facts(revision), round=submission.round)
    return revision


def add_said(
    revision: Revision,
    submission: Submission,
    level: int,
    verdict: ReviewVerdict,
    *,
    by: Capacity,
    at: datetime,
    reason: str = "",
) -> RevisionApproval:
    """Keep what somebody said, who acts for a post."""
    if by.post is None:
        raise Denied(_("Yang mereviu dan menetapkan ialah pejabat, bukan peran."))
    return RevisionApproval.objects.create(
        revision=revision,
        round=submission.round,
        level=level,
        verdict=verdict,
        reason=reason,
        post=by.post,
        by=by.user,
        capacity=by.printed,
        on_behalf_of=by.on_behalf_of.name if by.on_behalf_of else "",
        at=at,
    )


def is_approved(revision: Revision) -> bool:
    """Whether every level agreed, and its signature or its day is what is missing."""
    return bool(revision.status == RevisionStatus.APPROVED)
