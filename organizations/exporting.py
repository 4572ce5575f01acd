"""Giving an office back as the file it could be loaded from: its posts, and who holds them today."""

from datetime import date, datetime

from django.db.models import Q

from organizations.models import Appointment, Office, Post, RoleGrant, User
from organizations.office_file import (
    AppointmentEntry,
    OfficeFile,
    OfficialEntry,
    PostEntry,
    UnitEntry,
)
from organizations.office_tree import tree_of
from organizations.yaml_writer import write_yaml


def export_office(office: Office, at: datetime) -> str:
    """The YAML of the office: what holds at that moment, ended appointments left out."""
    return write_yaml(tree_of(office_file(office, at)))


def office_file(office: Office, at: datetime) -> OfficeFile:
    """The office as a file would say it."""
    posts = Post.objects.existing().select_related("unit", "superior").order_by("id")
    own = list(posts.filter(office=office))
    of_government = list(posts.filter(government=office.government, office=None))
    appointments = list(
        Appointment.objects.current(at)
        .filter(post__in=[*own, *of_government])
        .select_related("user", "post")
        .order_by("user_id", "id")
    )
    grants = list(
        RoleGrant.objects.current(at)
        .filter(Q(office=office) | Q(government=office.government))
        .select_related("user")
        .order_by("user_id", "id")
    )
    since = earliest(appointments, grants)
    users = {row.user_id: row.user for row in appointments} | {row.user_id: row.user for row in grants}
    return OfficeFile(
        government=office.government.slug,
        government_name=office.government.name,
        slug=office.slug,
        name=office.name,
        short_name=office.short_name,
        zone=office.time_zone,
        address=office.address,
        allowance=office.waiting_allowance,
        head=office.head.slug if office.head else "",
        since=since,
        units=unit_entries(office),
        government_posts=tuple(map(post_entry, of_government)),
        posts=tuple(map(post_entry, own)),
        officials=tuple(official_entry(users[pk], appointments, grants) for pk in sorted(users)),
        phrases=tuple(office.instruction_phrases.values_list("text", flat=True)),
        tampilan=office.tampilan,
        naskah=office.naskah,
        signing_way=office.signing_way,
        second_factor=office.second_factor,
        kewenangan=office.kewenangan_pelaksana,
    )


def unit_entries(office: Office) -> tuple[UnitEntry, ...]:
    units = office.units.select_related("parent").order_by("id")
    return tuple(UnitEntry(u.slug, u.name, u.parent.slug if u.parent else "", 0) for u in units)


def earliest(appointments: list[Appointment], grants: list[RoleGrant]) -> date:
    """The day from which most of it holds: entries name only a date of their own that differs."""
    starts = [*(row.start_date for row in appointments), *(row.start_date for row in grants)]
    return min(starts, default=date(2020, 1, 1))


def post_entry(post: Post) -> PostEntry:
    return PostEntry(
        slug=post.slug,
        title=post.title,
        unit=post.unit.slug if post.unit else "",
        superior=post.superior.slug if post.superior else "",
        line=0,
    )


def official_entry(user: User, appointments: list[Appointment], grants: list[RoleGrant]) -> OfficialEntry:
    return OfficialEntry(
        name=user.name,
        username=user.username,
        nip=user.nip,
        rank=user.rank,
        grade=user.grade,
        email=user.email,
        signs_in=user.is_active,
        is_demo=user.is_demo,
        appointments=tuple(
            AppointmentEntry(a.post.slug, a.kind, a.start_date, a.end_date, a.order_letter, a.order_date)
            for a in appointments
            if a.user_id == user.pk
        ),
        roles=tuple(g.role for g in grants if g.user_id == user.pk),
        line=0,
    )
