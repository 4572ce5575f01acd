"""The mails about accounts: written down like every notice, sent by the outbox, their links made only then."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.forms import PasswordResetForm
from django.db import transaction

from activity.calling import call_worker
from activity.models import Notice, NoticeKind
from activity.wording import as_kept
from organizations.accounts.recording import record_of_user
from organizations.backends import may_sign_in
from organizations.capacity import offices_of
from organizations.models import Invitation, Office, User
from organizations.templatetags.indonesia import waktu

DELIVER = "sopflow.deliver"


@as_kept()
def tell_invited(invitation: Invitation, office: Office, by: str) -> None:
    """The mail of an invitation, in the transaction that makes it."""
    text = (
        f"{by} mengundang Anda masuk ke SOPFlow untuk {office.name}. "
        f"Nama pengguna Anda: {invitation.user.username}. Buka tautan di bawah dan buat kata sandi Anda sendiri; "
        f"tautan berlaku sampai {waktu(invitation.expires_at, office)} dan hanya sekali. "
        "Jangan teruskan surel ini kepada siapa pun."
    )
    notify(
        invitation.user,
        office,
        NoticeKind.INVITATION,
        key=f"undangan:{invitation.pk}",
        at=invitation.invited_at,
        email=invitation.email,
        title="Undangan masuk ke SOPFlow",
        text=text,
        path="/",
    )


def ask_for_password(email: str, at: datetime) -> None:
    """Whoever has this address, a password and an office gets a mail with a link. The caller learns nothing."""
    users = [user for user in PasswordResetForm().get_users(email) if may_sign_in(user) and not user.is_demo]
    for user in users:
        office = offices_of(user, at).first()
        if office is None:
            continue
        hours = settings.PASSWORD_RESET_TIMEOUT // 3600
        text = (
            f"Ada yang meminta kata sandi baru untuk akun {user.username}. Bila itu Anda, buka tautan di bawah dalam "
            f"{hours} jam dan buat kata sandi baru. Bila bukan, abaikan surel ini: kata sandi Anda tidak berubah."
        )
        with transaction.atomic():
            record_of_user(user, "user.password_asked", at=at)
            notify(
                user,
                office,
                NoticeKind.NEW_PASSWORD,
                key=f"sandi:{user.pk}:{at.timestamp()}",
                at=at,
                email=user.email,
                title="Kata sandi baru untuk SOPFlow",
                text=text,
                path="/password/",
            )


def notify(
    user: User,
    office: Office,
    kind: str,
    *,
    key: str,
    at: datetime,
    email: str,
    title: str,
    text: str,
    path: str,
) -> None:
    """Write it down and let a worker send it at once."""
    Notice.objects.create(
        key=key,
        user_id=user.pk,
        kind=kind,
        created_at=at,
        title=title,
        text=text,
        path=path,
        office_id=office.pk,
        email=email,
        mail_after=at,
    )
    transaction.on_commit(lambda: call_worker(DELIVER))


def may_go(notices: Sequence[Notice], at: datetime) -> dict[int, datetime]:
    """When the mails of these notices may go: at once, while their links would still open something."""
    invited = [int(notice.key.split(":")[1]) for notice in notices if notice.kind == NoticeKind.INVITATION]
    usable = set(Invitation.objects.usable(at).filter(pk__in=invited).values_list("pk", flat=True))
    youngest = at - timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
    return {
        notice.pk: at
        for notice in notices
        if (notice.kind == NoticeKind.INVITATION and int(notice.key.split(":")[1]) in usable)
        or (notice.kind == NoticeKind.NEW_PASSWORD and notice.created_at > youngest)
    }
