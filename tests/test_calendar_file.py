"""The calendar file: what it says, each fault at its line, and the two shipped ones against what was decreed."""

from collections import Counter
from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from organizations.calendar_file import CalendarFile, Day, hours_text, parse_hours, read_calendar
from organizations.working_time import PERPRES_21_2023, Week
from organizations.yaml_reader import Source
from tests.properties import steady
from tests.samples import OFFICES, changed, fixture, line_with

SMALL = """\
nama: Kalender uji
untuk: [dinas-uji, dinas-uji/loket]
minggu:
  - nama: Biasa
    berlaku_sejak: 2024-01-01
    senin: 07.30-12.00, 13.00-16.00
    selasa: tutup
  - nama: Ramadan
    berlaku_sejak: 2026-02-19
    sampai: 2026-03-20
    senin: 08.00-12.00
libur:
  - {tanggal: 2026-01-01, nama: Tahun Baru, jenis: libur_nasional}
  - {tanggal: 2026-01-02, nama: Hari jadi, jenis: libur_daerah}
  - {tanggal: 2026-01-03, nama: Piket, jenis: masuk}
"""
HOURS = "07.30-12.00, 13.00-16.00"
ANOTHER_WEEK = "  - {nama: Baru, berlaku_sejak: 2024-01-01, rabu: 08.00-09.00}\nlibur:\n"
OVERLAP = "  - {nama: Masa lain, berlaku_sejak: 2026-03-20, sampai: 2026-04-01, rabu: 08.00-09.00}\nlibur:\n"
SAME_DATE = "tanggal: 2026-01-01, nama: Hari jadi"
DAYS_OFF = SMALL[SMALL.index("libur:") :]
NO_WEEK = SMALL[: SMALL.index("  - nama: Biasa")] + DAYS_OFF

# What is changed into what, the text by which the fault's line is found, and the fault.
FAULTS = {
    "hours overlap": (
        HOURS,
        "07.30-12.00, 11.30-16.00",
        "11.30",
        "minggu[1].senin: “11.30-16.00” tidak dimulai",
    ),
    "hours touch": (HOURS, "07.30-12.00, 12.00-16.00", "12.00-16", "minggu[1].senin: “12.00-16.00” tidak"),
    "hours out of order": (
        HOURS,
        "13.00-16.00, 07.30-12.00",
        "13.00",
        "minggu[1].senin: “07.30-12.00” tidak",
    ),
    "an end before its start": (
        HOURS,
        "12.00-07.30",
        "12.00-07",
        "minggu[1].senin: “12.00-07.30”: jam selesai",
    ),
    "an end at its start": (HOURS, "12.00-12.00", "12.00-12", "minggu[1].senin: “12.00-12.00”: jam selesai"),
    "unreadable hours": (HOURS, "pagi", "pagi", "minggu[1].senin: “pagi” bukan jam kerja"),
    "half unreadable hours": (HOURS, "07.30-12.00, siang", "siang", "minggu[1].senin: “siang” bukan jam"),
    "no such minute": (HOURS, "07.60-12.00", "07.60", "minggu[1].senin: “07.60-12.00” bukan jam kerja"),
    "past midnight": (HOURS, "07.30-24.01", "24.01", "minggu[1].senin: “07.30-24.01” bukan jam kerja"),
    "hours as a list": (HOURS, "[07.30-12.00]", "[07.30", "minggu[1].senin: harus berupa teks"),
    "a week without hours": (HOURS, "tutup", "nama: Biasa", "minggu[1]: tidak ada jam kerja"),
    "a period that ends before": (
        "2026-03-20",
        "2026-02-18",
        "sampai",
        "minggu[2].sampai: tidak boleh sebelum",
    ),
    "a period without an end in sight": (
        "2026-03-20",
        "9999-12-31",
        "sampai",
        "minggu[2].sampai: tanggal ini",
    ),
    "two endless weeks": (
        "libur:\n",
        ANOTHER_WEEK,
        "nama: Baru",
        "minggu[3].berlaku_sejak: sama dengan “Biasa”",
    ),
    "periods overlap": (
        "libur:\n",
        OVERLAP,
        "Masa lain",
        "minggu[3].berlaku_sejak: masa ini bertumpang tindih",
    ),
    "a week without a start": (
        "    berlaku_sejak: 2024-01-01\n",
        "",
        "Biasa",
        "minggu[1].berlaku_sejak: wajib",
    ),
    "a week with an empty start": ("2024-01-01", "", "berlaku_sejak", "minggu[1].berlaku_sejak: wajib diisi"),
    "a week without a name": ("nama: Biasa", "nama:", "  - nama:", "minggu[1].nama: wajib diisi"),
    "an unreadable start": (
        "2024-01-01",
        "1 Januari",
        "1 Januari",
        "minggu[1].berlaku_sejak: “1 Januari” bukan",
    ),
    "an unknown weekday": ("selasa: tutup", "slasa: tutup", "slasa", "minggu[1].slasa: kunci tidak dikenal"),
    "an unknown key": ("nama: Kalender uji", "nama: Uji\njudul: x", "judul", "judul: kunci tidak dikenal"),
    "an unknown key of a day": ("nama: Piket", "nama: Piket, oleh: x", "Piket", "libur[3].oleh: kunci tidak"),
    "two entries for a date": (
        "tanggal: 2026-01-02, nama: Hari jadi",
        SAME_DATE,
        "jadi",
        "libur[2].tanggal: 2026-",
    ),
    "an unknown kind": ("libur_daerah", "libur", "Hari jadi", "libur[2].jenis: “libur” tidak dikenal"),
    "a day without a date": ("tanggal: 2026-01-02, ", "", "Hari jadi", "libur[2].tanggal: wajib diisi"),
    "a day without a name": ("nama: Hari jadi, ", "", "2026-01-02", "libur[2].nama: wajib diisi"),
    "a day without a kind": (", jenis: libur_daerah", "", "Hari jadi", "libur[2].jenis: wajib diisi"),
    "no such date": ("2026-01-02", "2026-02-30", "Hari jadi", "libur[2].tanggal: “2026-02-30” bukan tanggal"),
    "days that are no list": (DAYS_OFF, "libur: ya\n", "libur: ya", "libur: harus berupa daftar"),
    "no week at all": (SMALL, NO_WEEK, "minggu:", "minggu: harus berupa daftar"),
    "no target": (
        "[dinas-uji, dinas-uji/loket]",
        "[]",
        "untuk",
        "untuk: wajib diisi dengan sedikitnya satu butir",
    ),
    "no code": ("[dinas-uji, ", "[Dinas Uji, ", "untuk", "untuk: “Dinas Uji” bukan kode"),
    "no code of a unit": ("uji/loket", "uji/", "untuk", "untuk: “dinas-uji/” bukan kode"),
    "a target twice": ("dinas-uji/loket", "dinas-uji", "untuk", "untuk: “dinas-uji” ditulis dua kali"),
    "no name": ("nama: Kalender uji", "nama:", "nama:", "nama: wajib diisi"),
}


