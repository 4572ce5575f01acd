"""The posts of an office: who holds them, what waits where nobody does, and what an appointment changes."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Count, Min, Q
from django.utils.translation import gettext as _

from organizations.capacity import Capacity, grants, holders, offices_with
from organizations.delegating import beginning_of
from organizations.models import Appointment, Delegation, Kind, Office, Post, Role, User
from organizations.models.periods import day_of
from organizations.templatetags.indonesia import tanggal
from workflows.models import Assignment, AssignmentStatus
from workflows.presenting.lists import waiting_tasks, with_due
from workflows.vacancies import Vacancy, vacancies_in

SOON = timedelta(days=30)  # a holder whose time ends within that is shown as ending
SHOWN = 20  # tasks of a post that a preview names
PLT_MOST = timedelta(days=92)  # three months, SE BKN 2/SE/VII/2019


@dataclass
class PostLine:
    """A post with who holds it, now and to come, and what waits for it."""

    post: Post
    holder: Capacity | None
    now: list[Appointment] = field(default_factory=list)
    coming: list[Appointment] = field(default_factory=list)
    delegations: list[Delegation] = field(default_factory=list)
    waiting: int = 0
    due_at: datetime | None = None
    ends: date | None = None

    @property
    def is_vacant(self) -> bool:
        """Whether nobody acts for it."""
        return self.holder is None


def posts_of(office: Office) -> list[Post]:
    """The posts of the office, then those of its government."""
    own = Post.objects.existing().filter(Q(office=office) | Q(office=None, government=office.government_id))
    found = own.select_related("unit", "superior", "office").order_by("id")
    return sorted(found, key=lambda post: post.office_id is None)


def post_lines(office: Office, posts: Sequence[Post], at: datetime) -> list[PostLine]:
    """These posts as the page shows them. Five queries, however many posts."""
    day, acting = day_of(at), holders(posts, at)
    lines = {post.pk: PostLine(post, acting.get(post.pk)) for post in posts}
    later = Q(end_date=None) | Q(end_date__gt=day)
    rows = Appointment.objects.filter(later, post__in=lines).select_related("user", "post")
    for row in rows.order_by("start_date", "id"):
        line = lines[row.post_id]
        (line.now if row.start_date <= day else line.coming).append(row)
    for passed in Delegation.objects.filter(later, post__in=lines).select_related("from_user", "to_user"):
        lines[passed.post_id].delegations.append(passed)
    waiting = Assignment.objects.filter(status=AssignmentStatus.OPEN, post__in=lines, office=office)
    for pk, number, due_at in waiting.order_by().values_list("post").annotate(Count("id"), Min("due_at")):
        lines[pk].waiting, lines[pk].due_at = number, due_at
    for line in lines.values():
        line.ends = vacant_from(line, day)
    return list(lines.values())


def vacant_from(line: PostLine, day: date) -> date | None:
    """The day of the coming month from which nobody holds the post, as far as is known."""
    free = day
    for row in sorted([*line.now, *line.coming], key=lambda row: row.start_date):
        if row.start_date > free:
            break
        if row.end_date is None:
            return None
        free = max(free, row.end_date)
    return free if day < free <= day + SOON else None


@dataclass
class Change:
    """Who acts for a post before and after something, and what of it waits now."""

    post: Post
    before: Capacity | None
    after: Capacity | None
    number: int = 0
    tasks: list[Assignment] = field(default_factory=list)


@dataclass(frozen=True)
class Preview:
    """What an act would change from a moment on."""

    day: date
    changes: list[Change]
    remarks: list[str]


def preview(
    office: Office, act: Callable[[], object], *, on: date, at: datetime, remarks: list[str]
) -> Preview:
    """What `act` would change of who acts for the posts of the office. It is done and taken back: what it refuses it
    refuses here, with the same words."""
    moment = max(at, beginning_of(on))
    posts = posts_of(office)
    before = holders(posts, moment)
    with transaction.atomic():
        act()
        after = holders(posts, moment)
        transaction.set_rollback(True)
    changed = [post for post in posts if who(before.get(post.pk)) != who(after.get(post.pk))]
    tasks: dict[int, list[Assignment]] = defaultdict(list)
    for task in waiting_tasks([post.pk for post in changed]):
        tasks[task.post_id].append(task)
    changes = []
    for post in changed:
        shown = tasks[post.pk][:SHOWN]
        with_due(shown, at)
        changes.append(Change(post, before.get(post.pk), after.get(post.pk), len(tasks[post.pk]), shown))
    return Preview(on, changes, remarks)


def who(capacity: Capacity | None) -> tuple[int, str]:
    """What makes two holders the same."""
    return (capacity.user.pk, capacity.printed) if capacity else (0, "")


def remarks_on(post: Post, user: User, kind: str, start: date, end: date | None) -> list[str]:
    """What one should know before somebody is appointed; none of it stops anything."""
    later = Q(end_date=None) | Q(end_date__gt=start)
    definitive = Appointment.objects.filter(later, post=post, kind=Kind.DEFINITIF, start_date__lte=start)
    found = []
    if kind == Kind.PLT and definitive.exists():
        found.append(
            _("Jabatan ini masih ada pejabat definitifnya; untuk yang berhalangan sementara dipakai Plh.")
        )
    if kind == Kind.PLH and not definitive.exists():
        found.append(_("Jabatan ini tidak ada pejabat definitifnya; untuk jabatan kosong dipakai Plt."))
    if kind == Kind.PLT and end and end - start > PLT_MOST:
        found.append(_("Plt. paling lama 3 bulan, dan dapat diperpanjang 3 bulan (SE BKN 2/SE/VII/2019)."))
    others = Appointment.objects.filter(later, user=user).exclude(post=post).select_related("post__office")
    if kind == Kind.DEFINITIF:
        found += [also_holds(user, each) for each in others]
    return found


def also_holds(user: User, row: Appointment) -> str:
    """That they hold another post, and since when."""
    told = {"name": user.name, "capacity": row.capacity, "day": tanggal(row.start_date)}
    if row.post.office is None:
        return (
            _(
                "%(name)s juga memegang %(capacity)s sejak %(day)s. Bila pindah, akhiri jabatan itu di kantor "
                "tersebut."
            )
            % told
        )
    return _(
        "%(name)s juga memegang %(capacity)s di %(office)s sejak %(day)s. Bila pindah, akhiri jabatan itu di "
        "kantor tersebut."
    ) % {**told, "office": row.post.office.label}


def vacancies(user: User, at: datetime) -> list[Vacancy]:
    """Of the offices that a user administers, those where a step waits for a post that nobody holds. Two queries."""
    admin = offices_with(grants(user, at), Role.OFFICE_ADMIN)
    return vacancies_in(Office.objects.filter(admin), at)
