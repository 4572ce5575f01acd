"""The pages of a PK: reading it, and the one form, with and without the browser's help."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from documents.models import PerjanjianKinerja
from documents.pk_content import Indicator, PkContent, Program, Sasaran
from documents.pk_editing import (
    moved,
    pasted_indicators,
    pasted_programs,
    with_indicators,
    with_row,
    without_row,
)
from documents.pk_rows import content_of
from tests.cast import Cast
from tests.pages import Page, PageForm
from tests.tables import changed, kept
from tests.test_pk_saving import SMALL, big, pk_of_post, save
from tests.visitor import Visitor

HOSTILE = "<script>alert(1)</script> \"' & \\ {{ 7 }} ％0A"
A, B, C = (Indicator(name) for name in "ABC")
THREE = PkContent((Sasaran("S", (A, B)), Sasaran("T", (C,))), (Program("P"), Program("Q")))


def names(content: PkContent) -> list[str]:
    return ["".join(row.text for row in each.indicators) for each in content.sasaran]


@pytest.mark.parametrize(
    ("place", "up", "after"),
    [
        (0, True, ["AB", "C"]),
        (1, True, ["BA", "C"]),
        (1, False, ["A", "BC"]),
        (2, True, ["ABC", ""]),
        (2, False, ["AB", "C"]),
        (9, True, ["AB", "C"]),
    ],
)
def test_an_indicator_moves_also_into_the_next_sasaran(place: int, up: bool, after: list[str]) -> None:
    assert names(moved(THREE, "i", place, up)) == after


def test_rows_are_added_moved_and_removed() -> None:
    assert names(moved(THREE, "s", 0, up=False)) == ["C", "AB"]
    assert [row.name for row in moved(THREE, "p", 1, up=True).programs] == ["Q", "P"]
    assert names(without_row(THREE, "i", 1)) == ["A", "C"]
    assert names(without_row(THREE, "s", 0)) == ["C"]
    assert without_row(THREE, "i", 7) == THREE
    assert len(with_row(THREE, "p").programs) == 3
    assert len(with_row(THREE, "s").indicators) == 4
    assert with_indicators(THREE, 5, [A]) == THREE


def test_a_block_of_a_spreadsheet_becomes_rows() -> None:
    block = 'No\tIndikator\tSatuan\tTarget\r\n1\tJalan "mantap"\t%\t87,5\r\n\r\n2.\t"Baris\ndua"\tUnit\t4\t1\t2\t3\t4\n'
    assert pasted_indicators(block) == [
        Indicator('Jalan "mantap"', "%", "87,5"),
        Indicator("Baris dua", "Unit", "4", predictions=("1", "2", "3", "4")),
    ]
    assert pasted_programs("Program A\tRp 5.000\tAPBD\nKegiatan B\t2.000\nSub Kegiatan C") == [
        Program("Program A", "Rp 5.000", "APBD"),
        Program("Kegiatan B", "2.000", level="kegiatan"),
        Program("Sub Kegiatan C", level="sub_kegiatan"),
    ]
    assert pasted_indicators('\0\t\t\n"tak tertutup') == [Indicator("tak tertutup")]


@pytest.fixture
def pk(cast: Cast, db: None) -> PerjanjianKinerja:
    """The PK of the head with a content."""
    found = pk_of_post(cast, "kepala-dinas")
    save(cast, found, SMALL)
    return found


@pytest.fixture
def head(cast: Cast, db: None) -> Visitor:
    return Visitor(cast.head)


def form_of(visitor: Visitor, pk: PerjanjianKinerja) -> PageForm:
    return visitor.open(f"/pk/{pk.pk}/edit/").form("/edit/")


def pressed(visitor: Visitor, form: PageForm, do: str, **fields: Any) -> tuple[int, Page]:
    """Press a button of the form with these fields filled in: the status, and the page that came."""
    response = visitor.send(
        "", form, do=do, **{name.replace("_", "-"): value for name, value in fields.items()}
    )
    return response.status_code, Page(response.content.decode())


@pytest.mark.django_db
def test_the_form_as_it_stands_changes_nothing(head: Visitor, pk: PerjanjianKinerja) -> None:
    before = kept()
    response = head.send("", form_of(head, pk), do="save")
    assert response.headers["Location"] == f"/pk/{pk.pk}/#tersimpan-1"
    assert not changed(before) - {"django_session"}
    assert "Tidak ada yang berubah." in head.open(f"/pk/{pk.pk}/").text


@pytest.mark.django_db
def test_a_pk_is_written_row_by_row_without_the_browsers_help(cast: Cast, head: Visitor) -> None:
    pk = pk_of_post(cast, "kepala-dinas")
    before = kept()
    form = form_of(head, pk)
    _, page = pressed(head, form, "add:i:0", s_text="Jalan", i_text=[HOSTILE], i_target=["1,250,000.00"])
    form = page.form("/edit/")
    assert form.data["i-text"] == [HOSTILE, ""]
    _, page = pressed(
        head, form, "up:i:1", i_text=[HOSTILE, "Kedua"], p_paste="Program A\t5.000\nKegiatan B\tx"
    )
    form = page.form("/edit/")
    assert form.data["i-text"] == ["Kedua", HOSTILE]
    assert form.data["p-name"] == ["Program A", "Kegiatan B"]
    assert not changed(before)
    status, page = pressed(head, form, "save")
    assert status == 422
    assert "2 hal perlu diperbaiki" in page.text
    assert "tulis 1.250.000 (titik ribuan" in page.text
    assert {"#i1-target", "#p1-anggaran"} <= set(page.links())
    assert "<script>alert" not in page.html
    assert not changed(before)
    form = page.form("/edit/")
    assert form.data["i-target"] == ["", "1,250,000.00"]
    status, _ = pressed(head, form, "save", i_target=["", "1.250.000"], p_anggaran=["5.000", "Rp 2.000,-"])
    assert status == 302
    content = content_of(pk)
    assert [row.text for row in content.indicators] == ["Kedua", HOSTILE]
    assert [row.anggaran for row in content.programs] == ["5.000", "2.000"]
    assert HOSTILE.replace("  ", " ") in head.open(f"/pk/{pk.pk}/").text


@pytest.mark.django_db
def test_who_saves_second_sees_the_others_change_and_keeps_what_was_typed(
    cast: Cast, head: Visitor, pk: PerjanjianKinerja
) -> None:
    admin = Visitor(cast.admin("dpupr-tarakan"))
    mine, theirs = form_of(head, pk), form_of(admin, pk)
    assert pressed(admin, theirs, "save", place="Juata")[0] == 302
    status, page = pressed(head, mine, "save", s_text=["Jalan mulus", "Tata ruang"])
    assert status == 409
    assert "menyimpan perubahan" in page.text
    assert cast.admin("dpupr-tarakan").name in page.text
    assert "tempat: Juata → menjadi Tarakan" in page.text
    form = page.form("/edit/")
    assert form.data["s-text"][0] == "Jalan mulus"
    assert content_of(PerjanjianKinerja.objects.get(pk=pk.pk)).place == "Juata"
    assert pressed(head, form, "save", place="Juata")[0] == 302
    content = content_of(PerjanjianKinerja.objects.get(pk=pk.pk))
    assert (content.place, content.sasaran[0].text) == ("Juata", "Jalan mulus")


@pytest.mark.django_db
@pytest.mark.parametrize("torn", [{"i_target": None}, {"i_in": ["k0", "k0", "k9"]}, {"s_key": ["k0", "k0"]}])
def test_a_torn_form_saves_nothing(head: Visitor, pk: PerjanjianKinerja, torn: dict[str, Any]) -> None:
    before = kept()
    assert pressed(head, form_of(head, pk), "save", **torn)[0] == 302
    assert "tidak terkirim utuh" in head.open(f"/pk/{pk.pk}/edit/").text
    assert not changed(before)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "do", ["add:x:1", "up:i:99999999999999999999", "delete:s:", "delete:p:-1", "\0", "up"]
)
def test_any_button_is_answered_with_the_form(head: Visitor, pk: PerjanjianKinerja, do: str) -> None:
    assert pressed(head, form_of(head, pk), do)[0] == 200


@pytest.mark.django_db
def test_who_may_only_read_is_told_why(cast: Cast, pk: PerjanjianKinerja) -> None:
    inspector = Visitor(cast.inspector("dpupr-tarakan"))
    page = inspector.open(f"/pk/{pk.pk}/edit/")
    assert "hanya dapat Anda baca" in page.text
    assert [form.action for form in page.forms if form.method == "post"] == ["/logout/"]


@pytest.mark.django_db
def test_a_pk_perubahan_asks_for_its_reason(cast: Cast, head: Visitor, pk: PerjanjianKinerja) -> None:
    change = pk_of_post(cast, "kepala-dinas", kind="pk_perubahan", changes=pk)
    form = form_of(head, change)
    assert form.data["i-text"] == ["Jalan mantap", "Jembatan", "Opini"]
    status, page = pressed(head, form, "save")
    assert status == 422
    assert "Pilih alasan" in page.text
    assert pressed(head, page.form("/edit/"), "save", reason="pejabat")[0] == 302
    text = head.open(f"/pk/{change.pk}/").text
    assert "Mengubah Perjanjian Kinerja 2026 : Pergantian atau mutasi pejabat" in text
    assert "Sudah diubah oleh" in head.open(f"/pk/{pk.pk}/").text


@pytest.mark.django_db
def test_the_pages_cost_the_same_with_60_indicators_and_200_programs(
    cast: Cast, head: Visitor, pk: PerjanjianKinerja
) -> None:
    def costs() -> list[int]:
        found = []
        for url in (f"/pk/{pk.pk}/", f"/pk/{pk.pk}/edit/"):
            with CaptureQueriesContext(connection) as queries:
                form = head.open(url)
            found.append(len(queries))
        with CaptureQueriesContext(connection) as queries:
            assert (
                pressed(head, form.form("/edit/"), "save", place=f"Tempat {len(found)}{len(form.html)}")[0]
                == 302
            )
        return [*found, len(queries)]

    head.open("/akun/")  # whose session's first visit is noted
    few = costs()
    save(cast, pk, big(60, 200))
    assert costs() == few
    assert len(content_of(pk).programs) == 200


@pytest.mark.django_db
def test_a_case_leads_to_its_pks(cast: Cast, head: Visitor) -> None:
    case = cast.start("tarakan-dpupr")
    pk = case.subjects.get(pihak_pertama=case.office.head)
    assert f"/pk/{pk.pk}/" in head.open(f"/cases/{case.pk}/").links()
    assert f"/cases/{case.pk}/" in head.open(f"/pk/{pk.pk}/").links()


def test_the_details_of_the_indicator_that_is_asked_for_unfold_and_nothing_is_lost(
    pk: PerjanjianKinerja, head: Visitor
) -> None:
    before, form = content_of(PerjanjianKinerja.objects.get(pk=pk.pk)), form_of(head, pk)
    kinds = form.data["i-kind"]
    page = Page(head.send(f"/pk/{pk.pk}/edit/", form, do="open:i:1").content.decode())
    again = page.form("/edit/")
    assert again.fields["i-kind"].options  # of the one that is open
    assert again.data["i-kind"] == kinds
    names = [found.get("name") for tag, found in page.tags if tag == "select"]
    assert names.count("i-kind") == 2  # that row's, and the one that the browser copies
    assert head.send(f"/pk/{pk.pk}/edit/", again, do="save").status_code == 302
    assert content_of(PerjanjianKinerja.objects.get(pk=pk.pk)) == before
