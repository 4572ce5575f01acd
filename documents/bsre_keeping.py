"""What an admin does to the office's account at BSrE, and what an official does to their own NIK."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from activity.chain import Actor
from activity.record import locked_stream, record
from documents.bsre_nik import masked_nik
from documents.models import BsreAccount, SigningIdentity
from organizations.capacity import Capacity, is_admin, offices_of
from organizations.models import Office, User
from organizations.sealing import Unsealable

FIELDS = ("version", "address", "username", "is_active")


def account_of(office: Office) -> BsreAccount | None:
    """The office's account at BSrE, if there is one."""
    return BsreAccount.objects.filter(office=office).first()


@sensitive_variables()
@transaction.atomic
def set_account(
    office: Office, *, by: Capacity, at: datetime, choices: Mapping[str, Any], password: str
) -> list[dict[str, str]]:
    """Keep the account, checked and by the names of the fields; what is another one now. Raises PermissionDenied.

    An empty password leaves the one that is kept. The record says that it changed, never what it is.
    """
    if not is_admin(by, office.pk, office.government_id):
        raise PermissionDenied(_("Hanya admin kantor yang dapat mengubah akun BSrE."))
    stream = locked_stream(f"office:{office.slug}")
    account = account_of(office) or BsreAccount(office=office)
    changes = [
        {"field": name, "old": written(getattr(account, name)), "new": written(choices[name])}
        for name in FIELDS
        if getattr(account, name) != choices[name]
    ]
    if password:
        changes.append({"field": "password", "old": "", "new": "diganti"})
        account.keep_password(password)
    if changes:
        for name in FIELDS:
            setattr(account, name, choices[name])
        account.save()
        record(stream, at=at, actor=by.actor, action="office.bsre_changed", changes=changes)
    return changes


def written(value: Any) -> str:
    """A choice as the record tells it."""
    return ("ya" if value else "tidak") if isinstance(value, bool) else str(value)


def shown_nik(user: User) -> str:
    """The end of the official's NIK; empty where none is kept, or where the one that is kept opens no more."""
    found = SigningIdentity.objects.filter(user=user).first()
    try:
        return masked_nik(found.open_nik()) if found else ""
    except Unsealable:
        return ""


def nik_of(user: User) -> str:
    """The official's NIK, to be passed on to the service at once; empty where none is kept. Raises Unsealable."""
    found = SigningIdentity.objects.filter(user=user).first()
    return found.open_nik() if found else ""


@sensitive_variables()
@transaction.atomic
def set_nik(user: User, *, nik: str, at: datetime) -> bool:
    """Keep the NIK, or none where it is empty; whether that is another one. The record says so without the number."""
    office = offices_of(user, at).first()
    stream = locked_stream(f"office:{office.slug}" if office else "people")
    found = SigningIdentity.objects.filter(user=user).first()
    if kept_nik(found) == (nik or None):
        return False
    if nik:
        identity = found or SigningIdentity(user=user)
        identity.keep_nik(nik)
        identity.save()
    elif found:
        found.delete()
    actor = Actor(kind="post", name=user.name, capacity="diri sendiri", user_id=user.pk)
    record(stream, at=at, actor=actor, action="user.nik_changed" if nik else "user.nik_removed")
    return True


@sensitive_variables()
def kept_nik(identity: SigningIdentity | None) -> str | None:
    """None where no NIK is kept; empty where the one that is kept opens no more, which is no NIK at all."""
    if identity is None:
        return None
    try:
        return identity.open_nik()
    except Unsealable:
        return ""
