"""How a post is handed on from one to the next: until when, how far, and what ends with it (semantics: Leave)."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from organizations.capacity import HOPS
from organizations.errors import Refused
from organizations.models import Appointment, Delegation, Post, User
from organizations.templatetags.indonesia import tanggal


def held_until(post: Post, user: User, day: date) -> date | None:
    """The first day on which the user, who acts for the post on `day`, no longer does; None where no end is known."""
    later = Q(end_date=None) | Q(end_date__gt=day)
    held = Appointment.objects.filter(later, post=post, user=user, start_date__lte=day)
    received = Delegation.objects.filter(later, post=post, to_user=user, start_date__lte=day)
    ends = [*held.values_list("end_date", flat=True), *received.values_list("end_date", flat=True)]
    return None if not ends or None in ends else max(end for end in ends if end)


def onward(post: Post, user: User, on: date) -> list[Delegation]:
    """What is still handed on of a post that the user no longer has from that day on, hop after hop; nothing of those
    who hold it themselves."""
    later = Q(end_date=None) | Q(end_date__gt=on)
    holders = set(Appointment.objects.filter(later, post=post).values_list("user", flat=True))
    rows = Delegation.objects.filter(later, post=post).select_related("post", "from_user", "to_user")
    given, found, ask, asked = list(rows), [], [user.pk], set(holders)
    while ask:
        giver = ask.pop()
        if giver not in asked:
            asked.add(giver)
            hops = [each for each in given if each.from_user_id == giver]
            found += hops
            ask += [each.to_user_id for each in hops]
    return found


def overlapping(post: Post, start: date, end: date) -> list[Delegation]:
    """The delegations of the post that hold on some day of the period."""
    later = Q(end_date=None) | Q(end_date__gt=start)
    found = Delegation.objects.filter(later, post=post, start_date__lt=end)
    return list(found.select_related("from_user", "to_user"))


def check_chain(to_user: User, begins: date, ends: date, by: User, others: Sequence[Delegation]) -> None:
    """Raise Refused where the new one would close a circle, or make a chain longer than is followed, on any day.

    Between two days on which something begins or ends nothing changes, so those days are all that must be looked at.
    """
    days = {begins, *(each.start_date for each in others if begins < each.start_date < ends)}
    for day in sorted(days):
        steps = {
            each.from_user_id: each.to_user
            for each in others
            if each.start_date <= day and (each.end_date is None or day < each.end_date)
        }
        steps[by.pk] = to_user
        for start in steps:
            names = chain(start, steps)
            if names is None:
                raise Refused(
                    "to_user",
                    _(
                        "Pelimpahan ini berputar: pada %(date)s %(name)s sudah melimpahkan jabatan ini, dan "
                        "pelimpahannya kembali kepada Anda."
                    )
                    % {"date": tanggal(day), "name": to_user.name},
                )
            if len(names) > HOPS:
                raise Refused(
                    "to_user",
                    _(
                        "Jabatan ini sudah dilimpahkan berantai pada %(date)s; paling banyak %(number)s kali "
                        "(%(names)s)."
                    )
                    % {"date": tanggal(day), "number": HOPS, "names": " → ".join(names)},
                )


def chain(start: int, steps: dict[int, User]) -> list[str] | None:
    """The names of those to whom it goes on from a user; None where it comes back."""
    names: list[str] = []
    here, seen = start, {start}
    while here in steps:
        here = steps[here].pk
        names.append(steps_name(steps, here))
        if here in seen:
            return None
        seen.add(here)
    return names


def steps_name(steps: dict[int, User], pk: int) -> str:
    """The name of a user who receives something in these steps."""
    return next(user.name for user in steps.values() if user.pk == pk)
