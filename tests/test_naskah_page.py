"""The page "Naskah kantor", on which an admin says what texts of SOPs mean and how numbers are written."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from activity.models import Activity
from activity.verification import faults
from documents.models import NaskahNumber, NumberSequence
from documents.naskah.matching import Meant, meant
from organizations.capacity import Capacity
from organizations.models import Office
from organizations.naskah_setting import set_naskah
from sops.models import Step
from tests.cast import Cast
from tests.pages import Page
from tests.samples import AT
from tests.visitor import Visitor

pytestmark = pytest.mark.django_db
URL = "/offices/dpupr-tarakan/naskah/"


def office() -> Office:
    return Office.objects.get(slug="dpupr-tarakan")


def forget(**naskah: Any) -> None:
    """What the office says is this alone."""
    Office.objects.filter(slug="dpupr-tarakan").update(naskah=naskah)


@pytest.fixture
def admin(cast: Cast) -> Visitor:
    return Visitor(cast.admin("dpupr-tarakan"))


def row_with(form: dict[str, list[str]], text: str) -> str:
    """The prefix of the row in which a text stands."""
    return next(name.removesuffix("-text") for name, values in form.items() if values == [text])


def blank_row(form: dict[str, list[str]]) -> str:
    return next(n.removesuffix("-text") for n, v in form.items() if n.endswith("-text") and v == [""])


def send(admin: Visitor, **data: Any) -> tuple[int, Page]:
    response = admin.send("", admin.open(URL).form("/naskah/save/"), **data)
    return response.status_code, Page(response.content.decode())


@pytest.mark.core
def test_what_is_chosen_is_kept_recorded_and_decides_what_a_text_means(admin: Visitor) -> None:
    form = admin.open(URL).form("/naskah/save/")
    known, blank = row_with(form.data, "Usulan RKT/DPA"), blank_row(form.data)
    before = office().naskah
    data = {
        f"{known}-kind1": "usulan",
        f"{known}-kind2": "",
        f"{blank}-text": "  Nota   Dinas ",
        f"{blank}-kind1": "",
        f"{blank}-kind2": "konsep surat_pengantar",
        f"{blank}-kind4": "tanda_terima",
        "nomor__undangan": "{nomor:4}/UND/{tahun}",
        "klasifikasi__sk_tim": "",
    }
    assert send(admin, **data)[0] == 302
    now = office().naskah
    table = now["jenis"]
    assert meant(before["jenis"], "Usulan RKT/DPA") == (Meant("usulan"), Meant("notulen"))
    assert meant(table, "Usulan RKT/DPA") == (Meant("usulan"),)
    assert meant(before["jenis"], "nota dinas") == ()
    assert meant(table, "nota dinas") == (Meant("surat_pengantar", is_draft=True), Meant("tanda_terima"))
    assert now["nomor"] == before["nomor"] | {"undangan": "{nomor:4}/UND/{tahun}"}
    assert set(now["klasifikasi"]) == {"undangan", "surat_pengantar"}
    row = Activity.objects.get(action="office.naskah_changed")
    assert (row.stream.key, row.capacity) == ("office:dpupr-tarakan", "Admin perangkat daerah")
    changes = {change["field"]: (change["old"], change["new"]) for change in row.data["changes"]}
    assert changes == {
        "jenis.Nota Dinas": (None, "konsep surat_pengantar, tanda_terima"),
        "jenis.Usulan RKT/DPA": ("usulan, notulen", "usulan"),
        "klasifikasi.sk_tim": ("000.8.6", None),
        "nomor.undangan": (before["nomor"]["undangan"], "{nomor:4}/UND/{tahun}"),
    }
    assert "Naskah kantor tersimpan; 4 isian berubah." in admin.open(URL).text
    assert not list(faults())


def test_saving_what_is_there_changes_and_records_nothing(admin: Visitor) -> None:
    before = office().naskah
    assert send(admin)[0] == 302
    assert "Tidak ada yang berubah." in admin.open(URL).text
    assert office().naskah == before
    assert not Activity.objects.filter(action="office.naskah_changed").exists()


def test_a_row_whose_kinds_are_emptied_is_forgotten(admin: Visitor) -> None:
    row = row_with(admin.open(URL).form("/naskah/save/").data, "Konsep PK/Lampiran")
    assert send(admin, **{f"{row}-kind1": ""})[0] == 302
    assert meant(office().naskah["jenis"], "Konsep PK/Lampiran") == ()


@pytest.mark.core
def test_the_texts_of_its_sops_that_nobody_knows_are_offered(admin: Visitor) -> None:
    forget()
    page = admin.open(URL)
    form = page.form("/naskah/save/")
    offered = [values[0] for name, values in form.data.items() if name.endswith("-text") and values[0]]
    assert offered == ["Konsep PK/Lampiran", "Dokumen PK/Lampiran", "Dokumen PK/Lampiran & Cascading"]
    assert "Usulan RKT/DPA: Usulan RKT/DPA" in page.text
    assert "Undangan rapat: Undangan rapat" in page.text
    assert send(admin)[0] == 302
    assert office().naskah == {}
    row = row_with(form.data, "Konsep PK/Lampiran")
    assert send(admin, **{f"{row}-kind1": "konsep perjanjian_kinerja"})[0] == 302
    assert office().naskah == {"jenis": {"Konsep PK/Lampiran": ["konsep perjanjian_kinerja"]}}


def test_texts_of_sops_no_longer_in_force_are_not_offered(admin: Visitor) -> None:
    Step.objects.filter(revision__sop__office=office(), order=4).update(output="Nota lama")
    assert "Nota lama" in admin.open(URL).html
    office().sops.get().revisions.update(status="dicabut")
    page = admin.open(URL)
    assert "Nota lama" not in page.html
    assert "Dokumen PK/Lampiran" in page.html  # in the table, whatever is in force


def test_more_rows_are_given_and_nothing_typed_is_lost_or_kept(admin: Visitor) -> None:
    form = admin.open(URL).form("/naskah/save/")
    before, blank = office().naskah, blank_row(form.data)
    typed = {f"{blank}-text": "Nota", f"{blank}-kind2": "notulen", "nomor__sk_tim": "tanpa nomor"}
    status, page = send(admin, rows="more", **typed)
    assert status == 200
    again = page.form("/naskah/save/")
    row = row_with(again.data, "Nota")
    assert again.data[f"{row}-kind1"] == ["notulen"]
    assert again.data["nomor__sk_tim"] == ["tanpa nomor"]
    blanks = [n for n, v in again.data.items() if n.endswith("-text") and v == [""]]
    assert len(blanks) == 3
    assert office().naskah == before
    done = admin.send("", again, nomor__sk_tim="{nomor}", rows=None)
    assert done.status_code == 302
    assert office().naskah["jenis"]["Nota"] == ["notulen"]
    assert office().naskah["jenis"].items() >= before["jenis"].items()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"nomor__sk_tim": "SK/{tahun}"}, "Pola nomor harus memuat {nomor}."),
        ({"nomor__sk_tim": "{urut}"}, "“{urut}” tidak dikenal"),
        ({"nomor__sk_tim": "{nomor}" + "x" * 80}, "80"),
        ({"nomor__sk_tim": "{nomor}\x07"}, "karakter yang tidak dapat dicetak"),
        ({"klasifikasi__undangan": "0 0"}, "“0 0” bukan kode klasifikasi"),
        ({"ROW-text": "Nota"}, "Pilih jenis naskahnya, atau kosongkan teksnya."),
        ({"ROW-kind1": "notulen"}, "Tulis teksnya, atau kosongkan juga jenisnya."),
        ({"ROW-text": "usulan  rkt/dpa", "ROW-kind1": "notulen"}, "Teks ini sudah ada di baris lain."),
        ({"ROW-text": "Nota", "ROW-kind1": "surat_sakti"}, "surat_sakti"),
        (
            {"ROW-text": "Nota", "ROW-kind1": "notulen", "ROW-kind2": "notulen"},
            "ada jenis naskah yang ditulis dua kali",
        ),
        ({"ROW-text": "x" * 301, "ROW-kind1": "notulen"}, "300"),
        ({"ROW-text": "a\x07b", "ROW-kind1": "notulen"}, "karakter yang tidak dapat dicetak"),
        ({"jenis-TOTAL_FORMS": "banyak"}, "Formulir ini tidak sampai utuh"),
        ({"jenis-TOTAL_FORMS": "100000"}, ""),
    ],
)
def test_a_wrong_one_is_told_and_nothing_is_kept_or_lost(
    admin: Visitor, data: dict[str, str], message: str
) -> None:
    before = office().naskah
    blank = blank_row(admin.open(URL).form("/naskah/save/").data)
    named = {name.replace("ROW", blank): value for name, value in data.items()}
    status, page = send(admin, klasifikasi__surat_pengantar="900.1", **named)
    assert status == 422
    assert message in page.text
    assert office().naskah == before
    shown = page.form("/naskah/save/").data
    assert shown["klasifikasi__surat_pengantar"] == ["900.1"]
    for name, value in named.items():
        if not name.startswith("jenis-TOTAL") and value != "surat_sakti":
            assert shown[name] == [value]


def test_a_pattern_that_is_none_is_no_number_while_something_else_is_wrong(admin: Visitor) -> None:
    blank = blank_row(admin.open(URL).form("/naskah/save/").data)
    status, page = send(
        admin, **{"nomor__undangan": "{0.__class__}/{nomor:9}", f"{blank}-text": "Nota", f"{blank}-kind1": ""}
    )
    assert status == 422
    assert "Pilih jenis naskahnya" in page.text


def test_the_page_shows_the_number_that_would_be_given_today(admin: Visitor) -> None:
    year = timezone.now().astimezone(office().zone).year
    NumberSequence.objects.create(office=office(), name="naskah:sk_tim", year=year, last=41)
    assert f"000.8.6/042/DPUPR/{year}" in admin.open(URL).text
    forget(klasifikasi={"undangan": "000.1"})
    text = admin.open(URL).text
    assert f"000.1/1/DPUPR/{year}" in text
    assert f" 42/DPUPR/{year}" in text
    assert not NaskahNumber.objects.exists()


def test_the_pages_of_an_sop_and_of_the_calendar_lead_there(cast: Cast, admin: Visitor) -> None:
    assert URL in admin.open("/sops/dpupr-tarakan/tarakan-dpupr/").links()
    assert URL in admin.open("/calendars/dpupr-tarakan/").links()
    assert URL not in Visitor(cast.head).open("/sops/dpupr-tarakan/tarakan-dpupr/").links()
    assert URL not in Visitor(cast.head).open("/calendars/dpupr-tarakan/").links()


def test_only_an_admin_of_the_office_changes_it(cast: Cast) -> None:
    before = office().naskah
    head = Capacity(user=cast.head, printed="Kepala Dinas")
    with pytest.raises(PermissionDenied):
        set_naskah(office(), by=head, at=AT, naskah={})
    assert office().naskah == before
    for user in (cast.head, cast.inspector("dpupr-tarakan"), cast.admin("dpupr-gowa")):
        visitor = Visitor(user)
        assert visitor.client.get(URL).status_code == 404
