"""Who hears what when a stage of an assignment's time is reached: the owner first, then the superiors."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from activity.models import Notice, NoticeKind, Stream
from activity.wording import as_kept
from organizations.calendars import OfficeTime, office_time, time_of
from organizations.capacity import Capacity, holders
from organizations.models import Office, Post
from organizations.templatetags.indonesia import waktu
from organizations.working_time import NeverOpen, opening
from sops.definition import definition
from workflows.deadlines import STAGES
from workflows.models import Assignment, AssignmentStatus, Case, CaseStatus

KINDS = [
    str(kind) for kind in (NoticeKind.REMINDER, NoticeKind.PASSED, NoticeKind.LATE, NoticeKind.ESCALATED)
]
UPWARD = {str(NoticeKind.LATE): 1, str(NoticeKind.ESCALATED): 2}  # the how-manieth superior hears of it
MAX_HEIGHT = 12  # more superiors above each other than any government has
OWNER_FIRST = timedelta(minutes=1)
TITLES = {
    "pengingat": "Batas waktu mendekat",
    "lewat_batas": "Batas waktu terlewati",
    "terlambat": "Terlambat",
    "eskalasi": "Masih terlambat",
}


@dataclass
class Told:
    """What one assignment's stages came to: its row of the record, and the notices."""

    seat: Assignment
    stream: Stream
    stages: list[str]
    data: dict[str, object] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)


class Teller:
    """One batch of assignments; who stands above whom and who holds what is read once for all of them."""

    def __init__(self, seats: Sequence[Assignment], cases: dict[int, Case], at: datetime) -> None:
        self.seats, self.cases, self.at = seats, cases, at
        self.posts = upward(seat.post for seat in seats)
        self.holders = holders(self.posts.values(), at)
        self.offices = Office.objects.in_bulk({seat.office_id for seat in seats})

    def tell(self) -> list[Told]:
        """For each assignment what its stages come to."""
        return [self.told(seat) for seat in self.seats]

    def told(self, seat: Assignment) -> Told:
        stages = stages_passed(seat, self.at)
        told = Told(seat, self.cases[seat.run.case_id].stream, stages)
        for stage in stages:
            told.notices += self.notices(seat, stage)
        told.data = {
            "assignment": seat.pk,
            "stages": stages,
            "due": seat.due_at.isoformat() if seat.due_at else None,
            "to": [notice.user_id for notice in told.notices],
        }
        return told

    def notices(self, seat: Assignment, stage: str) -> list[Notice]:
        """To the owner, and for a late one also to a superior. A person hears of a stage once; nobody of what is only
        practised."""
        if self.offices[seat.office_id].is_practice:
            return []
        heard: dict[int, Notice] = {}
        owner = self.holders.get(seat.post_id)
        if owner and stage != NoticeKind.ESCALATED:
            heard[owner.user.pk] = self.notice(seat, stage, owner, f"/assignments/{seat.pk}/", timedelta())
        superior = self.superior(seat, UPWARD.get(stage, 0))
        if superior and superior.user.pk not in heard:
            path = f"/cases/{seat.run.case_id}/"
            heard[superior.user.pk] = self.notice(seat, stage, superior, path, OWNER_FIRST)
        return list(heard.values())

    def superior(self, seat: Assignment, height: int) -> Capacity | None:
        """The holder of the superior post that high up, vacant posts and those who never sign in left out."""
        post, found = self.posts[seat.post_id], None
        for _ in range(MAX_HEIGHT if height else 0):
            above = self.posts.get(post.superior_id or 0)
            if above is None:
                return None
            post, found = above, self.holders.get(above.pk)
            height -= bool(found and found.user.is_active)
            if not height:
                return found
        return None

    @as_kept()
    def notice(self, seat: Assignment, stage: str, to: Capacity, path: str, delay: timedelta) -> Notice:
        case, office = self.cases[seat.run.case_id], self.offices[seat.office_id]
        written = definition(case.revision_id)
        step = written.step_of(seat.run.step_id)
        text = (
            f"Langkah {step.nomor} ({seat.post.title}) dari SOP {written.document.nama}, agenda {case.agenda}. "
            f"Waktu menurut Mutu Baku {step.waktu}; batasnya {waktu(seat.due_at, office)}."
        )
        time = time_of(seat.office_id, seat.version)  # type: ignore[attr-defined]
        return Notice(
            key=f"tugas:{seat.pk}:{stage}:{to.user.pk}",
            user_id=to.user.pk,
            kind=stage,
            created_at=self.at,
            title=f"{TITLES[stage]}: langkah {step.nomor}, agenda {case.agenda}",
            text=text,
            path=path,
            topic_id=seat.pk,
            office_id=seat.office_id,
            email=to.user.email,
            mail_after=quiet_until(time, seat.unit, self.at) + delay,  # type: ignore[attr-defined]
        )


def stages_passed(seat: Assignment, at: datetime) -> list[str]:
    """The stages whose time has come and of which nobody was told, in their order."""
    passed = []
    for kind, (when, told) in zip(KINDS, STAGES, strict=True):
        time = getattr(seat, when)
        if time and time <= at and getattr(seat, told) is None:
            passed.append(kind)
    return passed


def upward(posts: Iterable[Post]) -> dict[int, Post]:
    """These posts and all that stand above them, by id. One query for every level."""
    found = {post.pk: post for post in posts}
    for _ in range(MAX_HEIGHT):
        missing = {post.superior_id for post in found.values() if post.superior_id} - found.keys()
        if not missing:
            break
        found |= Post.objects.in_bulk(missing)
    return found


def quiet_until(time: OfficeTime, unit: int | None, at: datetime) -> datetime:
    """Mail goes out in office hours: at once, or at the next opening."""
    try:
        return opening(at, time.of(unit))
    except NeverOpen:
        return at


def may_go(notices: Sequence[Notice], at: datetime) -> dict[int, datetime]:
    """When the mail of each notice may go: in office hours. What is true no longer is not in it: a task that was
    done, a case that stands still, a limit that has moved since; nor anything of an office to practise in. Two queries,
    and some for a calendar that is new."""
    topics = {notice.topic_id for notice in notices if notice.topic_id}
    tasks = Assignment.objects.filter(pk__in=topics, status=AssignmentStatus.OPEN)
    tasks = tasks.filter(run__case__status=CaseStatus.RUNNING).select_related("post")
    open_tasks = {task.pk: task for task in tasks}
    offices = Office.objects.in_bulk({notice.office_id for notice in notices})
    found = {}
    for notice in notices:
        task = open_tasks.get(notice.topic_id or 0)
        if notice.topic_id and (task is None or not holds(notice, task)):
            continue
        if offices[notice.office_id].is_practice:
            continue
        time, unit = office_time(offices[notice.office_id]), task.post.unit_id if task else None
        found[notice.pk] = at if notice.kind == NoticeKind.DIGEST else quiet_until(time, unit, at)
    return found


def holds(notice: Notice, task: Assignment) -> bool:
    """Whether the stage that the notice tells had come, by the times as they are now."""
    time: datetime | None = getattr(task, STAGES[KINDS.index(notice.kind)][0])
    return time is not None and time <= notice.created_at
