"""The pages of realisasi and of an office's capaian, and the format realisasi as a spreadsheet, out and in again."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook, load_workbook

from documents.file_types import NotAccepted
from documents.models import PerjanjianKinerja, PkRealisasi
from documents.pk_content import Indicator, PkContent, Sasaran
from documents.pk_rows import content_of
from documents.realisasi import Sheet, Typed, entries
from documents.realisasi_rows import sheets_of
from documents.realisasi_xlsx import Owner, RealisasiFile, read_realisasi_file, realisasi_workbook
from tests.cast import Cast
from tests.pages import Page
from tests.sample_files import docx, upload
from tests.tables import changed, kept
from tests.test_pk_saving import big, pk_of_post, save
from tests.test_realisasi import KINDS, fill
from tests.visitor import Visitor

pytestmark = pytest.mark.django_db
HOSTILE = "=1+1 <script>alert(1)</script> \"' & {{ 7 }}"
TEXT = HOSTILE.removeprefix("=")
OFFICE = "/offices/dpupr-tarakan/capaian/"


@pytest.fixture
def pk(cast: Cast) -> PerjanjianKinerja:
    """The PK of the head with one indicator of each kind."""
    found = pk_of_post(cast, "kepala-dinas")
    save(cast, found, KINDS)
    return found


@pytest.fixture
def head(cast: Cast) -> Visitor:
    return Visitor(cast.head)


def url_of(pk: PerjanjianKinerja, quarter: int = 1) -> str:
    return f"/pk/{pk.pk}/realisasi/?triwulan={quarter}"


def sent(
    visitor: Visitor, pk: PerjanjianKinerja, texts: list[str], form: Any = None, **more: Any
) -> tuple[int, Page]:
    """Send the form of the first quarter with these texts; the status, and the page that came."""
    form = form or visitor.open(url_of(pk)).form("/realisasi/")
    fields = {"r-text": texts, **{name.replace("_", "-"): value for name, value in more.items()}}
    response = visitor.send("", form, **fields)
    return response.status_code, Page(response.content.decode())


def test_a_quarter_is_written_and_shown_with_what_it_comes_to(
    cast: Cast, head: Visitor, pk: PerjanjianKinerja
) -> None:
    texts = ["42,5", "15", "0", "99", "wtp", "1:25", "1 Januari 2027", "-"]
    status, _ = sent(head, pk, texts, r_note=[HOSTILE, *[""] * 7])
    assert status == 302
    page = head.open(url_of(pk))
    assert "Realisasi triwulan I tersimpan: 7 indikator." in page.text
    for told in ("42,50", "50,00", "200,00", "90,00", "100,00", "80,00", "0,00", "Sangat Rendah"):
        assert told in page.text
    assert "tidak tersedia" in page.text
    assert "80,36" in page.text  # (42,5 + 50 + 200 + 90 + 100 + 80 + 0) / 7: the one without is not a zero
    assert HOSTILE in page.text
    assert "<script>alert" not in page.html
    assert page.form("/realisasi/").data["r-text"][:3] == ["42,5", "15", "0"]
    before = kept()
    assert sent(head, pk, texts, r_note=[HOSTILE, *[""] * 7])[0] == 302
    assert not changed(before)


def test_nothing_typed_is_lost_on_a_fault(head: Visitor, pk: PerjanjianKinerja) -> None:
    before = kept()
    texts = ["1,250,000", HOSTILE, "3", "4", "a", "b", "c", "5"]
    status, page = sent(head, pk, texts)
    assert status == 422
    assert page.form("/realisasi/").data["r-text"] == texts
    assert "Baris 1.1 “Jalan”: “1,250,000” dapat dibaca dua cara" in page.text
    assert "#r0-text" in page.links()
    assert not changed(before)
    good = ["1", "2", "3", "4", "a", "1:2", "1 Mei 2026", "5"]
    assert sent(head, pk, good, page.form("/realisasi/"))[0] == 302


def test_who_saves_second_sees_what_the_other_one_saved(
    cast: Cast, head: Visitor, pk: PerjanjianKinerja
) -> None:
    form = head.open(url_of(pk)).form("/realisasi/")
    texts = ["11", *[""] * 7]
    assert sent(Visitor(cast.admin("dpupr-tarakan")), pk, ["9", *[""] * 7])[0] == 302
    before = kept()
    status, page = sent(head, pk, texts, form)
    assert status == 409
    assert not changed(before)
    assert cast.admin("dpupr-tarakan").name in page.text
    assert "realisasi: 9 → menjadi 11" in page.text
    assert page.form("/realisasi/").data["r-text"] == texts
    assert sent(head, pk, texts, page.form("/realisasi/"))[0] == 302
    assert sheets_of([pk])[pk.pk].lines[0].texts[0] == "11"


@pytest.mark.parametrize(
    "data", [{}, {"triwulan": "5", "version": "0"}, {"triwulan": "1", "version": "0", "r-id": "1"}]
)
def test_a_torn_form_saves_nothing(head: Visitor, pk: PerjanjianKinerja, data: dict[str, str]) -> None:
    form = head.open(url_of(pk)).form("/realisasi/")
    token = {"csrfmiddlewaretoken": form.data["csrfmiddlewaretoken"]}
    before = kept()
    assert head.client.post(f"/pk/{pk.pk}/realisasi/", data | token).status_code == 302
    assert not changed(before)
    assert "tidak terkirim utuh" in head.open(url_of(pk)).text


def test_who_only_reads_is_told_why(cast: Cast, pk: PerjanjianKinerja) -> None:
    page = Visitor(cast.inspector("dpupr-tarakan")).open(url_of(pk))
    assert "Realisasi diisi oleh pihak pertama" in page.text
    assert [form.action for form in page.forms if form.method == "post"] == ["/logout/"]
    assert Visitor(cast.outsider).client.get(url_of(pk)).status_code == 404


@pytest.mark.parametrize(
    "query", ["", "triwulan=9", "triwulan=x", "triwulan=²", "tahun=0&triwulan=4", "tahun=99999"]
)
def test_any_quarter_is_answered(head: Visitor, pk: PerjanjianKinerja, query: str) -> None:
    assert "Capaian s.d. triwulan" in head.open(f"/pk/{pk.pk}/realisasi/?{query}").text
    assert "Capaian kinerja" in head.open(f"{OFFICE}?{query}").text


def test_the_office_sees_whose_realisasi_is_missing(cast: Cast, head: Visitor, pk: PerjanjianKinerja) -> None:
    other, empty = pk_of_post(cast, "sekretaris"), pk_of_post(cast, "kabid-bm")
    save(
        cast,
        other,
        PkContent((Sasaran("S", tuple(KINDS.indicators[:1])),)),
        cast.acting("dpupr-tarakan", "sekretaris"),
    )
    fill(cast, pk, 2, ["20", "10"])
    page = head.open(f"{OFFICE}?tahun=2026&triwulan=2")
    for told in (
        "2 dari 8",
        "6 belum ada",
        "60,00",
        "0 dari 1",
        "1 belum ada",
        "PK belum diisi",
        "belum ada PK",
    ):
        assert told in page.text, told
    assert f"/pk/{pk.pk}/realisasi/?triwulan=2" in page.links()
    assert f"/pk/{empty.pk}/realisasi/?triwulan=2" in page.links()
    clerk = Visitor(cast.user("dpupr-tarakan", "staf-umum")).open(f"{OFFICE}?tahun=2026&triwulan=2")
    assert "60,00" in clerk.text
    assert not [link for link in clerk.links() if link.startswith("/pk/")]
    for url in ("/sops/", "/head/", "/offices/dpupr-tarakan/pk/"):
        assert any(link.startswith(OFFICE) for link in head.open(url).links()), url


def test_the_pages_cost_the_same_with_many_pks_and_rows(
    cast: Cast, head: Visitor, pk: PerjanjianKinerja
) -> None:
    def cost(url: str) -> int:
        head.open(url)
        with CaptureQueriesContext(connection) as queries:
            head.open(url)
        return len(queries)

    urls = (url_of(pk), f"{OFFICE}?tahun=2026")
    fill(cast, pk, 1, ["1"])
    pk_of_post(cast, "kepala-upt-lab")
    before = [cost(url) for url in urls]
    save(cast, pk, PkContent((*content_of(pk).sasaran, *big(50, 0).sasaran)))
    for slug in ("sekretaris", "kabid-bm", "kasubag-perencanaan-keuangan"):
        save(cast, pk_of_post(cast, slug), big(60, 0), cast.acting("dpupr-tarakan", slug))
    assert [cost(url) for url in urls] == before


Change = Callable[[Any], object]


def edited(data: bytes, change: Change) -> bytes:
    """The file as somebody changed it in a spreadsheet program."""
    book = load_workbook(io.BytesIO(data))
    change(book["Realisasi"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def put(**values: Any) -> Change:
    def change(sheet: Any) -> None:
        for where, value in values.items():
            sheet[where] = value

    return change


def read(data: bytes, sheet: Sheet, quarter: int = 1) -> RealisasiFile:
    return read_realisasi_file(io.BytesIO(data), [sheet], quarter)


def test_the_format_goes_out_and_comes_back(cast: Cast, pk: PerjanjianKinerja) -> None:
    fill(cast, pk, 1, ["20", "", "0", "99", HOSTILE, "1:25", "1 Juni 2026"], note=HOSTILE)
    sheet = sheets_of([pk])[pk.pk]
    data = realisasi_workbook("Format realisasi", [Owner("Kepala Dinas", sheet)], 1)
    found = read(data, sheet)
    assert (found.faults, found.notes) == ([], [])
    assert entries(sheet, 1, found.rows) == ([], [])
    assert [row.text for row in found.rows][:2] == ["20", ""]
    assert found.cells[sheet.lines[0].id] == "Realisasi!G4"
    assert load_workbook(io.BytesIO(data))["Realisasi"]["G8"].data_type == "s"
    changes = entries(sheet, 1, read(edited(data, put(G4=12.5, G5="7", G10="-", G7=0.85)), sheet).rows)[0]
    assert [entry.text for entry in changes] == ["12,5", "7", "0,85%", ""]
    other = read(edited(data, put(H4="5")), sheet, 1)
    assert other.notes == ["Baris 1.1: isi TW II juga berbeda; impor untuk triwulan itu sendiri."]
    later = read(data, sheet, 2)
    assert later.rows[0] == Typed(sheet.lines[0].id, "")
    assert later.notes[0].startswith("Kolom Penjelasan TW II tidak ada")


def test_faults_of_a_file_are_named_by_cell(cast: Cast, pk: PerjanjianKinerja) -> None:
    sheet = sheets_of([pk])[pk.pk]
    data = realisasi_workbook("Format", [Owner("Kepala Dinas", sheet)], 1)

    def told(change: Change) -> str:
        return " | ".join(read(edited(data, change), sheet).faults)

    assert "Realisasi!G4: rumus tanpa hasil" in told(put(G4="=1+1"))
    assert "Realisasi!G5: berisi BENAR/SALAH" in told(put(G5=True))
    assert "Realisasi!D4: bukan indikator yang dapat Anda isi di sini." in told(put(A4=999999))
    assert "Realisasi!G5: indikator ini sudah ada di Realisasi!G4." in told(put(A5=sheet.lines[0].id))
    assert "kolom Id tidak ada" in told(put(A3="Nomor"))
    assert "kolom Realisasi TW I tidak ada" in told(put(G3="X"))
    assert "sel gabungan" in told(lambda found: found.merge_cells("G4:G5"))
    with pytest.raises(NotAccepted):
        read(docx(), sheet)
    book, out = Workbook(), io.BytesIO()
    book.save(out)
    assert read(out.getvalue(), sheet).faults[0].startswith("Lembar “Realisasi” tidak ada")


def test_an_import_shows_the_differences_and_then_saves(
    cast: Cast, head: Visitor, pk: PerjanjianKinerja
) -> None:
    data = head.client.get(f"/pk/{pk.pk}/realisasi/format.xlsx?triwulan=1").content
    form = head.open(url_of(pk)).form("/import/")
    before = kept()
    file = upload("a.xlsx", edited(data, put(G4="30", G8=TEXT)))
    page = Page(head.send("", form, file=file).content.decode())
    assert not changed(before)
    assert "realisasi: – → menjadi 30" in page.text
    assert "<script>alert" not in page.html
    assert head.send("", page.form("/realisasi/")).status_code == 302
    assert [row.text for row in PkRealisasi.objects.order_by("id")] == ["30", TEXT]
    wrong = head.send("", form, file=upload("a.xlsx", edited(data, put(G4="80–90"))))
    assert wrong.status_code == 422
    assert "Realisasi!G4: Baris 1.1" in Page(wrong.content.decode()).text
    assert head.send("", form, file=upload("a.xlsx", docx())).status_code == 422


def test_an_office_imports_all_its_pks_at_once(cast: Cast, pk: PerjanjianKinerja) -> None:
    other = pk_of_post(cast, "sekretaris")
    save(
        cast,
        other,
        PkContent((Sasaran("S", (Indicator("Surat", "Dokumen", "4"),)),)),
        cast.acting("dpupr-tarakan", "sekretaris"),
    )
    admin = Visitor(cast.admin("dpupr-tarakan"))
    asked = "?tahun=2026&triwulan=1"
    data = edited(admin.client.get(f"{OFFICE}format.xlsx{asked}").content, put(G4="30", G12="2"))
    form = admin.open(OFFICE + asked).form("/import/")
    page = Page(admin.send("", form, file=upload("a.xlsx", data)).content.decode())
    assert "Sekretaris" in page.text
    fill(cast, other, 1, ["1"])
    before = kept()
    assert admin.send("", saving(page)).status_code == 302
    assert not changed(before)
    assert "baru saja disimpan orang lain" in admin.open(OFFICE + asked).text
    page = Page(admin.send("", form, file=upload("a.xlsx", data)).content.decode())
    assert admin.send("", saving(page)).status_code == 302
    assert "Realisasi triwulan I tersimpan: 2 indikator." in admin.open(OFFICE + asked).text
    # Who writes one PK only brings in that one.
    secretary = Visitor(cast.secretary)
    refused = secretary.send("", secretary.open(OFFICE + asked).form("/import/"), file=upload("a.xlsx", data))
    assert "Realisasi!D4: bukan indikator yang dapat Anda isi di sini." in Page(refused.content.decode()).text


def saving(page: Page) -> Any:
    """The form that saves what a page previews."""
    return next(form for form in page.forms if "do" in form.fields)
