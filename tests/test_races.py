"""Two officials at the same moment, on connections of their own: on PostgreSQL only (see tests/racing.py)."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.models import QuerySet

from activity.models import Activity, Stream
from activity.verification import faults
from documents.models.numbering import NumberSequence
from organizations.capacity import Capacity, admin_capacity, holder
from organizations.models import Appointment, Post, Role, RoleGrant
from tests.cast import Cast, an_act
from tests.racing import (
    BY_CHANCE,
    FEW,
    TIMES,
    Side,
    acts_recorded,
    hold_case,
    last_runs,
    open_seats,
    put_at,
    race,
    statuses,
)
from tests.written_sops import CHECK, COMMAND, DRAFT, FILE, load_joint_decision, load_sop
from workflows.actions.complete import complete_assignment, locked_case
from workflows.actions.looking import inspect_case, open_assignment
from workflows.actions.moving import move_task
from workflows.actions.participants import release_participant
from workflows.actions.withdraw import withdraw_act
from workflows.errors import Denied, Stale
from workflows.models import Assignment, Case, Output

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


class Rounds:
    """One case that comes to the same step again and again, each time a race."""

    def __init__(self, cast: Cast, slug: str, order: int, *, done: int = 0, times: int = TIMES) -> None:
        self.cast, self.order, self.done, self.times = cast, order, done, times
        self.case = cast.start(slug)
        self.capacities: dict[int, Capacity] = {}

    def __iter__(self) -> Iterator[tuple[int, list[Assignment]]]:
        """Each round with its open tasks."""
        for _ in range(self.times):
            self.cast.now += timedelta(minutes=1)
            by = self.case.started_by
            tasks = put_at(self.case, self.order, by=by, at=self.cast.now, done=self.done)
            yield tasks[0].run.round, tasks

    def capacity(self, post: Post) -> Capacity:
        """Who acts for a post, asked once."""
        if post.pk not in self.capacities:
            found = holder(post, self.cast.now)
            assert found is not None
            self.capacities[post.pk] = found
        return self.capacities[post.pk]

    def race(self, *acts: tuple[Assignment, str]) -> list[bool]:
        """Complete the tasks with these answers at the same moment; for each, whether it came too late.

        Every other time they are started the other way round, so that neither is always the first to arrive.
        """
        turned = -1 if acts[0][0].run.round % 2 else 1
        sides = [self.side(task, answer) for task, answer in acts]
        results = race(*sides[::turned], held=hold_case(self.case))[::turned]
        for result in results:
            assert isinstance(result, (Case, Stale)), f"neither done nor refused as stale: {result!r}"
        return [isinstance(result, Stale) for result in results]

    def side(self, task: Assignment, answer: str) -> Side:
        """The act of the holder of the post, on the task as it was read before the race."""
        by, at = self.capacity(task.post), self.cast.now
        act = an_act(task, at, answer=answer, note="Perbaiki" if answer == "Tidak" else "")
        return lambda: complete_assignment(task, by=by, at=at, act=act)


def test_of_two_completing_the_same_assignment_one_acts_and_the_other_is_stale(
    stage: None, cast: Cast
) -> None:
    rounds = Rounds(cast, "tarakan-dpupr", 1)
    for number, [task] in rounds:
        assert sorted(rounds.race((task, ""), (task, ""))) == [False, True]
        assert acts_recorded(task) == [1]
        assert statuses(task) == ["selesai"]
        assert last_runs(rounds.case) == [
            (1, number, "lompat", "selesai"),
            (2, number - 1, "lanjut", "aktif"),
        ]
        assert open_seats(rounds.case) == 1
    assert number == TIMES + 1
    assert not list(faults())


def test_the_last_two_of_a_joint_step_open_the_next_step_once(stage: None, cast: Cast) -> None:
    rounds = Rounds(cast, "tarakan-dpupr", 5, done=5)
    for number, [one, other] in rounds:
        assert rounds.race((one, ""), (other, "")) == [False, False]
        assert acts_recorded(one, other) == [1, 1]
        assert statuses(one, other) == ["selesai", "selesai"]
        assert last_runs(rounds.case) == [(5, number, "lompat", "selesai"), (6, number, "lanjut", "aktif")]
        assert open_seats(rounds.case) == 1
    assert number == TIMES
    assert Activity.objects.filter(stream=rounds.case.stream, data__next__order=6).count() == TIMES
    assert not list(faults())


def test_a_return_closes_a_joint_step_whether_the_act_beside_it_came_before_or_not(
    stage: None, cast: Cast
) -> None:
    load_joint_decision("uji-bersama", selesai_bila="semua")
    rounds = Rounds(cast, "uji-bersama", 3, done=1)
    act_came = {"before": 0, "too late": 0}
    for number, [returning, acting] in rounds:
        is_return_late, is_act_late = rounds.race((returning, "Tidak"), (acting, "Ya"))
        assert not is_return_late
        assert acts_recorded(returning, acting) == [1, 0 if is_act_late else 1]
        assert statuses(returning, acting) == ["selesai", "batal" if is_act_late else "selesai"]
        closed = (3, number, "lompat", "dikembalikan")
        assert last_runs(rounds.case) == [closed, (2, number, "kembali", "aktif")]
        assert open_seats(rounds.case) == 1
        act_came["too late" if is_act_late else "before"] += 1
    assert all(act_came.values()), act_came
    assert sum(act_came.values()) == TIMES
    assert not list(faults())


def test_a_return_against_the_act_that_closes_the_step_lets_only_the_first_count(
    stage: None, cast: Cast
) -> None:
    load_joint_decision("uji-salah-satu", selesai_bila="salah_satu")
    rounds = Rounds(cast, "uji-salah-satu", 3)
    first_was = {"return": 0, "act": 0}
    for _, [returning, acting, idle] in rounds:
        is_return_late, is_act_late = rounds.race((returning, "Tidak"), (acting, "Ya"))
        assert is_return_late != is_act_late
        closed, opened = last_runs(rounds.case)
        if is_act_late:
            first_was["return"] += 1
            assert acts_recorded(returning, acting) == [1, 0]
            assert statuses(returning, acting, idle) == ["selesai", "batal", "batal"]
            assert (closed[3], opened) == ("dikembalikan", (2, first_was["return"], "kembali", "aktif"))
        else:
            first_was["act"] += 1
            assert acts_recorded(returning, acting) == [0, 1]
            assert statuses(returning, acting, idle) == ["dilepas", "selesai", "dilepas"]
            assert (closed[3], opened) == ("selesai", (4, first_was["act"], "lanjut", "aktif"))
        assert open_seats(rounds.case) == 1
    assert all(first_was.values()), first_was
    assert not list(faults())


def test_of_two_returns_only_the_first_counts(stage: None, cast: Cast) -> None:
    load_joint_decision("uji-dua", selesai_bila="semua")
    rounds = Rounds(cast, "uji-dua", 3, times=TIMES // 4)
    for number, [one, other, idle] in rounds:
        assert sorted(rounds.race((one, "Tidak"), (other, "Tidak"))) == [False, True]
        assert sorted(acts_recorded(one, other)) == [0, 1]
        assert sorted(statuses(one, other, idle)) == ["batal", "batal", "selesai"]
        closed = (3, number, "lompat", "dikembalikan")
        assert last_runs(rounds.case) == [closed, (2, number, "kembali", "aktif")]
        assert open_seats(rounds.case) == 1
    assert not list(faults())


def test_two_cases_started_at_once_get_the_next_two_agenda_numbers(stage: None, cast: Cast) -> None:
    def hold_the_book() -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {NumberSequence._meta.db_table} IN ACCESS EXCLUSIVE MODE")

    def start() -> Case:
        return Cast(cast.now).start("tarakan-dpupr")

    for number in range(TIMES // 4):
        cases = race(start, start, held=hold_the_book)
        assert all(isinstance(case, Case) for case in cases), cases
        agenda = Case.objects.order_by("agenda_number").values_list("agenda_number", flat=True)
        assert list(agenda) == list(range(1, 2 * number + 3))
    assert not list(faults())


def test_an_inspector_and_an_official_at_the_same_case_do_not_block_each_other_for_good(
    stage: None, cast: Cast
) -> None:
    rounds = Rounds(cast, "tarakan-dpupr", 1, times=1)
    [(_, [task])] = list(rounds)
    user = cast.inspector("dpupr-tarakan")
    grant = RoleGrant.objects.get(user=user, role=Role.INSPECTOR)

    def look() -> None:
        inspect_case(rounds.case, user=user, grant=grant, at=cast.now)

    def hold_the_head() -> None:
        Stream.objects.select_for_update().get(pk=rounds.case.stream_id)

    results = race(look, rounds.side(task, ""), held=hold_the_head, in_order=True)
    assert [type(result) for result in results] == [type(None), Case], results


def hold_stream(case: Case) -> Side:
    """Holds the head of the case's stream."""
    return lambda: Stream.objects.select_for_update().get(pk=case.stream_id)


