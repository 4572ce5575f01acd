"""The clock of a step over HTTP: what is left, waiting for outside, suspending, a holiday decreed late, two clocks."""

from datetime import UTC, date, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from activity.models import Activity
from organizations.calendars import time_of
from organizations.capacity import admin_capacity
from organizations.models import CalendarDay, Office
from organizations.working_time import worked
from tests.cast import Cast
from tests.sample_files import upload
from tests.story import open_tasks
from tests.visitor import Visitor, visitor_for
from workflows.actions.calendars import NewDay, put_day, remove_day
from workflows.actions.manage import resume_case, suspend_case
from workflows.actions.waiting import go_on, wait_outside
from workflows.models import Assignment, Case, Pause
from workflows.presenting.due import due_of_task, on_time

pytestmark = [pytest.mark.core, pytest.mark.django_db]
HOUR = timedelta(hours=1)


@pytest.fixture
def case(cast: Cast) -> Case:
    """At step 7, a day, of five posts; NOW is a Monday, 09.00 WITA."""
    return cast.advance(cast.start("tarakan-dpupr"), 7)


def seat_of(case: Case) -> Assignment:
    found: Assignment = open_tasks(case).select_related("office", "post").get(post__slug="sekretaris")
    return found


def state(seat: Assignment, at: datetime) -> str:
    return due_of_task(seat, at).state


def test_a_task_shows_far_soon_past_and_late_by_the_stored_times_alone(case: Case) -> None:
    seat = seat_of(case)
    assert seat.remind_at
    assert seat.due_at
    assert seat.late_at
    second = timedelta(seconds=1)
    assert state(seat, seat.remind_at - second) == "jauh"
    assert state(seat, seat.remind_at) == "segera"
    assert state(seat, seat.due_at) == "segera"
    assert state(seat, seat.due_at + second) == "lewat"
    assert state(seat, seat.late_at + second) == "terlambat"


def test_what_is_left_is_told_in_office_time(case: Case) -> None:
    seat = seat_of(case)
    assert seat.due_at
    evening = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)  # 20.00 WITA, closed
    left = worked(evening, seat.due_at, time_of(seat.office_id, seat.office.calendar_version).own)
    minutes = round(left.total_seconds() / 60)
    assert due_of_task(seat, evening).label == f"{minutes // 60} jam {minutes % 60} menit kerja lagi"


def test_suspending_stops_the_clock_and_resuming_gives_back_what_was_left(cast: Cast, case: Case) -> None:
    by, seat = cast.acting("dpupr-tarakan", "kepala-dinas"), seat_of(case)
    calendar = time_of(seat.office_id, seat.office.calendar_version).own
    at = cast.now + HOUR
    assert seat.due_at
    left = worked(at, seat.due_at, calendar)
    suspend_case(case, by=by, at=at, reason="Menunggu DPA")
    stopped = seat_of(case)
    assert (stopped.due_at, stopped.late_at, stopped.tell_at) == (None, None, None)
    assert state(stopped, at) == "berhenti"
    later = at + timedelta(days=7)
    resume_case(case, by=by, at=later)
    again = seat_of(case).due_at
    assert again
    assert abs(worked(later, again, calendar) - left) < timedelta(minutes=1)


def test_waiting_for_outside_stops_the_clock_with_a_cause_that_the_case_shows(cast: Cast, case: Case) -> None:
    seat = seat_of(case)
    visitor = visitor_for(seat)
    form = visitor.open(f"/assignments/{seat.pk}/").form("/wait/")
    assert visitor.send("", form, **{"wait-reason": "Jawaban Bagian Organisasi"}).status_code == 302
    assert state(seat_of(case), timezone.now()) == "berhenti"
    page = visitor.open(f"/cases/{case.pk}/").text
    assert "Menunggu pihak luar" in page
    assert "Jawaban Bagian Organisasi" in page
    assert visitor.send("", form, **{"wait-reason": "Dua kali"}).status_code == 409
    again = visitor.open(f"/assignments/{seat.pk}/").form("/go-on/")
    assert visitor.send("", again).status_code == 302
    assert seat_of(case).due_at
    assert Pause.objects.get().ended_at


def test_a_cause_must_be_told(case: Case) -> None:
    seat = seat_of(case)
    visitor = visitor_for(seat)
    form = visitor.open(f"/assignments/{seat.pk}/").form("/wait/")
    assert visitor.send("", form, **{"wait-reason": " "}).status_code == 422
    assert not Pause.objects.exists()


