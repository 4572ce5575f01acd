"""Numbers, dates and rupiah as offices write them: read, written back, and what could mean two things refused."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.capaian import capaian
from documents.pk_numbers import (
    KINDS,
    Unreadable,
    guess_kind,
    read_date,
    read_money,
    read_number,
    read_target,
    target_of,
    usual_direction,
    write_date,
    write_money,
    write_number,
)
from tests.properties import steady

numbers = st.decimals("-999999999999999", "999999999999999", places=4)
amounts = st.decimals("0", "9999999999999", places=2)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1.250", "1250"),
        ("1.250.000,5", "1250000.5"),
        ("87,5", "87.5"),
        ("87.5", "87.5"),
        ("87.50", "87.5"),
        ("0,125", "0.125"),
        ("1250000000", "1250000000"),
        ("-3", "-3"),
        ("\u22123", "-3"),
    ],
)
def test_a_number_is_read(text: str, number: str) -> None:
    assert read_number(text) == Decimal(number)


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("1,250,000.00", "tulis 1.250.000"),
        ("1,250,000", "tulis 1.250.000"),
        ("0.125", "bukan angka"),
        ("1.25.0", "bukan angka"),
        ("١٢", "bukan angka"),
        ("1e5", "bukan angka"),
        ("NaN", "bukan angka"),
        ("", "bukan angka"),
        ("9" * 30, "terlalu panjang"),
    ],
)
def test_what_could_mean_two_things_is_refused_with_how_to_write_it(text: str, instead: str) -> None:
    with pytest.raises(Unreadable, match=instead):
        read_number(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Rp 1.250.000.000,00", "1250000000"),
        ("Rp. 1.000.000,-", "1000000"),
        ("rp1.000.000,--", "1000000"),
        ("1250000000", "1250000000"),
        ("Rp\u00a05.000,50", "5000.5"),
    ],
)
def test_rupiah_are_read(text: str, number: str) -> None:
    assert read_money(text) == Decimal(number)


@pytest.mark.parametrize("text", ["1,250", "-5", "1,234567", "Rp", "sejuta", "99999999999999999"])
def test_what_is_no_amount_of_rupiah_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        read_money(text)


@pytest.mark.parametrize(
    "text",
    ["31 Desember 2026", "31 des 2026", "31-12-2026", "31/12/2026", "2026-12-31", "2026-12-31 00:00:00"],
)
def test_a_day_is_read_in_its_writings(text: str) -> None:
    assert read_date(text) == date(2026, 12, 31)


@pytest.mark.parametrize("text", ["31 Februari 2026", "12-31-2026", "31-12-26", "Desember", "31 Foo 2026"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        read_date(text)


@pytest.mark.parametrize(
    ("kind", "text", "written"),
    [
        ("persen", "80 %", "80%"),
        ("persen", "80-90", "80–90%"),
        ("persen", "80% s.d. 90%", "80–90%"),
        ("persen", ">= 80", "≥ 80%"),
        ("angka", "-5 - -2", "-5–-2"),
        ("indeks", "3.75", "3,75"),
        ("rasio", "1 : 25", "1:25"),
        ("tanggal", "2026-12-31", "31 Desember 2026"),
        ("predikat", " BB ", "BB"),
        ("teks", "1,250.00", "1,250.00"),
        ("angka", "", ""),
    ],
)
def test_a_target_gets_its_best_writing_which_is_read_the_same(kind: str, text: str, written: str) -> None:
    reading = read_target(kind, text)
    assert reading.text == written
    assert read_target(kind, written) == reading


@pytest.mark.parametrize(
    ("kind", "text"), [("angka", "90-80"), ("rasio", "1:0"), ("rasio", "4"), ("persen", "WTP")]
)
def test_what_is_no_target_of_its_kind_is_refused(kind: str, text: str) -> None:
    with pytest.raises(Unreadable):
        read_target(kind, text)


@pytest.mark.parametrize(
    ("text", "satuan", "kind"),
    [
        ("80%", "", "persen"),
        ("80", "Persen", "persen"),
        ("80", "%", "persen"),
        ("12", "Dokumen", "angka"),
        ("≥ 12", "Dokumen", "angka"),
        ("1,250,000.00", "Orang", "angka"),
        ("75,5", "Indeks", "indeks"),
        ("78,5", "Nilai", "indeks"),
        ("1:25", "", "rasio"),
        ("31 Desember 2026", "", "tanggal"),
        ("WTP", "Opini", "predikat"),
        ("BB", "Predikat", "predikat"),
        ("Tersusun", "", "teks"),
    ],
)
def test_the_kind_goes_without_saying(text: str, satuan: str, kind: str) -> None:
    assert guess_kind(text, satuan) == kind


def test_a_target_is_measured_by_the_formulas_of_capaian() -> None:
    reading = read_target("persen", "80-90")
    direction = usual_direction("persen", reading)
    assert capaian(target_of(reading, direction), Decimal(40)) == 50
    assert capaian(target_of(read_target("predikat", "BB"), "teks"), None, "bb") == 100


@given(numbers)
@steady
def test_numbers_go_round(number: Decimal) -> None:
    assert read_number(write_number(number)) == number


@given(amounts)
@steady
def test_amounts_go_round(number: Decimal) -> None:
    assert read_money(write_money(number)) == number


@given(st.dates(date(1000, 1, 1)))
@steady
def test_days_go_round(day: date) -> None:
    assert read_date(write_date(day)) == day


@given(st.sampled_from(KINDS), st.text(max_size=30))
@steady
def test_any_text_is_read_or_refused_and_its_best_writing_stays(kind: str, text: str) -> None:
    try:
        reading = read_target(kind, text)
    except Unreadable:
        return
    assert read_target(kind, reading.text) == reading
