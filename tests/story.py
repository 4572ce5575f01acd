"""A case told over HTTP: started in the browser, every official through the page of their task, to the archive."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from documents.models import RenderState, Signature, SignedPaper, Way
from documents.storing import store
from organizations.models import User
from tests.addresses import TOKEN
from tests.cast import Cast
from tests.pages import Page
from tests.racing import put_at
from tests.sample_files import pdf, upload
from tests.visitor import Visitor, filled, visitor_for
from workflows.models import Assignment, Case, Output, RunPaper


@dataclass(frozen=True)
class Told:
    """One act as it was done: the step, its round, who saw which page, and what was sent."""

    nomor: str
    round: int
    page: Page
    sent: dict[str, Any]


class Story:
    """Plays a case; `answers` are given in turn at the steps of those numbers, then the one that goes on. Everybody
    reads their pages in `language`, if that is given."""

    def __init__(self, answers: Mapping[str, Sequence[str]] | None = None, language: str = "") -> None:
        self.language = language
        self.answers = defaultdict(list, {nomor: list(given) for nomor, given in (answers or {}).items()})
        self.acts: list[Told] = []

    def start(self, user: User, sop: str, visitor: Visitor | None = None, **fields: Any) -> Case:
        """The first step's holder finds the SOP under their tasks and starts a case of it."""
        visitor = visitor or Visitor(user, self.language)
        url = next(link for link in visitor.open("/inbox/").links() if link.endswith("/start/"))
        page = visitor.open(url)
        assert sop in page.text
        response = visitor.send(url, page.form(""), **({"title": f"Penyusunan PK {sop}"} | fields))
        assert response.status_code == 302, Page(response.content.decode()).text
        return Case.objects.get(pk=int(response.headers["Location"].split("/")[2]))

    def play(self, case: Case, *, to: str = "") -> Case:
        """All act until the case stands at the step with that number, or is filed. The last one listed acts first."""
        while task := open_tasks(case).last():
            if to and task.run.step.nomor == to:
                break
            self.act(task)
        return Case.objects.get(pk=case.pk)

    def act(self, task: Assignment) -> None:
        """Whoever acts for the post opens the page, fills it in and sends it."""
        visitor, step = visitor_for(task, self.language), task.run.step
        page = visitor.open(f"/assignments/{task.pk}/")
        form = page.form("/complete/")
        sent = filled(form, task)
        if self.answers[step.nomor]:
            sent["answer"] = self.answers[step.nomor].pop(0)
            sent["note"] = (
                f"Jawaban {sent['answer']} di langkah {step.nomor}: angka target belum sesuai Renja."
            )
        response = visitor.send("", form, **sent)
        assert response.status_code == 302, f"{step.nomor}: {Page(response.content.decode()).text}"
        self.acts.append(Told(step.nomor, task.run.round, page, sent))

    def page_of(self, nomor: str, round: int) -> Page:
        """The page on which somebody did a step in that round."""
        return next(told.page for told in self.acts if (told.nomor, told.round) == (nomor, round))


def placed(cast: Cast, order: int) -> Case:
    """A case of Tarakan put at the step of that order, with one paper from the meeting that is a file."""
    case = cast.start("tarakan-dpupr")
    put_at(case, order, by=cast.head, at=cast.now)
    file = store(upload("Usulan.pdf", pdf()), office=case.office, by=cast.head, at=cast.now)
    Output.objects.create(
        case=case, run=case.runs.earliest("id"), name="Usulan RKT/DPA", key="usulan rkt/dpa",
        file=file, created_at=cast.now, created_by=cast.head,
    )  # fmt: skip
    return case


def signed(case: Case, cast: Cast) -> SignedPaper:
    """A paper in a case, signed by its head: the address of its public page is known (tests.addresses)."""
    output = Output.objects.filter(case=case, file__isnull=False).earliest("id")
    paper = SignedPaper.objects.create(
        office=case.office, token=TOKEN, title="Naskah contoh", way=Way.INTERNAL, source=output.file,
        base=output.file, file=output.file, page_count=1, state=RenderState.READY, created_at=cast.now,
    )  # fmt: skip
    Signature.objects.create(
        paper=paper, order=1, field="ttd-1", post=case.office.head, status="ditandatangani", way=Way.INTERNAL,
        signed_at=cast.now, signed_by=cast.head, signed_as="Kepala Dinas",
        block=["Kepala Dinas", "NIP 19000101 200001 1 001"],
    )  # fmt: skip
    RunPaper.objects.create(run=case.runs.earliest("id"), paper=paper, source=output)
    return paper


def open_tasks(case: Case) -> Any:
    """What waits in the case."""
    tasks = Assignment.objects.filter(run__case=case, status="terbuka")
    return tasks.select_related("run__step", "run__case", "post").order_by("id")
