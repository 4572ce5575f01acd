"""Offices to practise in: one for each learner, made of one file, all posts held by that person (decision 0040)."""

import secrets
from dataclasses import replace
from datetime import datetime

from activity.chain import MACHINE
from activity.record import locked_stream, record
from organizations.accounts.recording import oneself
from organizations.loading import OfficeLoad
from organizations.models import Appointment, Office, Post, User
from organizations.models.periods import cut, day_of
from organizations.office_file import PRACTICE, read_office
from organizations.yaml_reader import Fault, FaultsFound, Source


def practice_office(user: User) -> Office | None:
    """The office in which the person practises now, with its head."""
    found = Office.objects.filter(learner=user, closed_at=None)
    return found.select_related("government", "head").first()


def open_practice_office(user: User, file: tuple[str, bytes], *, at: datetime) -> Office:
    """An office of that file's posts for the person alone, who holds them all from today. The caller is in a
    transaction and has seen that there is none. Raises FaultsFound where the file is faulty, or has posts of a
    government: those belong to no office, and whoever holds one holds it in earnest (IN_EARNEST).

    Its code says nothing about the person. Two who begin at once wait for each other: the government is made once.
    """
    locked_stream("people")
    name, data = file
    source, faults = Source(name), list[Fault]()
    read = read_office(data, source)
    if read and read.government_posts:
        source.fault(0, "jabatan_pemerintah", "kantor latihan tidak memuat jabatan pemerintah daerah")
    if read is None or source.faults:
        raise FaultsFound(source.faults)
    slug = f"{PRACTICE}-{secrets.token_hex(5)}"
    load = OfficeLoad(name, replace(read, slug=slug), faults)
    load.run(oneself(user), at)
    office = load.office
    office.learner = user
    office.save(update_fields=["learner"])
    Appointment.objects.bulk_create(
        Appointment(user=user, post=post, start_date=day_of(at)) for post in load.posts.values()
    )
    stream = locked_stream(f"office:{slug}")
    record(stream, at=at, actor=oneself(user), action="practice.opened", user=user.pk)
    return Office.objects.select_related("government", "head").get(pk=office.pk)


def close_practice_office(office: Office, *, at: datetime) -> None:
    """Nobody practises here any more: its posts are vacant and abolished, its rows stay. The caller is in a transaction
    and has seen that nothing runs."""
    stream = locked_stream(f"office:{office.slug}")
    for held in Appointment.objects.filter(post__office=office, end_date=None):
        cut(held, day_of(at))
    Post.objects.existing().filter(office=office).update(abolished_at=at)
    office.closed_at = at
    office.save(update_fields=["closed_at"])
    record(stream, at=at, actor=MACHINE, action="practice.closed", user=office.learner_id)
