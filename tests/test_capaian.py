"""Capaian: worked values from the field, and what holds for any numbers."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.capaian import (
    DIRECTIONS,
    HIGHER,
    LAST,
    LOWER_DIFFERENCE,
    LOWER_RATIO,
    RANGE,
    SUM,
    TEXT,
    Band,
    Target,
    band,
    capaian,
    last_text,
    mean,
    rounded,
    total,
)

positive = st.decimals("0.01", "1000000", places=2)
numbers = st.decimals("0", "1000000", places=2)


def worth(direction: str, target: str, realisasi: str, cap: str | None = None) -> str | None:
    found = capaian(
        Target(direction, value=Decimal(target)), Decimal(realisasi), cap=Decimal(cap) if cap else None
    )
    return None if found is None else str(rounded(found))


@pytest.mark.parametrize(
    ("direction", "target", "realisasi", "percent"),
    [
        (HIGHER, "10", "15", "150.00"),
        (HIGHER, "80", "60", "75.00"),
        (HIGHER, "80", "0", "0.00"),
        (HIGHER, "0", "5", None),
        (LOWER_DIFFERENCE, "10", "15", "50.00"),
        (LOWER_DIFFERENCE, "10", "0", "200.00"),
        (LOWER_DIFFERENCE, "10", "25", "0.00"),  # the formula says −50
        (LOWER_RATIO, "10", "15", "66.67"),
        (LOWER_RATIO, "10", "0", None),
        (LOWER_RATIO, "10", "5", "200.00"),
    ],
)
def test_the_worked_values(direction: str, target: str, realisasi: str, percent: str | None) -> None:
    assert worth(direction, target, realisasi) == percent


@pytest.mark.parametrize(
    ("realisasi", "percent"), [("85", "100"), ("80", "100"), ("90", "100"), ("40", "50"), ("99", "90")]
)
def test_a_range_counts_from_the_limit_that_was_missed(realisasi: str, percent: str) -> None:
    target = Target(RANGE, low=Decimal(80), high=Decimal(90))
    assert capaian(target, Decimal(realisasi)) == Decimal(percent)


@pytest.mark.parametrize(
    ("text", "percent"), [("WTP", Decimal(100)), (" wtp ", Decimal(100)), ("WDP", Decimal(0)), ("", None)]
)
def test_a_text_is_reached_or_not(text: str, percent: Decimal | None) -> None:
    assert capaian(Target(TEXT, text="WTP"), None, text) == percent


@pytest.mark.parametrize(
    ("day", "percent"),
    [
        (date(2026, 12, 30), Decimal(100)),
        (date(2026, 12, 31), Decimal(100)),
        (date(2027, 1, 1), Decimal(0)),
        (None, None),
    ],
)
def test_a_day_is_kept_or_not(day: date | None, percent: Decimal | None) -> None:
    target = Target(TEXT, text="31 Desember 2026", day=date(2026, 12, 31))
    assert capaian(target, None, "31 Desember 2026" if day else "", day=day) == percent


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_not_available_is_not_zero(direction: str) -> None:
    target = Target(direction, value=Decimal(5), low=Decimal(1), high=Decimal(9), text="A")
    assert capaian(target, None) is None


def test_a_cap_cuts_what_lies_above() -> None:
    assert worth(HIGHER, "10", "15", cap="120") == "120.00"
    assert worth(HIGHER, "10", "11", cap="120") == "110.00"


@pytest.mark.parametrize(
    ("quarters", "aggregation", "value"),
    [
        (["1", "2", None, "4"], SUM, "7"),
        (["1", "2", None, "4"], LAST, "4"),
        (["10", "20", "30", None], LAST, "30"),
        ([None, None, None, None], SUM, None),
        (["0", None, None, None], SUM, "0"),
    ],
)
def test_quarters_become_a_year(quarters: list[str | None], aggregation: str, value: str | None) -> None:
    found = total([Decimal(each) if each is not None else None for each in quarters], aggregation)
    assert found == (Decimal(value) if value is not None else None)


def test_the_last_text_counts() -> None:
    assert last_text(["B", "BB", " ", ""]) == "BB"
    assert last_text(["", ""]) == ""


@pytest.mark.parametrize(
    ("percent", "name"),
    [
        ("91", "Sangat Tinggi"),
        ("90.994", "Tinggi"),
        ("90.995", "Sangat Tinggi"),
        ("75.99", "Sedang"),
        ("66", "Sedang"),
        ("51", "Rendah"),
        ("50.99", "Sangat Rendah"),
        ("0", "Sangat Rendah"),
    ],
)
def test_the_scale_names_a_capaian(percent: str, name: str) -> None:
    assert band(Decimal(percent)) == name


def test_an_office_may_have_its_own_scale() -> None:
    scale = (Band(Decimal(85), "Sangat Baik"), Band(Decimal(0), "Kurang"))
    assert (band(Decimal(85), scale), band(Decimal(84), scale), band(None, scale)) == (
        "Sangat Baik",
        "Kurang",
        "",
    )


def test_the_mean_leaves_out_what_is_not_available() -> None:
    assert mean([Decimal(100), None, Decimal(50)]) == 75
    assert mean([None]) is None


@given(positive, positive)
def test_reaching_the_target_is_a_hundred(target: Decimal, other: Decimal) -> None:
    for direction in (HIGHER, LOWER_DIFFERENCE, LOWER_RATIO):
        assert capaian(Target(direction, value=target), target) == 100


@given(positive, numbers, numbers)
def test_more_is_better_or_worse_as_the_indicator_says(target: Decimal, a: Decimal, b: Decimal) -> None:
    low, high = sorted((a, b))
    up = [capaian(Target(HIGHER, value=target), value) for value in (low, high)]
    assert up[0] is not None
    assert up[1] is not None
    assert up[0] <= up[1]
    for direction in (LOWER_DIFFERENCE, LOWER_RATIO):
        down = [capaian(Target(direction, value=target), value) for value in (low, high)]
        if None not in down:
            assert down[0] >= down[1]  # type: ignore[operator]


@given(positive, numbers, st.sampled_from([Decimal(100), Decimal(120)]))
def test_a_capaian_stays_between_nothing_and_its_cap(target: Decimal, value: Decimal, cap: Decimal) -> None:
    for direction in (HIGHER, LOWER_DIFFERENCE, LOWER_RATIO):
        found = capaian(Target(direction, value=target), value, cap=cap)
        assert found is None or 0 <= found <= cap
