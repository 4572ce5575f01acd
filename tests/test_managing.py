"""What runs beside the acts: joint steps in any order, phases, stopping, ending, adding, and new revisions."""

from itertools import groupby
from pathlib import Path

import pytest
from django.conf import settings

from activity.models import Activity
from documents.models import PerjanjianKinerja
from sops.models import Revision
from tests.cast import Cast
from tests.pages import Page
from tests.sample_files import upload
from tests.story import open_tasks
from tests.visitor import Visitor, visitor_for
from workflows.models import Case, Pause

pytestmark = pytest.mark.django_db
DENIED = "Hanya kepala kantor atau admin kantor yang dapat melakukan ini."
TARAKAN = "/sops/dpupr-tarakan/tarakan-dpupr/"


def now(case: Case) -> Case:
    """The case as it is now."""
    return Case.objects.get(pk=case.pk)


def sop_file(*changes: tuple[str, str]) -> bytes:
    """The file of Tarakan's SOP, changed."""
    text = Path(settings.BASE_DIR / "fixtures/sops/tarakan-dpupr.yaml").read_text()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return text.encode()


@pytest.mark.parametrize("order", [(0, 1, 2, 3, 4, 5, 6), (6, 5, 4, 3, 2, 1, 0), (3, 0, 6, 1, 5, 2, 4)])
def test_a_joint_step_is_done_in_any_order_and_closes_with_the_last(
    cast: Cast, order: tuple[int, ...]
) -> None:
    case = cast.advance(cast.start("tarakan-dpupr"), 5)
    tasks = list(open_tasks(case))
    for number in order:
        assert cast.open_run(case).step.nomor == "5"  # type: ignore[union-attr]
        assert visitor_for(tasks[number]).act(tasks[number]).status_code == 302
    assert cast.open_run(case).step.nomor == "6"  # type: ignore[union-attr]


def test_a_joint_step_shows_who_has_acted_and_who_has_not(cast: Cast) -> None:
    case = cast.advance(cast.start("tarakan-dpupr"), 5)
    first, *others = open_tasks(case)
    cast.complete(first)
    text = visitor_for(others[0]).open(f"/assignments/{others[0].pk}/").text
    assert "Siapa sudah, siapa belum ✓ Selesai Kepala Dinas" in text
    for task in others:
        assert f"Menunggu {task.post.title}" in text


def test_the_page_of_the_case_shows_whom_a_joint_step_waits_for(cast: Cast) -> None:
    case = cast.advance(cast.start("tarakan-dpupr"), 5)
    first, second, *_ = open_tasks(case)
    cast.complete(first)
    text = Visitor(cast.head).open(f"/cases/{case.pk}/").text
    assert f"✓ Selesai {first.post.title}" in text
    assert f"Menunggu {second.post.title}" in text


def test_the_tahap_moves_with_the_steps(cast: Cast) -> None:
    case, seen = cast.start("tarakan-dpupr"), []
    for order in range(1, 11):
        seen.append(now(cast.advance(case, order)).tahap)
    assert [tahap for tahap, _ in groupby(seen)] == [
        "disposisi",
        "penyusunan",
        "penandatanganan",
        "penyusunan",
        "penandatanganan",
    ]


def test_the_tahap_goes_back_with_a_return(cast: Cast) -> None:
    case = cast.advance(cast.start("gowa-dpupr"), 6)
    task = open_tasks(case).get()
    assert now(case).tahap == "penandatanganan"
    assert visitor_for(task).act(task, answer="Tidak").status_code == 302
    assert now(case).tahap == "penyusunan"


@pytest.mark.parametrize("by", ["head", "admin"])
def test_the_head_or_the_admin_suspends_and_resumes(cast: Cast, by: str) -> None:
    case = cast.start("tarakan-dpupr")
    visitor = Visitor(cast.head if by == "head" else cast.admin("dpupr-tarakan"))
    assert visitor.manage(case, "suspend", **{"suspend-reason": "Menunggu DPA."}).status_code == 302
    assert (now(case).status, now(case).tahap) == ("ditangguhkan", "disposisi")
    assert "Ditangguhkan sejak" in (text := visitor.open(f"/cases/{case.pk}/").text)
    assert "Menunggu DPA." in text
    assert visitor.manage(case, "resume").status_code == 302
    assert now(case).status == "berjalan"
    assert Pause.objects.get(case=case).ended_at
    actions = (
        Activity.objects.filter(stream=case.stream_id).order_by("number").values_list("action", flat=True)
    )
    assert list(actions) == ["case.started", "case.suspended", "case.resumed"]


