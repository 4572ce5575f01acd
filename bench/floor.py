"""The floor: what one act costs with psycopg2 and SQL written by hand, as correct as the product.

One transaction per act with the same locks in the same order, the same guards, and the same rows. Plain statements:
folding several into one gains nothing unless they are prepared.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace
from typing import Any, NamedTuple

from psycopg2.extensions import connection as Connection  # noqa: N812  it is a class
from psycopg2.extensions import cursor as Cursor  # noqa: N812

from activity.chain import content_of, link
from bench.papers import Pile, kelengkapan_of, papers_of_act
from bench.script import Waiting
from bench.sheet import Row, Sheet
from organizations.calendars import time_of
from organizations.capacity import Capacity
from workflows.acting import Act
from workflows.deadlines import Clock, clock_of, measure, start_clock

TOLD = ("reminded_at", "passed_at", "told_late_at", "escalated_at")
TIMES = ("counted_from", "remind_at", "due_at", "late_at", "escalate_at", "tell_at")
WAITING = """
    SELECT a.id, a.run_id, a.post_id, r.step_id
    FROM workflows_assignment a JOIN workflows_steprun r ON r.id = a.run_id
    WHERE r.case_id = %s AND a.status = 'terbuka' ORDER BY a.id"""
LOCK = """
    SELECT c.id, c.status, c.tahap, c.office_id, s.id, s.key, s.count, s.head
    FROM workflows_case c JOIN activity_stream s ON s.id = c.stream_id WHERE c.id = %s FOR UPDATE"""
SEATS = """
    SELECT a.id, a.post_id, a.pelaksana_id, a.status, r.step_id, r.round, r.opened_at, a.opened_at, a.office_id,
           p.unit_id, o.calendar_version
    FROM workflows_assignment a JOIN workflows_steprun r ON r.id = a.run_id
    JOIN organizations_post p ON p.id = a.post_id JOIN organizations_office o ON o.id = a.office_id
    WHERE a.run_id = %s ORDER BY a.id FOR UPDATE OF a"""
ACT = """
    UPDATE workflows_assignment
    SET status = 'selesai', opened_at = coalesce(opened_at, %s), acted_at = %s, acted_by_id = %s, acted_as = %s,
        on_behalf_of_id = %s, answer = %s, note = %s, details = %s,
        waited_seconds = %s, worked_seconds = %s, limit_seconds = %s
    WHERE id = %s AND status = 'terbuka'"""
CLOSE_RUN = (
    "UPDATE workflows_steprun SET status = 'selesai', closed_at = %s WHERE id = %s AND status = 'aktif'"
)
HOLDERS = """
    SELECT key, post_id, (SELECT count(*) FROM workflows_steprun WHERE case_id = %s AND step_id = %s), p.unit_id,
           o.calendar_version
    FROM sops_columnpost c JOIN organizations_post p ON p.id = c.post_id
    JOIN sops_sop s ON s.id = c.sop_id JOIN organizations_office o ON o.id = s.office_id
    WHERE sop_id = %s AND key = ANY(%s) AND start_at <= %s AND (end_at IS NULL OR end_at > %s) ORDER BY c."order" """
OPEN_RUN = """
    INSERT INTO workflows_steprun (case_id, step_id, round, cause, previous_id, status, opened_at)
    VALUES (%s, %s, %s, 'lanjut', %s, 'aktif', %s) RETURNING id"""
OPEN_SEATS = """
    INSERT INTO workflows_assignment (run_id, post_id, office_id, pelaksana_id, status, acted_as, answer, note, details,
                                      counted_from, remind_at, due_at, late_at, escalate_at, tell_at)
    VALUES """
OPEN_SEAT = "(%s, %s, %s, %s, 'terbuka', '', '', '', '{}', %s, %s, %s, %s, %s, %s)"
MOVE_CASE = "UPDATE workflows_case SET tahap = %s WHERE id = %s"
FILE_CASE = "UPDATE workflows_case SET status = 'selesai', tahap = 'arsip', closed_at = %s WHERE id = %s"
RECORD = """
    INSERT INTO activity_activity (stream_id, number, at, actor_kind, actor_name, capacity, on_behalf_of, user_id,
                                   action, data, content, hash)
    VALUES """
RECORD_ROW = "(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
MOVE_HEAD = "UPDATE activity_stream SET count = %s, head = %s WHERE id = %s"


class Refused(Exception):
    """The act is not allowed, or not any more."""


class LockedCase(NamedTuple):
    """The case with the head of its stream, as LOCK reads them."""

    id: int
    status: str
    tahap: str
    office_id: int
    stream_id: int
    stream: str
    rows: int
    head: str


class Seat(NamedTuple):
    """An assignment of the run, as SEATS reads it."""

    id: int
    post_id: int
    pelaksana_id: int
    status: str
    step_id: int
    round: int
    arrived_at: datetime
    opened_at: datetime | None
    office_id: int
    unit_id: int | None
    version: int


@dataclass(frozen=True)
class Task:
    """Where a task stands; its address, so to say."""

    id: int
    run_id: int
    case_id: int


class Floor:
    """Hand-written SQL on a connection of its own."""

    name = "psycopg2"

    def __init__(self, connection: Connection, sheet: Sheet) -> None:
        self.connection, self.sheet = connection, sheet

    def waiting(self, case_id: int) -> list[Waiting]:
        """The open assignments of the case."""
        with self.connection, self.connection.cursor() as cursor:
            cursor.execute(WAITING, [case_id])
            rows = cursor.fetchall()
        return [Waiting(Task(pk, run, case_id), post, step) for pk, run, post, step in rows]

    def complete(self, task: Task, *, by: Capacity, at: datetime, act: Act) -> None:
        """One act, in one transaction."""
        with self.connection, self.connection.cursor() as cursor:
            cursor.execute(LOCK, [task.case_id])
            (case,) = map(LockedCase._make, cursor.fetchall())
            cursor.execute(SEATS, [task.run_id])
            seats = list(map(Seat._make, cursor.fetchall()))
            mine = next(seat for seat in seats if seat.id == task.id)
            refuse(case, mine, by)
            step = self.sheet.by_id[mine.step_id]
            closes = not any(seat.status == "terbuka" for seat in seats if seat is not mine)
            pile = Pile(task.case_id, task.run_id, mine.id, mine.post_id, by.user.pk, at)
            papers = papers_of_act(
                cursor, step, act, pile, closes=closes, own=mine.pelaksana_id in step.own_paper
            )
            details = act.details | (kelengkapan_of(step, pile) if closes else {})
            write_act(cursor, mine, by, at, act, details, self.clock(step, mine))
            following = self.move(cursor, case, task, step, at) if closes else None
            data = data_of(step, mine, act, details, papers, following)
            entries = [("assignment.completed", data)]
            if closes and following is None:
                entries.append(("case.archived", {"tahap": "arsip", "last_step": step.nomor}))
            write_record(cursor, case, by, at, entries)

    def move(
        self, cursor: Cursor, case: LockedCase, task: Task, step: Row, at: datetime
    ) -> tuple[Row, int] | None:
        """Close the run; open the next one and return its step and round, or file the case."""
        cursor.execute(CLOSE_RUN, [at, task.run_id])
        to = self.sheet.after(step)
        if to is None:
            cursor.execute(FILE_CASE, [at, case.id])
            return None
        keys = [key for key, _ in to.columns]
        cursor.execute(HOLDERS, [case.id, to.id, self.sheet.sop_id, keys, at, at])
        holders = cursor.fetchall()
        number = holders[0][2] + 1
        cursor.execute(OPEN_RUN, [case.id, to.id, number, task.run_id, at])
        ((run,),) = cursor.fetchall()
        seats = [
            (post, column, unit, version)
            for key, column in to.columns
            for of, post, _, unit, version in holders
            if of == key
        ]
        values = [
            value
            for post, column, unit, version in seats
            for value in (
                run,
                post,
                case.office_id,
                column,
                *self.times(to, case.office_id, version, unit, at),
            )
        ]
        cursor.execute(OPEN_SEATS + ", ".join([OPEN_SEAT] * len(seats)), values)
        if to.tahap != case.tahap:
            cursor.execute(MOVE_CASE, [to.tahap, case.id])
        return to, number

    def clock(self, step: Row, seat: Seat) -> Clock:
        """The clock of a seat: the same arithmetic as the product's, which costs no statement."""
        return self.clock_for(step, seat.office_id, seat.version, seat.unit_id)

    def clock_for(self, step: Row, office: int, version: int, unit: int | None) -> Clock:
        """The clock of a step for a post of that unit."""
        return clock_of(self.sheet.document, step.written, time_of(office, version), unit)

    def times(
        self, step: Row, office: int, version: int, unit: int | None, at: datetime
    ) -> tuple[datetime | None, ...]:
        """Every time that follows for a seat that opens now."""
        seat: Any = SimpleNamespace(pk=None, remaining_minutes=None, **dict.fromkeys((*TIMES, *TOLD)))
        start_clock(seat, self.clock_for(step, office, version, unit), at)
        return tuple(getattr(seat, name) for name in TIMES)


