"""What a learner sees of their practice: where the example stands, whose turn it is, and what would have been filed."""

from dataclasses import dataclass
from datetime import datetime

from documents.archive.filing import NewBerkas, UnknownKlasifikasi, klasifikasi_of
from documents.models import Tingkat
from organizations.models import Office, Post
from workflows.filing import new_berkas
from workflows.models import Assignment, Case, CaseStatus
from workflows.presenting.due import due_of_task
from workflows.presenting.lists import CaseLine, case_lines, waiting_tasks

MOST_SHOWN = 10  # of the examples that one has played before


@dataclass(frozen=True)
class Practice:
    """A practice office as its learner sees it. `tasks` are what waits, whichever of the posts must act."""

    office: Office
    posts: list[Post]
    running: list[CaseLine]
    tasks: list[Assignment]
    ended: list[CaseLine]


def practice_of(office: Office, at: datetime) -> Practice:
    """The posts, the example that runs, what waits in it, and the latest that ended. Six queries."""
    posts = list(Post.objects.existing().filter(office=office).order_by("id"))
    cases = list(
        Case.objects.filter(office=office)
        .select_related("office", "revision")
        .order_by("-started_at", "-id")[: MOST_SHOWN + 1]
    )
    lines = case_lines(cases, at)
    tasks = list(waiting_tasks([post.pk for post in posts]))
    for task in tasks:
        task.due_line = due_of_task(task, at)  # type: ignore[attr-defined]
    return Practice(
        office=office,
        posts=posts,
        running=[line for line in lines if line.case.is_open],
        tasks=tasks,
        ended=[line for line in lines if not line.case.is_open],
    )


@dataclass(frozen=True)
class WouldFile:
    """As what a case that was only practised would have gone into the archive."""

    klasifikasi: str
    berkas: NewBerkas
    papers: list[tuple[str, str]]


def would_file(case: Case) -> WouldFile | None:
    """The same for a case that is done in a practice office, else None. Nothing is written. Nine queries at most."""
    if not case.office.is_practice or case.status != CaseStatus.DONE:
        return None
    berkas = new_berkas(case)
    try:
        code = klasifikasi_of(case.office, berkas.code)
        klasifikasi = f"{code.code} {code.name}"
    except UnknownKlasifikasi:
        klasifikasi = berkas.code
    papers = [(paper.name, str(Tingkat(paper.tingkat).label)) for paper in berkas.papers]
    return WouldFile(klasifikasi, berkas, papers)
