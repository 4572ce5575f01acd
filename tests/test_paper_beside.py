"""The paper beside the form: its first page as a small picture, for who may read it."""

import pytest
from django.utils import timezone

from documents.storing import store
from tests.cast import Cast
from tests.sample_files import image, pdf, upload
from tests.visitor import Visitor, visitor_for
from workflows.models import Case, Output

pytestmark = pytest.mark.django_db


def paper(case: Case, cast: Cast, name: str, content: bytes, text: str) -> Output:
    """A paper of the case that was uploaded."""
    at = timezone.now()
    stored = store(upload(name, content), office=case.office, by=cast.head, at=at)
    return Output.objects.create(
        case=case, run=case.runs.earliest("id"), name=text, key=text.casefold(), file=stored, created_at=at,
        created_by=cast.head,
    )  # fmt: skip


def test_the_page_of_a_task_shows_what_it_is_about(cast: Cast) -> None:
    case = cast.advance(cast.start("gowa-dpupr"), 2)
    task = cast.tasks(case)[0]
    needed = task.run.step.kelengkapan
    made = paper(case, cast, "naskah.pdf", pdf("Isi"), needed)
    visitor = visitor_for(task)
    page = visitor.open(f"/assignments/{task.pk}/")
    assert f'src="/papers/{made.pk}/pages/1/"' in page.html
    reply = visitor.client.get(f"/papers/{made.pk}/pages/1/")
    assert (reply.status_code, reply.headers["Content-Type"]) == (200, "image/webp")
    assert reply.content[8:12] == b"WEBP"
    assert len(reply.content) < 40_000
    assert visitor.client.get(f"/papers/{made.pk}/pages/2/").status_code == 404
    assert visitor.client.get(f"/papers/{made.pk}/pages/0/").status_code == 404


def test_what_is_no_pdf_has_no_page_and_a_stranger_sees_none(cast: Cast) -> None:
    case = cast.start("gowa-dpupr")
    picture = paper(case, cast, "foto.png", image(), "Foto")
    assert (
        Visitor(cast.user("dpupr-gowa", "kepala-dinas"))
        .client.get(f"/papers/{picture.pk}/pages/1/")
        .status_code
        == 404
    )
    made = paper(case, cast, "naskah.pdf", pdf("Isi"), "Naskah")
    assert Visitor(cast.head).client.get(f"/papers/{made.pk}/pages/1/").status_code == 404
