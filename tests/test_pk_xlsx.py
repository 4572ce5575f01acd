"""A PK as a spreadsheet: out and in again unchanged, faults named by cell, and files that are refused unopened."""

import io
import tracemalloc
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from documents.file_types import NotAccepted
from documents.models import PerjanjianKinerja
from documents.pk_checks import check
from documents.pk_content import Indicator, PkContent, Program, Sasaran
from documents.pk_rows import content_of
from documents.pk_xlsx import About, workbook
from documents.pk_xlsx_reading import FromFile, read_file
from tests.cast import Cast
from tests.pages import Page
from tests.sample_files import docx, package, pdf, upload
from tests.tables import changed, kept
from tests.test_pk_content import SMALL, stored
from tests.test_pk_saving import pk_of_post, save
from tests.visitor import Visitor

ABOUT = About(pk=7, version=3, first="Kepala Dinas", second="Wali Kota", year=2026)
SAVED = stored(check(SMALL).content)
texts = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=30)


def written(content: PkContent = SAVED) -> bytes:
    return workbook(ABOUT, content, {99: "1.1 Indikator atasan"})


def read(data: bytes) -> FromFile:
    return read_file(io.BytesIO(data))


def edited(change: Callable[[Any], object], content: PkContent = SAVED) -> bytes:
    """The file as somebody changed it in a spreadsheet program."""
    book = load_workbook(io.BytesIO(written(content)))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def cells(sheet: str, **values: Any) -> Callable[[Any], None]:
    """A change that puts values into cells."""

    def change(book: Any) -> None:
        for where, value in values.items():
            book[sheet][where] = value

    return change


def test_a_file_comes_back_as_it_went() -> None:
    found = read(written())
    assert (found.faults, found.notes, found.pk, found.version) == ([], [], 7, 3)
    assert check(found.content).content == SAVED
    assert found.cells["i0.target"] == "Indikator!E4"


@settings(deadline=None, derandomize=True, database=None, max_examples=20)  # each writes and reads a workbook
@given(texts, texts, st.decimals("0", "9999999999999", places=2))
def test_any_text_comes_back_and_is_no_formula(text: str, more: str, amount: Any) -> None:
    row = Indicator(f"={text}", more[:10], more, kind="teks")
    content = check(
        PkContent((Sasaran(f"+{more}", (row,)),), (Program(f"@{text}", str(amount).replace(".", ",")),))
    ).content
    found = read(written(content))
    assert found.faults == []
    assert check(found.content).content == content


def test_what_supports_and_a_sasaran_alone_come_back() -> None:
    row = Indicator("I", supports=99, id=5)
    content = check(PkContent((Sasaran("S", (row,), 1), Sasaran("Kosong", (), 2)))).content
    assert check(read(written(content)).content).content == content


