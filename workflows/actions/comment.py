"""Saying something about a case beside the acts (semantics: Remarks)."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from activity.models import NoticeKind
from activity.record import record
from organizations.capacity import Capacity
from organizations.models import Post
from sops.models import ColumnPost
from workflows.actions.complete import locked_case
from workflows.actions.manage import require
from workflows.errors import Incomplete
from workflows.hands_access import may_comment
from workflows.models import MAX_COMMENT, Assignment, Case, Comment
from workflows.notifying import tell_holders
from workflows.telling import upward

MOST_MENTIONS = 20


@transaction.atomic
def comment_on(
    case: Case, *, by: Capacity, at: datetime, text: str, mentions: Collection[int] = ()
) -> Comment:
    """Keep a remark on a case, with the posts that it names; whoever acts for them is told. Nothing of it is changed
    later. The record holds the whole text.

    Raises Denied or Incomplete; then nothing was changed.
    """
    case = locked_case(case.pk)
    seeing = posts_that_see(case, at)
    require(may_comment(by, case, {post.pk for post in seeing}))
    text = text.strip()
    if not text or len(text) > MAX_COMMENT:
        too_long = _("Tuliskan komentarnya, paling panjang %(most)s karakter.")
        raise Incomplete("text", too_long % {"most": MAX_COMMENT})
    posts = [post for post in seeing if post.pk in set(mentions)]
    if len(posts) < len(set(mentions)) or len(posts) > MOST_MENTIONS:
        raise Incomplete("mentions", _("Sebut hanya jabatan yang dapat melihat kasus ini, paling banyak 20."))
    named = [{"post": post.pk, "title": post.title} for post in posts]
    made = Comment.objects.create(case=case, by=by.user, said_as=by.printed, text=text, mentions=named, at=at)
    titles = [post.title for post in posts]
    record(
        case.stream,
        at=at,
        actor=by.actor,
        action="case.commented",
        comment=made.pk,
        text=text,
        mentions=titles,
    )
    if posts:
        tell_holders(
            posts,
            case=case,
            office=case.office,
            kind=NoticeKind.MENTION,
            key=f"komentar:{made.pk}",
            title="Anda disebut dalam komentar",
            # Not the remark itself: mails pass through more hands than the case.
            text=f"{by.user.name} ({by.printed}) menyebut Anda dalam komentar pada “{case.title}”.",
            path=f"/cases/{case.pk}/#komentar-{made.pk}",
            at=at,
            but=by.user,
        )
    return made


def posts_that_see(case: Case, at: datetime) -> list[Post]:
    """The posts as which one sees a case, in their order: those with a task of it, those to which it may still come,
    the superiors of both, the head of its office."""
    own = set(Assignment.objects.filter(run__case=case).values_list("post", flat=True))
    if case.is_open:
        keys = case.revision.columns.values("key")
        held = ColumnPost.objects.filter(sop=case.revision.sop_id, key__in=keys, start_at__lte=at)
        own |= set(held.exclude(end_at__lte=at).values_list("post", flat=True))
    found = upward(Post.objects.filter(pk__in=own))
    if case.office.head:  # the head sees every case, whoever is above the head does not
        found.setdefault(case.office.head.pk, case.office.head)
    return sorted(found.values(), key=lambda post: post.pk)