def test_a_pause_inside_a_pause_starts_the_clock_once_both_are_over(cast: Cast, case: Case) -> None:
    head, seat = cast.acting("dpupr-tarakan", "kepala-dinas"), seat_of(case)
    by, at = cast.acting("dpupr-tarakan", "sekretaris"), cast.now
    wait_outside(seat, by=by, at=at, reason="Jawaban Wali Kota")
    suspend_case(case, by=head, at=at + HOUR, reason="Libur panjang")
    resume_case(case, by=head, at=at + 2 * HOUR)
    assert seat_of(case).due_at is None
    go_on(seat_of(case), by=by, at=at + 3 * HOUR)
    assert seat_of(case).due_at


def test_pauses_count_neither_as_waiting_nor_as_work(cast: Cast, case: Case) -> None:
    seat, by, start = seat_of(case), cast.acting("dpupr-tarakan", "sekretaris"), cast.now
    arrived = seat.run.opened_at
    Assignment.objects.filter(pk=seat.pk).update(opened_at=arrived + timedelta(minutes=30))
    wait_outside(seat, by=by, at=arrived + timedelta(minutes=40), reason="Jawaban Wali Kota")
    go_on(seat_of(case), by=by, at=arrived + timedelta(minutes=100))
    cast.now = max(start, arrived + timedelta(minutes=104))
    cast.complete(seat_of(case))
    done = Assignment.objects.get(pk=seat.pk)
    assert done.waited_seconds == 30 * 60
    assert done.acted_at
    assert done.worked_seconds == round((done.acted_at - arrived).total_seconds()) - (30 + 60) * 60
    assert on_time(done) is True


def test_the_verdict_compares_work_with_waktu_and_not_the_waiting(cast: Cast) -> None:
    case = cast.start("tarakan-dpupr")  # 10 Menit
    task = open_tasks(case).get()
    opened = task.run.opened_at + timedelta(days=3)
    Assignment.objects.filter(pk=task.pk).update(opened_at=opened)
    cast.now = opened + timedelta(minutes=9)
    cast.complete(open_tasks(case).get())
    done = Assignment.objects.get(pk=task.pk)
    assert on_time(done) is True
    assert (done.waited_seconds or 0) > 3600
    text = Visitor(cast.head).open(f"/cases/{case.pk}/").text
    assert "dikerjakan 10 menit kerja dari 10 Menit: tepat waktu" in text


def test_work_beyond_waktu_is_told_as_such(cast: Cast) -> None:
    case = cast.start("tarakan-dpupr")
    task = open_tasks(case).get()
    Assignment.objects.filter(pk=task.pk).update(opened_at=task.run.opened_at)
    cast.now += timedelta(minutes=30)
    cast.complete(open_tasks(case).get())
    assert on_time(Assignment.objects.get(pk=task.pk)) is False
    assert "melebihi waktu" in Visitor(cast.head).open(f"/cases/{case.pk}/").text


def test_a_holiday_decreed_late_moves_open_due_times_and_keeps_the_old_in_the_record(
    cast: Cast, case: Case
) -> None:
    seat = seat_of(case)
    office, before = seat.office, seat.due_at
    by = admin_capacity(cast.admin("dpupr-tarakan"), office, cast.now)
    assert by
    assert before
    new = NewDay(date(2026, 1, 6), "Libur daerah", "libur_daerah", "SE Wali Kota 1/2026")
    # The UPT Laboratorium keeps a calendar of its own: its head's limit stays.
    assert put_day(office, by=by, at=cast.now, new=new) == 4
    assert seat_of(case).due_at == before + timedelta(days=1)
    row = Activity.objects.get(stream=case.stream_id, action="case.rescheduled")
    assert "SE Wali Kota 1/2026" in row.data["reason"]
    assert {moved["before"] for moved in row.data["moved"]} == {before.isoformat()}
    day = CalendarDay.objects.select_related("office", "unit").get(office=office, date="2026-01-06")
    assert remove_day(day, by=by, at=cast.now, reason="Dibatalkan") == 4
    assert seat_of(case).due_at == before


def test_a_case_from_before_there_were_clocks_gets_its_times_with_the_next_calendar(
    cast: Cast, case: Case
) -> None:
    Assignment.objects.update(counted_from=None, due_at=None, late_at=None, remind_at=None, tell_at=None)
    office = Office.objects.get(slug="dpupr-tarakan")
    by = admin_capacity(cast.admin("dpupr-tarakan"), office, cast.now)
    assert by
    put_day(office, by=by, at=cast.now, new=NewDay(date(2026, 12, 30), "Libur", "libur_daerah", "SE 2/2026"))
    seat = seat_of(case)
    assert (seat.counted_from, bool(seat.due_at)) == (seat.run.opened_at, True)


