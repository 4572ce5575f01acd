"""The certificates of an office: its authority, and the keys of its officials, made, renewed and revoked."""

import secrets
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_variables

from activity.chain import Actor
from activity.record import locked_stream, record
from documents.models import Authority, SigningKey
from documents.models.bsre import sealing_keys
from documents.signing import certificates
from documents.signing.certificates import Opened
from documents.signing.errors import CannotSign, WrongPassphraseGiven
from documents.signing.guarding import guarded, unlock
from organizations.capacity import Capacity
from organizations.models import Office, SigningWay, User
from organizations.sealing import Unsealable, seal, unseal

NO_KEY = gettext_lazy(
    "Anda belum mempunyai sertifikat tanda tangan yang berlaku; buat dulu di halaman “Sertifikat saya”."
)
SEALED = gettext_lazy(
    "Kewenangan sertifikat kantor tidak dapat dibuka: kunci server sudah lain. "
    "Admin kantor perlu membuat yang baru."
)


def authority_of(office: Office) -> Authority | None:
    """The one that issues now."""
    return Authority.objects.filter(office=office, withdrawn_at=None).order_by("-id").first()


@transaction.atomic
def renew_authority(office: Office, *, by: Actor, at: datetime) -> Authority:
    """Make a new authority for the office and withdraw the one before; what that one certified stays good."""
    stream = locked_stream(f"office:{office.slug}")
    secret = secrets.token_urlsafe(32)
    made = certificates.make_authority(office.name, office.government.name, at, secret.encode())
    Authority.objects.filter(office=office, withdrawn_at=None).update(withdrawn_at=at)
    authority = Authority.objects.create(
        office=office,
        certificate=made.certificate,
        fingerprint=made.fingerprint,
        container=made.container,
        secret=seal(secret, place=f"authority:{made.fingerprint}", keys=sealing_keys()),
        created_at=at,
        expires_at=made.expires_at,
    )
    data = {"fingerprint": made.fingerprint, "expires_at": made.expires_at.isoformat()}
    record(stream, at=at, actor=by, action="authority.made", **data)
    return authority


def opened_authority(authority: Authority) -> Opened:
    """The authority's key. Raises CannotSign where the server's own key is another one by now."""
    try:
        secret = unseal(authority.secret, place=f"authority:{authority.fingerprint}", keys=sealing_keys())
    except Unsealable:
        raise CannotSign(SEALED) from None
    return certificates.opened(bytes(authority.container), secret.encode())


@sensitive_variables("passphrase")
def make_key(user: User, office: Office, *, passphrase: str, by: Capacity, at: datetime) -> SigningKey:
    """A new key with its certificate for an official, under their own passphrase. The one before is revoked as renewed.

    The first one of an office makes its authority too. Raises CannotSign.
    """
    with transaction.atomic():
        locked_stream(f"office:{office.slug}")  # two first keys at once make one authority
        authority = authority_of(office) or renew_authority(office, by=by.actor, at=at)
        stream = locked_stream(f"office:{office.slug}")  # with the row that the authority wrote
        made = certificates.make_key(
            opened_authority(authority), user.name, office.name, at, passphrase.encode()
        )
        SigningKey.objects.filter(user=user, revoked_at=None).update(
            revoked_at=at, revoked_reason="diganti yang baru"
        )
        key = SigningKey.objects.create(
            user=user,
            authority=authority,
            certificate=made.certificate,
            fingerprint=made.fingerprint,
            serial=made.serial,
            container=made.container,
            starts_at=made.starts_at,
            expires_at=made.expires_at,
        )
        data = {"user": user.pk, "name": user.name, "fingerprint": made.fingerprint, "serial": made.serial}
        record(stream, at=at, actor=by.actor, action="certificate.made", **data)
    if office.signing_way != SigningWay.BSRE:  # there the guard is that of another passphrase
        unlock(user, office, by=by.actor, at=at)
    return key


@transaction.atomic
def revoke_key(key: SigningKey, *, by: Capacity, at: datetime, reason: str) -> None:
    """Nothing can be signed with it from now on; what was signed before stays good. Raises CannotSign."""
    office = key.authority.office
    stream = locked_stream(f"office:{office.slug}")
    if not SigningKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=at, revoked_reason=reason):
        raise CannotSign(_("Sertifikat ini sudah dicabut sebelumnya."))
    data = {"user": key.user_id, "name": key.user.name, "fingerprint": key.fingerprint, "reason": reason}
    record(stream, at=at, actor=by.actor, action="certificate.revoked", **data)


@sensitive_variables("passphrase")
def open_key(office: Office, *, passphrase: str, by: Capacity, at: datetime) -> tuple[SigningKey, Opened]:
    """The official's own key. Raises CannotSign: none, expired, locked; WrongPassphraseGiven."""
    key = SigningKey.objects.usable(by.user, at).select_related("authority").first()
    if key is None:
        raise CannotSign(NO_KEY)
    with guarded(by.user, office, by=by.actor, at=at):
        try:
            return key, certificates.opened(bytes(key.container), passphrase.encode())
        except certificates.WrongPassphrase:
            raise WrongPassphraseGiven from None
