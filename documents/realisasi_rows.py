"""Realisasi in the database: read for any number of PKs in three queries, written in two statements."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import QuerySet

from documents.models import PerjanjianKinerja, PkFormat, PkIndicator, PkRealisasi, PkSasaran
from documents.pk_content import QUARTERS
from documents.pk_rows import newest, value_of
from documents.realisasi import Entry, Line, Measure, Sheet, scale_of
from organizations.models import Office, User

Current = dict[tuple[int, int], PkRealisasi]


def sheets_of(pks: Sequence[PerjanjianKinerja]) -> dict[int, Sheet]:
    """The realisasi of these PKs, by their numbers. Three queries.

    In a PK Perubahan an indicator that continues another has its realisasi too, until it has one of its own for
    that quarter: what was reached before the change was reached.
    """
    posts, years = {pk.pihak_pertama_id for pk in pks}, {pk.year for pk in pks}
    near = {"perjanjian_kinerja__pihak_pertama__in": posts, "perjanjian_kinerja__year__in": years}
    indicators: dict[int, list[PkIndicator]] = {}
    older: dict[int, int] = {}
    for row in PkIndicator.objects.filter(**of("sasaran", near)).order_by("order", "id"):
        indicators.setdefault(row.sasaran_id, []).append(row)
        if row.continues_id:
            older[row.pk] = row.continues_id
    kept = PkRealisasi.objects.filter(replaced_at=None, **of("indicator__sasaran", near)).order_by("id")
    current: Current = {(row.indicator_id, row.quarter): row for row in kept}
    sheets: dict[int, list[Line]] = {pk.pk: [] for pk in pks}
    versions = {pk.pk: [0, 0, 0, 0] for pk in pks}
    goals = PkSasaran.objects.filter(perjanjian_kinerja__in=sheets).order_by("order", "id")
    places = dict.fromkeys(sheets, 0)
    for goal in goals:
        owner = goal.perjanjian_kinerja_id
        places[owner] += 1
        for inner, indicator in enumerate(indicators.get(goal.pk, ()), 1):
            found = [nearest(indicator.pk, quarter, older, current) for quarter in QUARTERS]
            for place, each in enumerate(found):
                versions[owner][place] = max(versions[owner][place], each.pk if each else 0)
            sheets[owner].append(line_of(goal.text, f"{places[owner]}.{inner}", indicator, found))
    return {pk: Sheet(tuple(lines), four(versions[pk])) for pk, lines in sheets.items()}


def of(path: str, near: dict[str, set[int]]) -> dict[str, set[int]]:
    """The same condition from further away."""
    return {f"{path}__{name}": value for name, value in near.items()}


def four(numbers: Sequence[int]) -> tuple[int, int, int, int]:
    """One number per quarter."""
    first, second, third, fourth = numbers
    return first, second, third, fourth


def nearest(indicator: int, quarter: int, older: dict[int, int], current: Current) -> PkRealisasi | None:
    """The realisasi of an indicator, or of the nearest one that it continues."""
    at: int | None = indicator
    while at is not None:
        row = current.get((at, quarter))
        if row is not None:
            return row
        at = older.get(at)
    return None


def line_of(sasaran: str, number: str, indicator: PkIndicator, found: Sequence[PkRealisasi | None]) -> Line:
    """An indicator with what was reached."""
    first, second, third, fourth = (row.text if row else "" for row in found)
    notes = [row.note if row else "" for row in found]
    return Line(
        sasaran,
        number,
        value_of(indicator),
        (first, second, third, fourth),
        (notes[0], notes[1], notes[2], notes[3]),
    )


def write_entries(found: Sequence[Entry], quarter: int, *, by: User, at: datetime) -> None:
    """Keep the entries of a locked PK: rows before them stay, with the time at which they were replaced."""
    indicators = [entry.line.id for entry in found]
    old = PkRealisasi.objects.filter(indicator__in=indicators, quarter=quarter, replaced_at=None)
    old.update(replaced_at=at)
    PkRealisasi.objects.bulk_create(
        PkRealisasi(
            indicator_id=entry.line.id,
            quarter=quarter,
            text=entry.text,
            value=entry.value,
            note=entry.note,
            at=at,
            by=by,
        )
        for entry in found
    )


def counting(pks: Iterable[PerjanjianKinerja]) -> dict[int, PerjanjianKinerja]:
    """The PK that counts of each post, by the post's number; all of one year."""
    by_post: dict[int, list[PerjanjianKinerja]] = {}
    for pk in pks:
        by_post.setdefault(pk.pihak_pertama_id, []).append(pk)
    return {post: found for post, some in by_post.items() if (found := newest(some))}


def pks_of(office: Office, year: int) -> QuerySet[PerjanjianKinerja]:
    """All PKs of an office's year, with their posts."""
    pks = PerjanjianKinerja.objects.filter(office=office, year=year)
    return pks.select_related("pihak_pertama", "office").order_by("pihak_pertama", "id")


def measure_of(office: Office) -> Measure:
    """How the office measures. One query."""
    own = PkFormat.objects.filter(office=office).first()
    return Measure(scale_of(own.scale), own.cap) if own else Measure()