def test_cells_are_read_as_an_official_sees_them() -> None:
    def change(book: Any) -> None:
        sheet = book["Indikator"]
        sheet["E4"], sheet["E4"].number_format = 0.875, "0.0%"
        sheet["D5"], sheet["E5"], sheet["J5"] = "Tanggal", datetime(2026, 12, 31), None
        sheet["K5"] = None
        sheet.append([None, None, "Laporan", "Tanggal", "31-12-2026"])
        sheet.append([None, None, "Panjang", "Km", 12.5])
        book["Program"]["D4"] = 1250000000
        book["Identitas"]["B10"] = date(2026, 1, 5)

    found = read(edited(change))
    assert found.faults == []
    content = check(found.content).content
    assert [row.target for row in content.indicators] == [
        "87,5%",
        "31 Desember 2026",
        "31 Desember 2026",
        "12,5",
    ]
    assert [row.text for row in content.sasaran] == ["Jalan yang mantap"]
    assert content.programs[0].anggaran == "1.250.000.000"
    assert content.statement_date == "5 Januari 2026"


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (cells("Indikator", E4="=1+1"), "Indikator!E4: rumus tanpa hasil"),
        (cells("Program", D5="#REF!"), "Program!D5: berisi galat #REF!"),
        (cells("Indikator", E5=True), "Indikator!E5: berisi BENAR/SALAH"),
        (cells("Indikator", M4="yang atas"), "Indikator!M4: tulis seperti dalam berkas ekspor"),
        (lambda book: book["Indikator"].merge_cells("C4:D4"), "Indikator!C4:D4: sel gabungan"),
        (lambda book: book["Program"].merge_cells("B4:B5"), "Program!B4:B5: sel gabungan"),
        (lambda book: book.remove(book["Program"]), "Lembar “Program” tidak ada"),
        (lambda book: book["Indikator"].delete_rows(3), "Indikator: baris judul"),
    ],
)
def test_a_fault_is_named_by_its_cell(change: Callable[[Any], object], fault: str) -> None:
    found = read(edited(change))
    assert [each[: len(fault)] for each in found.faults] == [fault]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (cells("Indikator", E4="tujuh"), "Indikator!E4: “tujuh” bukan angka"),
        (cells("Indikator", C5=None), "Indikator!C5: Isi indikator"),
        (cells("Indikator", J4="Warna"), "Indikator!J4: Pilih salah satu"),
        (cells("Indikator", G5="x", J5="Angka", E5="1"), "Indikator!G5: “x” bukan angka"),
        (cells("Program", D4="1,250,000.00"), "Program!D4: “1,250,000.00” dapat dibaca dua cara"),
        (cells("Program", B4="Urusan"), "Program!B4: Pilih Program"),
        (cells("Identitas", B10="kapan"), "Identitas!B10: “kapan” bukan tanggal"),
    ],
)
def test_a_fault_of_the_content_is_named_by_its_cell(change: Callable[[Any], object], fault: str) -> None:
    found = read(edited(change))
    told = [found.told(remark) for remark in check(found.content).faults]
    assert [each[: len(fault)] for each in told] == [fault]


def test_sasaran_merged_over_their_indicators_are_read() -> None:
    found = read(edited(lambda book: book["Indikator"].merge_cells("B4:B5")))
    assert found.faults == []
    assert check(found.content).content == SAVED


def test_formulas_with_their_values_and_stray_sheets_are_read() -> None:
    data = edited(lambda book: (book.create_sheet("Coret-coret"), cells("Program", D4="=SUM(D5:D6)")(book)))
    parts = {}
    with zipfile.ZipFile(io.BytesIO(data)) as package_:
        for name in package_.namelist():
            text = package_.read(name).decode()
            # As Excel saves it: the formula with its value.
            parts[name] = text.replace(
                "<f>SUM(D5:D6)</f><v />", "<f>SUM(D5:D6)</f><v>1250000000</v>"
            ).replace("<f>SUM(D5:D6)</f><v></v>", "<f>SUM(D5:D6)</f><v>1250000000</v>")
    found = read(package(parts))
    assert (found.faults, found.notes) == ([], ["Lembar lain diabaikan: Coret-coret."])
    assert found.content.programs[0].anggaran == "1.250.000.000"


def rows(number: int) -> Callable[[Any], None]:
    def change(book: Any) -> None:
        for each in range(number):
            book["Indikator"].append([None, "Sasaran", f"Indikator {each}", "Unit", each])

    return change


