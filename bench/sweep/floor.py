"""The floor: what a sweep costs with psycopg2 and SQL written by hand, as correct as the product.

Batches of the same size, one transaction each, with the same locks in the same order, the same guards and the same
rows: cases and the heads of their streams, those that somebody holds left out; assignments by id; each mark set once.
"""

import json
from datetime import datetime, timedelta, tzinfo
from typing import Any, NamedTuple

from psycopg2.extensions import connection as Connection  # noqa: N812  it is a class
from psycopg2.extensions import cursor as Cursor  # noqa: N812

from activity.chain import MACHINE, content_of, link
from bench.sweep.people import People, Person, people_of
from organizations.calendars import time_of
from organizations.models.office import ZONES
from organizations.templatetags.indonesia import tanggal
from sops.definition import definition
from sops.models import Revision
from workflows.deadlines import STAGES
from workflows.sweep import BATCH
from workflows.telling import KINDS, OWNER_FIRST, TITLES, UPWARD, quiet_until

DUE = """
    SELECT a.id, r.case_id FROM workflows_assignment a JOIN workflows_steprun r ON r.id = a.run_id
    WHERE a.status = 'terbuka' AND a.tell_at <= %s ORDER BY a.tell_at, a.id LIMIT %s OFFSET %s"""
CASES = """
    SELECT c.id, c.agenda_number, c.agenda_year, s.id, s.key, s.count, s.head
    FROM workflows_case c JOIN activity_stream s ON s.id = c.stream_id
    WHERE c.id = ANY(%s) AND c.status = 'berjalan' ORDER BY c.id FOR UPDATE SKIP LOCKED"""
STAGE = "a.{} <= %(at)s AND a.{} IS NULL"
SEATS = f"""
    SELECT a.id, r.case_id, r.step_id, a.post_id, p.title, p.unit_id, o.id, o.calendar_version, o.time_zone, a.due_at,
           ARRAY[{", ".join(STAGE.format(*stage) for stage in STAGES)}]
    FROM workflows_assignment a JOIN workflows_steprun r ON r.id = a.run_id
    JOIN organizations_post p ON p.id = a.post_id JOIN organizations_office o ON o.id = a.office_id
    WHERE a.id = ANY(%(ids)s) AND r.case_id = ANY(%(cases)s) AND a.status = 'terbuka' AND a.tell_at <= %(at)s
    ORDER BY a.id FOR UPDATE OF a"""  # noqa: S608  constants
MARK = "UPDATE workflows_assignment SET {0} = %s, tell_at = {1} WHERE id = ANY(%s) AND {0} IS NULL"
RECORD = """
    INSERT INTO activity_activity (stream_id, number, at, actor_kind, actor_name, capacity, on_behalf_of, user_id,
                                   action, data, content, hash)
    VALUES """
RECORD_ROW = "(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
MOVE_HEADS = """
    UPDATE activity_stream SET count = moved.count, head = moved.head
    FROM (VALUES {}) moved(id, count, head) WHERE activity_stream.id = moved.id"""
NOTICES = """
    INSERT INTO activity_notice (key, user_id, kind, created_at, title, text, path, topic_id, office_id, email,
                                 mail_after, mail_attempts)
    VALUES """
NOTICE_ROW = "(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, 0)"
ACTION = "assignment.told"


class LockedCase(NamedTuple):
    """A case with the head of its stream, as CASES reads them."""

    id: int
    agenda_number: int
    agenda_year: int
    stream_id: int
    stream: str
    rows: int
    head: str


class Seat(NamedTuple):
    """An assignment that is due, as SEATS reads it."""

    id: int
    case_id: int
    step_id: int
    post_id: int
    title: str
    unit_id: int | None
    office_id: int
    calendar: int
    zone: str
    due_at: datetime
    passed: list[bool | None]


class Words(NamedTuple):
    """What a notice says of a step."""

    nomor: str
    waktu: str
    sop: str


