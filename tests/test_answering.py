"""An admin answers the warnings of an SOP; a warning never blocks."""

import pytest
from django.utils import translation

from activity.models import Activity
from activity.verification import faults
from organizations.capacity import Capacity, admin_capacity
from organizations.models import User
from sops.answering import Refused, answer_remark, remark_list, take_back_answer
from sops.lint import remarks
from sops.models import RemarkAnswer, Sop
from sops.storing import document_of
from tests.cast import Cast
from tests.pages import Page, PageForm
from tests.sample_files import upload
from tests.samples import fixture
from tests.tables import changed, kept
from tests.visitor import Visitor

pytestmark = pytest.mark.django_db
MADIUN = "/sops/setda-madiun/madiun-setda/"
JUMP = "nomor meloncat dari 4 ke 6"
REASON = "Nomor 5 memang dihapus; buku SOP sudah dicetak."


@pytest.fixture
def sop(cast: Cast) -> Sop:
    """The SOP of Madiun, whose numbers jump."""
    return Sop.objects.select_related("office__government").get(slug="madiun-setda")


@pytest.fixture
def jump(cast: Cast) -> str:
    """The fingerprint of that warning."""
    return next(
        each.fingerprint
        for each in remarks(document_of(cast.revision("madiun-setda")))
        if each.code == "nomor-meloncat"
    )


def admin(cast: Cast, sop: Sop) -> Capacity:
    """The admin of Madiun, as such."""
    by = admin_capacity(cast.admin("setda-madiun"), sop.office, cast.now)
    assert by
    return by


def forms_to(page: Page, ending: str) -> dict[str, PageForm]:
    """The forms of a page to an address that ends so, by the fingerprint that each is about."""
    forms = [form for form in page.forms if form.action.endswith(ending)]
    return {form.data["fingerprint"][0]: form for form in forms}


def test_an_admin_answers_on_the_page_and_takes_it_back(cast: Cast, sop: Sop, jump: str) -> None:
    visitor = Visitor(cast.admin("setda-madiun"))
    page = visitor.open(MADIUN)
    assert "Peringatan dari pemeriksaan SOP (3)" in page.text
    assert "#langkah-5" in page.links()
    assert ("tr", {"id": "langkah-5"}) in page.tags
    sent = visitor.send("", forms_to(page, "/answer/")[jump], reason=f" {REASON} ")
    assert (sent.status_code, sent.headers["Location"]) == (302, f"{MADIUN}#peringatan")
    page = visitor.open(MADIUN)
    assert "Jawaban tersimpan." in page.text
    assert "Peringatan dari pemeriksaan SOP (2)" in page.text
    assert f"{JUMP}; periksa" in page.text.partition("Sudah dijawab (1)")[2]
    assert f"{REASON} {cast.admin('setda-madiun').name}" in page.text
    assert jump not in forms_to(page, "/answer/")
    visitor.send("", forms_to(page, "/take-back/")[jump])
    page = visitor.open(MADIUN)
    assert "Jawaban dicabut." in page.text
    assert jump in forms_to(page, "/answer/")
    rows = list(Activity.objects.filter(stream__key="office:setda-madiun").order_by("number"))[-2:]
    assert [row.action for row in rows] == ["sop.remark_answered", "sop.remark_answer_taken_back"]
    assert rows[0].data["text"].startswith(f"langkah 6: {JUMP}")
    assert [row.data["reason"] for row in rows] == [REASON, REASON]
    assert list(faults()) == []


def test_a_warning_is_kept_in_indonesian_by_whoever_answers_it(cast: Cast, sop: Sop, jump: str) -> None:
    with translation.override("en"):
        assert jump in {each.fingerprint for each in remarks(document_of(cast.revision("madiun-setda")))}
        answer_remark(sop, jump, by=admin(cast, sop), at=cast.now, reason=REASON)
    row = Activity.objects.filter(action="sop.remark_answered").get()
    assert row.data["text"].startswith(f"langkah 6: {JUMP}")


def test_only_admins_see_the_warnings(cast: Cast) -> None:
    text = Visitor(cast.user("setda-madiun", "kabag")).open(MADIUN).text
    assert JUMP not in text
    assert "pemeriksaan SOP" not in text


@pytest.mark.parametrize("reason", ["", "  ", "a" * 501])
def test_an_answer_needs_a_reason_of_some_length(cast: Cast, sop: Sop, jump: str, reason: str) -> None:
    visitor = Visitor(cast.admin("setda-madiun"))
    visitor.send("", forms_to(visitor.open(MADIUN), "/answer/")[jump], reason=reason)
    assert "lasan" in visitor.open(MADIUN).text.partition("Berlaku")[0]
    with pytest.raises(Refused, match="alasannya"):
        answer_remark(sop, jump, by=admin(cast, sop), at=cast.now, reason=reason)
    assert not RemarkAnswer.objects.exists()


