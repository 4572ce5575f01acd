"""The calendar file: office hours and days off as an admin writes them. No Django."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from activity.words import _
from organizations.office_file import SLUG
from organizations.working_time import Span, Week
from organizations.yaml_reader import Fields, Source, read_yaml

WEEKDAYS = ("senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu")
KINDS = ("libur_nasional", "cuti_bersama", "libur_daerah", "masuk")
CLOSED = "tutup"
HOURS = re.compile(r"([0-9]{1,2})[.:]([0-9]{2})\s*[-–]\s*([0-9]{1,2})[.:]([0-9]{2})")
MIDNIGHT = 24 * 60


@dataclass(frozen=True)
class Day:
    """A date that is not as its weekday: a day off, or with the kind `masuk` one that is worked."""

    date: date
    name: str
    kind: str


@dataclass(frozen=True)
class CalendarFile:
    """What one file says. A target is an office's slug, or office/unit for a unit with hours of its own."""

    name: str
    targets: tuple[str, ...]
    weeks: tuple[Week, ...]
    days: tuple[Day, ...]


def read_calendar(data: bytes, source: Source) -> CalendarFile | None:
    """The calendar of a file; None with faults noted in `source` where something is wrong."""
    top = read_yaml(data, source)
    if top is None:
        return None
    name = top.text("nama", required=True, limit=200)
    targets = read_targets(top)
    weeks = [(week, fields) for fields in top.items("minggu", required=True) if (week := read_week(fields))]
    days = [(day, fields) for fields in top.items("libur") if (day := read_day(fields))]
    top.done()
    check_weeks(weeks)
    check_days(days)
    if source.faults:
        return None
    return CalendarFile(name, targets, tuple(week for week, _ in weeks), tuple(day for day, _ in days))


def read_targets(top: Fields) -> tuple[str, ...]:
    targets = top.texts("untuk", required=True, limit=121)
    for position, target in enumerate(targets):
        office, _slash, unit = target.partition("/")
        if not all(SLUG.match(slug) for slug in ([office, unit] if "/" in target else [office])):
            message = _(
                "“%(target)s” bukan kode perangkat daerah, atau kode perangkat daerah/kode unit, misalnya "
                "dpupr-tarakan/upt-lab"
            )
            top.fault("untuk", message % {"target": target[:121]})
        if target in targets[:position]:
            top.fault("untuk", _("“%(name)s” ditulis dua kali") % {"name": target[:121]})
    return targets


def read_week(fields: Fields) -> Week | None:
    """One week of hours; None where it has a fault. `sampai` is the last day on which it holds."""
    so_far = len(fields.source.faults)
    name = fields.text("nama", required=True, limit=100)
    start = required_date(fields, "berlaku_sejak")
    last = fields.date("sampai")
    days = tuple(read_hours(fields, weekday) for weekday in WEEKDAYS)
    fields.done()
    if start and last and last < start:
        fields.fault("sampai", _("tidak boleh sebelum berlaku_sejak"))
    if last == date.max:
        fields.fault("sampai", _("tanggal ini terlalu jauh; kosongkan bila belum diketahui"))
    if not any(days) and len(fields.source.faults) == so_far:
        message = _("tidak ada jam kerja; isi sedikitnya satu hari: %(days)s")
        fields.fault("", message % {"days": ", ".join(WEEKDAYS)})
    if start is None or len(fields.source.faults) > so_far:
        return None
    return Week(name, start, last + timedelta(days=1) if last else None, days)


def read_hours(fields: Fields, weekday: str) -> tuple[Span, ...]:
    try:
        return parse_hours(fields.text(weekday))
    except ValueError as error:
        fields.fault(weekday, str(error))
        return ()


def read_day(fields: Fields) -> Day | None:
    so_far = len(fields.source.faults)
    day = required_date(fields, "tanggal")
    name = fields.text("nama", required=True, limit=200)
    kind = fields.text("jenis", required=True, choices=KINDS)
    fields.done()
    return Day(day, name, kind) if day and len(fields.source.faults) == so_far else None


