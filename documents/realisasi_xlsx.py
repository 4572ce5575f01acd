"""The format realisasi as a spreadsheet: one table of the indicators of one or many PKs, out and in again. Pure.

The first column is hidden and holds the number of the indicator. A cell that is empty or says "-" means "not
available". The file is read by the reader of documents.pk_xlsx_reading, with its limits and refusals.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, BinaryIO

from openpyxl import Workbook, load_workbook

from activity.words import _
from documents.pk_checks import Remark
from documents.pk_content import QUARTERS
from documents.pk_xlsx import Column, table
from documents.pk_xlsx_reading import FromFile, Read, carefully, read_table, whole
from documents.realisasi import ROMAN, Line, Sheet, Typed

SHEET = "Realisasi"
HELP = (
    "Isi kolom realisasi seperti tertulis: 1.250 atau 87,5; 1:25; 31 Desember 2026; WTP. Kosongkan atau tulis “-” "
    "bila tidak tersedia. Jangan ubah kolom lainnya."
)


@dataclass(frozen=True)
class Owner:
    """Whose indicators follow, as the file names it."""

    post: str
    sheet: Sheet


@dataclass
class RealisasiFile:
    """What a file says of a quarter: the rows, where each stands, its faults by cell, and what is odd."""

    rows: list[Typed] = field(default_factory=list)
    cells: dict[int, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def told(self, row: Typed, remark: Remark) -> str:
        """A fault of what was typed as one of the file: Realisasi!G5: …"""
        return f"{self.cells.get(row.indicator, SHEET)}: {remark.message}"


def columns_of(quarter: int) -> tuple[Column, ...]:
    """The columns of a file made for a quarter: the remarks are those of that quarter."""
    return (
        Column("Id", "id", 8),
        Column("Jabatan", "post", 28),
        Column("Sasaran", "sasaran", 36),
        Column("Indikator", "text", 44),
        Column("Satuan", "satuan", 12),
        Column("Target", "target", 16),
        *(Column(realisasi_heading(each), f"tw{each}", 14) for each in QUARTERS),
        Column(f"Penjelasan TW {ROMAN[quarter]}", "note", 44),
    )


def realisasi_heading(quarter: int) -> str:
    """Realisasi TW II."""
    return f"Realisasi TW {ROMAN[quarter]}"


def realisasi_workbook(title: str, owners: Sequence[Owner], quarter: int) -> bytes:
    """The format realisasi: targets, what is known of each quarter, and room for what is not."""
    book = Workbook()
    book.remove(book.active)
    rows = (cells(owner, line, quarter) for owner in owners for line in owner.sheet.lines)
    table(book, SHEET, columns_of(quarter), rows, title=title, explained=HELP)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def cells(owner: Owner, line: Line, quarter: int) -> list[Any]:
    """A row of the table."""
    row = line.indicator
    head = [row.id or "", owner.post, line.sasaran, row.text, row.satuan, row.target]
    return [*head, *line.texts, line.notes[quarter - 1]]


def read_realisasi_file(file: BinaryIO, sheets: Iterable[Sheet], quarter: int) -> RealisasiFile:
    """What the file says of a quarter of these sheets. Raises NotAccepted for a file that is not opened at all."""
    lines = {line.id: line for sheet in sheets for line in sheet.lines}

    def read(opened: BinaryIO) -> RealisasiFile:
        found = FromFile()
        rows = read_rows(found, opened, quarter)
        made = RealisasiFile(faults=found.faults, notes=found.notes)
        for row in rows:
            place_row(made, row, lines, quarter)
        if not rows and not made.faults:
            text = _("%(sheet)s: tidak ada satu baris pun di bawah judul tabelnya.")
            made.faults.append(text % {"sheet": SHEET})
        return made

    return carefully(file, read)


def read_rows(found: FromFile, file: BinaryIO, quarter: int) -> list[Read]:
    """The rows of the table, in a file whose package was checked."""
    written = load_workbook(file, read_only=True, data_only=False, keep_links=False)
    file.seek(0)
    valued = load_workbook(file, read_only=True, data_only=True, keep_links=False)
    name = next((each for each in written.sheetnames if each.strip().casefold() == SHEET.casefold()), None)
    if name is None:
        found.faults.append(
            _("Lembar “%(sheet)s” tidak ada; pakai berkas format realisasi yang diunduh di sini.")
            % {"sheet": SHEET}
        )
        return []
    rows = read_table(found, file, SHEET, columns_of(quarter), written[name], valued[name])
    missing = [
        column.heading
        for column in columns_of(quarter)
        if rows and column.name in ("id", f"tw{quarter}") and column.name not in rows[0].letters
    ]
    if missing:
        text = _("%(sheet)s: kolom %(columns)s tidak ada.")
        found.faults.append(text % {"sheet": SHEET, "columns": ", ".join(missing)})
        return []
    if rows and "note" not in rows[0].letters:
        text = _("Kolom Penjelasan TW %(quarter)s tidak ada; penjelasan yang tersimpan tetap.")
        found.notes.append(text % {"quarter": ROMAN[quarter]})
    return rows


def place_row(made: RealisasiFile, row: Read, lines: dict[int, Line], quarter: int) -> None:
    """A row as what was typed for its indicator; one of another PK is a fault."""
    number = whole(row.texts.get("id", ""))
    line = lines.get(number or 0)
    where = row.cell(SHEET, f"tw{quarter}")
    if line is None:
        text = _("%(cell)s: bukan indikator yang dapat Anda isi di sini.")
        made.faults.append(text % {"cell": row.cell(SHEET, "text")})
        return
    if line.id in made.cells:
        text = _("%(cell)s: indikator ini sudah ada di %(other)s.")
        made.faults.append(text % {"cell": where, "other": made.cells[line.id]})
        return
    made.cells[line.id] = where
    note = row.texts.get("note", "") if "note" in row.letters else None
    made.rows.append(Typed(line.id, row.texts.get(f"tw{quarter}", ""), note))
    others = [
        ROMAN[each]
        for each in QUARTERS
        if each != quarter and f"tw{each}" in row.letters
        if row.texts.get(f"tw{each}", "") not in (line.texts[each - 1], "")
    ]
    if others and len(made.notes) < 20:
        text = _("Baris %(number)s: isi TW %(quarters)s juga berbeda; impor untuk triwulan itu sendiri.")
        made.notes.append(text % {"number": line.number, "quarters": ", ".join(others)})
