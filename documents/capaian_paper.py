"""What a printed report of capaian kinerja shows, as one value that a naskah can keep; and the same without values, the
format realisasi to be filled in by hand.

The value is what was known when it was made: a paper is drawn from it, never from what is kept later.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from activity.wording import as_kept, kept
from documents.capaian import Band
from documents.models import PerjanjianKinerja
from documents.pk_content import LEVELS, QUARTERS
from documents.realisasi import (
    NOT_AVAILABLE,
    ROMAN,
    Line,
    Measure,
    Measured,
    mean_of,
    measured,
    printed,
)
from documents.realisasi_rows import measure_of, sheets_of
from organizations.models import Office
from organizations.templatetags.indonesia import waktu


@dataclass(frozen=True)
class CapaianRow:
    """An indicator. `realisasi` are those up to the quarter, `note` the remarks to them."""

    number: str
    sasaran: str
    indikator: str
    satuan: str
    target: str
    realisasi: tuple[str, ...] = ()
    value: str = ""
    capaian: str = ""
    band: str = ""
    note: str = ""


@dataclass(frozen=True)
class CapaianPk:
    """A PK: whose it is, its rows, how many of them have a realisasi in the quarter, and the mean of their capaian."""

    pk: int
    kind: str
    post: str
    level: str
    rows: tuple[CapaianRow, ...] = ()
    filled: int = 0
    mean: str = ""
    band: str = ""

    @property
    def groups(self) -> list[tuple[str, str, list[CapaianRow]]]:
        """(number, sasaran, its rows)."""
        found: dict[str, tuple[str, str, list[CapaianRow]]] = {}
        for row in self.rows:
            number = row.number.partition(".")[0]
            found.setdefault(number, (number, row.sasaran, []))[2].append(row)
        return list(found.values())


@dataclass(frozen=True)
class CapaianPaper:
    """A report of an office by the end of a quarter, or with `blank` its empty form.

    `scale` are the steps as they are printed ("91", "Sangat Tinggi"), the highest first; `cap` is empty without one.
    """

    office: str
    government: str
    year: int
    quarter: int
    as_of: str
    pks: tuple[CapaianPk, ...] = ()
    mean: str = ""
    band: str = ""
    scale: tuple[tuple[str, str], ...] = ()
    cap: str = ""
    blank: bool = False

    @property
    def roman(self) -> str:
        """The quarter as it is written."""
        return ROMAN[self.quarter]

    @property
    def quarters(self) -> list[str]:
        """The quarters that the paper shows, as they are written: all of an empty form."""
        return [ROMAN[each] for each in QUARTERS if self.blank or each <= self.quarter]

    @property
    def indicators(self) -> int:
        """How many indicators there are."""
        return sum(len(pk.rows) for pk in self.pks)

    @property
    def filled(self) -> int:
        """How many of them have a realisasi in the quarter."""
        return sum(pk.filled for pk in self.pks)

    def to_json(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "CapaianPaper":
        """The same again, whether JSON made lists of tuples or not."""
        pks = tuple(
            CapaianPk(**{**pk, "rows": tuple(row_of(row) for row in pk["rows"])}) for pk in kept["pks"]
        )
        scale = tuple((least, name) for least, name in kept["scale"])
        return cls(**{**kept, "pks": pks, "scale": scale})


def row_of(kept: Mapping[str, Any]) -> CapaianRow:
    """A row as it was kept."""
    return CapaianRow(**{**kept, "realisasi": tuple(kept["realisasi"])})


@as_kept()
def capaian_paper_of(
    office: Office,
    pks: Sequence[PerjanjianKinerja],
    year: int,
    quarter: int,
    at: datetime,
    blank: bool = False,
) -> CapaianPaper:
    """The report as of now. Four queries; `office` with its government, `pks` with their pihak pertama."""
    measure, sheets = measure_of(office), sheets_of(pks)
    every: list[Measured] = []
    found = []
    for pk in pks:
        sheet = sheets[pk.pk]
        values = [Measured() if blank else measured(line, quarter, measure) for line in sheet.lines]
        every += values
        mean = mean_of(values, measure)
        rows = zip(sheet.lines, values, strict=True)
        part = CapaianPk(
            pk=pk.pk,
            kind=kept(pk.get_kind_display),
            post=pk.pihak_pertama.title,
            level=LEVELS.get(pk.level, ""),
            rows=tuple(row(line, value, quarter, blank) for line, value in rows),
            filled=0 if blank else sheet.filled(quarter),
            mean=printed(mean.percent),
            band=mean.band,
        )
        found.append(part)
    whole = mean_of(every, measure)
    return CapaianPaper(
        office=office.name,
        government=office.government.name,
        year=year,
        quarter=quarter,
        as_of=waktu(at, office),
        pks=tuple(found),
        mean=printed(whole.percent),
        band=whole.band,
        **scale_texts(measure),
        blank=blank,
    )


def row(line: Line, value: Measured, quarter: int, blank: bool) -> CapaianRow:
    """An indicator on paper; what is not available says so, in an empty form it is left open."""
    texts = line.texts[:quarter]
    there = [(roman, note) for roman, note in zip(ROMAN.values(), line.notes[:quarter], strict=False) if note]
    return CapaianRow(
        number=line.number,
        sasaran=line.sasaran,
        indikator=line.indicator.text,
        satuan=line.indicator.satuan,
        target=line.indicator.target,
        realisasi=tuple("" for _ in QUARTERS) if blank else tuple(text or NOT_AVAILABLE for text in texts),
        value="" if blank else value.value or NOT_AVAILABLE,
        capaian="" if blank else printed(value.percent) or NOT_AVAILABLE,
        band=value.band,
        note="" if blank else "\n".join(f"TW {roman}: {note}" for roman, note in there),
    )


def scale_texts(measure: Measure) -> dict[str, Any]:
    """The scale and the cap as they are printed."""

    def short(step: Band) -> str:
        return printed(step.least).removesuffix(",00")

    cap = printed(measure.cap).removesuffix(",00")
    return {"scale": tuple((short(step), step.name) for step in measure.scale), "cap": cap}
