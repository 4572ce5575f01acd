"""The pages of realisasi: what was reached in each quarter, what a year so far comes to, and the form of a quarter."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from documents.models import PerjanjianKinerja
from documents.pk_changes import Change
from documents.pk_checks import Remark
from documents.pk_content import QUARTERS, Indicator, short
from documents.realisasi import (
    ROMAN,
    Entry,
    Line,
    Measure,
    Measured,
    Sheet,
    Typed,
    mean_of,
    measured,
    printed,
    with_typed,
)
from organizations.models import Office

TONES = ("good", "good", "warn", "warn", "bad")


@dataclass(frozen=True)
class Cell:
    """A quarter of an indicator: what was reached, what was predicted, and whether it is asked for by now."""

    text: str
    note: str
    prediction: str
    roman: str
    is_due: bool


@dataclass(frozen=True)
class RealisasiRow:
    """An indicator on the page."""

    line: Line
    place: int
    cells: list[Cell]
    measured: Measured
    tone: str = ""
    errors: dict[str, list[str]] = field(default_factory=dict)
    text: str = ""
    note: str = ""

    @property
    def indicator(self) -> Indicator:
        """The indicator."""
        return self.line.indicator

    @property
    def percent(self) -> str:
        """The capaian as it is printed."""
        return printed(self.measured.percent)


@dataclass(frozen=True)
class RealisasiPage:
    """The realisasi of a PK by the end of a quarter; with what was typed, where it was not saved."""

    pk: PerjanjianKinerja
    sheet: Sheet
    quarter: int
    measure: Measure
    typed: Sequence[Typed] = ()
    faults: Sequence[Remark] = ()

    @property
    def version(self) -> int:
        """That of the quarter."""
        return self.sheet.versions[self.quarter - 1]

    @property
    def roman(self) -> str:
        """The quarter as it is written."""
        return ROMAN[self.quarter]

    @property
    def quarters(self) -> list[tuple[int, str]]:
        """All of them, with how they are written."""
        return list(ROMAN.items())

    @cached_property
    def rows(self) -> list[RealisasiRow]:
        """The indicators. The table shows what is kept, the form what was typed."""
        errors: dict[int, dict[str, list[str]]] = {}
        for fault in self.faults:
            row, _, name = fault.where.partition(".")
            place = int(row[1:]) if row[1:].isdigit() else -1
            if 0 <= place < len(self.typed):
                told = errors.setdefault(self.typed[place].indicator, {})
                told.setdefault(name, []).append(fault.message)
        shown = with_typed(self.sheet, self.quarter, self.typed)
        return [
            self.row(place, line, form, errors.get(line.id, {}))
            for place, (line, form) in enumerate(zip(self.sheet.lines, shown.lines, strict=True))
        ]

    def row(self, place: int, line: Line, form: Line, errors: dict[str, list[str]]) -> RealisasiRow:
        """An indicator on the page."""
        cells = [
            Cell(text, note, prediction, ROMAN[quarter], quarter <= self.quarter)
            for quarter, text, note, prediction in zip(
                QUARTERS, line.texts, line.notes, line.indicator.predictions, strict=True
            )
        ]
        found = measured(line, self.quarter, self.measure)
        return RealisasiRow(
            line,
            place,
            cells,
            found,
            tone_of(found, self.measure),
            errors,
            form.texts[self.quarter - 1],
            form.notes[self.quarter - 1],
        )

    @property
    def groups(self) -> list[tuple[str, list[RealisasiRow]]]:
        """The rows by their sasaran."""
        found: dict[str, tuple[str, list[RealisasiRow]]] = {}
        for row in self.rows:
            number = row.line.number.partition(".")[0]
            found.setdefault(number, (row.line.sasaran, []))[1].append(row)
        return list(found.values())

    @property
    def anchors(self) -> list[tuple[str, str]]:
        """The faults with where they stand on the page; rows may have been sent in another order."""
        places = {row.line.id: row.place for row in self.rows}
        found = []
        for fault in self.faults:
            row, _, name = fault.where.partition(".")
            sent = int(row[1:]) if row[1:].isdigit() else -1
            place = places.get(self.typed[sent].indicator) if 0 <= sent < len(self.typed) else None
            found.append((f"r{place}-{name}" if place is not None else "", fault.message))
        return found

    @property
    def has_notes(self) -> bool:
        """Whether there is a remark to tell."""
        return any(note for line in self.sheet.lines for note in line.notes[: self.quarter])

    @property
    def filled(self) -> int:
        """How many indicators have a realisasi in the quarter."""
        return self.sheet.filled(self.quarter)

    @cached_property
    def mean(self) -> Measured:
        """The mean of the capaian that are available."""
        return mean_of([row.measured for row in self.rows], self.measure)

    @property
    def mean_percent(self) -> str:
        """The same as it is printed."""
        return printed(self.mean.percent)

    @property
    def mean_tone(self) -> str:
        """How the mean is marked."""
        return tone_of(self.mean, self.measure)


def tone_of(found: Measured, measure: Measure) -> str:
    """How a name on the scale is marked: the upper steps good, the lowest bad."""
    names = [step.name for step in measure.scale]
    if found.band not in names:
        return ""
    return TONES[names.index(found.band) * len(TONES) // len(names)]


def differences(found: Sequence[Entry]) -> list[tuple[str, list[Change]]]:
    """What saving would change, as the page tells it."""
    some = [Change("diubah", "indikator", name_of(entry.line), fields_of(entry)) for entry in found]
    return [(_("Diubah"), some)] if some else []


def name_of(line: Line) -> str:
    """The number and name of an indicator."""
    return f"{line.number} {short(line.indicator.text)}"


def fields_of(entry: Entry) -> tuple[tuple[str, str, str], ...]:
    """(caption, old, new) of what differs."""
    pairs = (
        (gettext_noop("realisasi"), entry.was[0], entry.text),
        (gettext_noop("penjelasan"), entry.was[1], entry.note),
    )
    return tuple(pair for pair in pairs if pair[1] != pair[2])


def usual_quarter(office: Office, year: int, at: datetime) -> int:
    """The quarter that one asks for: the last one that has ended, of a year that is over the fourth."""
    today = at.astimezone(office.zone).date()
    if year != today.year:
        return 4 if year < today.year else 1
    return max(1, (today.month - 1) // 3)
