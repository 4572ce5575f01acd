"""Delegating: who acts for a post lets another official of the office act for a while, and takes it back.

A chain of delegations has at most three hops and no circle, at any moment of its period (semantics: Who acts).
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from activity.models import Notice, NoticeKind, Stream
from activity.record import locked_stream, record
from activity.wording import as_kept
from organizations.capacity import Capacity, holder
from organizations.delegation_chains import check_chain, held_until, onward, overlapping
from organizations.errors import Refused
from organizations.models import IN_EARNEST, Appointment, Delegation, Government, Office, Post, User
from organizations.models.periods import RECKONING, cut, day_of
from organizations.templatetags.indonesia import tanggal

FAR = date.max


@dataclass(frozen=True)
class NewDelegation:
    """To whom a post's work goes from `start` up to, not including, `end`, and why."""

    post: Post
    to_user: User
    start: date
    end: date
    reason: str


def beginning_of(day: date) -> datetime:
    """The first moment of a day, as dated periods reckon it."""
    return datetime.combine(day, time(), RECKONING)


def office_of(post: Post) -> Office:
    """The office in whose stream a post's delegations are recorded: its own; of a government's post the first one."""
    office = post.office or Office.objects.filter(government=post.government_id).order_by("id").first()
    if office is None:
        raise Refused("post", _("Pemerintah daerah jabatan ini belum mempunyai kantor."))
    return office


def opened_for(post: Post) -> Stream:
    """The stream of the post's office, locked; of a government's post its government too."""
    stream = locked_stream(f"office:{office_of(post).slug}")
    if post.office_id is None:
        Government.objects.select_for_update().get(pk=post.government_id)
    return stream


def colleagues(post: Post, *, start: date, end: date) -> "QuerySet[User]":
    """Who holds a post of the same office on the first and on the last day of a period, be it by two appointments."""
    same = Q(post__office=post.office_id) if post.office_id else Q(post__office=None)
    held = Appointment.objects.filter(same, post__government=post.government_id)
    people = User.objects.filter(is_active=True)
    for day in (start, end - timedelta(days=1)):
        then = held.filter(Q(end_date=None) | Q(end_date__gt=day), start_date__lte=day)
        people = people.filter(pk__in=then.values("user"))
    return people


@transaction.atomic
def delegate(new: NewDelegation, *, by: User, at: datetime) -> Delegation:
    """Let a colleague act for the post that `by` acts for when it begins. Raises Refused, PermissionDenied."""
    stream = opened_for(new.post)
    acting = acting_at(new.post, max(at, beginning_of(new.start)), by)
    if acting is None:
        raise PermissionDenied(_("Jabatan ini tidak Anda pegang pada tanggal itu."))
    check(new, by, at)
    made = Delegation.objects.create(
        post=new.post, from_user=by, to_user=new.to_user, start_date=new.start, end_date=new.end,
        reason=new.reason.strip(),
    )  # fmt: skip
    record(stream, at=at, actor=acting.actor, action="delegation.made", **told(made))
    tell(made, at, key="baru", title=f"Anda bertindak untuk {new.post.title}")
    return made


def acting_at(post: Post, at: datetime, user: User) -> Capacity | None:
    """The user's capacity for the post where they act for it at that moment; also as a definitive holder whom somebody
    represents meanwhile, or where they handed it on themselves."""
    found = holder(post, at)
    if found and found.user.pk == user.pk:
        return found
    held = Appointment.objects.current(at).filter(post=post, user=user).select_related("post").first()
    if held:
        return Capacity(user=user, printed=held.capacity, post=post, kind=held.kind)
    passed = (
        Delegation.objects.current(at).filter(post=post, to_user=user).select_related("from_user").first()
    )
    if passed is None:
        return None
    return Capacity(user=user, printed=post.title, post=post, on_behalf_of=passed.from_user)


def check(new: NewDelegation, by: User, at: datetime) -> None:
    """Raise Refused where it cannot be delegated so."""
    if new.post.office and new.post.office.is_practice:
        raise Refused(
            "post", _("Jabatan di kantor latihan tidak dilimpahkan: Anda sendiri memegang semuanya.")
        )
    if new.start < day_of(at):
        raise Refused("start", _("Pilih hari ini atau sesudahnya."))
    if new.end <= new.start:
        raise Refused("last", _("Hari terakhir tidak boleh sebelum hari mulai."))
    if not new.reason.strip():
        raise Refused("reason", _("Tuliskan alasannya, misalnya cuti tahunan atau dinas luar."))
    if new.to_user.pk == by.pk:
        raise Refused("to_user", _("Pilih pejabat lain; pelimpahan kepada diri sendiri tidak ada artinya."))
    if not colleagues(new.post, start=new.start, end=new.end).filter(pk=new.to_user.pk).exists():
        raise Refused(
            "to_user",
            _(
                "%(name)s tidak memegang jabatan di kantor ini sepanjang tanggal itu. Melimpahkan "
                "hanya kepada pejabat kantor yang sama; kepada pejabat lain admin kantor menunjuk Plh."
            )
            % {"name": new.to_user.name},
        )
    until = held_until(new.post, by, new.start)
    if until and new.end > until:
        raise Refused(
            "last",
            _("Anda sendiri bertindak untuk jabatan ini sampai %(date)s.")
            % {"date": tanggal(until - timedelta(days=1))},
        )
    others = [each for each in overlapping(new.post, new.start, new.end) if each.pk is not None]
    for each in others:
        if each.from_user_id == by.pk:
            last = tanggal((each.end_date or FAR) - timedelta(days=1))
            raise Refused(
                "start",
                _(
                    "Jabatan ini sudah Anda limpahkan kepada %(name)s %(date)s sampai %(last)s. Tarik atau "
                    "persingkat pelimpahan itu dulu."
                )
                % {"name": each.to_user.name, "date": tanggal(each.start_date), "last": last},
            )
    check_chain(new.to_user, new.start, new.end, by, others)


