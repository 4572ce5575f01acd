"""Links by which a person sets a password without having one: from an invitation, or after asking for a new one.

A link is made when its mail is written and is kept nowhere; what opens it is read from it and from the database.
"""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.tokens import default_token_generator
from django.core.signing import BadSignature, Signer
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode
from django.views.decorators.debug import sensitive_variables

from activity.models import Notice, NoticeKind
from organizations.accounts.people import elsewhere
from organizations.backends import may_sign_in
from organizations.models import Invitation, User

SALT = "sopflow.undangan"
OWN_KINDS = {str(NoticeKind.INVITATION), str(NoticeKind.NEW_PASSWORD)}


@dataclass(frozen=True)
class Opened:
    """Whom a link lets set a password, and the invitation that it came from, if any."""

    user: User
    invitation: Invitation | None


@sensitive_variables()
def token_of_invitation(invitation: Invitation) -> str:
    """The same every time, and of no use once the invitation does not stand."""
    return Signer(salt=SALT).sign(f"u{invitation.pk}")


@sensitive_variables()
def token_of_reset(user: User) -> str:
    """Django's own: dies with the password, the address, the next sign-in, and after PASSWORD_RESET_TIMEOUT."""
    return f"{urlsafe_base64_encode(force_bytes(user.pk))}.{default_token_generator.make_token(user)}"


@sensitive_variables()
def opened(token: str, at: datetime) -> Opened | None:
    """What a token opens at that moment; None where it opens nothing, or no more."""
    invitation = invitation_of(token, at)
    if invitation:
        return Opened(invitation.user, invitation) if may_sign_in(invitation.user) else None
    uid, _, key = token.partition(".")
    try:
        pk = int(urlsafe_base64_decode(uid))
    except (ValueError, OverflowError):
        return None
    user = User.objects.filter(pk=pk).first() if 0 < pk < 2**63 else None
    if user and may_sign_in(user) and default_token_generator.check_token(user, key):
        return Opened(user, None)
    return None


@sensitive_variables()
def invitation_of(token: str, at: datetime) -> Invitation | None:
    """The usable invitation whose link it is."""
    try:
        signed = Signer(salt=SALT).unsign(token)
    except BadSignature:
        return None
    usable = Invitation.objects.usable(at).select_related("user", "office")
    found = usable.filter(pk=int(signed[1:])).first()
    # Whoever has become something elsewhere meanwhile is not this admin's to let in.
    if found and User.objects.filter(elsewhere(found.office, found.reach, at), pk=found.user_id).exists():
        return None
    return found


@sensitive_variables()
def path_of(notice: Notice, at: datetime) -> str:
    """The page to which the mail of a notice leads. Of a notice of OWN_KINDS the link, while it would open something;
    else the page that the notice names."""
    if notice.kind == NoticeKind.INVITATION:
        found = Invitation.objects.usable(at).filter(pk=int(notice.key.split(":")[1])).first()
        return f"/sandi/{token_of_invitation(found)}/" if found else notice.path
    if notice.kind == NoticeKind.NEW_PASSWORD:
        user = User.objects.get(pk=notice.user_id)
        # Asked for under an address that is theirs no more: that mailbox gets no link.
        return f"/sandi/{token_of_reset(user)}/" if user.email == notice.email else notice.path
    return notice.path
