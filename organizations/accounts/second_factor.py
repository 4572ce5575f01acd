"""Who must have a second factor, and who has one. The factor itself is allauth's: TOTP and recovery codes."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Q

from organizations.capacity import grants, offices_of, posts_read_as
from organizations.models import Office, Post, Role, SecondFactor, User

PLACE = "totp"  # for what seals it (organizations.sealing)
ADMINS = (Role.OFFICE_ADMIN, Role.GOVERNMENT_ADMIN)


def policy_of(office: Office) -> str:
    """Who of the office must have one. An office that has set nothing: signers and admins, in the demo nobody."""
    usual = SecondFactor.NOBODY if settings.DEMO else SecondFactor.SIGNERS
    return office.second_factor or str(usual)


def required(user: User, at: datetime, *, signs: bool) -> bool:
    """Whether the person must have one, by the strictest of their offices; `signs` is whether they sign papers."""
    policies = {policy_of(office) for office in offices_of(user, at)}
    if not policies:
        return user.is_staff and not settings.DEMO
    if SecondFactor.EVERYBODY in policies:
        return True
    if SecondFactor.SIGNERS not in policies:
        return False
    return signs or any(grant.role in ADMINS for grant in grants(user, at))


def leads(user: User, at: datetime) -> bool:
    """Whether one of the person's posts is the head of an office or has others under it: such posts sign."""
    held = Post.objects.filter(pk__in=posts_read_as(user, at))
    return held.filter(Q(heads__isnull=False) | Q(subordinates__isnull=False)).exists()


def has_one(user: User) -> bool:
    """Whether signing in asks the person for a code."""
    return bool(Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists())
