"""The officials of an office as its page of accounts lists them, and whose accounts an admin may manage."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db.models import Q, QuerySet

from organizations.capacity import Capacity
from organizations.models import (
    IN_EARNEST,
    Appointment,
    Delegation,
    Invitation,
    Office,
    Role,
    RoleGrant,
    User,
)
from organizations.models.invitation import Reach
from organizations.models.periods import day_of


def members(office: Office, at: datetime) -> "QuerySet[User]":
    """Who holds a post of the office, or a role in it."""
    posts = Appointment.objects.current(at).filter(Q(post__office=office) | Q(post__heads=office))
    roles = RoleGrant.objects.current(at).filter(office=office)
    return User.objects.filter(Q(pk__in=posts.values("user")) | Q(pk__in=roles.values("user")))


def reach_of(by: Capacity) -> Reach:
    """How far an admin's power over accounts goes."""
    is_wide = by.grant is not None and by.grant.role == Role.GOVERNMENT_ADMIN
    return Reach.GOVERNMENT if is_wide else Reach.OFFICE


def elsewhere(office: Office, reach: str, at: datetime) -> Q:
    """A condition on people: those who are, or from a coming day on will be, something beyond the office, or beyond
    its government; and technicians."""
    if reach == Reach.ALL:
        return Q(pk__in=[])
    lasting = Q(end_date=None) | Q(end_date__gt=day_of(at))
    held = Appointment.objects.filter(lasting, IN_EARNEST)  # to practise makes nobody more than they are
    stood_in, given = Delegation.objects.filter(lasting), RoleGrant.objects.filter(lasting)
    if reach == Reach.GOVERNMENT:
        own = Q(office__government=office.government_id) | Q(government=office.government_id)
        held = held.exclude(post__government=office.government_id)
        stood_in = stood_in.exclude(post__government=office.government_id)
    else:
        own = Q(office=office)
        held, stood_in = held.exclude(post__office=office), stood_in.exclude(post__office=office)
    found = Q(pk__in=held.values("user")) | Q(pk__in=stood_in.values("to_user"))
    return found | Q(pk__in=given.exclude(own).values("user")) | Q(is_staff=True)


def manageable(office: Office, by: Capacity, at: datetime) -> "QuerySet[User]":
    """Whose accounts the admin may manage: members who are nothing elsewhere, so that no admin of one office gets
    at what another has given. Not oneself."""
    return members(office, at).exclude(elsewhere(office, reach_of(by), at) | Q(pk=by.user.pk))


@dataclass(frozen=True)
class Person:
    """One line of the page."""

    user: User
    capacities: list[str]
    invitation: Invitation | None
    has_factor: bool
    is_manageable: bool
    state: str


def people(office: Office, by: Capacity, at: datetime) -> list[Person]:
    """Everybody of the office, by name. Six queries however many there are."""
    users = list(members(office, at).order_by("name", "pk"))
    mine = set(manageable(office, by, at).values_list("pk", flat=True))
    titles: dict[int, list[str]] = defaultdict(list)
    for held in Appointment.objects.current(at).filter(post__office=office).select_related("post"):
        titles[held.user_id].append(held.capacity)
    for grant in RoleGrant.objects.current(at).filter(office=office):
        titles[grant.user_id].append(str(grant.get_role_display()))
    standing = {one.user_id: one for one in Invitation.objects.standing().filter(user__in=users)}
    totp = Authenticator.objects.filter(user__in=users, type=Authenticator.Type.TOTP)
    with_factor = set(totp.values_list("user_id", flat=True))
    return [
        Person(
            user=user,
            capacities=titles[user.pk],
            invitation=standing.get(user.pk),
            has_factor=user.pk in with_factor,
            is_manageable=user.pk in mine,
            state=state_of(user, standing.get(user.pk), at),
        )
        for user in users
    ]


def state_of(user: User, invitation: Invitation | None, at: datetime) -> str:
    """A word for how far the account is."""
    if user.deactivated_at:
        return "dinonaktifkan"
    if not user.is_active:
        return "tidak masuk"
    if invitation:
        return "diundang" if invitation.expires_at > at else "kedaluwarsa"
    if user.last_login:
        return "masuk"
    return "siap" if user.has_usable_password() else "baru"
