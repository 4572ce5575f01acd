"""Posts that nobody holds while something waits for them: told to the office's admins before anything is late."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet

from activity.models import Notice, NoticeKind
from activity.wording import as_kept
from organizations.models import Appointment, Office, Post, Role, RoleGrant, User
from organizations.templatetags.indonesia import waktu
from workflows.models import Assignment, AssignmentStatus


@dataclass(frozen=True)
class Vacancy:
    """The posts of an office that nobody holds while something waits for them."""

    office: Office
    posts: int
    tasks: int
    due_at: datetime | None


def vacancies_in(offices: QuerySet[Office], at: datetime) -> list[Vacancy]:
    """Where, among these offices, a step waits for a post that nobody holds. One query, one more where nobody holds
    a post, and one more where something waits for it.

    By the posts: hardly any of them is vacant, while every open task would have to be asked for its holder.
    """
    inside = offices.order_by()
    posts = Post.objects.filter(
        Q(office__in=inside.values("pk")) | Q(office=None, government__in=inside.values("government"))
    )
    held = Appointment.objects.current(at).filter(post=OuterRef("pk"))
    vacant = list(posts.exclude(Exists(held)).values_list("pk", flat=True))
    if not vacant:
        return []
    waiting = Assignment.objects.filter(
        status=AssignmentStatus.OPEN, post__in=vacant, office__in=inside.values("pk")
    )
    rows = list(
        waiting.order_by()
        .values_list("office")
        .annotate(Count("post", distinct=True), Count("id"), Min("due_at"))
    )
    found = Office.objects.in_bulk([pk for pk, *_ in rows]) if rows else {}
    return [Vacancy(found[pk], *rest) for pk, *rest in sorted(rows)]


def tell_vacancies(office: Office, at: datetime) -> list[Notice]:
    """The notices, not yet saved, for the office's admins of this day; none where every task has somebody. One
    query, and two or three more where there is something."""
    found = vacancies_in(Office.objects.filter(pk=office.pk), at)
    return [notice_of(found[0], admin, at) for admin in admins_of(office, at)] if found else []


def admins_of(office: Office, at: datetime) -> Iterable[User]:
    """Who fills the posts of an office: its own admins; its government's, where it has none."""
    given = RoleGrant.objects.current(at)
    people = User.objects.filter(is_active=True).order_by("id")
    own = people.filter(pk__in=given.filter(role=Role.OFFICE_ADMIN, office=office).values("user"))
    whole = given.filter(role=Role.GOVERNMENT_ADMIN, government=office.government_id)
    return own or people.filter(pk__in=whole.values("user"))


@as_kept()
def notice_of(vacancy: Vacancy, admin: User, at: datetime) -> Notice:
    """What one admin hears of it, once a day."""
    office = vacancy.office
    day = at.astimezone(office.zone).date()
    until = f" Batas terdekat {waktu(vacancy.due_at, office)}." if vacancy.due_at else ""
    return Notice(
        key=f"kosong:{office.pk}:{admin.pk}:{day}",
        user_id=admin.pk,
        kind=NoticeKind.VACANT,
        created_at=at,
        title=f"{vacancy.tasks} tugas menunggu jabatan yang kosong di {office.label}"[:200],
        text=(
            f"{vacancy.tasks} tugas menunggu {vacancy.posts} jabatan yang kosong di {office.name}.{until} "
            "Tunjuk pejabatnya, Plt. atau Plh., atau alihkan tugasnya."
        ),
        path=f"/offices/{office.slug}/staff/",
        office_id=office.pk,
        email=admin.email,
        mail_after=at,
    )
