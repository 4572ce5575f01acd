"""The SOP file: what is read, what is refused with a message at its line, and what is written back."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sops.document import DIPILIH, Answer, Column, Signatory, SopDocument, Step
from sops.sop_file import write_sop
from tests.bad_sops import BAD, UNREADABLE
from tests.properties import steady
from tests.samples import SOP, changed, document_of_text, line_with, read


def test_a_file_without_faults_is_read() -> None:
    document = document_of_text(SOP)
    assert [step.nomor for step in document.prosedur] == ["1", "2", "3", "4"]


@pytest.mark.parametrize(("old", "new", "message", "line"), BAD)
def test_what_is_wrong_is_said_at_its_line(old: str, new: str, message: str, line: str) -> None:
    text = changed(old, new)
    document, faults = read(text)
    assert document is None
    assert (line_with(line, text), True) in [(fault.line, message in str(fault)) for fault in faults], faults


def test_an_indentation_gone_wrong_is_said_where_it_is() -> None:
    _, faults = read(changed("    waktu: 10 menit", "   waktu: 10 menit"))
    assert [fault.line for fault in faults] == [13]


def test_a_quote_left_open_is_said_where_it_was_opened() -> None:
    _, faults = read(changed("nama: Uji", 'nama: "Uji'))
    assert [fault.line for fault in faults] == [2]


@pytest.mark.parametrize(("data", "message"), UNREADABLE)
def test_what_is_no_sop_file_is_refused(data: bytes, message: str) -> None:
    document, faults = read(data)
    assert document is None
    assert [message in fault.message for fault in faults] == [True]


def test_a_fault_names_file_line_and_field() -> None:
    _, faults = read(changed("10 menit", "sebentar"), "sop/uji.yaml")
    assert str(faults[0]).startswith("sop/uji.yaml, baris 13: prosedur[1].waktu: “sebentar” bukan waktu")


def test_a_step_without_actors_is_a_fault_and_not_a_crash() -> None:
    _, faults = read(changed("    pelaksana: [staf]\n", ""))
    assert [fault.field for fault in faults] == ["prosedur[2].pelaksana"]


def test_all_faults_are_listed_at_once() -> None:
    text = changed("10 menit", "sebentar", changed("[kepala]", "[bupati]", changed("Tidak: 2", "Tidak: 9")))
    _, faults = read(text)
    assert {fault.field for fault in faults} == {
        "prosedur[1].waktu",
        "prosedur[1].pelaksana",
        "prosedur[3].keputusan",
    }


@pytest.mark.parametrize(
    "typed", ["no", "yes", "010", "1.10", "null", "~", "1e3", "0x1F", "2022-01-03", "true"]
)
def test_a_scalar_stays_the_text_that_was_typed(typed: str) -> None:
    assert document_of_text(changed("nama: Uji", f"nama: {typed}")).nama == typed


def test_a_file_with_a_byte_order_mark_and_windows_lines_is_read() -> None:
    data = b"\xef\xbb\xbf" + SOP.replace("\n", "\r\n").encode()
    assert document_of_text(data) == document_of_text(SOP)


def test_spaces_and_line_breaks_inside_a_text_become_one_space() -> None:
    text = changed("Menyusun konsep", ">-\n      Menyusun\n        konsep   surat")
    assert document_of_text(text).prosedur[1].kegiatan == "Menyusun konsep surat"


def test_defaults_are_filled_in() -> None:
    document = document_of_text(SOP)
    assert (document.hasil, document.pelaksana[1].wakil, document.prosedur[2].selesai_bila) == (
        "lain",
        "semua",
        "semua",
    )


def test_a_step_without_number_gets_its_place() -> None:
    assert document_of_text(SOP.replace("- nomor: 2\n    ", "- ")).prosedur[1].nomor == "2"


def test_defaults_are_left_out_when_written() -> None:
    written = write_sop(document_of_text(SOP))
    assert not [word for word in ("nomor", "selesai_bila", "wakil", "hasil", "unit") if word in written]


def test_the_first_line_names_the_schema() -> None:
    first = write_sop(document_of_text(SOP)).splitlines()[0]
    assert first == "# yaml-language-server: $schema=../../sops/sop.schema.json"


def test_waktu_is_kept_as_it_was_typed() -> None:
    document = document_of_text(changed("1 jam 30 menit", "1Jam 30 mnt"))
    assert "waktu: 1Jam 30 mnt" in write_sop(document)


def test_an_empty_heading_is_kept_as_a_wish() -> None:
    text = changed("nama: Uji", 'nama: Uji\ntampilan: {judul_kolom: {keterangan: ""}}')
    assert document_of_text(write_sop(document_of_text(text))).tampilan == {"judul_kolom": {"keterangan": ""}}


def test_an_answer_is_read_without_the_spaces_around_it() -> None:
    """A form would drop them, and the answer would then be none of the step's."""
    document = document_of_text(changed("Tidak: 2", '" Tidak ": 2'))
    assert document.prosedur[2].keputusan[1].label == "Tidak"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("jabatan: [staf-umum]", "jabatan: [sekretaris]"),
        ("jabatan: [staf-umum]", "jabatan: [staf-umum], catatan_transkripsi: hilang"),
        ("waktu: 2 hari", "waktu: 2 hari\n    catatan_transkripsi: hilang"),
        ("nama: Uji", "nama: Uji\ncatatan_transkripsi: {nama: hilang}"),
        ("nama: Uji", "nama: Uji\nhasil: lain"),
        ("nama: Staf,", "nama: Staf, wakil: semua,"),
        ("    waktu: 2 hari\n    output: Konsep\n", "    output:   Konsep\n    waktu: 2 hari\n"),
    ],
)
def test_the_content_hash_is_blind_to_holders_notes_and_what_goes_without_saying(old: str, new: str) -> None:
    assert document_of_text(changed(old, new)).content_hash == document_of_text(SOP).content_hash


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("nama: Uji", "nama: Uji lagi"),
        ("nama: Kepala,", "nama: Ketua,"),
        ("{Ya: lanjut, Tidak: 2}", "{Tidak: 2, Ya: lanjut}"),
        ("10 menit", "11 menit"),
        ("[kepala, kabid]", "[kabid, kepala]"),
        ("nama: Staf,", "nama: Staf, wakil: salah_satu,"),
        ("nama: Uji", "nama: Uji\npengaturan: {pengingat: 75%}"),
        ("nama: Uji", "nama: Uji\ntampilan: {kertas: A4}"),
    ],
)
def test_the_content_hash_sees_everything_else(old: str, new: str) -> None:
    assert document_of_text(changed(old, new)).content_hash != document_of_text(SOP).content_hash


