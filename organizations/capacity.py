"""In what capacity a person acts, and who acts for a post at a moment."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from activity.chain import Actor
from activity.wording import kept
from organizations.asked_once import once
from organizations.models import IN_EARNEST, Appointment, Delegation, Office, Post, Role, RoleGrant, User

HOPS = 3


@dataclass(frozen=True)
class Capacity:
    """A user acting for a post (definitif, Plt., Plh., Pj., or as delegate), or under a role grant."""

    user: User
    printed: str
    post: Post | None = None
    grant: RoleGrant | None = None
    kind: str = ""
    on_behalf_of: User | None = None

    @property
    def actor(self) -> Actor:
        """The same as the record writes it."""
        behalf = self.on_behalf_of
        return Actor(
            kind="post" if self.post else "grant",
            name=self.user.name,
            capacity=self.printed,
            on_behalf_of=behalf.name if behalf else "",
            user_id=self.user.pk,
            post_id=self.post.pk if self.post else None,
            grant_id=self.grant.pk if self.grant else None,
            on_behalf_of_id=behalf.pk if behalf else None,
        )


def holders(posts: Iterable[Post], at: datetime) -> dict[int, Capacity]:
    """Who acts for each of these posts at that moment, by post id; a vacant post has no entry. Two queries.

    The acting layer goes before the definitive one; then delegations are followed, at most three.
    """
    return holders_of({post.pk for post in posts}, at)


def holders_of(ids: set[int], at: datetime) -> dict[int, Capacity]:
    """The same of posts known by their ids. Two queries; none where there are no posts."""
    appointments = Appointment.objects.current(at).filter(post__in=ids).select_related("user", "post")
    chosen: dict[int, Appointment] = {}
    for appointment in sorted(appointments, key=lambda found: found.is_acting):
        chosen[appointment.post_id] = appointment
    passed: dict[tuple[int, int], Delegation] = {
        (delegation.post_id, delegation.from_user_id): delegation
        for delegation in Delegation.objects.current(at).filter(post__in=ids).select_related("to_user")
    }
    return {pk: follow(appointment, passed) for pk, appointment in chosen.items()}


def follow(appointment: Appointment, passed: dict[tuple[int, int], Delegation]) -> Capacity:
    """The capacity at the end of the delegations that start from an appointment."""
    user, behalf = appointment.user, None
    for _ in range(HOPS):
        delegation = passed.get((appointment.post_id, user.pk))
        if delegation is None:
            break
        user, behalf = delegation.to_user, appointment.user
    return Capacity(
        user=user,
        printed=appointment.capacity,
        post=appointment.post,
        kind=appointment.kind,
        on_behalf_of=behalf,
    )


def holder(post: Post, at: datetime) -> Capacity | None:
    """Who acts for the post at that moment; None where it is vacant."""
    return holders([post], at).get(post.pk)


@once
def capacities(user: User, at: datetime) -> list[Capacity]:
    """The capacities by post in which the user acts at that moment, in the order of the posts. Three queries."""
    found = holders_of(posts_read_as(user, at), at)
    return sorted(
        (c for c in found.values() if c.user.pk == user.pk), key=lambda c: c.post.pk if c.post else 0
    )


@once
def posts_read_as(user: User, at: datetime) -> set[int]:
    """The ids of the posts as which the user reads: every layer, absent or acting, and delegations received.

    Never those of an office to practise in: they are asked for by name (`practice_capacities`).
    """
    held = Appointment.objects.current(at).filter(IN_EARNEST, user=user).values_list("post_id", flat=True)
    received = Delegation.objects.current(at).filter(IN_EARNEST, to_user=user)
    return set(held.union(received.values_list("post_id", flat=True)))


def practice_capacities(user: User, at: datetime) -> list[Capacity]:
    """The posts that the user plays in their own practice office, in the order of the posts. One query."""
    office = Q(post__office__learner=user, post__office__closed_at=None)
    held = Appointment.objects.current(at).filter(office, user=user).select_related("user", "post")
    return [follow(each, {}) for each in held.order_by("post_id")]


@once
def grants(user: User, at: datetime) -> list[RoleGrant]:
    """The role grants that hold for the user at that moment."""
    return list(RoleGrant.objects.current(at).filter(user=user).select_related("office", "government"))


def offices_with(role_grants: Iterable[RoleGrant], *roles: Role) -> Q:
    """A condition on offices: those for which one of the grants gives one of the roles.

    An admin of the government is an admin of each of its offices.
    """
    wanted = set(roles) | ({Role.GOVERNMENT_ADMIN} if Role.OFFICE_ADMIN in roles else set())
    found = [grant for grant in role_grants if grant.role in wanted]
    return Q(pk__in=[g.office_id for g in found if g.office_id]) | Q(
        government__in=[g.government_id for g in found if g.government_id]
    )


def offices_of(user: User, at: datetime) -> QuerySet[Office]:
    """The offices that the user belongs to: by a post, by a post of their government, or by any grant."""
    posts = Post.objects.filter(pk__in=posts_read_as(user, at))
    own = Q(pk__in=posts.filter(office__isnull=False).values("office"))
    whole = Q(government__in=posts.filter(office=None).values("government"))
    return Office.objects.real().filter(own | whole | offices_with(grants(user, at), *Role)).order_by("id")


@once
def offices_headed(user: User, at: datetime) -> list[Office]:
    """The offices whose head the user acts for at that moment (of several, as Plt. beside their own), then those whose
    head they only read as, each in the order of the offices. One query, none without a post."""
    acting = {c.post.pk for c in capacities(user, at) if c.post}
    found = Office.objects.filter(head__in=posts_read_as(user, at)).select_related("head").order_by("id")
    return sorted(found, key=lambda office: office.head_id not in acting)


def admin_capacity(user: User, office: Office, at: datetime) -> Capacity | None:
    """The user's capacity as admin of the office at that moment, or None."""
    for grant in grants(user, at):
        here = grant.office_id == office.pk or grant.government_id == office.government_id
        if here and grant.role in (Role.OFFICE_ADMIN, Role.GOVERNMENT_ADMIN):
            return Capacity(user=user, printed=kept(grant.get_role_display), grant=grant, kind="peran")
    return None


def is_admin(by: Capacity, office_id: int, government_id: int) -> bool:
    """Whether the capacity is a grant as admin of the office or of its government."""
    grant = by.grant
    if grant is None:
        return False
    if grant.role == Role.GOVERNMENT_ADMIN:
        return grant.government_id == government_id
    return grant.role == Role.OFFICE_ADMIN and grant.office_id == office_id


def manages(by: Capacity, office: Office) -> bool:
    """Whether the capacity is that of the office's head or of an admin of it."""
    head = by.post is not None and by.post.pk == office.head_id
    return head or is_admin(by, office.pk, office.government_id)
