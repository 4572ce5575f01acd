"""Two officials at the same moment, on connections of their own: on PostgreSQL only (see tests/racing.py)."""

from collections import Counter

import pytest

from activity.models import Activity
from activity.verification import faults
from tests.cast import Cast, an_act
from tests.racing import TIMES, Side, acts_recorded, hold_case, put_at, race, runs, statuses
from tests.written_sops import load_joint_decision
from workflows.actions.complete import complete_assignment
from workflows.errors import Stale
from workflows.models import Assignment, Case

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def side(cast: Cast, task: Assignment, answer: str = "") -> Side:
    """The holder of the post acts on a task as it was read before the race."""
    by = cast.acting(task.post.office.slug, task.post.slug) if task.post.office else None
    act = an_act(task, cast.now, answer=answer, note="Perbaiki" if answer == "Tidak" else "")
    assert by is not None
    return lambda: complete_assignment(task, by=by, at=cast.now, act=act)


def losers(results: list[object]) -> list[bool]:
    """Which sides were too late; anything but a case or Stale is a failure."""
    for result in results:
        if not isinstance(result, (Case, Stale)):
            raise AssertionError(f"neither done nor refused as stale: {result!r}")
    return [isinstance(result, Stale) for result in results]


def in_turn(sides: list[Side], number: int) -> list[Side]:
    """Every other time the other way round, so that neither side is always the first to arrive."""
    return sides[::-1] if number % 2 else sides


def test_of_two_completing_the_same_assignment_one_acts_and_the_other_is_stale(
    stage: None, cast: Cast
) -> None:
    for number in range(TIMES):
        case = cast.start("tarakan-dpupr")
        task = cast.tasks(case)[0]
        results = race(side(cast, task), side(cast, task), held=hold_case(case))
        assert sorted(losers(results)) == [False, True], number
        assert len(acts_recorded(task)) == 1
        assert runs(case) == [(1, 1, "mulai", "selesai"), (2, 1, "lanjut", "aktif")]
        assert statuses([task]) == ["selesai"]
    assert not list(faults())


def test_the_last_two_of_a_joint_step_open_the_next_step_once(stage: None, cast: Cast) -> None:
    for number in range(TIMES):
        case = cast.start("tarakan-dpupr")
        last_two = put_at(cast, case, 5, done=5)
        assert len(last_two) == 2
        sides = in_turn([side(cast, task) for task in last_two], number)
        assert losers(race(*sides, held=hold_case(case))) == [False, False], number
        rows = [acts_recorded(task) for task in last_two]
        assert [len(found) for found in rows] == [1, 1]
        assert sorted("next" in found[0].data for found in rows) == [False, True]
        assert runs(case)[1:] == [(5, 1, "lompat", "selesai"), (6, 1, "lanjut", "aktif")]
        assert len(cast.tasks(case)) == 1
        assert statuses(last_two) == ["selesai", "selesai"]
    assert not list(faults())


def test_a_return_closes_a_joint_step_whether_the_act_beside_it_came_before_or_not(
    stage: None, cast: Cast
) -> None:
    load_joint_decision("uji-bersama", selesai_bila="semua")
    seen: Counter[bool] = Counter()
    for number in range(TIMES):
        case = cast.start("uji-bersama")
        returning, acting = put_at(cast, case, 3, done=1)
        sides = {returning.pk: side(cast, returning, "Tidak"), acting.pk: side(cast, acting, "Ya")}
        turn = in_turn([sides[returning.pk], sides[acting.pk]], number)
        results = race(*turn, held=hold_case(case))
        is_returned_late, is_act_late = losers(results)[::-1] if number % 2 else losers(results)
        assert not is_returned_late, number
        assert runs(case)[1:] == [(3, 1, "lompat", "dikembalikan"), (2, 1, "kembali", "aktif")]
        assert statuses([returning, acting]) == ["selesai", "batal" if is_act_late else "selesai"]
        assert [len(acts_recorded(task)) for task in (returning, acting)] == [1, 0 if is_act_late else 1]
        seen[is_act_late] += 1
    assert not list(faults())
    assert len(seen) == 2, "the return and the act should each have been first at times"


def test_a_return_against_the_act_that_closes_the_step_lets_only_the_first_count(
    stage: None, cast: Cast
) -> None:
    load_joint_decision("uji-salah-satu", selesai_bila="salah_satu")
    for number in range(TIMES):
        case = cast.start("uji-salah-satu")
        returning, acting, idle = put_at(cast, case, 3)
        turn = in_turn([side(cast, returning, "Tidak"), side(cast, acting, "Ya")], number)
        results = losers(race(*turn, held=hold_case(case)))
        is_returned_late, is_act_late = results[::-1] if number % 2 else results
        assert is_returned_late != is_act_late, number
        if is_act_late:
            assert runs(case)[1:] == [(3, 1, "lompat", "dikembalikan"), (2, 1, "kembali", "aktif")]
            assert statuses([returning, acting, idle]) == ["selesai", "batal", "batal"]
        else:
            assert runs(case)[1:] == [(3, 1, "lompat", "selesai"), (4, 1, "lanjut", "aktif")]
            assert statuses([returning, acting, idle]) == ["dilepas", "selesai", "dilepas"]
        assert Activity.objects.filter(stream=case.stream, action="assignment.completed").count() == 1
    assert not list(faults())


def test_of_two_returns_only_the_first_counts(stage: None, cast: Cast) -> None:
    load_joint_decision("uji-dua", selesai_bila="semua")
    for number in range(TIMES // 4):
        case = cast.start("uji-dua")
        first, second, idle = put_at(cast, case, 3)
        results = race(side(cast, first, "Tidak"), side(cast, second, "Tidak"), held=hold_case(case))
        assert sorted(losers(results)) == [False, True], number
        assert runs(case)[1:] == [(3, 1, "lompat", "dikembalikan"), (2, 1, "kembali", "aktif")]
        assert sorted(statuses([first, second, idle])) == ["batal", "batal", "selesai"]
    assert not list(faults())