def last_acts(case: Case, action: str) -> int:
    """How many rows of the record say so."""
    return Activity.objects.filter(stream=case.stream_id, action=action).count()


def test_taking_back_against_opening_lets_one_win_and_tells_the_other(stage: None, cast: Cast) -> None:
    load_sop("uji-tarik", COMMAND, DRAFT, FILE)
    rounds = Rounds(cast, "uji-tarik", 1, times=FEW)
    won = {"withdrawn": 0, "opened": 0}
    for number, [task] in rounds:
        cast.complete(task)
        done = Assignment.objects.select_related("run__case", "post").get(pk=task.pk)
        [waiting] = cast.tasks(rounds.case)

        def take_back(done: Assignment = done) -> object:
            return withdraw_act(done, by=rounds.capacity(done.post), at=cast.now)

        def look_at(waiting: Assignment = waiting) -> None:
            open_assignment(waiting, by=rounds.capacity(waiting.post), at=cast.now)

        turned = 1 if number % 2 else -1
        back, look = race(
            *[take_back, look_at][::turned], held=hold_stream(rounds.case), in_order=not BY_CHANCE
        )[::turned]
        now = Assignment.objects.select_related("run").get(pk=waiting.pk)
        if isinstance(back, Case):
            won["withdrawn"] += 1
            assert isinstance(look, Stale), look
            assert (now.status, now.opened_at, now.run.status) == ("batal", None, "ditarik")
            assert last_runs(rounds.case)[1][0::2] == (1, "tarik")
        else:
            won["opened"] += 1
            assert isinstance(back, Stale), back
            assert (look, now.status, now.run.status) == (None, "terbuka", "aktif")
            assert now.opened_at
            assert rounds.capacity(waiting.post).user.name in back.who
        assert open_seats(rounds.case) == 1
    assert all(won.values()), won
    assert last_acts(rounds.case, "act.withdrawn") == won["withdrawn"]
    assert not list(faults())