@pytest.mark.parametrize("fingerprint", ["", "x", "0" * 32])
def test_an_unknown_warning_is_told_so(cast: Cast, jump: str, fingerprint: str) -> None:
    visitor = Visitor(cast.admin("setda-madiun"))
    form, before = forms_to(visitor.open(MADIUN), "/answer/")[jump], kept()
    visitor.send("", form, fingerprint=fingerprint, reason=REASON)
    text = visitor.open(MADIUN).text
    assert "Peringatan itu tidak dikenal" in text or "Peringatan ini tidak ada lagi" in text
    assert not changed(before)


def test_an_answer_sent_twice_is_one_and_another_does_not_replace_it(cast: Cast, sop: Sop, jump: str) -> None:
    by = admin(cast, sop)
    assert answer_remark(sop, jump, by=by, at=cast.now, reason=REASON) is True
    before = kept()
    assert answer_remark(sop, jump, by=by, at=cast.now, reason=REASON) is False
    with pytest.raises(Refused, match=f"sudah dijawab {by.user.name}"):
        answer_remark(sop, jump, by=by, at=cast.now, reason="Lain.")
    assert not changed(before)


def test_what_is_not_answered_cannot_be_taken_back(cast: Cast, sop: Sop, jump: str) -> None:
    by, before = admin(cast, sop), kept()
    assert take_back_answer(sop, jump, by=by, at=cast.now) is False
    assert not changed(before)


def test_who_is_no_admin_of_the_office_answers_nothing(cast: Cast, sop: Sop, jump: str) -> None:
    other: User = cast.admin("dpupr-gowa")
    gowa = Sop.objects.select_related("office__government").get(slug="gowa-dpupr")
    foreign = admin_capacity(other, gowa.office, cast.now)
    assert foreign
    for by in (foreign, cast.acting("setda-madiun", "kabag")):
        with pytest.raises(Refused, match="Hanya admin kantor"):
            answer_remark(sop, jump, by=by, at=cast.now, reason=REASON)
        with pytest.raises(Refused, match="Hanya admin kantor"):
            take_back_answer(sop, jump, by=by, at=cast.now)


def test_an_answer_outlives_a_revision_that_leaves_its_passage(cast: Cast, sop: Sop, jump: str) -> None:
    answer_remark(sop, jump, by=admin(cast, sop), at=cast.now, reason=REASON)
    visitor = Visitor(cast.admin("setda-madiun"))
    text = fixture("sops", "madiun-setda").replace("waktu: 60 menit", "waktu: 60 Menit")
    form = visitor.open(f"{MADIUN}load/").form("")
    assert visitor.send(f"{MADIUN}load/", form, file=upload("a.yaml", text.encode())).status_code == 302
    told = visitor.open(MADIUN).text.partition("Berlaku")[0]
    assert "Peringatan: langkah 3: satuan yang sama ditulis" in told
    assert "Peringatan: langkah 1: “Sekretaris” disebut" in told
    assert JUMP not in told
    renumbered = text.replace("nomor: 6\n", "nomor: 5\n").replace("nomor: 7\n", "nomor: 6\n")
    visitor.send(f"{MADIUN}load/", form, file=upload("a.yaml", renumbered.encode()))
    assert JUMP not in visitor.open(MADIUN).text
    assert remark_list(sop, document_of(cast.revision("madiun-setda"))).answered == []


def test_of_many_warnings_the_first_are_told_after_loading(cast: Cast) -> None:
    visitor, url = Visitor(cast.admin("setda-madiun")), f"{MADIUN}load/"
    text = fixture("sops", "madiun-setda")
    for waktu in ("5 menit", "120 menit", "60 menit", "1 hari", "15 menit"):
        text = text.replace(f"waktu: {waktu}", "waktu:")
    text = text.replace("pengesahan: 2022-08-30}", 'pengesahan: ""}')
    text = text.replace("kelengkapan: PK", "kelengkapan: Buku tamu, PK lain")
    visitor.send(url, visitor.open(url).form(""), file=upload("a.yaml", text.encode()))
    told = visitor.open(MADIUN).text.partition("Berlaku")[0]
    assert told.count("Peringatan: ") == 10
    assert "peringatan lagi ada di daftar peringatan di halaman ini." in told
