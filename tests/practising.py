"""Playing the practice through its pages, as its learner does, with what the machine does in between."""

from datetime import datetime
from typing import Any

from documents.naskah.rendering import render_waiting
from documents.signing.freezing import freeze_waiting
from organizations.models import User
from tests.pages import Page
from tests.story import open_tasks
from tests.visitor import Visitor
from workflows.filing import file_waiting
from workflows.laying_down import lay_down_waiting
from workflows.models import Assignment, Case

DRAFT = {
    "cara": "buat",
    "naskah-surat_pengantar-kepada": "Lurah Contoh",
    "naskah-surat_pengantar-di": "tempat",
    "naskah-surat_pengantar-tempat": "Contoh",
    "naskah-surat_pengantar-isi-rows": "1",
    "naskah-surat_pengantar-isi-0-naskah": "Daftar kursi taman",
    "naskah-surat_pengantar-isi-0-banyaknya": "1 berkas",
}
FORWARD: dict[str, dict[str, Any]] = {
    "1": {"text": "Siapkan konsep."},
    "2": DRAFT,
    "3": {"answer": "Benar"},
    "4": {"answer": "Paraf"},
    "5": {},
    "6": {},
}


def begun(user: User) -> Case:
    """The learner presses "Mulai latihan"."""
    visitor = Visitor(user)
    response = visitor.send("/latihan/", visitor.open("/latihan/").form("/begin/"))
    assert response.headers["Location"] == "/latihan/"
    return Case.objects.select_related("office").get(office__learner=user, status="berjalan")


def machine(at: datetime) -> None:
    """What the timetable does."""
    render_waiting(lambda: at)
    lay_down_waiting(lambda: at)
    freeze_waiting(lambda: at)
    render_waiting(lambda: at)
    file_waiting(lambda: at)


def act(user: User, task: Assignment, at: datetime, **fields: Any) -> None:
    """The learner does what waits, and comes back to the page of the practice."""
    visitor, url = Visitor(user), f"/assignments/{task.pk}/"
    form = visitor.open(url).form("/complete/")
    response = visitor.send(url, form, **(FORWARD[task.run.step.nomor] | fields))
    assert response.status_code == 302, Page(response.content.decode()).text
    assert response.headers["Location"] == "/latihan/"
    machine(at)


def played(user: User, case: Case, at: datetime, *, to: str = "") -> Case:
    """All posts of the learner act in turn, forward, until the step of that number or the end."""
    while (task := open_tasks(case).first()) and task.run.step.nomor != to:
        act(user, task, at)
    return Case.objects.select_related("office").get(pk=case.pk)
