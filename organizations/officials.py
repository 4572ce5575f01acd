"""People whom the office file does not know yet, as an admin adds them: a recruit, somebody from another region."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from activity.record import record
from organizations.appointing import opened_for
from organizations.capacity import Capacity
from organizations.errors import Refused
from organizations.models import Office, User
from organizations.models.user import plain_nip

NIP = re.compile(r"[0-9]{18}|[0-9]{9}")


@dataclass(frozen=True)
class NewOfficial:
    """Who somebody is, as papers print it; nothing of it lets them sign in."""

    nip: str
    name: str
    rank: str = ""
    grade: str = ""


@transaction.atomic
def add_official(office: Office, new: NewOfficial, *, by: Capacity, at: datetime) -> User:
    """A person without post or password. Raises Refused, PermissionDenied.

    A later load of the office file that names the same NIP finds this person.
    """
    stream = opened_for(office, by, [])
    nip = plain_nip(new.nip)
    if not NIP.fullmatch(nip):
        raise Refused("nip", _("NIP terdiri atas 18 angka, boleh dengan spasi: 19710508 199803 1 009."))
    if User.objects.filter(username=nip).exists() or User.objects.filter(nip=nip).exists():
        raise Refused("nip", _("Orang dengan NIP ini sudah ada; langsung tunjuk di halaman jabatannya."))
    user = User(username=nip, nip=nip, name=new.name.strip(), rank=new.rank.strip(), grade=new.grade.strip())
    user.set_unusable_password()
    user.save()
    record(stream, at=at, actor=by.actor, action="official.added", user=user.username, name=user.name)
    return user
