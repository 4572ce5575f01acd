"""Whether a PK can be saved as it is typed: its best writing, its faults by row and field, and what is odd. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from activity.words import _
from documents.capaian import AGGREGATIONS, DIRECTIONS, LAST, RANGE, SUM, TEXT
from documents.pk_content import (
    LEVELS,
    MAX_INDICATORS,
    MAX_NAME,
    MAX_PLACE,
    MAX_PROGRAMS,
    MAX_REMARK,
    MAX_SASARAN,
    MAX_SATUAN,
    MAX_TARGET,
    MAX_TEXT,
    PROGRAM_LEVELS,
    QUARTERS,
    REASONS,
    Indicator,
    PkContent,
    Program,
    parts_of,
    short,
    tidy,
)
from documents.pk_numbers import (
    ANGKA,
    KINDS,
    Reading,
    Unreadable,
    guess_kind,
    read_date,
    read_money,
    read_target,
    usual_direction,
    write_date,
    write_money,
    write_number,
)


@dataclass(frozen=True)
class Remark:
    """Something wrong or odd: `where` is "i4.target" (the fifth indicator's target), "s0.text", "p2.anggaran"."""

    where: str
    message: str

    @property
    def anchor(self) -> str:
        """Where it stands on the page."""
        return self.where.replace(".", "-")


@dataclass(frozen=True)
class Checked:
    """A content in its best writing, with what forbids to save it and what only warns."""

    content: PkContent
    faults: list[Remark] = field(default_factory=list)
    warnings: list[Remark] = field(default_factory=list)

    def by_place(self) -> dict[str, list[str]]:
        """The faults by where they stand."""
        found: dict[str, list[str]] = {}
        for fault in self.faults:
            found.setdefault(fault.where, []).append(fault.message)
        return found


def check(
    content: PkContent, supportable: Mapping[int, str] | None = None, needs_reason: bool = False
) -> Checked:
    """The content in its best writing, with its faults and warnings. `supportable` names the superior's indicators,
    where there is a superior's PK to support."""
    content, faults = checked_head(tidy(content), needs_reason)
    faults += too_many(content)
    number, sasaran = 0, []
    for place, each in enumerate(content.sasaran):
        faults += text_faults(f"s{place}.text", each.text, _("Isi sasaran, atau hapus barisnya."), MAX_TEXT)
        rows = []
        for indicator in each.indicators:
            row, found = checked_indicator(indicator, f"i{number}", supportable)
            rows.append(row)
            faults += found
            number += 1
        sasaran.append(replace(each, indicators=tuple(rows)))
    programs = []
    for place, program in enumerate(content.programs):
        ready, found = checked_program(program, f"p{place}")
        programs.append(ready)
        faults += found
    whole = replace(content, sasaran=tuple(sasaran), programs=tuple(programs))
    return Checked(whole, faults, list(warnings_of(whole)))


def checked_head(content: PkContent, needs_reason: bool) -> tuple[PkContent, list[Remark]]:
    """What the statement needs in its best writing, and its faults."""
    faults = list(length_faults("place", content.place, MAX_PLACE))
    if content.level not in LEVELS:
        faults.append(Remark("level", _("Pilih salah satu tingkat sasaran.")))
    if needs_reason and content.reason not in REASONS:
        faults.append(Remark("reason", _("Pilih alasan Perjanjian Kinerja ini diubah.")))
    elif not needs_reason and content.reason:
        content = replace(content, reason="")
    try:
        day = read_date(content.statement_date) if content.statement_date else None
    except Unreadable as reason:
        return content, [*faults, Remark("statement_date", f"{reason}.")]
    return replace(content, statement_date=write_date(day)), faults


def too_many(content: PkContent) -> Iterator[Remark]:
    """More rows than a PK may have."""
    for where, text, found, limit in (
        (
            "s",
            _("Ada %(found)s sasaran; satu Perjanjian Kinerja memuat paling banyak %(limit)s."),
            len(content.sasaran),
            MAX_SASARAN,
        ),
        (
            "i",
            _("Ada %(found)s indikator; satu Perjanjian Kinerja memuat paling banyak %(limit)s."),
            len(content.indicators),
            MAX_INDICATORS,
        ),
        (
            "p",
            _("Ada %(found)s baris program; satu Perjanjian Kinerja memuat paling banyak %(limit)s."),
            len(content.programs),
            MAX_PROGRAMS,
        ),
    ):
        if found > limit:
            yield Remark(f"{where}{limit}.text", text % {"found": found, "limit": limit})


def text_faults(where: str, text: str, missing: str, limit: int) -> Iterator[Remark]:
    """A text that must be there and has a limit; `missing` is what is said where it is not there."""
    if not text:
        yield Remark(where, missing)
    yield from length_faults(where, text, limit)


def length_faults(where: str, text: str, limit: int) -> Iterator[Remark]:
    """A text with a limit."""
    if len(text) > limit:
        told = _("%(length)s huruf; paling banyak %(limit)s.")
        yield Remark(where, told % {"length": len(text), "limit": limit})


def checked_indicator(
    row: Indicator, where: str, supportable: Mapping[int, str] | None
) -> tuple[Indicator, list[Remark]]:
    """An indicator with what goes without saying filled in, and its faults."""
    missing = _("Isi indikator, atau hapus barisnya.")
    faults = list(text_faults(f"{where}.text", row.text, missing, MAX_TEXT))
    faults += length_faults(f"{where}.satuan", row.satuan, MAX_SATUAN)
    typed = next(filter(None, (row.target, *row.predictions)), "")
    # Nothing typed, nothing to guess from: a target that comes later decides what it is.
    unit = row.satuan or row.text.partition(" ")[0]  # "Persentase jalan mantap" says it as well
    kind = row.kind or (guess_kind(typed, unit) if typed else "")
    for name, chosen, offered in (
        ("kind", kind, KINDS),
        ("direction", row.direction, DIRECTIONS),
        ("aggregation", row.aggregation, AGGREGATIONS),
    ):
        if chosen and chosen not in offered:
            return row, [*faults, Remark(f"{where}.{name}", _("Pilih salah satu yang ditawarkan."))]
    target, found = best_writing(f"{where}.target", kind, row.target)
    faults += found
    predictions = []
    for quarter, text in zip(QUARTERS, row.predictions, strict=True):
        reading, found = best_writing(f"{where}.tw{quarter}", kind, text)
        predictions.append(reading.text)
        faults += found
    if row.supports is not None and supportable is not None and row.supports not in supportable:
        text = _("Indikator atasan ini sudah tidak ada; pilih yang lain atau kosongkan.")
        faults.append(Remark(f"{where}.supports", text))
    aggregation = row.aggregation or (SUM if kind == ANGKA else LAST if kind else "")
    direction = fitting_direction(row.direction, kind, target) if kind else row.direction
    four = (predictions[0], predictions[1], predictions[2], predictions[3])
    ready = replace(row, kind=kind, target=target.text, predictions=four)
    return replace(ready, direction=direction, aggregation=aggregation), faults


def fitting_direction(chosen: str, kind: str, target: Reading) -> str:
    """The chosen formula where it fits the target; a range and a text leave no choice."""
    usual = usual_direction(kind, target)
    return usual if not chosen or {chosen, usual} & {TEXT, RANGE} else chosen


def best_writing(where: str, kind: str, text: str) -> tuple[Reading, list[Remark]]:
    """What a text means; one that cannot be read stays as it was typed, with the fault."""
    if len(text) > MAX_TARGET:
        return Reading(text), list(length_faults(where, text, MAX_TARGET))
    try:
        return read_target(kind, text), []
    except Unreadable as reason:
        return Reading(text), [Remark(where, f"{reason}.")]


def checked_program(row: Program, where: str) -> tuple[Program, list[Remark]]:
    """A program in its best writing, and its faults."""
    missing = _("Isi nama program atau kegiatan, atau hapus barisnya.")
    faults = list(text_faults(f"{where}.name", row.name, missing, MAX_NAME))
    faults += length_faults(f"{where}.keterangan", row.keterangan, MAX_REMARK)
    if row.level not in PROGRAM_LEVELS:
        faults.append(Remark(f"{where}.level", _("Pilih Program, Kegiatan, atau Sub Kegiatan.")))
    try:
        anggaran = write_money(read_money(row.anggaran)) if row.anggaran else ""
    except Unreadable as reason:
        return row, [*faults, Remark(f"{where}.anggaran", f"{reason}.")]
    return replace(row, anggaran=anggaran), faults


def warnings_of(content: PkContent) -> Iterator[Remark]:
    """What is odd, or still to be filled in."""
    for number, indicator in enumerate(content.indicators):
        if not indicator.target:
            text = _("Target “%(name)s” belum diisi.") % {"name": short(indicator.text)}
            yield Remark(f"i{number}.target", text)
    for place, sasaran in enumerate(content.sasaran):
        if not sasaran.indicators:
            text = _("Sasaran “%(name)s” belum mempunyai indikator.") % {"name": short(sasaran.text)}
            yield Remark(f"s{place}.text", text)
    yield from twins([row.text for row in content.indicators])
    for above, below in parts_of(content.programs):
        yield from part_warnings(content.programs, above, below)


def twins(texts: Sequence[str]) -> Iterator[Remark]:
    """Indicators that stand twice."""
    seen: dict[str, int] = {}
    for number, text in enumerate(texts):
        key = text.casefold()
        if text and key in seen:
            told = _("Indikator “%(name)s” tertulis dua kali.") % {"name": short(text)}
            yield Remark(f"i{number}.text", told)
        seen.setdefault(key, number)


def part_warnings(programs: Sequence[Program], above: int, below: Sequence[int]) -> Iterator[Remark]:
    """A budget that is not what its parts add up to."""
    amount, parts = programs[above].amount, [programs[place].amount for place in below]
    there = [part for part in parts if part is not None]
    if amount is None or len(there) < len(parts):
        return
    added = sum(there, Decimal(0))
    if added != amount:
        text = _("“%(name)s”: Rp %(amount)s, bagian-bagiannya berjumlah Rp %(sum)s.") % {
            "name": short(programs[above].name),
            "amount": write_number(amount),
            "sum": write_number(added),
        }
        yield Remark(f"p{above}.anggaran", text)
