"""What a person does to their own account."""

from datetime import datetime

from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from organizations.accounts.links import Opened, opened
from organizations.accounts.recording import record_of_user, stream_of
from organizations.accounts.sessions import end_all, renamed
from organizations.models import Invitation, User


class LinkDied(Exception):
    """The link was used, taken back or followed by another while its page stood open."""


@sensitive_variables()
@transaction.atomic
def set_password_by_link(token: str, *, password: str, at: datetime) -> User:
    """Set one's password with a link, once; every session ends. Raises LinkDied."""
    found = opened(token, at)
    if found is None:
        raise LinkDied
    stream_of(found.user, at)
    user = User.objects.select_for_update().get(pk=found.user.pk)
    if opened(token, at) is None:  # two at once: the second waited for the row
        raise LinkDied
    user.set_password(password)
    fields = ["password"]
    if found.invitation:
        user.email, fields = found.invitation.email, ["password", "email"]
        Invitation.objects.filter(pk=found.invitation.pk).update(accepted_at=at)
    user.save(update_fields=fields)
    ended = end_all(user)
    record_of_user(user, action_of(found), at=at, sessions_ended=ended)
    return user


def action_of(found: Opened) -> str:
    """What the record calls it."""
    return "user.invitation_accepted" if found.invitation else "user.password_reset"


@transaction.atomic
def password_was_changed(user: User, *, before: str, session: str, at: datetime) -> None:
    """After a new password: the session goes on under its new key, the others end."""
    renamed(before, session)
    ended = end_all(user, but=session)
    record_of_user(user, "user.password_changed", at=at, sessions_ended=ended)


@transaction.atomic
def put_away_first_steps(user: User, *, at: datetime) -> None:
    """The first steps are not shown to the person by themselves any more. Twice is once."""
    stream_of(user, at)
    if User.objects.filter(pk=user.pk, first_steps_at=None).update(first_steps_at=at):
        record_of_user(user, "user.first_steps_seen", at=at)