def test_an_admin_adds_changes_and_removes_a_day_on_the_page(cast: Cast) -> None:
    visitor, url = Visitor(cast.admin("dpupr-tarakan")), "/calendars/dpupr-tarakan/"
    day = {"date": "2026-12-15", "name": "Hari Jadi Kota", "kind": "libur_daerah", "reason": "SE 3/2026"}
    assert visitor.send("", visitor.open(url).form("/days/"), **day).status_code == 302
    assert (
        visitor.send("", visitor.open(url).form("/days/"), **{**day, "name": "HUT Kota"}).status_code == 302
    )
    found = CalendarDay.objects.get(office__slug="dpupr-tarakan", unit=None, date="2026-12-15")
    assert found.name == "HUT Kota"
    form = visitor.open(f"{url}?tahun=2026").form(f"/{found.pk}/remove/")
    assert visitor.send("", form, reason="Salah tanggal").status_code == 302
    assert not CalendarDay.objects.filter(pk=found.pk).exists()
    actions = Activity.objects.filter(action__startswith="calendar.day_").order_by("id")
    assert [row.action for row in actions] == ["calendar.day_set"] * 2 + ["calendar.day_removed"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("07.30-12.00, 11.00-16.00", "senin"),
        ("12.00-07.30", "senin"),
        ("sebentar", "senin"),
    ],
)
def test_a_bad_calendar_is_refused_with_its_line(cast: Cast, text: str, message: str) -> None:
    data = f"nama: K\nuntuk: [dpupr-tarakan]\nminggu:\n  - nama: M\n    berlaku_sejak: 2026-01-01\n    senin: {text}\n"
    visitor, url = Visitor(cast.admin("dpupr-tarakan")), "/calendars/dpupr-tarakan/"
    before = Office.objects.get(slug="dpupr-tarakan").calendar_version
    form = visitor.open(url).form("/load/")
    response = visitor.send("", form, file=upload("k.yaml", data.encode()), reason="Uji")
    assert response.status_code == 422
    assert message in response.content.decode()
    assert '<td class="no">6</td>' in response.content.decode()
    assert Office.objects.get(slug="dpupr-tarakan").calendar_version == before


def test_an_admin_loads_no_calendar_of_another_office(cast: Cast) -> None:
    data = "nama: K\nuntuk: [dpupr-gowa]\nminggu:\n  - {nama: M, berlaku_sejak: 2026-01-01, senin: 08.00-12.00}\n"
    visitor = Visitor(cast.admin("dpupr-tarakan"))
    form = visitor.open("/calendars/dpupr-tarakan/").form("/load/")
    response = visitor.send("", form, file=upload("k.yaml", data.encode()), reason="Uji")
    assert response.status_code == 422
    assert "Anda bukan admin dpupr-gowa" in response.content.decode()


def test_a_calendar_comes_back_as_the_file_that_changes_nothing(cast: Cast, tmp_path: Path) -> None:
    for place in ("dpupr-tarakan", "dpupr-tarakan/upt-lab"):
        out = StringIO()
        call_command("export_calendar", place, stdout=out)
        file = tmp_path / "kalender.yaml"
        file.write_text(out.getvalue(), encoding="utf-8")
        out = StringIO()
        call_command("load_calendar", str(file), stdout=out)
        assert "dpupr-tarakan: tidak berubah" in out.getvalue()


def test_loading_a_bad_calendar_names_file_and_line_and_saves_nothing(cast: Cast, tmp_path: Path) -> None:
    file = tmp_path / "rusak.yaml"
    file.write_text("nama: K\nuntuk: [dpupr-tarakan]\nminggu: []\n", encoding="utf-8")
    err = StringIO()
    with pytest.raises(CommandError, match="kesalahan; tidak ada yang disimpan"):
        call_command("load_calendar", str(file), stderr=err)
    assert "rusak.yaml" in err.getvalue()


def test_standing_still_wipes_no_lateness(cast: Cast, case: Case) -> None:
    by, seat = cast.acting("dpupr-tarakan", "sekretaris"), seat_of(case)
    assert seat.late_at
    at = seat.late_at + HOUR
    assert state(seat, at) == "terlambat"
    calendar = time_of(seat.office_id, seat.office.calendar_version).own
    assert seat.escalate_at
    left = worked(at, seat.escalate_at, calendar)
    for _ in range(3):
        wait_outside(seat_of(case), by=by, at=at, reason="Jawaban Wali Kota")
        go_on(seat_of(case), by=by, at=at)
    again = seat_of(case)
    assert state(again, at + HOUR) == "terlambat"
    assert again.escalate_at
    assert abs(worked(at, again.escalate_at, calendar) - left) < timedelta(minutes=4)


