"""How much waits for each post and each unit of an office."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import Count, Q

from organizations.calendars import OfficeTime, office_time
from organizations.models import Office, Post, Unit
from organizations.waktu import parse_waktu
from organizations.working_time import NeverOpen, due, worked
from workflows.presenting.due import office_hours
from workflows.presenting.running import ELSEWHERE, WITHOUT, Shown, open_tasks, unit_words


@dataclass(frozen=True)
class Load:
    """The open tasks of a post or of a unit: how many, how many of them past their limit, and how many minutes of
    office time their waktu allows together, each counted as if it were begun now (`organizations.working_time.due`)."""

    name: str
    shown: Shown
    tasks: int = 0
    late: int = 0
    minutes: int = 0
    under: str = ""  # the unit of a post

    @property
    def time(self) -> str:
        """The waktu of all of them, in words."""
        return office_hours(timedelta(minutes=self.minutes))

    @property
    def late_shown(self) -> Shown:
        """Those that are past their limit."""
        return replace(self.shown, keadaan="lewat")


@dataclass(frozen=True)
class OfficeLoad:
    """The load of an office, by unit and by post, each with most past its limit first; `most` is the largest number of
    tasks of each kind, against which bars are drawn."""

    units: list[Load]
    posts: list[Load]

    @property
    def most_of_units(self) -> int:
        return max((line.tasks for line in self.units), default=0)

    @property
    def most_of_posts(self) -> int:
        return max((line.tasks for line in self.posts), default=0)


def load_of(office: Office, at: datetime) -> OfficeLoad:
    """What waits in the cases of an office. Three queries."""
    late = Count("id", filter=Q(due_at__lt=at))
    rows = list(
        open_tasks(office)
        .order_by()
        .values_list("post", "run__step__waktu")
        .annotate(tasks=Count("id"), past=late)
    )
    posts = Post.objects.select_related("unit").in_bulk({pk for pk, *_rest in rows})
    time, allowed = office_time(office), dict[tuple[str, int | None], int]()
    by_post: dict[int, Load] = {}
    for pk, waktu, tasks, past in rows:
        key = (waktu, posts[pk].unit_id)
        if key not in allowed:
            allowed[key] = minutes_of(waktu, time, posts[pk].unit_id, at)
        before = by_post.get(pk) or load_of_post(posts[pk], office)
        by_post[pk] = plus(before, tasks, past, allowed[key] * tasks)
    return OfficeLoad(heaviest(load_of_units(office, posts, by_post)), heaviest(by_post.values()))


def load_of_post(post: Post, office: Office) -> Load:
    """A post without any task yet."""
    return Load(post.title, Shown(jabatan=str(post.pk)), under=unit_name(post, office))


def load_of_units(office: Office, posts: dict[int, Post], by_post: dict[int, Load]) -> Iterable[Load]:
    """The same by the unit to which each post belongs itself."""
    names = dict(Unit.objects.filter(office=office).values_list("id", "name"))
    found: dict[str, Load] = {}
    for pk, load in by_post.items():
        key = unit_key(posts[pk].unit_id, posts[pk].office_id, office)
        name = names[int(key)] if key.isdecimal() else unit_words(key)
        before = found.get(key) or Load(name, Shown(unit=key))
        found[key] = plus(before, load.tasks, load.late, load.minutes)
    return found.values()


def unit_key(unit: int | None, of_office: int | None, office: Office) -> str:
    """How an address names the unit of a post (`Shown.unit`)."""
    if of_office != office.pk:
        return ELSEWHERE
    return str(unit) if unit else WITHOUT


def unit_name(post: Post, office: Office) -> str:
    """The unit of a post, in words."""
    if post.office_id == office.pk and post.unit:
        return post.unit.name
    return "" if post.office_id == office.pk else unit_words(ELSEWHERE)


def plus(load: Load, tasks: int, late: int, minutes: int) -> Load:
    return replace(load, tasks=load.tasks + tasks, late=load.late + late, minutes=load.minutes + minutes)


def heaviest(loads: Iterable[Load]) -> list[Load]:
    """Most past its limit first, then most waiting."""
    return sorted(loads, key=lambda load: (-load.late, -load.tasks, load.name))


def minutes_of(waktu: str, time: OfficeTime, unit: int | None, at: datetime) -> int:
    """What a waktu allows from now on in that unit, in minutes of office time; none where it is empty, or where the
    calendar never opens."""
    found, calendar = parse_waktu(waktu), time.of(unit)
    if found:
        with suppress(NeverOpen):
            return round(worked(at, due(at, found, calendar), calendar).total_seconds() / 60)
    return 0


def shares(loads: Sequence[Load], most: int) -> list[tuple[Load, int, int]]:
    """Each with the length of its bar and of the part that is late, in percent of the longest."""
    return [(load, load.tasks * 100 // most, load.late * 100 // most) for load in loads]
