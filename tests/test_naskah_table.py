"""Which text of an SOP means which kind of paper in an office, and how its numbers are written: the office file."""

from datetime import date
from typing import Any

import pytest

from activity.models import Activity
from documents.naskah.kinds import KINDS
from documents.naskah.matching import Meant, meant, read_entry
from documents.naskah.nomor import ROMAN, written
from organizations.exporting import export_office
from organizations.jenis_naskah import (
    ENTRIES,
    JENIS_NASKAH,
    MAX_CLASSIFICATION,
    MAX_TEXTS,
    NUMBERED,
    BadPattern,
    check_naskah,
    check_pattern,
    naskah_choices,
)
from organizations.models import Office
from organizations.office_file import read_office
from organizations.office_tree import tree_of
from organizations.yaml_reader import Source
from organizations.yaml_writer import write_yaml
from sops.models import RevisionStatus, Step
from tests.samples import AT, OFFICES, changed, line_with, load_office
from tests.test_offices import SMALL, parsed

NASKAH = """\
naskah:
  nomor: {sk_tim: '{klasifikasi}/{nomor:3}/{kantor}/{tahun}', undangan: '005/{nomor}/{bulan}/{tahun}'}
  klasifikasi: {surat_pengantar: 000.8.6.3}
  jenis:
    Draf SK Tim: konsep sk_tim
    PK dan draft surat pengantar: [konsep perjanjian_kinerja, konsep surat_pengantar]
    'ya: tidak': tanda_terima
"""
FULL = SMALL + NASKAH
READ = {
    "nomor": {
        "sk_tim": "{klasifikasi}/{nomor:3}/{kantor}/{tahun}",
        "undangan": "005/{nomor}/{bulan}/{tahun}",
    },
    "klasifikasi": {"surat_pengantar": "000.8.6.3"},
    "jenis": {
        "Draf SK Tim": ["konsep sk_tim"],
        "PK dan draft surat pengantar": ["konsep perjanjian_kinerja", "konsep surat_pengantar"],
        "ya: tidak": ["tanda_terima"],
    },
}


def office(slug: str = "dinas-uji") -> Office:
    return Office.objects.get(slug=slug)


def test_the_vocabulary_is_that_of_the_kinds() -> None:
    assert set(JENIS_NASKAH) == set(KINDS)
    assert set(NUMBERED) == {kind.key for kind in KINDS.values() if kind.is_numbered}
    assert {read_entry(entry).kind for entry in ENTRIES} == set(KINDS)


def test_the_file_is_read_and_written_back_the_same() -> None:
    assert parsed(FULL).naskah == READ
    text = write_yaml(tree_of(parsed(FULL)))
    assert text.endswith(NASKAH)
    assert parsed(text).naskah == READ


@pytest.mark.core
@pytest.mark.django_db
def test_export_load_export_is_the_same_bytes() -> None:
    load_office(FULL)
    first = export_office(office(), AT)
    assert NASKAH in first
    assert load_office(first).outcome == "unchanged"
    assert export_office(office(), AT) == first


@pytest.mark.core
@pytest.mark.django_db
def test_a_changed_table_is_recorded_and_an_absent_one_stays() -> None:
    load_office(FULL)
    assert office().naskah == READ
    assert load_office(SMALL).outcome == "unchanged"
    assert office().naskah == READ
    loaded = load_office(changed("konsep sk_tim", "sk_tim", FULL))
    assert (loaded.outcome, loaded.changes) == ("changed", ["perangkat daerah: Dinas Uji diubah (naskah)"])
    row = Activity.objects.filter(action="office.loaded", stream__key="office:dinas-uji").latest("number")
    assert row.data["changes"] == loaded.changes
    assert load_office(SMALL + "naskah: {}\n").outcome == "changed"
    assert office().naskah == {}
    assert "naskah" not in export_office(office(), AT)


LIST = ", ".join(JENIS_NASKAH)