def required_date(fields: Fields, key: str) -> date | None:
    """The date of a field; None with a fault noted where it is empty or no date."""
    so_far = len(fields.source.faults)
    found = fields.date(key)
    if found is None and len(fields.source.faults) == so_far:
        fields.fault(key, _("wajib diisi: tanggal TTTT-BB-HH"))
    return found


def check_weeks(weeks: Sequence[tuple[Week, Fields]]) -> None:
    """On every day at most one period holds, and at most one week without an end begins."""
    endless: dict[date, tuple[Week, Fields]] = {}
    for week, fields in weeks:
        if week.end_date is None and week.start_date in endless:
            other = written(*endless[week.start_date])
            fields.fault("berlaku_sejak", _("sama dengan %(other)s") % {"other": other})
        elif week.end_date is None:
            endless[week.start_date] = week, fields
    periods = sorted((pair for pair in weeks if pair[0].end_date), key=lambda pair: pair[0].start_date)
    for (earlier, above), (later, fields) in pairwise(periods):
        if earlier.end_date and later.start_date < earlier.end_date:
            message = _("masa ini bertumpang tindih dengan %(other)s")
            fields.fault("berlaku_sejak", message % {"other": written(earlier, above)})


def check_days(days: Sequence[tuple[Day, Fields]]) -> None:
    seen: dict[date, tuple[Day, Fields]] = {}
    for day, fields in days:
        if day.date in seen:
            message = _("%(day)s sudah ditulis: %(other)s")
            fields.fault("tanggal", message % {"day": day.date, "other": written(*seen[day.date])})
        seen.setdefault(day.date, (day, fields))


def written(entry: Week | Day, fields: Fields) -> str:
    """How a fault names another entry of the file."""
    return _("“%(name)s” (baris %(line)d)") % {"name": entry.name, "line": fields.line}


def parse_hours(text: str) -> tuple[Span, ...]:
    """Read "07.30-12.00, 13.00-16.00"; "tutup" and an empty text give (). 24.00 may be an end.

    Raises ValueError with the reason: unreadable, an end not after its start, or hours that do not
    come one after another with a break between them.
    """
    text = text.strip()
    if text.lower() in ("", CLOSED):
        return ()
    spans: list[Span] = []
    for part in text.split(","):
        begin, end = parse_span(part.strip())
        if spans and begin <= spans[-1][1]:
            message = _(
                "“%(hours)s” tidak dimulai sesudah “%(before)s” selesai; tulis menurut urutan jam, dengan "
                "istirahat di antaranya"
            )
            raise ValueError(message % {"hours": part.strip(), "before": hours_text(spans[-1:])})
        spans.append((begin, end))
    return tuple(spans)


def parse_span(text: str) -> Span:
    found = HOURS.fullmatch(text)
    begin, end = (minutes(found[1], found[2]), minutes(found[3], found[4])) if found else (None, None)
    if begin is None or end is None:
        message = _("“%(text)s” bukan jam kerja; tulis misalnya 07.30-12.00, 13.00-16.00, atau %(closed)s")
        raise ValueError(message % {"text": text[:40], "closed": CLOSED})
    if end <= begin:
        raise ValueError(_("“%(text)s”: jam selesai harus sesudah jam mulai") % {"text": text})
    return begin, end


def minutes(hour: str, minute: str) -> int | None:
    """The minutes from midnight, at most 24.00; None for what no clock shows."""
    since_midnight = int(hour) * 60 + int(minute)
    return since_midnight if int(minute) < 60 and since_midnight <= MIDNIGHT else None


def hours_text(spans: Sequence[Span]) -> str:
    """The hours as `parse_hours` reads them: "07.30-12.00, 13.00-16.00", or "tutup"."""
    return ", ".join(f"{clock(begin)}-{clock(end)}" for begin, end in spans) or CLOSED


def clock(minute: int) -> str:
    return f"{minute // 60:02}.{minute % 60:02}"
