"""When a joint step is done, whose answer counts, and whom an act frees (semantics.md, A case)."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sops.document import DIPILIH, SALAH_SATU, SEMUA, WAKIL, Answer, Column, SopDocument, Step
from sops.graph import END
from tests.properties import steady
from workflows.joining import DONE, OPEN, Outcome, Seat, outcome

START = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
GO_ON = (Answer("Ya", "lanjut"), Answer("Tidak", "1"))
SEVERAL = (Answer("Ya", "lanjut"), Answer("Langsung", "4"), Answer("Cukup", "selesai"), Answer("Tidak", "1"))


@dataclass
class Table:
    """Step 2 of four, its columns (key → wakil, number of posts), and the seats at it: a1, a2, b1, …"""

    columns: dict[str, tuple[str, int]]
    selesai_bila: str = SEMUA
    keputusan: tuple[Answer, ...] = ()
    penentu: str = ""
    order: int = 2
    seats: dict[str, Seat] = field(init=False)
    outcomes: list[Outcome] = field(default_factory=list)

    def __post_init__(self) -> None:
        names = [(key, f"{key}{n}") for key, (_, posts) in self.columns.items() for n in range(1, posts + 1)]
        self.seats = {name: Seat(number, key) for number, (key, name) in enumerate(names, 1)}

    @property
    def step(self) -> Step:
        return Step(
            self.order,
            str(self.order),
            "Bekerja",
            tuple(self.columns),
            "penyusunan",
            "memeriksa",
            self.selesai_bila,
            keputusan=self.keputusan,
            penentu=self.penentu,
        )

    @property
    def document(self) -> SopDocument:
        columns = tuple(
            Column(key, key, ("x",) * posts, wakil) for key, (wakil, posts) in self.columns.items()
        )
        plain = [Step(n, str(n), "Bekerja", ("a",), "penyusunan", "menyusun") for n in (1, 2, 3, 4)]
        plain[self.order - 1] = self.step
        return SopDocument("kantor", "Uji", columns, tuple(plain))

    def act(self, name: str, answer: str = "") -> Outcome:
        """The seat acts, a minute after the one before it; whom that frees is freed."""
        at = START + timedelta(minutes=len(self.outcomes))
        acting = replace(self.seats[name], status=DONE, acted_at=at, answer=answer)
        self.seats[name] = acting
        result = outcome(self.document, self.step, list(self.seats.values()), acting)
        for other, seat in self.seats.items():
            if seat.id in (*result.released, *result.voided):
                self.seats[other] = replace(seat, status="dilepas" if seat.id in result.released else "batal")
        self.outcomes.append(result)
        return result

    def waiting(self) -> list[str]:
        return [name for name, seat in self.seats.items() if seat.status == OPEN]


# (columns, selesai_bila, acts one after the other, after which act it closes, who then waits no more without acting)
CLOSING = [
    pytest.param({"a": (SEMUA, 1)}, SEMUA, ["a1"], 1, [], id="one post closes alone"),
    pytest.param({"a": (SEMUA, 2)}, SEMUA, ["a2", "a1"], 2, [], id="semua waits for every post"),
    pytest.param({"a": (SALAH_SATU, 3)}, SEMUA, ["a2"], 1, ["a1", "a3"], id="salah_satu takes the first"),
    pytest.param({"a": (DIPILIH, 2)}, SEMUA, ["a1", "a2"], 2, [], id="all who were chosen act"),
    pytest.param({"a": (SEMUA, 1), "b": (SEMUA, 2)}, SEMUA, ["b1", "a1", "b2"], 3, [], id="every column"),
    pytest.param(
        {"a": (SALAH_SATU, 2), "b": (SEMUA, 1)},
        SEMUA,
        ["a1", "b1"],
        2,
        ["a2"],
        id="a pool beside an official",
    ),
    pytest.param(
        {"a": (SEMUA, 1), "b": (SEMUA, 1)}, SALAH_SATU, ["b1"], 1, ["a1"], id="the first column of several"
    ),
    pytest.param(
        {"a": (SEMUA, 2), "b": (SEMUA, 2)},
        SALAH_SATU,
        ["a1", "b2", "b1"],
        3,
        ["a2"],
        id="the first column whose own wakil is met",
    ),
    pytest.param(
        {"a": (SALAH_SATU, 2), "b": (SEMUA, 2)},
        SALAH_SATU,
        ["b1", "a2"],
        2,
        ["a1", "b2"],
        id="a pool is first",
    ),
    pytest.param(
        {"a": (DIPILIH, 2), "b": (SEMUA, 1)},
        SALAH_SATU,
        ["a2", "b1"],
        2,
        ["a1"],
        id="chosen ones not yet all",
    ),
]


@pytest.mark.parametrize(("columns", "selesai_bila", "acts", "closing", "freed"), CLOSING)
def test_a_run_closes_with_the_act_that_the_rules_say(
    columns: dict[str, tuple[str, int]], selesai_bila: str, acts: list[str], closing: int, freed: list[str]
) -> None:
    table = Table(columns, selesai_bila)
    closed = [table.act(name).closes for name in acts]
    assert closed == [number == closing for number in range(1, len(acts) + 1)]
    assert [name for name, seat in table.seats.items() if seat.status == "dilepas"] == freed
    assert not table.waiting()


def test_the_others_of_a_pool_are_freed_at_once_while_the_run_stays_open() -> None:
    table = Table({"a": (SALAH_SATU, 2), "b": (SEMUA, 1)})
    result = table.act("a2")
    assert (result.closes, table.waiting()) == (False, ["b1"])


def test_a_run_without_decision_goes_to_the_next_step() -> None:
    result = Table({"a": (SEMUA, 1)}).act("a1")
    assert (result.goes_to, result.answer, result.returns, result.jumps) == (3, None, False, False)


def test_the_last_step_goes_to_the_end_without_a_jump() -> None:
    result = Table({"a": (SEMUA, 1)}, order=4).act("a1")
    assert (result.closes, result.goes_to, result.jumps) == (True, END, False)


def test_with_one_actor_the_answer_routes() -> None:
    assert Table({"a": (SEMUA, 1)}, keputusan=SEVERAL).act("a1", "Langsung").goes_to == 4


@pytest.mark.parametrize(("answer", "goes_to"), [("Langsung", 4), ("Cukup", END)])
def test_an_answer_that_skips_steps_is_a_jump(answer: str, goes_to: int) -> None:
    result = Table({"a": (SEMUA, 1)}, keputusan=SEVERAL).act("a1", answer)
    assert (result.jumps, result.returns, result.goes_to) == (True, False, goes_to)


def test_a_return_closes_at_once_and_voids_those_who_have_not_answered() -> None:
    table = Table({"a": (SEMUA, 1), "b": (SEMUA, 3)}, keputusan=GO_ON)
    table.act("b1", "Ya")
    result = table.act("a1", "Tidak")
    assert (result.closes, result.returns, result.goes_to) == (True, True, 1)
    assert (result.voided, result.released) == ((3, 4), ())


def test_those_who_had_answered_stay_as_history() -> None:
    table = Table({"a": (SEMUA, 2)}, keputusan=GO_ON)
    table.act("a1", "Ya")
    table.act("a2", "Tidak")
    assert table.seats["a1"].status == DONE


@pytest.mark.parametrize("wakil", WAKIL)
@pytest.mark.parametrize("selesai_bila", [SEMUA, SALAH_SATU])
@pytest.mark.parametrize("penentu", ["", "a"])
def test_a_return_by_anyone_closes_whatever_the_rule(wakil: str, selesai_bila: str, penentu: str) -> None:
    table = Table({"a": (SEMUA, 1), "b": (wakil, 2)}, selesai_bila, SEVERAL, penentu)
    result = table.act("b2", "Tidak")
    assert (result.closes, result.returns, len(result.voided)) == (True, True, 2)


@pytest.mark.parametrize("acts", [["a1", "b1", "c1"], ["b1", "c1", "a1"], ["c1", "a1", "b1"]])
def test_the_penentu_routes_whenever_it_answers(acts: list[str]) -> None:
    table = Table(dict.fromkeys("abc", (SEMUA, 1)), keputusan=SEVERAL, penentu="b")
    answers = {"a1": "Ya", "b1": "Cukup", "c1": "Langsung"}
    result = [table.act(name, answers[name]) for name in acts][-1]
    assert result.answer == Answer("Cukup", "selesai")


def test_a_penentu_that_is_a_pool_routes_by_the_one_who_acted() -> None:
    table = Table({"a": (SALAH_SATU, 3), "b": (SEMUA, 1)}, keputusan=SEVERAL, penentu="a")
    table.act("a3", "Langsung")
    assert table.act("b1", "Ya").goes_to == 4


def test_in_a_pool_the_first_answer_routes() -> None:
    table = Table({"a": (SALAH_SATU, 2)}, keputusan=SEVERAL)
    assert table.act("a2", "Cukup").answer == Answer("Cukup", "selesai")


def test_across_columns_with_salah_satu_the_first_answer_routes() -> None:
    table = Table({"a": (SEMUA, 1), "b": (SEMUA, 1)}, SALAH_SATU, SEVERAL)
    assert table.act("b1", "Langsung").goes_to == 4


def test_an_answer_of_a_column_that_is_not_met_does_not_route() -> None:
    table = Table({"a": (SEMUA, 2), "b": (SEMUA, 1)}, SALAH_SATU, SEVERAL)
    table.act("a1", "Langsung")
    assert table.act("b1", "Ya").answer == Answer("Ya", "lanjut")


def test_an_answer_that_the_step_does_not_offer_is_no_answer() -> None:
    result = Table({"a": (SEMUA, 1)}, keputusan=GO_ON).act("a1", "Mungkin")
    assert (result.answer, result.returns) == (None, False)


@st.composite
def tables(draw: st.DrawFn) -> tuple[Table, list[str], dict[str, str]]:
    """Any joint step, an order in which its people would act, and what each would answer."""
    columns = {
        key: (draw(st.sampled_from(WAKIL)), draw(st.integers(1, 3)))
        for key in draw(st.sampled_from(["a", "ab", "abc"]))
    }
    keputusan = draw(st.sampled_from([(), GO_ON, SEVERAL]))
    table = Table(columns, draw(st.sampled_from([SEMUA, SALAH_SATU])), keputusan)
    order = draw(st.permutations(list(table.seats)))
    labels = [answer.label for answer in keputusan] or [""]
    return table, order, {name: draw(st.sampled_from(labels)) for name in order}


def played(table: Table, order: list[str], answers: dict[str, str]) -> list[Outcome]:
    """Those who still wait act, one after the other."""
    for name in order:
        if name in table.waiting():
            table.act(name, answers[name])
    return table.outcomes


@steady
@given(tables())
def test_exactly_one_act_closes_and_it_is_the_last(drawn: tuple[Table, list[str], dict[str, str]]) -> None:
    outcomes = played(*drawn)
    assert [result.closes for result in outcomes] == [False] * (len(outcomes) - 1) + [True]


@steady
@given(tables())
def test_nobody_waits_once_the_run_is_closed(drawn: tuple[Table, list[str], dict[str, str]]) -> None:
    played(*drawn)
    assert not drawn[0].waiting()


@steady
@given(tables())
def test_only_those_who_waited_are_freed_and_only_once(
    drawn: tuple[Table, list[str], dict[str, str]],
) -> None:
    table, order, answers = drawn
    for name in order:
        if name not in table.waiting():
            continue
        before = {table.seats[other].id for other in table.waiting()} - {table.seats[name].id}
        result = table.act(name, answers[name])
        assert not set(result.released) & set(result.voided)
        assert {*result.released, *result.voided} <= before
        assert bool(result.voided) <= result.returns
        assert not (result.returns and result.released)


@steady
@given(tables())
def test_a_closed_run_goes_to_a_step_or_the_end(drawn: tuple[Table, list[str], dict[str, str]]) -> None:
    last = played(*drawn)[-1]
    assert last.goes_to in (END, 1, 3, 4)
    assert last.returns == (last.goes_to == 1)
    assert last.jumps == (last.goes_to in (END, 4))