@transaction.atomic
def take_back(delegation: Delegation, *, on: date, by: User, at: datetime) -> Delegation | None:
    """Let a delegation hold no longer from that day on (today: at once); None where nothing of it is left.

    Only who made it does so. Raises Refused, PermissionDenied.
    """
    stream = opened_for(delegation.post)
    rows = Delegation.objects.select_related("post", "from_user", "to_user")
    found = rows.filter(pk=delegation.pk).first()
    if found is None:
        raise Refused(None, _("Pelimpahan ini sudah ditarik."))
    if found.from_user_id != by.pk:
        raise PermissionDenied(_("Pelimpahan ditarik oleh yang membuatnya."))
    if on < day_of(at):
        raise Refused("on", _("Pilih hari ini atau sesudahnya; yang sudah lewat tidak diubah."))
    if found.end_date and found.end_date <= on:
        raise Refused(
            "on",
            _("Pelimpahan ini sudah berakhir %(date)s.")
            % {"date": tanggal(found.end_date - timedelta(days=1))},
        )
    acting = acting_at(found.post, at, by) or Capacity(user=by, printed=found.post.title, post=found.post)
    facts = told(found)
    rest = onward(found.post, found.to_user, on)
    lost = [(each.pk, each) for each in (found, *rest)]
    is_over = not cut(found, on)
    for each in rest:
        cut(each, on)
    action = "delegation.withdrawn" if is_over or on == day_of(at) else "delegation.shortened"
    record(
        stream,
        at=at,
        actor=acting.actor,
        action=action,
        **facts,
        on=on.isoformat(),
        onward=[told(each) for each in rest],
    )
    with as_kept():
        what = (
            "ditarik" if action == "delegation.withdrawn" else f"berakhir {tanggal(on - timedelta(days=1))}"
        )
    for pk, each in lost:
        each.pk = pk  # also of what is gone
        tell(each, at, key=on.isoformat(), title=f"Pelimpahan {each.post.title} {what}")
    return None if is_over else found


def told(delegation: Delegation) -> dict[str, Any]:
    """A delegation as the record tells it."""
    return {
        "post": delegation.post.slug,
        "title": delegation.post.title,
        "from": delegation.from_user.username,
        "from_name": delegation.from_user.name,
        "to": delegation.to_user.username,
        "to_name": delegation.to_user.name,
        "start": delegation.start_date.isoformat(),
        "end": delegation.end_date.isoformat() if delegation.end_date else None,
        "reason": delegation.reason,
    }


@as_kept()
def tell(delegation: Delegation, at: datetime, *, key: str, title: str) -> None:
    """A notice to who receives it, or did."""
    last = (delegation.end_date or FAR) - timedelta(days=1)
    Notice.objects.create(
        key=f"pelimpahan:{delegation.pk}:{key}",
        user_id=delegation.to_user_id,
        kind=NoticeKind.DELEGATED,
        created_at=at,
        title=title[:200],
        text=(
            f"{delegation.from_user.name}: {delegation.post.title}, {tanggal(delegation.start_date)} sampai "
            f"{tanggal(last)}. Alasan: {delegation.reason}"
        ),
        path="/cuti/",
        office_id=office_of(delegation.post).pk,
        email=delegation.to_user.email,
        mail_after=at,
    )


def of_user(user: User) -> "QuerySet[Delegation]":
    """What a user gave or received, the latest first."""
    rows = Delegation.objects.filter(Q(from_user=user) | Q(to_user=user))
    return rows.select_related("post__office", "from_user", "to_user").order_by("-start_date", "-id")


def delegable(user: User, at: datetime) -> list[Post]:
    """The posts that a user may delegate now or later: those held, now or from a coming day on, and those received.

    What was received counts while one holds a post of the same office: who left it is shown nothing of it any more.
    """
    day = day_of(at)
    later = Q(end_date=None) | Q(end_date__gt=day)
    held = set(Appointment.objects.filter(later, IN_EARNEST, user=user).values_list("post", flat=True))
    received = Delegation.objects.filter(later, to_user=user).values_list("post", flat=True)
    found = list(Post.objects.filter(pk__in={*held, *received}).select_related("office").order_by("id"))
    places = {(post.government_id, post.office_id) for post in found if post.pk in held}
    return [post for post in found if (post.government_id, post.office_id) in places]
