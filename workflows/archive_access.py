"""Who reads the archive, and who does what in it. What one may not read is 404."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import override

from documents.models import Berkas, RetentionProposal
from documents.models.archive import SECRET
from organizations.capacity import Capacity, grants, holder, offices_of, offices_with, posts_read_as
from organizations.models import Office, Post, Role, User
from workflows.models import Assignment, Case

KEEPERS = (Role.RECORD_OFFICER, Role.OFFICE_ADMIN, Role.GOVERNMENT_ADMIN)


def visible_berkas(user: User, at: datetime) -> "QuerySet[Berkas]":
    """The berkas that the user may read at that moment.

    Those of the cases that they see; all of the offices whose archive they keep, which they inspect, or whose head they
    are; what was filed without a case (SOPs) in the offices they belong to. What is rahasia or sangat rahasia only as a
    record officer, as the head, or with an assignment of one's own posts in its case.
    """
    own, mine = posts_read_as(user, at), grants(user, at)
    offices = Office.objects.all()
    heads = Q(office__in=offices.filter(head__in=own).values("pk"))
    officers = Q(office__in=offices.filter(offices_with(mine, Role.RECORD_OFFICER)).values("pk"))
    by_grant = Q(
        office__in=offices.filter(offices_with(mine, Role.OFFICE_ADMIN, Role.INSPECTOR)).values("pk")
    )
    seen = Exists(Case.objects.visible_to(user, at).filter(berkas=OuterRef("pk")))
    acted = Exists(Assignment.objects.filter(run__case__berkas=OuterRef("pk"), post__in=own))
    without_case = Q(case=None, office__in=offices_of(user, at).order_by().values("pk"))
    usual = ~Q(access__in=SECRET) & (by_grant | Q(seen) | without_case)
    return Berkas.objects.filter(heads | officers | usual | Q(acted))


def keeper(user: User, office: Office, at: datetime) -> Capacity | None:
    """The user in charge of the office's archive at that moment: as its record officer, else as its admin."""
    found = [
        grant
        for grant in grants(user, at)
        if grant.role in KEEPERS
        and (grant.office_id == office.pk or grant.government_id == office.government_id)
    ]
    found.sort(key=lambda grant: KEEPERS.index(Role(grant.role)))
    if not found:
        return None
    with override("id"):  # the record is Indonesian, whoever acts
        role = str(found[0].get_role_display())
    return Capacity(user=user, printed=role, grant=found[0], kind="peran")


def admin(user: User, office: Office, at: datetime) -> Capacity | None:
    """The same, but as an admin."""
    by = keeper(user, office, at)
    return by if by and by.grant and by.grant.role != Role.RECORD_OFFICER else None


def head(user: User, office: Office, at: datetime) -> Capacity | None:
    """The user acting for the head of the office at that moment."""
    by = holder(office.head, at) if office.head else None
    return by if by and by.user.pk == user.pk else None


def appraiser(user: User, office: Office, at: datetime) -> Capacity | None:
    """The user as one who appraises: in charge of the archive, or the official of a unit directly under the head
    (pimpinan unit pengolah, as in the appraisal panel of PP 28/2012)."""
    if by := keeper(user, office, at):
        return by
    read_as = posts_read_as(user, at)
    for post in Post.objects.filter(pk__in=read_as, superior=office.head_id, office=office).order_by("id"):
        found = holder(post, at)
        if found and found.user.pk == user.pk:
            return found
    return None


def archive_offices(user: User, at: datetime) -> "QuerySet[Office]":
    """The offices whose archive the user keeps or inspects, appraises, or approves for as the head."""
    own = posts_read_as(user, at)
    below = Post.objects.filter(
        pk__in=own, superior__isnull=False, office__head=OuterRef("head"), office=OuterRef("pk")
    )
    direct = Exists(below.filter(superior=OuterRef("head")))
    granted = offices_with(grants(user, at), Role.RECORD_OFFICER, Role.OFFICE_ADMIN, Role.INSPECTOR)
    return Office.objects.filter(Q(head__in=own) | Q(direct) | granted).order_by("id")


def visible_proposals(user: User, at: datetime) -> "QuerySet[RetentionProposal]":
    """The proposals of those offices."""
    return RetentionProposal.objects.filter(office__in=archive_offices(user, at).order_by().values("pk"))
