"""The PDFs of papers: made in turns, by one worker each; what fails loses nothing and is tried again."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from activity.models import Activity
from documents.models import Naskah, RenderState
from documents.naskah.rendering import CLAIM, MOST_LAPSES, NotFailed, claim, render_waiting, try_again
from documents.tasks import render_papers
from organizations.capacity import holder
from organizations.models import Office
from tests.cast import Cast
from tests.pages import Page
from tests.sheets import text_of
from tests.visitor import Visitor
from workflows.actions.retry import retry_paper
from workflows.errors import Denied
from workflows.models import Case, Output

pytestmark = pytest.mark.django_db
AT = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)


def a_naskah(cast: Cast, **changes: object) -> Naskah:
    """A paper that waits for its PDF."""
    office = Office.objects.get(slug="dpupr-tarakan")
    given: dict[str, object] = {
        "office": office,
        "kind": "disposisi",
        "title": "Disposisi",
        "values": {"sifat": "segera"},
        "facts": {"perihal": "Uji", "agenda": "1/2026", "kepada": ["Sekretaris"], "catatan": "Segera"},
        "created_at": AT,
        "created_by": cast.head,
    }
    return Naskah.objects.create(**(given | changes))


def in_a_case(cast: Cast, naskah: Naskah) -> Output:
    """The paper as one of a case."""
    case = cast.start("tarakan-dpupr")
    run = case.runs.get()
    return Output.objects.create(
        case=case,
        run=run,
        name=naskah.title,
        key="disposisi",
        naskah=naskah,
        created_at=AT,
        created_by=cast.head,
    )


@pytest.mark.core
def test_a_paper_is_made_and_its_hash_recorded(cast: Cast) -> None:
    naskah = a_naskah(cast)
    assert render_waiting(lambda: AT) == 1
    naskah.refresh_from_db()
    assert naskah.state == RenderState.READY
    assert naskah.file
    assert naskah.file.file.read(5) == b"%PDF-"
    row = Activity.objects.get(action="naskah.rendered")
    assert row.data["sha256"] == naskah.file.sha256
    assert render_waiting(lambda: AT) == 0


def test_the_task_makes_what_waits(cast: Cast) -> None:
    naskah = a_naskah(cast)
    render_papers()
    naskah.refresh_from_db()
    assert naskah.state == RenderState.READY


def test_one_that_cannot_be_made_says_so_and_may_be_tried_again(cast: Cast) -> None:
    broken = a_naskah(cast, kind="perjanjian_kinerja", facts={"pk": ["rusak"]})
    output = in_a_case(cast, broken)
    whole = a_naskah(cast)
    assert render_waiting(lambda: AT) == 2
    assert Naskah.objects.get(pk=whole.pk).state == RenderState.READY
    assert Naskah.objects.get(pk=broken.pk).state == RenderState.FAILED
    head = Visitor(cast.head)
    page = head.open(f"/cases/{output.case_id}/")
    assert "PDF gagal" in page.text
    assert "Isinya tersimpan; coba lagi" in page.text
    Naskah.objects.filter(pk=broken.pk).update(
        kind="disposisi", facts={"catatan": "Kini utuh"}
    )  # mended by hand
    form = page.form(f"/papers/{output.pk}/retry/")
    assert head.send(f"/cases/{output.case_id}/", form).status_code == 302
    assert "PDF dalam antrean" in head.open(f"/cases/{output.case_id}/").text
    render_waiting(lambda: AT)
    made = Naskah.objects.get(pk=broken.pk)
    assert made.state == RenderState.READY
    response = head.client.get(f"/papers/{output.pk}/naskah/")
    assert "Kini utuh" in text_of(b"".join(response.streaming_content))  # type: ignore[attr-defined]
    kept = Activity.objects.filter(action__startswith="naskah.").order_by("pk")
    assert [row.action for row in kept][-2:] == [
        "naskah.retried",
        "naskah.rendered",
    ]


def test_only_a_failed_one_is_tried_again(cast: Cast) -> None:
    naskah = a_naskah(cast)
    by = holder(Office.objects.get(slug="dpupr-tarakan").head, AT)  # type: ignore[arg-type]
    assert by
    with pytest.raises(NotFailed):
        try_again(naskah, by=by.actor, at=AT)


def test_who_may_have_a_paper_made_again_is_asked_where_it_is_done(cast: Cast) -> None:
    naskah = a_naskah(cast, state=RenderState.FAILED)
    output = in_a_case(cast, naskah)
    strangers = [cast.acting("dpupr-gowa", "sekretaris")]
    for mine in ([], strangers):
        with pytest.raises(Denied, match="pejabat atau admin kantor"):
            retry_paper(output, mine=mine, at=AT)
    naskah.refresh_from_db()
    assert naskah.state == RenderState.FAILED
    own = cast.acting("dpupr-tarakan", "sekretaris")
    retry_paper(output, mine=[*strangers, own], at=AT)
    naskah.refresh_from_db()
    assert naskah.state == RenderState.WAITING
    assert Activity.objects.get(action="naskah.retried").user_id == own.user.pk


def test_a_lost_worker_leaves_its_paper_to_the_next_but_not_for_ever(cast: Cast) -> None:
    naskah = a_naskah(cast)
    at = AT
    for _ in range(MOST_LAPSES):
        assert claim(at) == naskah
        assert claim(at + CLAIM / 2) is None
        at += CLAIM + timedelta(seconds=1)
    assert render_waiting(lambda: at) == 1
    found = Naskah.objects.get(pk=naskah.pk)
    assert found.state == RenderState.FAILED
    assert "Pekerja terhenti" in found.message


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_make_the_same_paper(stage: None, cast: Cast) -> None:
    papers = {a_naskah(cast).pk for _ in range(8)}

    def work(_number: int) -> list[int]:
        found = []
        while naskah := claim(AT):
            found.append(naskah.pk)
        connection.close()
        return found

    with ThreadPoolExecutor(4) as pool:
        taken = [pk for found in pool.map(work, range(4)) for pk in found]
    assert sorted(taken) == sorted(papers)


def test_an_outsider_neither_reads_nor_retries(cast: Cast) -> None:
    output = in_a_case(cast, a_naskah(cast, state=RenderState.FAILED, message="gagal"))
    outsider = Visitor(cast.outsider)
    assert outsider.client.get(f"/papers/{output.pk}/naskah/").status_code == 404
    inspector = Visitor(cast.inspector("dpupr-tarakan"))
    url = f"/cases/{output.case_id}/"
    refused = inspector.send(url, inspector.open(url).form("/retry/"))
    assert refused.status_code == 403
    assert "Hanya pejabat atau admin" in refused.content.decode()
    assert Naskah.objects.get().state == RenderState.FAILED


def test_a_paper_that_is_not_ready_leads_back_to_its_case(cast: Cast) -> None:
    output = in_a_case(cast, a_naskah(cast))
    response = Visitor(cast.head).client.get(f"/papers/{output.pk}/naskah/", follow=True)
    assert "PDF dalam antrean" in Page(response.content.decode()).text
    assert Case.objects.filter(pk=output.case_id).exists()
