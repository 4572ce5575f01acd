"""Which SOPs a person may set in motion: from the first step's posts, or as admin of the office."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from organizations.capacity import Capacity, grants, offices_with
from organizations.models import Office, Role, User
from sops.models import ColumnPost, Revision, RevisionStatus, StepPelaksana


def startable_by(user: User, mine: Sequence[Capacity], at: datetime) -> QuerySet[Revision]:
    """The revisions in force whose first step one of the user's posts holds, or whose office the user administers."""
    posts = [capacity.post.pk for capacity in mine if capacity.post]
    first = StepPelaksana.objects.filter(step__revision=OuterRef(OuterRef("pk")), step__order=1)
    held = ColumnPost.objects.filter(
        Q(end_at=None) | Q(end_at__gt=at), start_at__lte=at, post__in=posts
    ).filter(sop=OuterRef("sop"), key__in=first.values("pelaksana__key"))
    offices = Office.objects.filter(offices_with(grants(user, at), Role.OFFICE_ADMIN))
    return (
        Revision.objects.filter(status=RevisionStatus.IN_FORCE)
        .filter(Q(Exists(held)) | Q(sop__office__in=offices.values("id")))
        .select_related("sop__office__government", "sop__office__head")
        .order_by("sop__office", "nama")
    )