def test_nobody_acts_in_a_suspended_case_and_the_page_says_why(cast: Cast) -> None:
    case = cast.start("tarakan-dpupr")
    visitor, task = Visitor(cast.head), open_tasks(case).get()
    visitor.manage(case, "suspend", **{"suspend-reason": "Menunggu DPA."})
    page = visitor.open(f"/assignments/{task.pk}/")
    assert "Kasus ini sedang ditangguhkan" in page.text
    assert ("button", {"class": "button primary large", "disabled": "", "data-denied": ""}) in page.tags
    response = visitor.act(task)
    assert response.status_code == 403
    assert "Kasus ini sedang ditangguhkan" in response.content.decode()
    assert open_tasks(case).get() == task


def test_work_goes_on_after_a_suspension(cast: Cast) -> None:
    case = cast.start("tarakan-dpupr")
    visitor, task = Visitor(cast.head), open_tasks(case).get()
    visitor.manage(case, "suspend", **{"suspend-reason": "Menunggu DPA."})
    visitor.manage(case, "resume")
    assert visitor.act(task).status_code == 302
    assert open_tasks(case).get().run.step.nomor == "2"


def test_a_cancelled_case_is_over_and_says_why(cast: Cast) -> None:
    case, visitor = cast.advance(cast.start("tarakan-dpupr"), 4), Visitor(cast.head)
    assert visitor.manage(case, "cancel", **{"cancel-reason": "Dibuat dua kali."}).status_code == 302
    assert now(case).status == "dibatalkan"
    assert not open_tasks(case).exists()
    text = visitor.open(f"/cases/{case.pk}/").text
    assert "Membatalkan kasus: Dibuat dua kali." in text
    assert "Mengelola kasus" not in text


def test_a_suspended_case_can_be_cancelled(cast: Cast) -> None:
    case, visitor = cast.start("tarakan-dpupr"), Visitor(cast.head)
    visitor.manage(case, "suspend", **{"suspend-reason": "Menunggu DPA."})
    assert visitor.manage(case, "cancel", **{"cancel-reason": "Tidak jadi."}).status_code == 302
    assert now(case).status == "dibatalkan"
    assert Pause.objects.get(case=case).ended_at


@pytest.mark.parametrize("action", ["suspend", "resume", "cancel"])
def test_who_does_not_manage_a_case_is_offered_nothing_and_refused_with_who_may(
    cast: Cast, action: str
) -> None:
    case, visitor = cast.start("tarakan-dpupr"), Visitor(cast.secretary)
    page = visitor.open(f"/cases/{case.pk}/")
    assert "Mengelola kasus" not in page.text
    form = page.form("/logout/")
    form.action = f"/cases/{case.pk}/{action}/"
    response = visitor.send("", form, **{f"{action}-reason": "Menunggu DPA."})
    assert response.status_code == 403
    assert DENIED in Page(response.content.decode()).text
    assert now(case).status == "berjalan"


def test_who_acts_before_the_signing_adds_a_perjanjian_kinerja(cast: Cast) -> None:
    case = cast.advance(cast.start("tarakan-dpupr"), 4)
    visitor = Visitor(cast.user("dpupr-tarakan", "kasubag-perencanaan-keuangan"))
    post = cast.post("dpupr-tarakan", "staf-umum")
    assert visitor.manage(case, "subjects", posts=[str(post.pk)]).status_code == 302
    added = PerjanjianKinerja.objects.get(cases=case, pihak_pertama=post)
    assert (added.year, added.pihak_kedua) == (2026, post.superior)
    text = visitor.open(f"/cases/{case.pk}/").text
    assert f"Menambah Perjanjian Kinerja: {post.title}" in text


def test_adding_twice_is_told_who_was_first(cast: Cast) -> None:
    case = cast.start("tarakan-dpupr")
    visitor, post = Visitor(cast.head), cast.post("dpupr-tarakan", "staf-umum")
    form = visitor.open(f"/cases/{case.pk}/").form("/subjects/")
    assert visitor.send("", form, posts=[str(post.pk)]).status_code == 302
    response = visitor.send("", form, posts=[str(post.pk)])
    assert response.status_code == 409
    text = Page(response.content.decode()).text
    assert "Perjanjian Kinerja jabatan itu sudah ada dalam kasus ini." in text
    assert cast.head.name in text
    assert PerjanjianKinerja.objects.filter(cases=case, pihak_pertama=post).count() == 1