def read(text: str) -> tuple[CalendarFile | None, list[str]]:
    source = Source("kalender.yaml")
    found = read_calendar(text.encode(), source)
    return found, [str(fault) for fault in source.faults]


def shipped(name: str) -> CalendarFile:
    found, faults = read(fixture("calendars", name))
    assert found is not None, faults
    return found


def dates(calendar: CalendarFile, kind: str, year: int) -> set[date]:
    return {day.date for day in calendar.days if day.kind == kind and day.date.year == year}


def decreed(category: str, year: int) -> set[date]:
    """The days that the holidays package knows."""
    return set(holidays.country_holidays("ID", years=year, categories=(category,)))


def test_a_calendar_is_read() -> None:
    found, faults = read(SMALL)
    assert not faults
    assert found is not None
    assert (found.name, found.targets) == ("Kalender uji", ("dinas-uji", "dinas-uji/loket"))
    assert found.weeks == (
        Week("Biasa", date(2024, 1, 1), None, (((450, 720), (780, 960)), (), (), (), (), (), ())),
        Week("Ramadan", date(2026, 2, 19), date(2026, 3, 21), (((480, 720),), (), (), (), (), (), ())),
    )
    assert found.days[1] == Day(date(2026, 1, 2), "Hari jadi", "libur_daerah")
    assert [day.kind for day in found.days] == ["libur_nasional", "libur_daerah", "masuk"]


def test_a_calendar_needs_no_days_off() -> None:
    found, faults = read(SMALL[: SMALL.index("libur:")])
    assert not faults
    assert found is not None
    assert found.days == ()


@pytest.mark.parametrize(("old", "new", "marker", "fault"), FAULTS.values(), ids=FAULTS)
def test_each_fault_names_its_line(old: str, new: str, marker: str, fault: str) -> None:
    text = changed(old, new, SMALL)
    found, faults = read(text)
    assert found is None
    assert [f for f in faults if f.startswith(f"kalender.yaml, baris {line_with(marker, text)}: {fault}")], (
        faults
    )


def test_one_mistake_is_told_once() -> None:
    for old, new, _, _ in FAULTS.values():
        _, faults = read(changed(old, new, SMALL))
        assert len(faults) == 1, faults