@pytest.mark.parametrize(
    ("old", "new", "where", "message"),
    [
        (
            "konsep sk_tim",
            "konsep sk_tem",
            "jenis.Draf SK Tim",
            f"“konsep sk_tem” tidak dikenal; pilihannya: {LIST}",
        ),
        ("konsep sk_tim", "konsep", "jenis.Draf SK Tim", "“konsep” tidak dikenal"),
        (
            "konsep sk_tim",
            '""',
            "jenis.Draf SK Tim",
            f"wajib diisi dengan sedikitnya satu jenis naskah: {LIST}",
        ),
        ("konsep sk_tim", "[]", "jenis.Draf SK Tim", "wajib diisi dengan sedikitnya satu jenis naskah"),
        ("konsep sk_tim", "{a: b}", "jenis.Draf SK Tim", "harus berupa daftar"),
        ("konsep sk_tim", "[sk_tim, sk_tim]", "jenis.Draf SK Tim", "ada jenis naskah yang ditulis dua kali"),
        (
            *("konsep sk_tim", "[sk_tim, usulan, notulen, undangan, disposisi]"),
            *("jenis.Draf SK Tim", "paling banyak 4 untuk satu teks"),
        ),
        (
            "PK dan draft",
            "DRAF  sk tim: sk_tim\n    PK dan draft",
            "jenis.DRAF sk tim",
            "sama dengan “Draf SK Tim”",
        ),
        ("PK dan draft", "Draf SK Tim: sk_tim\n    PK dan draft", "jenis.Draf SK Tim", "ditulis dua kali"),
        ("Draf SK Tim", "x" * 301, f"jenis.{'x' * 60}", "bukan teks sebuah SOP"),
        ("Draf SK Tim", '" "', "jenis", "bukan teks sebuah SOP"),
        ("Draf SK Tim", '"a\\x07b"', "jenis", "karakter yang tidak dapat dicetak"),
        ("005/{nomor}/", "005/", "nomor.undangan", "Pola nomor harus memuat {nomor}."),
        (
            "005/{nomor}/",
            "{urut}/",
            "nomor.undangan",
            "“{urut}” tidak dikenal; yang ada: {nomor}, {klasifikasi}",
        ),
        ("005/{nomor}/", "{nomor}/{nomor:2}/", "nomor.undangan", "{nomor} ditulis lebih dari sekali"),
        ("005/{nomor}/", "{nomor}/{/", "nomor.undangan", "kurung kurawal tanpa pasangannya"),
        ("005/{nomor}/", "{nomor}" + "/" * 80, "nomor.undangan", "paling panjang 80"),
        ("undangan:", "notulen:", "nomor.notulen", "kunci tidak dikenal"),
        ("000.8.6.3", "000/8", "klasifikasi.surat_pengantar", "“000/8” bukan kode klasifikasi"),
        ("surat_pengantar: 000", "usulan: 000", "klasifikasi.usulan", "kunci tidak dikenal"),
        ("  klasifikasi: {", "  klasifikas: {", "klasifikas", "maksudnya `klasifikasi`?"),
        (
            "  klasifikasi: {surat_pengantar: 000.8.6.3}",
            "  klasifikasi: x",
            "klasifikasi",
            "harus berupa pasangan",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_line(old: str, new: str, where: str, message: str) -> None:
    text = changed(old, new, FULL)
    source = Source("kantor.yaml")
    assert read_office(text.encode(), source) is None
    found = [str(fault) for fault in source.faults]
    expected = [fault for fault in found if f": naskah.{where}: " in fault and message in fault]
    assert expected, found
    marker = new.split("\n")[0] if old != "konsep sk_tim" else "Draf SK Tim"
    assert expected[0].startswith(f"kantor.yaml, baris {line_with(marker, text)}:"), found


def test_a_table_has_an_end() -> None:
    rows = {f"Teks {number}": ["usulan"] for number in range(MAX_TEXTS + 1)}
    assert [fault.field for fault in check_naskah({"jenis": rows})[1]] == ["naskah.jenis"]
    rows.popitem()
    assert check_naskah({"jenis": rows}) == ({"jenis": rows}, [])


def test_a_form_is_held_to_the_rules_of_the_file() -> None:
    assert check_naskah(READ) == (READ, [])
    assert check_naskah({}) == ({}, [])
    found = check_naskah({"klasifikasi": {"sk_tim": "x" * (MAX_CLASSIFICATION + 1)}})[1]
    assert [fault.field for fault in found] == ["naskah.klasifikasi.sk_tim"]


def test_what_changed_is_told_row_by_row() -> None:
    told = naskah_choices(READ)["jenis"]
    assert told["PK dan draft surat pengantar"] == "konsep perjanjian_kinerja, konsep surat_pengantar"


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("", "000.8/7/DPUPR/2026"),
        ("{klasifikasi}/{nomor:3}/{kantor}/{bulan}/{tahun}", "000.8/007/DPUPR/II/2026"),
        ("Kep.{nomor:6}-{tahun}", "Kep.000007-2026"),
        ("{nomor}", "7"),
    ],
)
def test_a_number_is_written_by_its_pattern(pattern: str, text: str) -> None:
    if pattern:
        check_pattern(pattern)
    assert written(pattern, 7, date(2026, 2, 1), office="DPUPR", classification="000.8") == text


def test_an_empty_part_leaves_no_slash_behind() -> None:
    assert written("{klasifikasi}/{nomor}/{kantor}", 7, date(2026, 2, 1), office="") == "7"


def test_the_longest_number_fits_its_column() -> None:
    longest = "{klasifikasi}{nomor}{kantor}{bulan}{tahun}"
    longest += "x" * (80 - len(longest))
    check_pattern(longest)
    month = max(range(1, 13), key=lambda number: len(ROMAN[number - 1]))
    day = date(2026, month, 1)
    text = written(longest, 2**31 - 1, day, office="K" * 60, classification="9" * MAX_CLASSIFICATION)
    assert len(text) <= 160
    with pytest.raises(BadPattern):
        check_pattern(longest + "x")


D, U, N, S, P = (
    *(Meant("disposisi"), Meant("undangan"), Meant("notulen"), Meant("surat_pengantar")),
    Meant("perjanjian_kinerja"),
)
DRAFT_P = Meant("perjanjian_kinerja", is_draft=True)
DRAFT_S = Meant("surat_pengantar", is_draft=True)
L, DRAFT_L = Meant("laporan_capaian"), Meant("laporan_capaian", is_draft=True)
T, DRAFT_T = Meant("sk_tim"), Meant("sk_tim", is_draft=True)
OUTPUTS: dict[str, list[tuple[Any, ...]]] = {
    "dpupr-tarakan": [(D,), (D,), (Meant("usulan"), N), (DRAFT_P,), *[(P,)] * 6],
    "kesbangpol-tangerang": [(D,), (DRAFT_T,), (T,), (DRAFT_P,), (DRAFT_P,), (P,), (P,), (P,)],
    "dpupr-gowa": [(D,), (DRAFT_P,), (U, N), (DRAFT_P,), *[(P,)] * 5],
    "setda-madiun": [(D,), (N,), (DRAFT_P, DRAFT_S), (DRAFT_P, DRAFT_S), (P, S), (P, S)],
    "dp3appkb-tarakan": [(D,), (D,), (P,), *[(DRAFT_L,)] * 3, *[(L,)] * 3, (S,), (L,), (L,)],
}


@pytest.mark.django_db
@pytest.mark.parametrize("slug", OFFICES)
def test_the_shipped_offices_know_what_every_step_makes(slug: str) -> None:
    steps = Step.objects.filter(revision__sop__office__slug=slug, revision__status=RevisionStatus.IN_FORCE)
    outputs = steps.order_by("order").values_list("output", flat=True)
    table = office(slug).naskah["jenis"]
    assert [meant(table, text) for text in outputs] == OUTPUTS[slug]


@pytest.mark.django_db
@pytest.mark.parametrize("slug", OFFICES)
def test_the_shipped_offices_number_what_bears_a_number(slug: str) -> None:
    naskah = office(slug).naskah
    assert set(naskah["nomor"]) == set(naskah["klasifikasi"]) == set(NUMBERED)
