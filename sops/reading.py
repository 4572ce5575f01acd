"""“Sudah dibaca dan dipahami”: who says of a revision that they have read and understood it, and who has not yet.

The regulation asks that an SOP be known to those who carry it out (Permenpan RB 35/2012, penerapan: sosialisasi).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from activity.record import locked_stream, record
from organizations.capacity import Capacity, holders
from organizations.models import Office, User
from sops.models import PREPARED, ColumnPost, Reading, Revision, RevisionStatus

NOT_OURS = _("Pernyataan ini bagi pejabat kantor pemilik SOP dan pelaksananya.")
NOT_NOW = _("Revisi ini tidak dijalankan, jadi tidak ada yang perlu dinyatakan.")


class Refused(Exception):
    """It cannot be said; the message says why, in Indonesian."""


@dataclass(frozen=True)
class ReaderLine:
    """A post that carries out the SOP, who acts for it today, and when that person said so (None: not yet)."""

    post: str
    person: str
    capacity: str
    at: datetime | None


@transaction.atomic
def state_read(revision: Revision, *, mine: Sequence[Capacity], at: datetime) -> bool:
    """Keep that the official has read and understood the revision; False where it was kept before. Raises Refused."""
    if revision.status in PREPARED or revision.status == RevisionStatus.REVOKED:
        raise Refused(NOT_NOW)
    by = capacity_for(revision, mine, at)
    if by is None:
        raise Refused(NOT_OURS)
    stream = locked_stream(f"office:{revision.sop.office.slug}")
    _, is_new = Reading.objects.get_or_create(
        revision=revision, by=by.user, defaults={"capacity": by.printed, "at": at}
    )
    if is_new:
        data = {"sop": revision.sop.slug, "revision": revision.number, "hash": revision.content_hash}
        record(stream, at=at, actor=by.actor, action="revision.read", **data)
    return is_new


def capacity_for(revision: Revision, mine: Sequence[Capacity], at: datetime) -> Capacity | None:
    """In which capacity one says so: for a post that carries the SOP out, else for one of its office."""
    carrying = set(column_posts(revision, at).values_list("post", flat=True))
    posts = [by for by in mine if by.post]
    for by in posts:
        if by.post and by.post.pk in carrying:
            return by
    return next((by for by in posts if by.post and by.post.office_id == revision.sop.office_id), None)


def column_posts(revision: Revision, at: datetime) -> QuerySet[ColumnPost]:
    """Who holds the columns of the revision at that moment."""
    now = ColumnPost.objects.filter(Q(end_at=None) | Q(end_at__gt=at), sop=revision.sop_id, start_at__lte=at)
    return now.filter(key__in=revision.columns.values("key"))


def has_read(revision_id: int, user: User) -> bool:
    """Whether the person has said so of the revision. One query."""
    return Reading.objects.filter(revision=revision_id, by=user).exists()


def reader_lines(revision: Revision, at: datetime) -> list[ReaderLine]:
    """Each post that carries the revision out, in the order of its columns: those who have not said so come first. Four
    queries."""
    rows = column_posts(revision, at).select_related("post").order_by("order", "post__id")
    posts = {row.post_id: row.post for row in rows}
    acting = holders(posts.values(), at)
    said = dict(Reading.objects.filter(revision=revision).values_list("by", "at"))
    lines = []
    for pk, post in posts.items():
        by = acting.get(pk)
        line = ReaderLine(
            post=post.title,
            person=by.user.name if by else "",
            capacity=by.printed if by else "",
            at=said.get(by.user.pk) if by else None,
        )
        lines.append(line)
    return sorted(lines, key=lambda line: line.at is not None)


def sees_readers(office: Office, mine: Collection[Capacity], administered: Collection[int]) -> bool:
    """Whether one reads who has said so: the head of the office, and its admins."""
    return office.pk in administered or any(by.post and by.post.pk == office.head_id for by in mine)
