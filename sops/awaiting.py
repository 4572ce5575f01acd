"""Revisions that are not in force yet: who sees them, and for whom they wait."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from organizations.capacity import Capacity, offices_of, posts_read_as
from organizations.models import User
from sops.models import ON_ITS_WAY, Revision, Submission


def visible_to(user: User, at: datetime) -> QuerySet[Revision]:
    """The revisions that the user may see: those of the own offices, and those that the own posts were asked to review.

    A reviewer of the second level often sits in another office, and sees that revision only.
    """
    asked = Submission.objects.asking(posts_read_as(user, at)).filter(revision=OuterRef("pk"))
    return Revision.objects.filter(
        Q(sop__office__in=offices_of(user, at).values("id")) | Q(Exists(asked))
    ).select_related("sop__office__government", "sop__office__head", "waits_for", "signed")


def waiting_for(mine: Collection[Capacity]) -> QuerySet[Revision]:
    """The revisions whose review or signature is awaited from one of these capacities, the oldest loaded first."""
    posts = [capacity.post.pk for capacity in mine if capacity.post]
    found = Revision.objects.filter(status__in=ON_ITS_WAY, waits_for__in=posts)
    return found.select_related("sop__office", "waits_for").order_by("loaded_at", "id")