def test_moving_a_task_against_acting_on_it_lets_one_win(stage: None, cast: Cast) -> None:
    rounds, to = Rounds(cast, "tarakan-dpupr", 1, times=FEW), cast.post("dpupr-tarakan", "sekretaris")
    admin = admin_capacity(cast.admin("dpupr-tarakan"), rounds.case.office, cast.now)
    assert admin
    won = {"moved": 0, "acted": 0}
    for number, [task] in rounds:

        def move(task: Assignment = task) -> object:
            return move_task(task, to=to, by=admin, at=cast.now, reason="Cuti")

        turned = 1 if number % 2 else -1
        sides = [move, rounds.side(task, "")][::turned]
        moved, acted = race(*sides, held=hold_case(rounds.case), in_order=not BY_CHANCE)[::turned]
        if isinstance(moved, Assignment):
            won["moved"] += 1
            assert isinstance(acted, Stale), acted
            assert "dialihkan" in acted.what
            assert (statuses(task, moved), acts_recorded(task)) == (["dilepas", "terbuka"], [0])
            assert last_runs(rounds.case)[1][0] == 1
        else:
            won["acted"] += 1
            assert isinstance(moved, Stale), moved
            assert isinstance(acted, Case), acted
            assert (statuses(task), acts_recorded(task)) == (["selesai"], [1])
            assert last_runs(rounds.case)[1][0] == 2
        assert open_seats(rounds.case) == 1
    assert all(won.values()), won
    assert last_acts(rounds.case, "assignment.moved") == won["moved"]
    assert not list(faults())


def test_letting_the_last_one_go_against_acting_closes_the_step_once(stage: None, cast: Cast) -> None:
    load_sop("uji-lepas", COMMAND, DRAFT, f"{CHECK}, pelaksana: [sekretaris, kabid]", FILE)
    rounds = Rounds(cast, "uji-lepas", 3, done=1, times=FEW)
    admin = admin_capacity(cast.admin("dpupr-tarakan"), rounds.case.office, cast.now)
    assert admin
    for number, [task] in rounds:
        Output.objects.get_or_create(
            case=rounds.case, key="konsep", replaced_by=None,
            defaults={"run": task.run, "name": "Konsep", "note": "x", "created_at": cast.now, "created_by": cast.head},
        )  # fmt: skip

        def release(task: Assignment = task) -> object:
            return release_participant(task, by=admin, at=cast.now, reason="Cuti")

        turned = 1 if number % 2 else -1
        results = race(
            *[release, rounds.side(task, "")][::turned], held=hold_case(rounds.case), in_order=not BY_CHANCE
        )[::turned]
        assert sorted(type(result).__name__ for result in results) == ["Case", "Stale"], results
        assert statuses(task) == ["dilepas" if isinstance(results[0], Case) else "selesai"]
        assert [run[0] for run in last_runs(rounds.case)] == [3, 4]
        assert open_seats(rounds.case) == 1
    assert not list(faults())


def test_who_acts_while_the_appointment_ends_has_acted_or_is_told(stage: None, cast: Cast) -> None:
    rounds = Rounds(cast, "tarakan-dpupr", 1, times=FEW)
    came = {"acted": 0, "told": 0}
    for number, [task] in rounds:
        held = Appointment.objects.filter(post=task.post, kind="definitif")
        held.update(end_date=None)
        rounds.capacity(task.post)  # as the page read it, before

        def end(held: QuerySet[Appointment] = held) -> None:
            with transaction.atomic():
                locked_case(rounds.case.pk)
                held.update(end_date=cast.now.date())

        turned = 1 if number % 2 else -1
        results = race(
            *[end, rounds.side(task, "")][::turned], held=hold_case(rounds.case), in_order=not BY_CHANCE
        )[::turned]
        assert isinstance(results[1], (Case, Denied)), results
        assert acts_recorded(task) == [int(isinstance(results[1], Case))]
        came["acted" if isinstance(results[1], Case) else "told"] += 1
    assert all(came.values()), came
    assert not list(faults())
