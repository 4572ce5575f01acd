"""Where an answer leads, and which SOPs cannot run."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sops.document import SALAH_SATU, SEMUA, Answer, Column, SopDocument, Step
from sops.graph import (
    END,
    UnknownTarget,
    acts_alone,
    forward_answers,
    is_jump,
    is_return,
    leads_to_end,
    needs_several_acts,
    reachable,
    step_named,
    target,
)
from tests.properties import steady

A, B = Column("a", "A", ("x",)), Column("b", "B", ("y", "z"))


def step(order: int, *targets: str, nomor: str = "", kode: str = "") -> Step:
    answers = tuple(Answer(f"jawaban {number}", goal) for number, goal in enumerate(targets))
    return Step(
        order, nomor or str(order), "Bekerja", ("a",), "penyusunan", "menyusun", keputusan=answers, kode=kode
    )


# Printed 1 2 3 5 5: number 4 is skipped, 5 stands twice and needs a kode.
PRINTED = (
    step(1),
    step(2, "lanjut", "selesai"),
    step(3, "1", "tanda-tangan"),
    step(4, nomor="5"),
    step(5, nomor="5", kode="tanda-tangan"),
)


@pytest.mark.parametrize(
    ("at", "goal", "order"),
    [
        (2, "lanjut", 3),
        (5, "lanjut", END),
        (2, "selesai", END),
        (3, "1", 1),
        (3, "2", 2),
        (1, "tanda-tangan", 5),
    ],
)
def test_an_answer_leads_where_it_says(at: int, goal: str, order: int) -> None:
    assert target(PRINTED, PRINTED[at - 1], Answer("Ya", goal)) == order


@pytest.mark.parametrize(
    ("goal", "reason"),
    [("4", "tidak ada"), ("5", "lebih dari satu"), pytest.param("", "tidak ada")],
)
def test_a_target_that_is_no_one_step_is_refused_with_the_reason(goal: str, reason: str) -> None:
    with pytest.raises(UnknownTarget, match=reason):
        target(PRINTED, PRINTED[0], Answer("Ya", goal))


def test_the_printed_number_counts_and_not_the_place() -> None:
    madiun = [step(order, nomor=nomor) for order, nomor in enumerate("123467", 1)]
    assert step_named(madiun, "6").order == 5


@pytest.mark.parametrize(
    ("at", "goal", "returns", "jumps"),
    [
        (3, "2", True, False),
        (3, "1", True, False),
        (2, "lanjut", False, False),
        (2, "3", False, False),
        (2, "tanda-tangan", False, True),
        (2, "selesai", False, True),
        (5, "selesai", False, False),
        (5, "lanjut", False, False),
    ],
)
def test_an_answer_returns_or_jumps_or_goes_on(at: int, goal: str, returns: bool, jumps: bool) -> None:
    here, answer = PRINTED[at - 1], Answer("Ya", goal)
    assert (is_return(PRINTED, here, answer), is_jump(PRINTED, here, answer)) == (returns, jumps)


def test_forward_answers_are_those_that_do_not_return() -> None:
    here = step(3, "1", "lanjut", "selesai")
    steps = [step(1), step(2), here, step(4)]
    assert [answer.target for answer in forward_answers(steps, here)] == ["lanjut", "selesai"]


def test_a_step_jumped_over_by_all_is_not_reached() -> None:
    assert reachable([step(1, "3", "selesai"), step(2), step(3)]) == {1, 3}


def test_steps_that_only_return_never_end() -> None:
    assert leads_to_end([step(1), step(2, "1", "3"), step(3, "2", "1")]) == set()


def test_no_steps_reach_nothing() -> None:
    assert reachable([]) == leads_to_end([]) == set()


@pytest.mark.parametrize(
    ("wakil", "posts", "alone"),
    [
        ("semua", 1, True),
        ("semua", 2, False),
        ("salah_satu", 1, True),
        ("salah_satu", 3, True),
        ("dipilih", 1, False),
        ("dipilih", 3, False),
    ],
)
def test_a_column_acts_alone_when_exactly_one_post_acts(wakil: str, posts: int, alone: bool) -> None:
    column = Column("a", "A", tuple(f"jabatan-{number}" for number in range(posts)), wakil)
    assert acts_alone(column) is alone


@pytest.mark.parametrize(
    ("marks", "selesai_bila", "several"),
    [
        (("a",), SEMUA, False),
        (("b",), SEMUA, True),
        (("a", "b"), SEMUA, True),
        (("a", "b"), SALAH_SATU, False),
    ],
)
def test_answers_can_differ_only_where_several_must_act(
    marks: tuple[str, ...], selesai_bila: str, several: bool
) -> None:
    here = Step(1, "1", "Bekerja", marks, "penyusunan", "memeriksa", selesai_bila=selesai_bila)
    assert needs_several_acts(SopDocument("kantor", "Uji", (A, B), (here,)), here) is several


@st.composite
def graphs(draw: st.DrawFn) -> list[Step]:
    """Steps with any answers, forward, back, out, and to steps that are not there."""
    size = draw(st.integers(1, 8))
    goals = st.sampled_from(["lanjut", "selesai", *map(str, range(size + 2))])
    none: list[str] = []
    answers = st.one_of(st.just(none), st.lists(goals, min_size=2, max_size=3))
    return [step(order, *draw(answers)) for order in range(1, size + 1)]


def closure(steps: Sequence[Step]) -> list[list[bool]]:
    """Which step can come to which, by Warshall's rule; 0 is the end. Written without the code under test."""
    size = len(steps) + 1
    leads = [[row == column for column in range(size)] for row in range(size)]
    for here in range(1, size):
        following = (here + 1) % size
        for goal in [answer.target for answer in steps[here - 1].keputusan] or ["lanjut"]:
            if goal == "lanjut":
                leads[here][following] = True
            elif goal == "selesai":
                leads[here][0] = True
            elif 0 < int(goal) < size:
                leads[here][int(goal)] = True
    for middle in range(size):
        for row in range(size):
            for column in range(size):
                leads[row][column] |= leads[row][middle] and leads[middle][column]
    return leads


@steady
@given(graphs())
def test_reachable_is_what_the_first_step_can_come_to(steps: list[Step]) -> None:
    leads = closure(steps)
    assert reachable(steps) == {order for order in range(1, len(steps) + 1) if leads[1][order]}


@steady
@given(graphs())
def test_what_leads_to_the_end_can_come_to_it(steps: list[Step]) -> None:
    leads = closure(steps)
    assert leads_to_end(steps) == {order for order in range(1, len(steps) + 1) if leads[order][0]}