def refuse(case: LockedCase, mine: Seat, by: Capacity) -> None:
    """The guards: the task is open, its post's official acts, the case runs."""
    if mine.status != "terbuka":
        raise Refused("somebody was first")
    if by.post is None or by.post.pk != mine.post_id:
        raise Refused("not this post's official")
    if case.status != "berjalan":
        raise Refused("the case does not run")


def write_act(
    cursor: Cursor, mine: Seat, by: Capacity, at: datetime, act: Act, details: dict[str, Any], clock: Clock
) -> None:
    """The act on its assignment with its two clocks, guarded once more in the statement itself."""
    behalf = by.on_behalf_of.pk if by.on_behalf_of else None
    answer, note, stored = act.answer, act.note.strip(), json.dumps(details)
    timed: Any = SimpleNamespace(acted_at=at, opened_at=mine.opened_at or at, limit_seconds=None)
    measure(timed, clock, mine.arrived_at, [])
    took = (timed.waited_seconds, timed.worked_seconds, timed.limit_seconds)
    cursor.execute(ACT, [at, at, by.user.pk, by.printed, behalf, answer, note, stored, *took, mine.id])
    if cursor.rowcount != 1:
        raise Refused("somebody was first")


def data_of(
    step: Row,
    mine: Seat,
    act: Act,
    details: dict[str, Any],
    papers: list[dict[str, Any]],
    following: tuple[Row, int] | None,
) -> dict[str, Any]:
    """What the record says of the act."""
    data = {
        "step": step.nomor,
        "order": step.order,
        "round": mine.round,
        "assignment": mine.id,
        "tindakan": step.tindakan,
        "answer": act.answer,
        "note": act.note.strip(),
        "details": details,
        "outputs": papers,
    }
    if following:
        to, number = following
        data["next"] = {"step": to.nomor, "order": to.order, "round": number, "cause": "lanjut"}
    return data


def write_record(
    cursor: Cursor,
    case: LockedCase,
    by: Capacity,
    at: datetime,
    entries: Sequence[tuple[str, dict[str, Any]]],
) -> None:
    """The rows of the record, chained, and the stream's new head."""
    actor, count, head, values = by.actor, case.rows, case.head, []
    who = (actor.kind, actor.name, actor.capacity, actor.on_behalf_of, actor.user_id)
    for action, data in entries:
        count += 1
        content = content_of(case.stream, count, at, actor, action, data)
        head = link(head, content)
        stored = json.dumps(data, ensure_ascii=False)
        values += [case.stream_id, count, at, *who, action, stored, content, head]
    cursor.execute(RECORD + ", ".join([RECORD_ROW] * len(entries)), values)
    cursor.execute(MOVE_HEAD, [count, head, case.stream_id])
