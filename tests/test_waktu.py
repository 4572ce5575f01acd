"""Waktu of Mutu Baku: read as typed, summed as the papers do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from organizations.waktu import UnreadableWaktu, Waktu, in_words, parse_waktu, total
from tests.properties import steady

TYPED = [
    ("10 Menit", Waktu(menit=10)),
    ("60 menit", Waktu(menit=60)),
    ("90", None),
    ("2 Jam", Waktu(jam=2)),
    ("1 jam 30 menit", Waktu(jam=1, menit=30)),
    ("30 menit 1 jam", Waktu(jam=1, menit=30)),
    ("1 jam, 30 menit", Waktu(jam=1, menit=30)),
    ("3 hari", Waktu(hari=3)),
    ("3 hari kerja", Waktu(hari=3)),
    ("3  HARI   KALENDER", Waktu(hari_kalender=3)),
    ("1 hari 2 hari kalender", Waktu(hari=1, hari_kalender=2)),
    ("2 minggu", Waktu(minggu=2)),
    ("1 bulan", Waktu(bulan=1)),
    ("1 bln 2 mgg 3 hr 4 jam 5 mnt", Waktu(bulan=1, minggu=2, hari=3, jam=4, menit=5)),
    ("4 hr 3Jam 35 Menit", Waktu(hari=4, jam=3, menit=35)),
    ("10 menit.", Waktu(menit=10)),
    ("", Waktu()),
    ("   ", Waktu()),
    ("5000 menit", Waktu(menit=5000)),
    ("sebentar", None),
    ("-", None),
    ("0 menit", None),
    ("-5 menit", None),
    ("5001 menit", None),
    ("1234567 menit", None),
    ("1,5 jam", None),
    ("1.5 jam", None),
    ("1 jam 2 jam", None),
    ("3 hari 2 hr", None),
    ("menit", None),
    ("10 menitan", None),
    ("10 menit kurang lebih", None),
    ("satu hari", None),
    ("3 tahun", None),
    ("1-2 hari", None),
]
UNITS = ("bulan", "minggu", "hari_kalender", "hari", "jam", "menit")
waktus = st.builds(Waktu, **{unit: st.integers(0, 500) for unit in UNITS})
promising = waktus.filter(bool)


@pytest.mark.parametrize(("typed", "wanted"), TYPED, ids=[repr(typed) for typed, _ in TYPED])
def test_waktu_is_read_as_it_is_typed_or_not_at_all(typed: str, wanted: Waktu | None) -> None:
    if wanted is None:
        with pytest.raises(UnreadableWaktu):
            parse_waktu(typed)
    else:
        assert parse_waktu(typed) == wanted


def test_waktu_is_printed_with_the_largest_unit_first() -> None:
    assert str(parse_waktu("35 menit 3 jam 4 hari")) == "4 hari 3 jam 35 menit"


def test_no_waktu_is_printed_as_a_dash() -> None:
    assert str(Waktu()) == "-"


def test_minutes_make_hours_in_a_total() -> None:
    assert str(total([Waktu(menit=45), Waktu(jam=1, menit=20)])) == "2 jam 5 menit"


def test_days_of_a_total_stay_days() -> None:
    assert total([Waktu(hari=1), Waktu(jam=30)]) == Waktu(hari=1, jam=30)


def test_working_and_calendar_days_are_summed_apart() -> None:
    assert total([Waktu(hari=1), Waktu(hari_kalender=2)]) == Waktu(hari=1, hari_kalender=2)


def test_nothing_sums_to_nothing() -> None:
    assert total([]) == Waktu()


def test_the_total_takes_any_iterable() -> None:
    assert total(Waktu(menit=minutes) for minutes in (10, 20)) == Waktu(menit=30)


@steady
@given(promising)
def test_what_is_printed_is_read_as_the_same(waktu: Waktu) -> None:
    assert parse_waktu(str(waktu)) == waktu
    assert in_words(waktu) == str(waktu)


@steady
@given(promising)
def test_case_and_spaces_do_not_matter(waktu: Waktu) -> None:
    assert parse_waktu(f"  {str(waktu).upper().replace(' ', '   ')} ") == waktu


@steady
@given(st.lists(waktus))
def test_a_total_keeps_every_unit_but_minutes_and_hours(waktus: list[Waktu]) -> None:
    found = total(waktus)
    for unit in ("bulan", "minggu", "hari_kalender", "hari"):
        assert getattr(found, unit) == sum(getattr(waktu, unit) for waktu in waktus)


@steady
@given(st.lists(waktus))
def test_a_total_keeps_the_minutes_worked(waktus: list[Waktu]) -> None:
    found = total(waktus)
    assert found.jam * 60 + found.menit == sum(waktu.jam * 60 + waktu.menit for waktu in waktus)
    assert found.menit < 60


@steady
@given(st.lists(waktus))
def test_the_order_of_the_rows_does_not_matter(waktus: list[Waktu]) -> None:
    assert total(waktus) == total(reversed(waktus)) == total([total(waktus)])


@steady
@given(st.text(max_size=30))
def test_any_text_is_a_waktu_or_is_refused(text: str) -> None:
    try:
        found = parse_waktu(text)
    except UnreadableWaktu:
        return
    assert found or not text.strip(" ,\t\n")