def test_all_mistakes_are_told_at_once() -> None:
    text = changed(
        "2026-01-02", "besok", changed("jenis: masuk", "jenis: lembur", changed(HOURS, "pagi", SMALL))
    )
    _, faults = read(text)
    assert len(faults) == 3


def test_what_is_no_mapping_is_refused() -> None:
    assert read("- a")[1] == ["kalender.yaml, baris 1: isi berkas harus berupa pasangan `kunci: nilai`"]


def test_periods_may_follow_each_other() -> None:
    text = changed("2026-03-20, sampai", "2026-03-21, sampai", changed("libur:\n", OVERLAP, SMALL))
    assert read(text)[1] == []


def test_a_period_may_be_of_one_day() -> None:
    assert read(changed("2026-03-20", "2026-02-19", SMALL))[1] == []


def test_a_period_may_begin_with_an_endless_week() -> None:
    assert read(changed("2024-01-01", "2026-02-19", SMALL))[1] == []


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        (HOURS, ((450, 720), (780, 960))),
        ("7:30 – 12:00,13.00-16.00", ((450, 720), (780, 960))),
        ("00.00-24.00", ((0, 1440),)),
        ("  TUTUP ", ()),
        ("", ()),
    ],
)
def test_hours_are_read_as_people_write_them(text: str, spans: tuple[tuple[int, int], ...]) -> None:
    assert parse_hours(text) == spans


@pytest.mark.parametrize(
    "text", ["24.00-24.00", "07.30", "07.30-", ",", "08.00-09.00,", "-1.00-2.00", "8-9", "٠٨.٠٠-٠٩.٠٠"]
)
def test_what_is_no_hours_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="jam"):
        parse_hours(text)


@steady
@given(st.lists(st.integers(0, 1440), max_size=8, unique=True).map(sorted))
def test_hours_are_written_as_they_are_read(marks: list[int]) -> None:
    spans = tuple(zip(marks[::2], marks[1::2], strict=False))
    assert parse_hours(hours_text(spans)) == spans


@steady
@given(st.text(alphabet="0123456789.:-–, tup", max_size=30))
def test_any_text_is_hours_or_is_refused(text: str) -> None:
    try:
        spans = parse_hours(text)
    except ValueError:
        return
    assert parse_hours(hours_text(spans)) == spans


def test_the_shipped_calendar_is_for_the_shipped_offices() -> None:
    assert set(shipped("perpres-21-2023").targets) == set(OFFICES)
    assert shipped("enam-hari").targets == ("dpupr-tarakan/upt-lab",)


def test_the_usual_week_is_that_of_the_perpres() -> None:
    assert shipped("perpres-21-2023").weeks[0] == PERPRES_21_2023


@pytest.mark.parametrize(("name", "workdays"), [("perpres-21-2023", 5), ("enam-hari", 6)])
def test_a_week_has_the_hours_that_the_perpres_prescribes(name: str, workdays: int) -> None:
    usual, *ramadan = shipped(name).weeks
    assert usual.minutes() == 37.5 * 60
    assert [week.minutes() for week in ramadan] == [32.5 * 60] * 4
    assert {sum(map(bool, week.days)) for week in (usual, *ramadan)} == {workdays}


@pytest.mark.parametrize("name", ["perpres-21-2023", "enam-hari"])
def test_ramadan_ends_on_the_eve_of_idul_fitri(name: str) -> None:
    calendar = shipped(name)
    feasts = [
        day.date for day in calendar.days if day.name.removesuffix(" (perkiraan)") == "Hari Raya Idul Fitri"
    ]
    assert [week.end_date for week in calendar.weeks[1:]] == feasts
    assert all(
        week.end_date and week.end_date - week.start_date in (timedelta(29), timedelta(30))
        for week in calendar.weeks[1:]
    )


@pytest.mark.parametrize(
    ("year", "national", "joint"), [(2024, 19, 10), (2025, 17, 11), (2026, 17, 8), (2027, 18, 8)]
)
def test_the_days_off_are_those_decreed(year: int, national: int, joint: int) -> None:
    five, six = shipped("perpres-21-2023"), shipped("enam-hari")
    off = dates(five, "libur_nasional", year)
    assert (len(off), len(dates(five, "cuti_bersama", year))) == (national, joint)
    assert off == dates(six, "libur_nasional", year)
    assert off == decreed("public", year)
    assert dates(five, "cuti_bersama", year) == set(decreed("government", year))


def test_a_service_unit_may_work_on_cuti_bersama() -> None:
    assert Counter(day.kind for day in shipped("enam-hari").days) == {"libur_nasional": 71}
