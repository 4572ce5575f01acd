"""What completing an assignment costs on PostgreSQL, in SQL statements besides BEGIN and COMMIT."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from documents.models import StoredFile
from documents.storing import store
from organizations.capacity import Capacity, holder
from organizations.models import User
from sops.definition import definition
from sops.document import Step, paper_key
from sops.graph import is_return
from tests.cast import Cast, an_act
from tests.test_smoke import SOPS
from tests.written_sops import COLUMNS, COMMAND, DRAFT, FILE, load_sop
from workflows.acting import Act
from workflows.actions.complete import complete_assignment
from workflows.actions.sign import owed
from workflows.laying_down import lay_down_waiting
from workflows.models import Assignment, Case, Output, RunPaper

pytestmark = pytest.mark.django_db

STAYS, MOVES = (
    8,
    14,
)  # an act that leaves its step open; one that closes it and opens the next, or files the case
FRAME = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")
UPLOADS = ("nothing", "file", "file and kelengkapan")


@dataclass(frozen=True)
class Cost:
    """What one act cost: `what` names it, `limit` is the most it may."""

    what: str
    order: int
    limit: int
    statements: tuple[str, ...]

    def __str__(self) -> str:
        return "\n  ".join(
            [f"{self.what}: {len(self.statements)} > {self.limit}", *(s[:150] for s in self.statements)]
        )


def cost_of(task: Assignment, by: Capacity, at: datetime, act: Act) -> tuple[str, ...]:
    """The statements of completing a task, without those that begin and end transactions."""
    with CaptureQueriesContext(connection) as captured:
        complete_assignment(task, by=by, at=at, act=act)
    return tuple(q["sql"] for q in captured.captured_queries if not q["sql"].startswith(FRAME))


def a_file(task: Assignment, by: User, cast: Cast) -> StoredFile:
    """A file as the page stores it, before the action."""
    upload = SimpleUploadedFile("naskah.pdf", f"%PDF-1.7 contoh {task.pk}".encode())
    return store(upload, office=task.office, by=by, at=cast.now)


def filled_in(cast: Cast, task: Assignment, step: Step, by: User, answer: str, upload: str) -> Act:
    """What the step asks, with what is uploaded: the paper where the step takes one, the kelengkapan where it lacks."""
    details: dict[str, object] = {"note": "Catatan"}
    if answer:
        details["answer"] = answer
    if upload != "nothing" and step.tindakan != "disposisi":
        details["file"] = a_file(task, by, cast)
    papers = Output.objects.newest().filter(case=task.run.case_id, key=paper_key(step.kelengkapan))
    if upload == UPLOADS[2] and step.kelengkapan and step.tindakan != "disposisi" and not papers.exists():
        details["kelengkapan_file"] = a_file(task, by, cast)
    return an_act(task, cast.now, **details)


def costs(cast: Cast, case: Case, upload: str) -> Iterator[Cost]:
    """Play the case to the archive, once by every return that its decisions offer; the cost of each act."""
    written = definition(case.revision_id)
    returned: set[tuple[int, str]] = set()
    while run := cast.open_run(case):
        step, task = written.step_of(run.step_id), cast.tasks(case)[0]
        back = [a.label for a in step.keputusan if is_return(written.steps, step, a)]
        label = next((label for label in back if (step.order, label) not in returned), "")
        returned.add((step.order, label))
        by = holder(task.post, cast.now)
        assert by is not None
        cast.now += timedelta(minutes=1)
        act = filled_in(cast, task, step, by.user, label, upload)
        lay_down_waiting(lambda: cast.now)  # the machine's work
        extra = signing_costs(task)
        found = cost_of(task, by, cast.now, act)
        stays = cast.open_run(case) == run
        what = f"{written.document.nama[:30]} {step.nomor} putaran {run.round} {label} ({upload})"
        yield Cost(what, step.order, (STAYS if stays else MOVES) + extra, found)


def signing_costs(task: Assignment) -> int:
    """What papers that are signed by hand cost besides: a look at what is owed and signed, eight for each paper."""
    is_signing = RunPaper.objects.filter(run=task.run_id).exists()
    return 2 + 8 * len(owed(task)) if is_signing else 0


@pytest.mark.parametrize("upload", UPLOADS)
@pytest.mark.parametrize("slug", SOPS)
def test_every_act_of_every_sop_keeps_to_its_limit(cast: Cast, slug: str, upload: str) -> None:
    found = list(costs(cast, cast.start(slug), upload))
    assert {cost.limit for cost in found} >= {MOVES}
    too_dear = [cost for cost in found if len(cost.statements) > cost.limit]
    assert not too_dear, "\n".join(map(str, too_dear))


@pytest.mark.slow
@pytest.mark.parametrize("slug", SOPS)
def test_an_act_costs_the_same_among_other_cases(cast: Cast, slug: str) -> None:
    alone = [len(cost.statements) for cost in costs(cast, cast.start(slug), UPLOADS[1])]
    others = [cast.start(slug) for _ in range(50 if slug == "tarakan-dpupr" else 10)]
    for case in others[:10]:
        cast.advance(case, 3)
    assert [len(cost.statements) for cost in costs(cast, cast.start(slug), UPLOADS[1])] == alone


@pytest.mark.slow
def test_an_act_costs_the_same_in_a_long_sop_with_many_side_by_side(cast: Cast) -> None:
    few = "{nama: Para Kabid, jabatan: [kabid-bm, kabid-ckpr]}"
    many = "{nama: Para Kabid, jabatan: [kabid-bm, kabid-ckpr, kabid-psda, kepala-upt-lab, sekretaris, staf-umum]}"
    check = "kegiatan: Memeriksa, pelaksana: [kabid], tahap: penyusunan, tindakan: memeriksa, output: Hasil"
    load_sop("uji-pendek", COMMAND, DRAFT, check, FILE, columns={**COLUMNS, "kabid": few})
    load_sop("uji-panjang", COMMAND, DRAFT, check, *[DRAFT] * 40, FILE, columns={**COLUMNS, "kabid": many})
    short, long = (
        {(c.limit, len(c.statements)) for c in costs(cast, cast.start(slug), "nothing") if c.order <= 3}
        for slug in ("uji-pendek", "uji-panjang")
    )
    assert short == long


def meeting_costs(cast: Cast, *steps: str, columns: Mapping[str, str] = COLUMNS) -> list[int]:
    """The costs of three acts in a meeting, each of which uploads both papers anew; the last one closes it."""
    meeting = "kegiatan: Rapat, pelaksana: [sekretaris, kepala, kasubag], tahap: penyusunan, tindakan: rapat"
    load_sop(
        "uji-rapat", COMMAND, f"{meeting}, kelengkapan: Undangan, output: Notula", *steps, columns=columns
    )
    case = cast.advance(cast.start("uji-rapat"), 2)
    found = []
    for task in cast.tasks(case):
        by = cast.acting("dpupr-tarakan", task.post.slug)
        uploads = {name: a_file(task, by.user, cast) for name in ("file", "kelengkapan_file")}
        act = an_act(task, cast.now, **uploads)
        found.append(cost_of(task, by, cast.now, act))
    return [len(statements) for statements in found]


def test_acts_side_by_side_that_replace_two_papers_keep_to_the_limit(cast: Cast) -> None:
    assert max(meeting_costs(cast, FILE)[:2]) <= STAYS


def test_the_dearest_closing_act_keeps_to_the_limit(cast: Cast) -> None:
    columns = {**COLUMNS, "kabid": "{nama: Kabid, jabatan: [kabid-bm, kabid-ckpr], wakil: dipilih}"}
    sign = "kegiatan: Menandatangani, pelaksana: [kabid], tahap: penandatanganan, tindakan: menandatangani"
    assert meeting_costs(cast, sign, columns=columns)[2] <= MOVES