@pytest.mark.slow
def test_5000_rows_are_read_in_bounded_memory_and_refused_by_their_cell() -> None:
    data = edited(rows(4990))
    tracemalloc.start()
    found = read(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found.faults == []
    assert len(found.content.indicators) == 4992
    assert peak < 60 * 1024 * 1024
    faults = check(found.content).faults
    assert found.told(faults[0]).startswith("Indikator!C304: Ada 4992 indikator")
    more = read(edited(rows(5100)))
    assert more.faults[0].startswith("Indikator!A5004: lebih dari 5000 baris")


def parts_of(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as found:
        return {name: found.read(name).decode() for name in found.namelist()}


def bomb() -> bytes:
    return package(parts_of(written()) | {"xl/worksheets/sheet9.xml": "0" * (17 * 1024 * 1024)})


def swollen() -> bytes:
    return package(parts_of(written()) | {"xl/worksheets/sheet9.xml": "0" * (4 * 1024 * 1024)})


def entities() -> bytes:
    parts = parts_of(written())
    name = "xl/worksheets/sheet1.xml"
    return package(parts | {name: '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]>' + parts[name][21:]})


def with_macro() -> bytes:
    return package(parts_of(written()) | {"xl/vbaProject.bin": "Sub Auto_Open()"})


def empty_book() -> bytes:
    out = io.BytesIO()
    Workbook().save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (bomb, "setelah dibuka"),
        (swollen, "dimampatkan secara tidak wajar"),
        (entities, "deklarasi XML"),
        (with_macro, "makro"),
        (docx, "bukan lembar kerja"),
        (pdf, "bukan lembar kerja"),
        (lambda: b"PK\x03\x04" + bytes(50), "utuh"),
        (lambda: b"", "isinya bukan"),
        (lambda: package(parts_of(written()) | {f"x{n}": "" for n in range(300)}), "bagian"),
        (lambda: package(parts_of(written()) | {"xl/workbook.xml": "<a>"}), "rusak"),
        (lambda: package(parts_of(written()) | {"xl/worksheets/sheet2.xml": "<a"}), "rusak"),
    ],
)
def test_what_is_no_plain_workbook_is_refused_unopened(data: Callable[[], bytes], reason: str) -> None:
    with pytest.raises(NotAccepted, match=reason):
        read(data())


def test_a_book_without_our_sheets_is_told_what_is_missing() -> None:
    assert len(read(empty_book()).faults) == 2


@pytest.fixture
def pk(cast: Cast, db: None) -> PerjanjianKinerja:
    found = pk_of_post(cast, "kepala-dinas")
    save(cast, found, SMALL)
    return found


def sent(visitor: Visitor, pk: PerjanjianKinerja, data: bytes) -> tuple[int, Page]:
    form = visitor.open(f"/pk/{pk.pk}/").form("/import/")
    response = visitor.send("", form, file=upload("pk.xlsx", data))
    return response.status_code, Page(response.content.decode())


@pytest.mark.django_db
def test_a_file_goes_out_is_changed_and_comes_in_after_a_look(cast: Cast, pk: PerjanjianKinerja) -> None:
    head = Visitor(cast.head)
    response = head.client.get(f"/pk/{pk.pk}/pk.xlsx")
    assert response.headers["Content-Disposition"] == 'attachment; filename="pk-kepala-dinas-2026.xlsx"'
    book = load_workbook(io.BytesIO(response.content))
    book["Indikator"]["E4"] = "90%"
    book["Program"].delete_rows(6)
    book["Indikator"].append([None, None, "Baru", "Unit", 3])
    out = io.BytesIO()
    book.save(out)
    before, ids = kept(), [row.id for row in content_of(pk).indicators]
    status, page = sent(head, pk, out.getvalue())
    assert status == 200
    assert "target: 87,5% → menjadi 90%" in page.text
    assert "Ditambah (1)" in page.text
    assert "Dihapus (1)" in page.text
    assert not changed(before)
    form = page.form("/edit/")
    assert head.send("", form, do="show").status_code == 200
    assert head.send("", form, do="save").status_code == 302
    content = content_of(PerjanjianKinerja.objects.get(pk=pk.pk))
    assert [row.id for row in content.indicators][:2] == ids
    assert [row.target for row in content.indicators] == ["90%", "WTP", "3"]
    assert len(content.programs) == 2


@pytest.mark.django_db
def test_faults_of_a_file_are_listed_and_nothing_is_saved(cast: Cast, pk: PerjanjianKinerja) -> None:
    head, before = Visitor(cast.head), kept()
    status, page = sent(head, pk, edited(cells("Indikator", E4="tujuh")))
    assert status == 422
    assert "diekspor dari Perjanjian Kinerja lain" in page.text
    own = edited(lambda book: (cells("Indikator", E4="tujuh")(book), cells("Identitas", B3=pk.pk)(book)))
    status, page = sent(head, pk, own)
    assert "Indikator!E4: “tujuh” bukan angka" in page.text
    assert status == 422
    status, page = sent(head, pk, pdf())
    assert "bukan lembar kerja Excel" in page.text
    assert not changed(before)
