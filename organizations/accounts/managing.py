"""What an admin of an office does to the accounts of its officials. Every act is a row of the office's stream."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from activity.chain import Actor
from activity.models import Stream
from activity.record import record
from organizations.accounts.mailing import tell_invited
from organizations.accounts.people import manageable, reach_of
from organizations.accounts.sessions import end_all
from organizations.capacity import Capacity
from organizations.errors import Refused
from organizations.granting import refuse_no_admin
from organizations.looks import opened
from organizations.models import Invitation, Office, RoleGrant, User
from organizations.models.invitation import LASTS, Reach
from organizations.models.periods import day_of


def begin(office: Office, user: User, by: Capacity, at: datetime) -> Stream:
    """The office's stream, locked, and with it the account. Raises PermissionDenied."""
    stream = opened(office, by)
    User.objects.select_for_update().get(pk=user.pk)
    if not manageable(office, by, at).filter(pk=user.pk).exists():
        raise PermissionDenied(_("Akun ini bukan wewenang admin kantor ini."))
    user.refresh_from_db()
    return stream


@transaction.atomic
def invite(office: Office, user: User, *, email: str, by: Capacity, at: datetime) -> Invitation:
    """Send a link to this address; an invitation before it dies. Raises Refused, PermissionDenied."""
    stream, reach = begin(office, user, by, at), reach_of(by)
    if reach == Reach.OFFICE and user.last_login and user.email and user.email.lower() != email.lower():
        raise Refused(
            "email",
            _(
                "Akun ini sudah dipakai; undangannya hanya dikirim ke alamat surelnya sendiri. Alamat lain: lewat "
                "admin pemerintah daerah, atau `manage.py account`."
            ),
        )
    return send_invitation(stream, office, user, email=email, by=by.actor, at=at, reach=reach)


def send_invitation(
    stream: Stream, office: Office, user: User, *, email: str, by: Actor, at: datetime, reach: str
) -> Invitation:
    """The same for whoever may, within `reach`; the caller holds the office's stream. Raises PermissionDenied."""
    if not user.is_active:
        raise PermissionDenied(_("Akun ini tidak boleh masuk; aktifkan dahulu."))
    Invitation.objects.standing().filter(user=user).update(withdrawn_at=at)
    invitation = Invitation.objects.create(
        user=user, office=office, email=email, reach=reach, invited_at=at, expires_at=at + LASTS
    )
    tell_invited(invitation, office, "Pengelola sistem" if by.user_id is None else by.name)
    to_other = bool(user.email) and user.email.lower() != email.lower()
    record(
        stream,
        at=at,
        actor=by,
        action="user.invited",
        user=user.pk,
        name=user.name,
        to_other_address=to_other,
    )
    return invitation


@transaction.atomic
def withdraw(office: Office, user: User, *, by: Capacity, at: datetime) -> bool:
    """Take the invitation back; False where none stands. Raises PermissionDenied."""
    stream = begin(office, user, by, at)
    if not Invitation.objects.standing().filter(user=user).update(withdrawn_at=at):
        return False
    record(stream, at=at, actor=by.actor, action="user.invitation_withdrawn", user=user.pk, name=user.name)
    return True


@transaction.atomic
def reset_second_factor(office: Office, user: User, *, by: Capacity, at: datetime) -> bool:
    """Take away the second factor of one who lost it, and end their sessions; False where there is none.
    Raises PermissionDenied."""
    return take_away_factor(begin(office, user, by, at), user, by=by.actor, at=at)


def take_away_factor(stream: Stream, user: User, *, by: Actor, at: datetime) -> bool:
    """The same for whoever may; the caller holds the stream."""
    if not Authenticator.objects.filter(user=user).exists():
        return False
    Authenticator.objects.filter(user=user).delete()
    ended = end_all(user)
    data = {"user": user.pk, "name": user.name, "sessions_ended": ended}
    record(stream, at=at, actor=by, action="user.second_factor_reset", **data)
    return True


@transaction.atomic
def deactivate(office: Office, user: User, *, by: Capacity, at: datetime) -> bool:
    """Let nobody sign in with the account, and end its sessions; False where nobody could.

    Raises Refused (the last admin), PermissionDenied.
    """
    stream = begin(office, user, by, at)
    if not user.is_active:
        return False
    refuse_no_admin(office, RoleGrant.objects.current(at).filter(user=user), day_of(at), field="user")
    user.is_active, user.deactivated_at = False, at
    user.save(update_fields=["is_active", "deactivated_at"])
    Invitation.objects.standing().filter(user=user).update(withdrawn_at=at)
    ended = end_all(user)
    data = {"user": user.pk, "name": user.name, "sessions_ended": ended}
    record(stream, at=at, actor=by.actor, action="user.deactivated", **data)
    return True


@transaction.atomic
def reactivate(office: Office, user: User, *, by: Capacity, at: datetime) -> bool:
    """Let the account sign in again; False where no admin had deactivated it. Raises PermissionDenied."""
    stream = begin(office, user, by, at)
    if user.deactivated_at is None:
        return False
    user.is_active, user.deactivated_at = True, None
    user.save(update_fields=["is_active", "deactivated_at"])
    record(stream, at=at, actor=by.actor, action="user.reactivated", user=user.pk, name=user.name)
    return True


@transaction.atomic
def set_policy(office: Office, *, by: Capacity, at: datetime, policy: str) -> bool:
    """Who of the office must have a second factor; whether that is another rule. Raises PermissionDenied."""
    stream = opened(office, by)
    office.refresh_from_db(fields=["second_factor"])
    if office.second_factor == policy:
        return False
    before, office.second_factor = office.second_factor, policy
    office.save(update_fields=["second_factor"])
    record(stream, at=at, actor=by.actor, action="office.second_factor_changed", before=before, now=policy)
    return True
