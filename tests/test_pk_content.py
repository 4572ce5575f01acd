"""The content of a PK as one value: what goes without saying, its faults by row and field, its differences."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.pk_changes import changes, counted, summary
from documents.pk_checks import check
from documents.pk_content import Indicator, PkContent, Program, Sasaran, total_budget
from documents.pk_wording import worded
from tests.properties import steady

SMALL = PkContent(
    sasaran=(
        Sasaran(
            "Jalan yang mantap",
            (Indicator("Persentase jalan mantap", "%", "87.5"), Indicator("Opini BPK", "Opini", "WTP")),
        ),
    ),
    programs=(
        Program("Penyelenggaraan Jalan", "Rp 1.250.000.000,00"),
        Program("Pemeliharaan", "1000000000", level="kegiatan"),
        Program("Pembangunan", "250000000", level="kegiatan"),
    ),
)


def only(content: PkContent, **fields: object) -> PkContent:
    """The content with one indicator, which has these fields."""
    row = replace(Indicator("Jumlah dokumen", "Dokumen", "12"), **fields)  # type: ignore[arg-type]
    return replace(content, sasaran=(Sasaran("Dokumen", (row,)),))


def test_what_goes_without_saying_is_filled_in() -> None:
    found = check(SMALL)
    assert (found.faults, found.warnings) == ([], [])
    first, second = found.content.indicators
    assert (first.kind, first.target, first.direction, first.aggregation) == (
        "persen",
        "87,5%",
        "naik",
        "terakhir",
    )
    assert (second.kind, second.target, second.direction) == ("predikat", "WTP", "teks")
    assert [row.anggaran for row in found.content.programs] == [
        "1.250.000.000",
        "1.000.000.000",
        "250.000.000",
    ]
    assert check(found.content) == found


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"text": ""}, "i0.text"),
        ({"text": "x" * 1001}, "i0.text"),
        ({"satuan": "x" * 61}, "i0.satuan"),
        ({"target": "1,250,000.00"}, "i0.target"),
        ({"kind": "angka", "target": "banyak"}, "i0.target"),
        ({"predictions": ("1", "2", "tiga", "4")}, "i0.tw3"),
        ({"kind": "apa saja"}, "i0.kind"),
        ({"direction": "apa saja"}, "i0.direction"),
        ({"aggregation": "apa saja"}, "i0.aggregation"),
        ({"supports": 8}, "i0.supports"),
        ({"target": "x" * 201, "kind": "teks"}, "i0.target"),
    ],
)
def test_a_fault_stands_at_its_field(fields: dict[str, object], where: str) -> None:
    found = check(only(SMALL, **fields), {7: "Indikator atasan"})
    assert [fault.where for fault in found.faults] == [where]
    assert list(found.by_place()) == [where]


@pytest.mark.parametrize(
    ("row", "where"),
    [
        (Program("", "5"), "p0.name"),
        (Program("Program", "1,250"), "p0.anggaran"),
        (Program("Program", level="apa saja"), "p0.level"),
        (Program("Program", keterangan="x" * 301), "p0.keterangan"),
    ],
)
def test_a_fault_of_a_program_stands_at_its_field(row: Program, where: str) -> None:
    assert [fault.where for fault in check(PkContent(programs=(row,))).faults] == [where]


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"level": "x"}, "level"),
        ({"statement_date": "kapan"}, "statement_date"),
        ({"place": "x" * 101}, "place"),
    ],
)
def test_a_fault_of_the_statement_stands_at_its_field(fields: dict[str, str], where: str) -> None:
    assert [fault.where for fault in check(PkContent(**fields)).faults] == [where]  # type: ignore[arg-type]


def test_a_change_needs_one_of_the_three_reasons_and_no_other_pk_has_one() -> None:
    assert [fault.where for fault in check(PkContent(reason="bosan"), needs_reason=True).faults] == ["reason"]
    assert check(PkContent(reason="pejabat"), needs_reason=True).faults == []
    assert check(PkContent(reason="pejabat")).content.reason == ""


@pytest.mark.parametrize(
    "content",
    [
        PkContent(sasaran=tuple(Sasaran(f"S {n}") for n in range(101))),
        PkContent(sasaran=(Sasaran("S", tuple(Indicator(f"I {n}") for n in range(301))),)),
        PkContent(programs=tuple(Program(f"P {n}") for n in range(1001))),
    ],
)
def test_more_rows_than_a_pk_bears_are_refused(content: PkContent) -> None:
    faults = check(content).faults
    assert len(faults) == 1
    assert "paling banyak" in faults[0].message


def test_rows_without_a_word_are_left_out_and_controls_become_spaces() -> None:
    found = check(
        PkContent(
            sasaran=(Sasaran("", (Indicator(),)), Sasaran("Jalan\x00\u202e\n mantap")),
            programs=(Program(" \t"), Program("Program")),
        )
    )
    assert [each.text for each in found.content.sasaran] == ["Jalan mantap"]
    assert [each.name for each in found.content.programs] == ["Program"]


def test_what_is_odd_is_warned_of() -> None:
    row = Indicator("Jumlah")
    odd = PkContent(
        sasaran=(Sasaran("Kosong"), Sasaran("Isi", (row, replace(row, text="JUMLAH", target="2")))),
        programs=(
            Program("P", "10"),
            Program("K", "4", level="kegiatan"),
            Program("L", "5", level="kegiatan"),
        ),
    )
    found = check(odd)
    assert found.faults == []
    assert [remark.where for remark in found.warnings] == ["i0.target", "s0.text", "i1.text", "p0.anggaran"]
    assert "Rp 10, bagian-bagiannya berjumlah Rp 9" in found.warnings[-1].message
    assert found.content.indicators[0].kind == ""


def test_the_budget_counts_parts_once() -> None:
    assert total_budget(check(SMALL).content.programs) == Decimal(1250000000)
    assert total_budget((Program("P"), Program("K", "5", level="kegiatan"))) is None
    assert total_budget(()) is None


def test_an_indicator_without_a_unit_says_its_kind_by_its_first_word() -> None:
    row = Indicator("Persentase jalan mantap", target="87,5")
    assert check(PkContent((Sasaran("S", (row,)),))).content.indicators[0].target == "87,5%"


@pytest.mark.parametrize("chosen", ["naik", "turun_selisih", "rentang", "teks"])
def test_a_range_and_a_text_leave_no_choice_of_formula(chosen: str) -> None:
    found = [check(only(SMALL, target=target, direction=chosen)) for target in ("80-90", "Selesai")]
    assert [each.content.indicators[0].direction for each in found] == ["rentang", "teks"]


def stored(content: PkContent) -> PkContent:
    """The content as if it were saved: every row has its number."""
    sasaran = tuple(
        replace(s, id=n, indicators=tuple(replace(i, id=10 * n + m) for m, i in enumerate(s.indicators, 1)))
        for n, s in enumerate(content.sasaran, 1)
    )
    programs = tuple(replace(p, id=n) for n, p in enumerate(content.programs, 1))
    return replace(content, sasaran=sasaran, programs=programs)


def test_the_differences_are_told_row_by_row() -> None:
    old = stored(check(SMALL).content)
    assert changes(old, old) == []
    first, second = old.indicators
    new = replace(
        old,
        sasaran=(
            replace(
                old.sasaran[0],
                text="Jalan mantap",
                indicators=(replace(first, target="90%"), Indicator("Baru")),
            ),
            Sasaran("Lain", (second,)),
        ),
        programs=(old.programs[1], old.programs[0]),
        place="Tarakan",
    )
    found = changes(old, new)
    told = [(change.what, change.kind, change.name) for change in found]
    assert told == [
        ("diubah", "keterangan umum", ""),
        ("diubah", "sasaran", "Jalan mantap"),
        ("diubah", "indikator", "Persentase jalan mantap"),
        ("ditambah", "indikator", "Baru"),
        ("ditambah", "sasaran", "Lain"),
        ("diubah", "indikator", "Opini BPK"),
        ("diubah", "urutan", "program"),
        ("dihapus", "program", "Pembangunan"),
    ]
    assert found[2].fields == (("target", "87,5%", "90%"),)
    assert "1 program dihapus" in counted(found)
    assert len(summary(changes(PkContent(), PkContent(programs=SMALL.programs * 100)))["changes"]) == 50


@given(st.text(max_size=40), st.text(max_size=20), st.text(max_size=20), st.text(max_size=20))
@steady
def test_any_typing_is_checked_and_a_clean_one_stays(
    text: str, satuan: str, target: str, amount: str
) -> None:
    row = Indicator(text, satuan, target)
    found = check(PkContent(sasaran=(Sasaran("S", (row,)),), programs=(Program("P", amount),)))
    if not found.faults:
        assert check(found.content) == found


def test_the_words_of_the_statement_name_the_parties_as_the_office_does() -> None:
    own = worded({"first_party": "pihak kesatu", "supervision": "{pihak_kedua} {0} {{mengawasi"})
    assert own["promise"].startswith("Pihak kesatu berjanji")
    assert own["supervision"] == "Pihak kedua {0} {{mengawasi"
