"""Who holds the posts of an office: appointing, correcting, ending, moving, as admins do on the page of the posts.

The rows of the record name each appointment as the office file would (user name, post, kind, start), so that a later
load of the file leaves them alone (organizations.loading).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from activity.models import Stream
from activity.record import record
from organizations.appointment_notices import tell_appointed, tell_ended, tell_moved
from organizations.capacity import Capacity
from organizations.delegation_chains import onward
from organizations.errors import Refused
from organizations.granting import cut_grants, refuse_no_admin
from organizations.looks import opened
from organizations.models import (
    Appointment,
    Delegation,
    Government,
    Kind,
    Office,
    Post,
    Role,
    RoleGrant,
    User,
)
from organizations.models.periods import cut, day_of
from organizations.templatetags.indonesia import tanggal


@dataclass(frozen=True)
class NewAppointment:
    """Who holds a post from `start` up to, not including, `end`; by which letter."""

    post: Post
    user: User
    kind: str
    start: date
    end: date | None = None
    letter: str = ""
    letter_date: date | None = None


def opened_for(office: Office, by: Capacity, posts: Sequence[Post]) -> Stream:
    """The office's stream, locked, for whoever may change these posts. Raises PermissionDenied.

    The posts of the government belong to all its offices: only its own admins change them, one after the other.
    """
    stream = opened(office, by)
    if any(post.government_id != office.government_id for post in posts):
        raise PermissionDenied(_("Jabatan ini milik pemerintah daerah lain."))
    if any(post.office_id not in (None, office.pk) for post in posts):
        raise PermissionDenied(_("Jabatan ini milik kantor lain."))
    if any(post.office_id is None for post in posts):
        if by.grant is None or by.grant.role != Role.GOVERNMENT_ADMIN:
            raise PermissionDenied(_("Hanya admin pemerintah daerah yang mengisi jabatan pemerintah daerah."))
        Government.objects.select_for_update().get(pk=office.government_id)
    return stream


@transaction.atomic
def appoint(office: Office, new: NewAppointment, *, by: Capacity, at: datetime) -> Appointment:
    """Let somebody hold a post. Raises Refused, PermissionDenied."""
    stream = opened_for(office, by, [new.post])
    check(new)
    made = Appointment.objects.create(**values(new))
    record(stream, at=at, actor=by.actor, action="appointment.made", **told(made))
    tell_appointed(office, made, at)
    return made


@transaction.atomic
def correct(
    office: Office, appointment: Appointment, new: NewAppointment, *, by: Capacity, at: datetime
) -> Appointment:
    """Change an appointment that has not begun. Raises Refused, PermissionDenied."""
    stream = opened_for(office, by, [appointment.post, new.post])
    before = current_row(appointment)
    if before.start_date <= day_of(at):
        raise Refused(None, _("Penugasan yang sudah mulai tidak dikoreksi; akhiri, lalu buat yang baru."))
    check(new, instead_of=before)
    facts = told(before)
    for name, value in values(new).items():
        setattr(before, name, value)
    before.save()
    after = told(before)
    names = [*facts.pop("appointments"), *after.pop("appointments")]
    record(
        stream,
        at=at,
        actor=by.actor,
        action="appointment.corrected",
        before=facts,
        now=after,
        appointments=names,
    )
    if facts["user"] != after["user"]:
        tell_ended(office, appointment, appointment.start_date, at, "Penunjukan dibetulkan.")
    tell_appointed(office, before, at)
    return before


@transaction.atomic
def end(
    office: Office, appointment: Appointment, *, on: date, by: Capacity, at: datetime, reason: str
) -> Appointment | None:
    """Let an appointment hold no longer from that day on; None where it had not begun by then: it is cancelled.

    What was delegated with it ends too. Raises Refused, PermissionDenied.
    """
    stream = opened_for(office, by, [appointment.post])
    found = current_row(appointment)
    check_end(on, at, reason)
    if found.end_date and found.end_date <= on:
        raise Refused("on", _("Penugasan ini sudah berakhir %(date)s.") % {"date": tanggal(found.end_date)})
    facts = told(found)
    tell_ended(office, found, on, at, reason)
    is_cancelled = not cut(found, on)
    delegations = [*cut_given(found, on), *cut_received(found.user, found.post, on)]
    action = "appointment.cancelled" if is_cancelled else "appointment.ended"
    more = {"on": on.isoformat(), "reason": reason.strip(), "delegations": delegations}
    record(stream, at=at, actor=by.actor, action=action, **facts, **more)
    return None if is_cancelled else found


@transaction.atomic
def move(office: Office, user: User, *, on: date, by: Capacity, at: datetime, reason: str) -> int:
    """An official leaves the office that day: all posts, delegations and roles in it end; how many of them did.

    Raises Refused, PermissionDenied.
    """
    stream = opened_for(office, by, [])
    check_end(on, at, reason)
    later = Q(end_date=None) | Q(end_date__gt=on)
    held = list(
        Appointment.objects.filter(later, user=user, post__office=office).select_related("post", "user")
    )
    facts = [told(each) for each in held]
    given = Delegation.objects.filter(later, Q(from_user=user) | Q(to_user=user), post__office=office)
    delegations = cut_delegations(list(given.select_related("post", "from_user", "to_user")), on)
    for each in held:
        cut(each, on)
    roles = list(RoleGrant.objects.filter(later, user=user, office=office))
    refuse_no_admin(office, roles, on, field="user")
    ended = cut_grants(roles, on)
    if not (held or delegations or ended):
        raise Refused(
            "user",
            _("%(name)s tidak memegang apa pun di kantor ini sejak %(date)s.")
            % {"name": user.name, "date": tanggal(on)},
        )
    names = [name for fact in facts for name in fact["appointments"]]
    more = {"roles": ended, "delegations": delegations, "on": on.isoformat(), "reason": reason.strip()}
    record(
        stream, at=at, actor=by.actor, action="official.moved", user=user.username, name=user.name,
        posts=[each.post.slug for each in held], appointments=names, **more,
    )  # fmt: skip
    tell_moved(office, user, on, at, reason)
    return len(held) + len(delegations) + len(ended)


def current_row(appointment: Appointment) -> Appointment:
    """The row as it is now, under the lock. Raises Refused where somebody cancelled it meanwhile."""
    found = Appointment.objects.select_related("post", "user").filter(pk=appointment.pk).first()
    if found is None:
        raise Refused(None, _("Penugasan ini baru saja dibatalkan admin lain."))
    return found


def check_end(on: date, at: datetime, reason: str) -> None:
    """Raise Refused where one cannot end something so: what was done until today stays as it was done."""
    if on < day_of(at):
        raise Refused("on", _("Pilih hari ini atau sesudahnya; yang sudah lewat tidak diubah."))
    if not reason.strip():
        raise Refused("reason", _("Tuliskan dasarnya, misalnya nomor surat keputusan."))


def check(new: NewAppointment, *, instead_of: Appointment | None = None) -> None:
    """Raise Refused where the post cannot be held so."""
    if not Post.objects.existing().filter(pk=new.post.pk).exists():
        raise Refused("user", _("Jabatan %(post)s sudah dihapus.") % {"post": new.post.title})
    if new.end and new.end <= new.start:
        raise Refused("last", _("Hari terakhir tidak boleh sebelum hari mulai."))
    is_acting = new.kind != Kind.DEFINITIF
    if is_acting and not new.letter.strip():
        raise Refused(
            "letter", _("Isi nomor surat perintahnya; Plt., Plh. dan Pj. bertindak atas surat itu.")
        )
    if new.kind in (Kind.PLT, Kind.PLH) and new.end is None:
        raise Refused("last", _("Isi hari terakhirnya; penugasan Plt. dan Plh. berakhir dengan sendirinya."))
    overlapping = Appointment.objects.filter(Q(end_date=None) | Q(end_date__gt=new.start), post=new.post)
    if new.end:
        overlapping = overlapping.filter(start_date__lt=new.end)
    if instead_of:
        overlapping = overlapping.exclude(pk=instead_of.pk)
    for other in overlapping.select_related("user", "post").order_by("start_date"):
        held = holding(other)
        if other.is_acting == is_acting:
            raise Refused(
                "start",
                _("Jabatan ini sudah dipegang %(held)s. Akhiri dulu, atau pilih tanggal lain.")
                % {"held": held},
            )
        if other.user_id == new.user.pk:
            raise Refused(
                "user",
                _("%(name)s sendiri memegang jabatan ini: %(held)s.") % {"name": new.user.name, "held": held},
            )


def holding(appointment: Appointment) -> str:
    """Who holds it and how long, as a refusal tells it."""
    facts = {
        "name": appointment.user.name,
        "capacity": appointment.capacity,
        "since": tanggal(appointment.start_date),
        "until": tanggal(appointment.end_date),
    }
    if appointment.end_date:
        return _("%(name)s (%(capacity)s) sejak %(since)s sampai %(until)s") % facts
    return _("%(name)s (%(capacity)s) sejak %(since)s") % facts


def values(new: NewAppointment) -> dict[str, Any]:
    """The fields of the row."""
    return {
        "post": new.post,
        "user": new.user,
        "kind": new.kind,
        "start_date": new.start,
        "end_date": new.end,
        "order_letter": new.letter.strip(),
        "order_date": new.letter_date,
    }


def told(appointment: Appointment) -> dict[str, Any]:
    """An appointment as the record tells it."""
    post, user = appointment.post, appointment.user
    return {
        "user": user.username,
        "name": user.name,
        "post": post.slug,
        "title": post.title,
        "kind": appointment.kind,
        "start": appointment.start_date.isoformat(),
        "end": appointment.end_date.isoformat() if appointment.end_date else None,
        "letter": appointment.order_letter,
        "letter_date": appointment.order_date.isoformat() if appointment.order_date else None,
        "appointments": [[user.username, post.slug, appointment.kind, appointment.start_date.isoformat()]],
    }


def cut_given(appointment: Appointment, on: date) -> list[str]:
    """What the holder delegated of the post from that day on ends; in words."""
    later = Delegation.objects.filter(Q(end_date=None) | Q(end_date__gt=on), post=appointment.post)
    direct = list(later.filter(from_user=appointment.user).select_related("post", "from_user", "to_user"))
    rest = [hop for each in direct for hop in onward(appointment.post, each.to_user, on)]
    return cut_delegations(list({each.pk: each for each in (*direct, *rest)}.values()), on)


def cut_received(user: User, post: Post, on: date) -> list[str]:
    """Where the user holds no other post of the office from that day on, what others delegated to them ends."""
    later = Q(end_date=None) | Q(end_date__gt=on)
    same = Q(post__office=post.office_id) if post.office_id else Q(post__office=None)
    if Appointment.objects.filter(later, same, user=user, post__government=post.government_id).exists():
        return []
    received = Delegation.objects.filter(later, same, to_user=user, post__government=post.government_id)
    return cut_delegations(list(received.select_related("to_user")), on)


def cut_delegations(found: Sequence[Delegation], on: date) -> list[str]:
    """End these; in words."""
    words = [f"{each.post.title}: {each.from_user.name} → {each.to_user.name}" for each in found]
    for each in found:
        cut(each, on)
    return words