class Floor:
    """Hand-written SQL on a connection of its own."""

    name = "psycopg2"

    def __init__(self, connection: Connection) -> None:
        self.connection, self.words = connection, words_of_steps()
        self.opens: dict[tuple[int, int, int | None], datetime] = {}  # of this sweep

    def sweep(self, at: datetime) -> tuple[int, int]:
        """Tell everything that must be told by now; how many stages and notices."""
        stages = notices = held = 0
        self.opens.clear()
        while True:
            with self.connection, self.connection.cursor() as cursor:
                cursor.execute(DUE, [at, BATCH, held])
                due = cursor.fetchall()
                if not due:
                    return stages, notices
                seats, told, heard = self.tell(cursor, due, at)
                held += len(due) - seats
                stages, notices = stages + told, notices + heard

    def tell(self, cursor: Cursor, due: list[tuple[int, int]], at: datetime) -> tuple[int, int, int]:
        """One batch: how many assignments, stages and notices."""
        cursor.execute(CASES, [sorted({case for _, case in due})])
        cases = {row[0]: LockedCase._make(row) for row in cursor.fetchall()}
        cursor.execute(SEATS, {"ids": [pk for pk, _ in due], "cases": list(cases), "at": at})
        seats = list(map(Seat._make, cursor.fetchall()))
        if not seats:
            return 0, 0, 0
        people = people_of(cursor, {seat.post_id for seat in seats}, at)
        told: list[tuple[Seat, list[str], list[Any]]] = []
        for seat in seats:
            stages = [kind for kind, is_passed in zip(KINDS, seat.passed, strict=True) if is_passed]
            hear = [(stage, *who) for stage in stages for who in hearers(seat, stage, people)]
            told.append((seat, stages, [self.notice(seat, cases[seat.case_id], at, *one) for one in hear]))
        mark(cursor, told, at)
        write_record(cursor, told, cases, at)
        rows = [row for _, _, notices in told for row in notices]
        if rows:
            flat = [value for row in rows for value in row]
            cursor.execute(NOTICES + ", ".join([NOTICE_ROW] * len(rows)), flat)
        return len(seats), sum(len(stages) for _, stages, _ in told), len(rows)

    def notice(
        self, seat: Seat, case: LockedCase, at: datetime, stage: str, to: Person, path: str, delay: timedelta
    ) -> list[Any]:
        """The columns of one notice."""
        words, agenda = self.words[seat.step_id], f"{case.agenda_number}/{case.agenda_year}"
        text = (
            f"Langkah {words.nomor} ({seat.title}) dari SOP {words.sop}, agenda {agenda}. "
            f"Waktu menurut Mutu Baku {words.waktu}; batasnya {printed(seat.due_at, seat.zone)}."
        )
        title = f"{TITLES[stage]}: langkah {words.nomor}, agenda {agenda}"
        key, mail_after = f"tugas:{seat.id}:{stage}:{to.id}", self.opening(seat, at) + delay
        return [key, to.id, stage, at, title, text, path, seat.id, seat.office_id, to.email, mail_after]

    def opening(self, seat: Seat, at: datetime) -> datetime:
        """When mail of that unit may go out; reckoned once for each unit."""
        unit = (seat.office_id, seat.calendar, seat.unit_id)
        if unit not in self.opens:
            self.opens[unit] = quiet_until(time_of(seat.office_id, seat.calendar), seat.unit_id, at)
        return self.opens[unit]


def words_of_steps() -> dict[int, Words]:
    """What notices say of the steps of every SOP in force, by the id of the step's row: the floor's cache."""
    found: dict[int, Words] = {}
    for revision in Revision.objects.filter(status="berlaku"):
        written = definition(revision.pk)
        for order, pk in written.step_ids.items():
            step = written.steps[order - 1]
            found[pk] = Words(step.nomor, step.waktu, written.document.nama)
    return found


def printed(at: datetime, zone: str) -> str:
    """A moment as notices print it."""
    place: tzinfo = ZONES[zone]
    local = at.astimezone(place)
    return f"{tanggal(local.date())} pukul {local:%H.%M} {zone}"


def hearers(seat: Seat, stage: str, people: People) -> list[tuple[Person, str, timedelta]]:
    """Who hears of a stage, on which page and how much later: the owner, and for a late one also a superior."""
    owner = people.holders.get(seat.post_id) if stage != "eskalasi" else None
    superior = people.superior(seat.post_id, UPWARD.get(stage, 0))
    heard = [(owner, f"/assignments/{seat.id}/", timedelta())] if owner else []
    if superior and not (owner and owner.id == superior.id):
        heard.append((superior, f"/cases/{seat.case_id}/", OWNER_FIRST))
    return heard


def mark(cursor: Cursor, told: list[tuple[Seat, list[str], list[Any]]], at: datetime) -> None:
    """Mark every stage as told, once, and let the sweep come back for the next one."""
    following = [when for when, _ in STAGES[1:]] + ["NULL"]
    for kind, (_, column), later in zip(KINDS, STAGES, following, strict=True):
        ids = [seat.id for seat, stages, _ in told if kind in stages]
        if ids:
            cursor.execute(MARK.format(column, later), [at, ids])


def write_record(
    cursor: Cursor,
    told: list[tuple[Seat, list[str], list[Any]]],
    cases: dict[int, LockedCase],
    at: datetime,
) -> None:
    """The rows of the record, chained, and the new heads of their streams."""
    who = (MACHINE.kind, MACHINE.name, MACHINE.capacity, MACHINE.on_behalf_of, MACHINE.user_id)
    heads: dict[int, LockedCase] = {}
    values: list[Any] = []
    for seat, stages, notices in told:
        case = heads.get(seat.case_id) or cases[seat.case_id]
        to = [row[1] for row in notices]
        data = {"assignment": seat.id, "stages": stages, "due": seat.due_at.isoformat(), "to": to}
        content = content_of(case.stream, case.rows + 1, at, MACHINE, ACTION, data)
        case = heads[seat.case_id] = case._replace(rows=case.rows + 1, head=link(case.head, content))
        stored = json.dumps(data, ensure_ascii=False)
        values += [case.stream_id, case.rows, at, *who, ACTION, stored, content, case.head]
    cursor.execute(RECORD + ", ".join([RECORD_ROW] * len(told)), values)
    moved = [value for case in heads.values() for value in (case.stream_id, case.rows, case.head)]
    cursor.execute(MOVE_HEADS.format(", ".join(["(%s, %s, %s)"] * len(heads))), moved)