def test_a_step_without_waktu_has_no_clock_to_stop(cast: Cast) -> None:
    seat = open_tasks(cast.start("tarakan-dpupr")).select_related("office", "post").get()
    Assignment.objects.filter(pk=seat.pk).update(counted_from=None, due_at=None, tell_at=None)
    visitor = visitor_for(seat)
    form = visitor.open("/notices/").form("/logout/")
    form.action = f"/assignments/{seat.pk}/wait/"
    assert visitor.send("", form, **{"wait-reason": "Menunggu"}).status_code == 403
    assert not Pause.objects.exists()


def test_a_machine_clock_put_back_does_not_stop_people(cast: Cast, case: Case) -> None:
    by, seat = cast.acting("dpupr-tarakan", "sekretaris"), seat_of(case)
    wait_outside(seat, by=by, at=cast.now, reason="Jawaban Wali Kota")
    go_on(seat_of(case), by=by, at=cast.now - HOUR)
    pause = Pause.objects.get()
    assert pause.ended_at == pause.started_at


def test_a_decreed_ramadan_takes_the_place_of_the_estimated_one(cast: Cast, tmp_path: Path) -> None:
    file = tmp_path / "ramadan.yaml"
    week = "{nama: Ramadan 1448 H, berlaku_sejak: 2027-02-09, sampai: 2027-03-09, senin: 08.00-12.00}"
    file.write_text(f"nama: K\nuntuk: [dpupr-tarakan]\nminggu:\n  - {week}\n", encoding="utf-8")
    call_command("load_calendar", str(file), stdout=StringIO())
    office = Office.objects.get(slug="dpupr-tarakan")
    own = time_of(office.pk, office.calendar_version).own
    assert own.hours(date(2027, 2, 8)) == ((450, 720), (780, 960))
    assert own.hours(date(2027, 2, 15)) == ((480, 720),)


def test_a_calendar_of_ramadan_alone_leaves_the_rest_of_the_year_open(cast: Cast, tmp_path: Path) -> None:
    office = Office.objects.get(slug="dpupr-tarakan")
    office.work_weeks.all().delete()
    file = tmp_path / "ramadan.yaml"
    week = "{nama: Ramadan 1447 H, berlaku_sejak: 2026-02-19, sampai: 2026-03-20, senin: 08.00-12.00}"
    file.write_text(f"nama: K\nuntuk: [dpupr-tarakan]\nminggu:\n  - {week}\n", encoding="utf-8")
    call_command("load_calendar", str(file), stdout=StringIO())
    office.refresh_from_db()
    assert time_of(office.pk, office.calendar_version).own.hours(date(2026, 1, 5)) != ()


def test_another_waiting_allowance_moves_when_open_tasks_are_late(
    cast: Cast, case: Case, tmp_path: Path
) -> None:
    before, out = seat_of(case), StringIO()
    call_command("export_office", "dpupr-tarakan", stdout=out)
    file = tmp_path / "kantor.yaml"
    text = out.getvalue().replace("zona_waktu: WITA\n", "zona_waktu: WITA\nbatas_tunggu: 3 hari\n")
    file.write_text(text, encoding="utf-8")
    call_command("load_office", str(file), stdout=StringIO())
    after = seat_of(case)
    assert before.late_at
    assert (after.due_at, after.late_at) == (before.due_at, before.late_at + timedelta(days=2))


def test_a_unit_without_a_calendar_of_its_own_gets_no_day_of_its_own(cast: Cast) -> None:
    visitor, url = Visitor(cast.admin("dpupr-tarakan")), "/calendars/dpupr-tarakan/"
    office = Office.objects.get(slug="dpupr-tarakan")
    day = {"date": "2026-12-15", "name": "Libur", "kind": "libur_daerah", "reason": "SE 3/2026"}
    unit = {"unit": str(office.units.get(slug="sekretariat").pk)}
    assert visitor.send("", visitor.open(url).form("/days/"), **day, **unit).status_code == 422
    own = {"unit": str(office.units.get(slug="upt-lab").pk)}
    assert visitor.send("", visitor.open(url).form("/days/"), **day, **own).status_code == 302
