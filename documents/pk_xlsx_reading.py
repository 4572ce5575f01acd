"""Reading a spreadsheet of a PK, row by row, with what is wrong named by its cell. Pure, no Django."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, BinaryIO, TypeVar

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter, range_boundaries

from activity.words import _
from documents.file_types import NotAccepted
from documents.pk_checks import Remark
from documents.pk_content import LEVELS, PROGRAM, REASONS, Indicator, PkContent, Program, Sasaran, clean
from documents.pk_numbers import write_date, write_number
from documents.pk_xlsx import (
    IDENTITY,
    IDENTITY_ROWS,
    INDICATOR_COLUMNS,
    INDICATORS,
    PROGRAM_COLUMNS,
    PROGRAMS,
    Column,
)
from documents.xlsx_package import check_package, merged_cells

MAX_ROWS, MAX_HEADING_ROW, MAX_COLUMNS, MAX_FAULTS = 5000, 20, 40, 200
SUPPORTS = re.compile(r"\[([0-9]{1,18})\].*")
NUMBER = re.compile(r"([0-9]{0,18})/([0-9]{0,18})")
T = TypeVar("T")


@dataclass
class FromFile:
    """What a file says: the content, which PK and version it was written from, and where each field stands."""

    content: PkContent = field(default_factory=PkContent)
    pk: int | None = None
    version: int | None = None
    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    cells: dict[str, str] = field(default_factory=dict)

    def told(self, remark: Remark) -> str:
        """A fault of the content as one of the file: Indikator!E7: …"""
        cell = self.cells.get(remark.where) or self.cells.get(remark.where.rpartition(".")[0] + ".text", "")
        return f"{cell}: {remark.message}" if cell else remark.message

    def fault(self, cell: str, message: str) -> None:
        """Note a fault; a file of nothing but faults is told as far as one can read them."""
        if len(self.faults) < MAX_FAULTS:
            self.faults.append(f"{cell}: {message}")


@dataclass(frozen=True)
class Read:
    """A row of a table: its number in the sheet, and its texts by field."""

    number: int
    texts: Mapping[str, str]
    letters: Mapping[str, str]

    def cell(self, sheet: str, name: str) -> str:
        """Where a field of it stands: Indikator!E7."""
        return f"{sheet}!{self.letters.get(name, 'A')}{self.number}"


def read_file(file: BinaryIO) -> FromFile:
    """What the file says. Raises NotAccepted for a file that is not opened at all."""
    return carefully(file, read_book)


def carefully(file: BinaryIO, read: Callable[[BinaryIO], T]) -> T:
    """What a reader finds in a file, after the package was checked. Raises NotAccepted."""
    check_package(file)
    try:
        return read(file)
    except NotAccepted:
        raise
    except Exception as error:  # whatever a torn file makes of a foreign parser, it is the file that is torn
        raise NotAccepted(_("berkasnya rusak atau bukan lembar kerja Excel yang lengkap")) from error


def read_book(file: BinaryIO) -> FromFile:
    """The same of a package that was checked."""
    found = FromFile()
    # Formulas are read twice: as formulas, to know where they are, and as the values that were saved with them.
    written = load_workbook(file, read_only=True, data_only=False, keep_links=False)
    file.seek(0)
    valued = load_workbook(file, read_only=True, data_only=True, keep_links=False)
    names = {name.strip().casefold(): name for name in written.sheetnames}
    for wanted in (INDICATORS, PROGRAMS):
        if wanted.casefold() not in names:
            text = _("Lembar “%(sheet)s” tidak ada; pakai berkas hasil ekspor sebagai contoh.")
            found.faults.append(text % {"sheet": wanted})
    known = {IDENTITY.casefold(), INDICATORS.casefold(), PROGRAMS.casefold()}
    strays = [name for key, name in names.items() if key not in known]
    if strays:
        found.notes.append(_("Lembar lain diabaikan: %(sheets)s.") % {"sheets": ", ".join(strays[:10])})
    if found.faults:
        return found
    sheets = {key: (written[name], valued[name]) for key, name in names.items() if key in known}
    if IDENTITY.casefold() in sheets:
        read_identity(found, *sheets[IDENTITY.casefold()])
    indicators = read_table(found, file, INDICATORS, INDICATOR_COLUMNS, *sheets[INDICATORS.casefold()])
    programs = read_table(found, file, PROGRAMS, PROGRAM_COLUMNS, *sheets[PROGRAMS.casefold()])
    place_indicators(found, indicators)
    place_programs(found, programs)
    return found


def read_identity(found: FromFile, written: Any, valued: Any) -> None:
    """The sheet of captions and values; what only tells of the PK is not read."""
    names = {caption.casefold(): name for caption, name in IDENTITY_ROWS}
    texts: dict[str, str] = {}
    for number, cells in enumerate(both(written, valued, 2), 1):
        name = names.get(text_of(found, IDENTITY, number, cells[0]).casefold()) if cells else None
        if name and len(cells) > 1 and name not in texts:
            texts[name] = text_of(found, IDENTITY, number, cells[1])
            found.cells[name] = f"{IDENTITY}!B{number}"
        if number > 200:
            break
    found.pk, found.version = whole(texts.get("pk", "")), whole(texts.get("version", ""))
    found.content = PkContent(
        level=value_of(texts.get("level", ""), LEVELS) or "strategis",
        place=texts.get("place", ""),
        statement_date=texts.get("statement_date", ""),
        reason=value_of(texts.get("reason", ""), REASONS),
    )


def both(written: Any, valued: Any, columns: int) -> Iterator[list[tuple[Any, Any]]]:
    """The rows of a sheet, every cell as it was written and with its value."""
    for each in (written, valued):  # what a file says of its own size may be wrong
        each.reset_dimensions()
    pairs = zip(written.iter_rows(max_col=columns), valued.iter_rows(max_col=columns), strict=False)
    for left, right in pairs:
        yield list(zip(left, right, strict=False))


def read_table(
    found: FromFile, file: BinaryIO, sheet: str, columns: Sequence[Column], written: Any, valued: Any
) -> list[Read]:
    """The rows under the headings. Faults are noted at their cells."""
    places: dict[int, str] = {}
    rows: list[Read] = []
    heading = 0
    for number, cells in enumerate(both(written, valued, MAX_COLUMNS), 1):
        if not heading:
            places = headings(cells, columns)
            heading = number if len(places) > 2 else 0
            if number > MAX_HEADING_ROW:
                break
            continue
        if all(cell.value is None for cell, _ in cells):
            continue
        if number - heading > MAX_ROWS:
            text = _("lebih dari %(most)s baris; pecah berkasnya.") % {"most": MAX_ROWS}
            found.fault(f"{sheet}!A{number}", text)
            break
        letters = {name: get_column_letter(column + 1) for column, name in places.items()}
        texts = {
            name: text_of(found, sheet, number, cells[column])
            for column, name in places.items()
            if column < len(cells)
        }
        if any(text for name, text in texts.items() if name != "id"):
            rows.append(Read(number, texts, letters))
    if not heading:
        wanted = ", ".join(column.heading for column in columns[1:5])
        text = _("%(sheet)s: baris judul (%(wanted)s, …) tidak ditemukan di %(most)s baris pertama.")
        found.faults.append(text % {"sheet": sheet, "wanted": wanted, "most": MAX_HEADING_ROW})
        return []
    note_merged(found, file, sheet, written, heading, {name: column for column, name in places.items()})
    return rows


def headings(cells: list[tuple[Any, Any]], columns: Sequence[Column]) -> dict[int, str]:
    """Which field stands in which column, where this is the row of headings."""
    names = {column.heading.casefold(): column.name for column in columns}
    places: dict[int, str] = {}
    for place, (_written, cell) in enumerate(cells):
        name = names.get(clean(str(cell.value)).casefold()) if cell.value is not None else None
        if name and name not in places.values():
            places[place] = name
    return places


def note_merged(
    found: FromFile, file: BinaryIO, sheet: str, written: Any, heading: int, places: Mapping[str, int]
) -> None:
    """Merged cells leave it open what the others of them hold. Down the sasaran it is what the first one says."""
    for merged in merged_cells(file, written._worksheet_path):
        left, top, right, bottom = range_boundaries(merged)
        in_sasaran = left == right == places.get("sasaran", -2) + 1
        if bottom > heading and not (in_sasaran and top > heading):
            found.fault(f"{sheet}!{merged}", _("sel gabungan; pisahkan dulu selnya."))


def text_of(found: FromFile, sheet: str, number: int, cell: tuple[Any, Any]) -> str:
    """The text of a cell as an official would type it; a fault where it has none that can be known."""
    written, valued = cell
    value = valued.value
    if written.value is None:
        return ""
    where = f"{sheet}!{written.coordinate}"
    if written.data_type == "f" and value is None:
        found.fault(where, _("rumus tanpa hasil; buka dan simpan di Excel, atau ketik nilainya."))
        return ""
    if valued.data_type == "e":
        found.fault(where, _("berisi galat %(error)s; ketik nilainya.") % {"error": value})
        return ""
    if isinstance(value, bool):
        found.fault(where, _("berisi BENAR/SALAH; ketik nilainya."))
        return ""
    if isinstance(value, datetime | date):
        return write_date(value.date() if isinstance(value, datetime) else value)
    if isinstance(value, int | float):
        return number_text(found, where, value, str(valued.number_format))
    return clean(str(value)[:5000]) if value is not None else ""


def number_text(found: FromFile, where: str, value: int | float, form: str) -> str:
    """A number as it is shown: percentages are kept as parts of one."""
    try:
        exact = Decimal(repr(value))
        if "%" in form:
            return f"{write_number((exact * 100).quantize(Decimal('0.000001')))}%"
        return write_number(exact.quantize(Decimal("0.000001")) if abs(exact) < 10**20 else exact)
    except (InvalidOperation, ValueError):
        found.fault(where, _("bilangan ini terlalu besar; ketik ulang."))
        return ""


def value_of(caption: str, offered: Mapping[str, str]) -> str:
    """The value of a caption that one chose; what is none of them stays, and is a fault of the content."""
    known = {clean(text.replace(",", " ")).casefold(): value for value, text in offered.items()}
    return known.get(clean(caption.replace(",", " ")).casefold(), caption)


def whole(text: str) -> int | None:
    """A number of a row."""
    bare = text.replace(".", "")
    return int(bare) if bare.isascii() and bare.isdigit() and len(bare) < 19 else None


def place_indicators(found: FromFile, rows: Sequence[Read]) -> None:
    """The rows as sasaran with their indicators; an empty sasaran is that of the row above."""
    blocks: list[Sasaran] = []
    offered = {column.name: column.offered for column in INDICATOR_COLUMNS if column.offered}
    number = 0
    for row in rows:
        texts = row.texts
        numbers = NUMBER.fullmatch(texts.get("id", ""))
        outer, inner = (whole(numbers[1]), whole(numbers[2])) if numbers else (None, None)
        name = texts.get("sasaran", "")
        if not blocks or (name and (name != blocks[-1].text or (outer and outer != blocks[-1].id))):
            found.cells[f"s{len(blocks)}.text"] = row.cell(INDICATORS, "sasaran")
            blocks.append(Sasaran(name, (), outer))
        chosen = {key: value_of(texts.get(key, ""), values) for key, values in offered.items()}
        supports = SUPPORTS.fullmatch(texts.get("supports", ""))
        if texts.get("supports") and not supports:
            text = _("tulis seperti dalam berkas ekspor, misalnya “[12] 1.1 …”, atau kosongkan.")
            found.fault(row.cell(INDICATORS, "supports"), text)
        each = Indicator(
            text=texts.get("text", ""),
            satuan=texts.get("satuan", ""),
            target=texts.get("target", ""),
            predictions=tuple(texts.get(f"tw{quarter}", "") for quarter in (1, 2, 3, 4)),  # type: ignore[arg-type]
            supports=whole(supports[1]) if supports else None,
            id=inner,
            **chosen,
        )
        if each.is_blank:
            continue
        for key in (*texts, "text"):
            found.cells[f"i{number}.{key}"] = row.cell(INDICATORS, key)
        number += 1
        blocks[-1] = Sasaran(blocks[-1].text, (*blocks[-1].indicators, each), blocks[-1].id)
    found.content = replace(found.content, sasaran=tuple(blocks))


def place_programs(found: FromFile, rows: Sequence[Read]) -> None:
    """The rows as programs."""
    programs: list[Program] = []
    levels = next(column.offered for column in PROGRAM_COLUMNS if column.name == "level") or {}
    for row in rows:
        texts = row.texts
        level = value_of(texts.get("level", ""), levels) or PROGRAM
        name, anggaran, remark = (texts.get(key, "") for key in ("name", "anggaran", "keterangan"))
        if not (name or anggaran or remark):
            continue
        for key in (*texts, "name"):
            found.cells[f"p{len(programs)}.{key}"] = row.cell(PROGRAMS, key)
        programs.append(Program(name, anggaran, remark, level, whole(texts.get("id", ""))))
    found.content = replace(found.content, programs=tuple(programs))