# What people type: any printable text, quotes, colons and hashes included, one space between words.
texts = st.text(st.characters(exclude_categories=("C", "Zl", "Zp")), min_size=1, max_size=40).map(
    lambda text: " ".join(text.split())
)
written = texts.filter(bool)
names = st.dictionaries(written, written, max_size=3)


@settings(steady, max_examples=50)
@given(nama=written, unit=texts, kegiatan=written, butir=st.lists(written, max_size=3), catatan=names)
def test_whatever_is_written_is_read_as_the_same(
    nama: str, unit: str, kegiatan: str, butir: list[str], catatan: dict[str, str]
) -> None:
    document = replace(
        document_of_text(SOP), nama=nama, unit=unit, dasar_hukum=tuple(butir), catatan_transkripsi=catatan
    )
    first = replace(document.prosedur[0], kegiatan=kegiatan, keterangan=unit, pihak_luar=tuple(butir))
    document = replace(document, prosedur=(first, *document.prosedur[1:]))
    assert document_of_text(write_sop(document)) == document


def test_a_document_that_uses_everything_comes_back_the_same() -> None:
    document = SopDocument(
        perangkat_daerah="dpupr-tarakan",
        nama="Semua: isian",
        hasil="surat",
        tanggal_efektif="2026-01-31",
        disahkan_oleh=Signatory("Kepala", "Plt.", "A, S.T.", "Pembina", "19710508 199803 1 009"),
        peralatan=("ATK", "#1", "- x", "a: b"),
        jumlah_waktu="1 jam",
        pelaksana=(
            Column("a", "A", ("x",), catatan_transkripsi="hilang"),
            Column("b", "B", ("y", "z"), DIPILIH),
        ),
        prosedur=(
            Step(1, "1a", "K", ("a", "b"), "disposisi", "rapat", "salah_satu", pihak_luar=("Wali Kota",)),
            Step(
                2,
                "2",
                "L",
                ("b", "a"),
                "penyusunan",
                "memeriksa",
                keputusan=(Answer("Ya", "selesai"), Answer("Tidak", "1a"), Answer("Lain", "tiga")),
                penentu="a",
            ),
            Step(3, "2", "M", ("a",), "pengarsipan", "mengarsipkan", kode="tiga", sop="SOP Lain"),
        ),
        pengaturan={"strategis": ["1a"], "kembali_ke": {"tiga": ["1a"]}, "pengingat": "75%"},
        tampilan={"kertas": "A4", "judul_kolom": {"uraian": "Kegiatan"}},
        catatan_transkripsi={"nama": "disimpulkan"},
    )
    assert document_of_text(write_sop(document)) == document