def test_while_suspended_none_is_added_and_the_page_says_why(cast: Cast) -> None:
    case, visitor = cast.start("tarakan-dpupr"), Visitor(cast.head)
    visitor.manage(case, "suspend", **{"suspend-reason": "Menunggu DPA."})
    text = visitor.open(f"/cases/{case.pk}/").text
    assert "Kasus ini sedang ditangguhkan; lanjutkan dulu dari halaman kasusnya." in text
    assert "hanya dapat ditambah" not in text


def test_at_the_signing_none_is_added_and_the_page_says_why(cast: Cast) -> None:
    case = cast.advance(cast.start("tarakan-dpupr"), 5)
    page = Visitor(cast.head).open(f"/cases/{case.pk}/")
    assert "hanya dapat ditambah selama disposisi dan penyusunan" in page.text
    assert not any(form.action.endswith("/subjects/") for form in page.forms)


def test_a_case_makes_the_pks_that_were_named_at_its_start(cast: Cast) -> None:
    visitor, url = Visitor(cast.head), f"/revisions/{cast.revision('tarakan-dpupr').pk}/start/"
    post = cast.post("dpupr-tarakan", "staf-umum")
    form = visitor.open(url).form("")
    head = cast.post("dpupr-tarakan", "kepala-dinas")
    usual = [head, *head.subordinates.filter(office__slug="dpupr-tarakan")]
    assert set(form.fields["subjects"].values) == {str(each.pk) for each in usual}
    assert visitor.send(url, form, title="PK staf", subjects=[str(post.pk)]).status_code == 302
    assert [pk.pihak_pertama for pk in Case.objects.get().subjects.all()] == [post]


def test_a_case_of_no_pk_is_not_started_by_taking_all_ticks_away(cast: Cast) -> None:
    visitor, url = Visitor(cast.head), f"/revisions/{cast.revision('tarakan-dpupr').pk}/start/"
    form = visitor.open(url).form("")
    assert visitor.send(url, form, title="PK siapa", subjects=None).status_code == 422
    assert not Case.objects.exists()


def test_the_admin_starts_a_case_too(cast: Cast) -> None:
    admin = cast.admin("dpupr-tarakan")
    visitor, url = Visitor(admin), f"/revisions/{cast.revision('tarakan-dpupr').pk}/start/"
    assert visitor.send(url, visitor.open(url).form(""), title="PK 2026").status_code == 302
    assert Case.objects.get().started_by == admin
    assert open_tasks(Case.objects.get()).get().post == cast.post("dpupr-tarakan", "kepala-dinas")


def test_a_new_revision_leaves_a_running_case_on_its_own(cast: Cast) -> None:
    case = cast.advance(cast.start("tarakan-dpupr"), 4)
    visitor = Visitor(cast.admin("dpupr-tarakan"))
    file = upload("revisi.yaml", sop_file(("output: Konsep PK/Lampiran", "output: Rancangan PK")))
    form = visitor.open(f"{TARAKAN}load/").form("")
    assert visitor.send(f"{TARAKAN}load/", form, file=file, reason="Istilah baru").status_code == 302
    assert Revision.objects.get(sop__slug="tarakan-dpupr", status="berlaku").number == 2
    assert "Revisi 2" in (text := visitor.open(TARAKAN).text)
    assert "Istilah baru" in text
    assert now(case).revision.number == 1
    task = open_tasks(case).get()
    assert "Output Konsep PK/Lampiran" in visitor_for(task).open(f"/assignments/{task.pk}/").text
    assert now(cast.advance_to_end(case)).tahap == "arsip"


def test_the_same_file_again_makes_no_revision(cast: Cast) -> None:
    visitor = Visitor(cast.admin("dpupr-tarakan"))
    form = visitor.open(f"{TARAKAN}load/").form("")
    visitor.send(f"{TARAKAN}load/", form, file=upload("a.yaml", sop_file()))
    assert "tidak berubah." in visitor.open(TARAKAN).text
    assert Revision.objects.filter(sop__slug="tarakan-dpupr").count() == 1


def test_a_new_sop_gets_its_code_from_the_form_and_can_be_started(cast: Cast) -> None:
    visitor = Visitor(cast.admin("dpupr-tarakan"))
    form, file = (
        visitor.open("/sops/load/").form(""),
        upload("apa saja.yaml", sop_file(("Penyusunan", "Uji"))),
    )
    response = visitor.send("/sops/load/", form, file=file, slug="uji-pk", reason="Percobaan")
    assert response.headers["Location"] == "/sops/dpupr-tarakan/uji-pk/"
    assert any(link.endswith("/start/") for link in visitor.open("/sops/dpupr-tarakan/uji-pk/").links())
