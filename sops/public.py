"""A revision as anybody may ask about it: its address, and whether it is the one to go by."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from sops.models import Revision, RevisionStatus

SHORT = re.compile(r"[0-9a-f]{12}")
PUBLIC_FIELDS = ("sop_id", "number", "status", "content_hash", "loaded_at", "in_force_at", "nama")


def short_hash(revision: Revision) -> str:
    """What stands for the content of a revision on paper: the first 12 digits of its hash."""
    return revision.content_hash[:12]


def public_path(revision: Revision) -> str:
    """The address of the revision's public page on this site."""
    slugs = [revision.sop.office.slug, revision.sop.slug]
    return reverse("sop-public", args=[*slugs, short_hash(revision)])


def public_url(revision: Revision) -> str:
    """The whole address of the revision's public page, as the QR of its sheet has it."""
    return f"{settings.SITE_URL}{public_path(revision)}"


def find_public(office_slug: str, slug: str, short: str) -> Revision | None:
    """The revision of a public address; None also for what was never in force, of which nobody outside
    knows, and for what is only practised."""
    if not SHORT.fullmatch(short):
        return None
    found = Revision.objects.ever_in_force().filter(
        sop__office__slug=office_slug,
        sop__office__learner=None,
        sop__slug=slug,
        content_hash__startswith=short,
    )
    return found.select_related("sop__office__government", "signed").order_by("number").first()


@dataclass(frozen=True)
class Standing:
    """Whether a revision is the one to go by; `next` took its place at `since`, `now` is the one in force."""

    status: str
    next: Revision | None = None
    since: datetime | None = None
    now: Revision | None = None
    never_in_force: bool = False  # its own paper has no date from which it holds
    starts: date | None = None  # a date on its own paper that has not come


def standing(revision: Revision, at: datetime) -> Standing:
    """Where the revision stands at that moment. One query where another one is in force, else none.

    One that is approved anew is outside still what it was: superseded, or revoked where nothing took its place.
    """
    ever = revision.tanggal_efektif or revision.tanggal_pengesahan or revision.signed_id
    today = at.astimezone(revision.sop.office.zone).date()
    starts = (
        revision.tanggal_efektif if revision.tanggal_efektif and revision.tanggal_efektif > today else None
    )
    if revision.status in (RevisionStatus.IN_FORCE, RevisionStatus.REVOKED):
        return Standing(revision.status, never_in_force=ever is None, starts=starts)
    others = later(revision)
    for other in others:
        other.sop = revision.sop
    following = others[0] if others else None
    if following is None and revision.status != RevisionStatus.SUPERSEDED:
        return Standing(RevisionStatus.REVOKED, never_in_force=ever is None, starts=starts)
    return Standing(
        status=RevisionStatus.SUPERSEDED,
        next=following,
        since=following.in_force_at or following.loaded_at if following else None,
        now=next((other for other in others if other.status == RevisionStatus.IN_FORCE), None),
        never_in_force=ever is None,
    )


def later(revision: Revision) -> list[Revision]:
    """The revisions of the same SOP that came into force after it, in that order.

    An older content that is restored comes into force anew, so it is that moment which counts.
    """
    since = revision.in_force_at or revision.loaded_at
    others = Revision.objects.ever_in_force().by_force().filter(sop=revision.sop_id)
    after = Q(since__gt=since) | Q(since=since, number__gt=revision.number)
    return list(others.filter(after).only(*PUBLIC_FIELDS))
