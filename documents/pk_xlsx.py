"""What a spreadsheet of a PK looks like: its sheets and columns; and writing one. Pure, no Django.

Three sheets: Identitas, Indikator, Program. The first column of the two tables is hidden and holds the number of the
row, by which it stays the same row when the file comes back.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from documents.pk_content import LEVELS, PROGRAM_LEVELS, REASONS, Indicator, PkContent

IDENTITY, INDICATORS, PROGRAMS = "Identitas", "Indikator", "Program"
# Row of the headings in the two tables; above it stand a title and how to fill it in.
HEADING_ROW = 3
KINDS = {
    "angka": "Angka",
    "persen": "Persentase",
    "indeks": "Indeks",
    "rasio": "Rasio",
    "tanggal": "Tanggal",
    "predikat": "Predikat",
    "teks": "Teks",
}
DIRECTIONS = {
    "naik": "Makin tinggi makin baik",
    "turun_selisih": "Makin rendah makin baik (selisih)",
    "turun_rasio": "Makin rendah makin baik (rasio)",
    "rentang": "Rentang",
    "teks": "Teks sama",
}
AGGREGATIONS = {"jumlah": "Jumlah", "terakhir": "Terakhir"}


@dataclass(frozen=True)
class Column:
    """A column: its heading, the field of the row, its width, and what may stand in it."""

    heading: str
    name: str
    width: int
    offered: Mapping[str, str] | None = None


INDICATOR_COLUMNS = (
    Column("Id", "id", 8),
    Column("Sasaran", "sasaran", 40),
    Column("Indikator", "text", 50),
    Column("Satuan", "satuan", 14),
    Column("Target", "target", 18),
    Column("TW I", "tw1", 12),
    Column("TW II", "tw2", 12),
    Column("TW III", "tw3", 12),
    Column("TW IV", "tw4", 12),
    Column("Jenis target", "kind", 14, KINDS),
    Column("Cara hitung", "direction", 30, DIRECTIONS),
    Column("Nilai setahun", "aggregation", 14, AGGREGATIONS),
    Column("Mendukung", "supports", 44),
)
PROGRAM_COLUMNS = (
    Column("Id", "id", 8),
    Column("Tingkat", "level", 14, PROGRAM_LEVELS),
    Column("Program/kegiatan", "name", 70),
    Column("Anggaran (Rp)", "anggaran", 22),
    Column("Keterangan", "keterangan", 30),
)
IDENTITY_ROWS = (
    ("Nomor PK", "pk"),
    ("Versi", "version"),
    ("Pihak pertama", "first"),
    ("Pihak kedua", "second"),
    ("Tahun", "year"),
    ("Tingkat sasaran", "level"),
    ("Tempat", "place"),
    ("Tanggal pernyataan", "statement_date"),
    ("Alasan perubahan", "reason"),
)
HELP = {
    IDENTITY: "Ubah isi kolom B pada baris Tingkat sasaran, Tempat, Tanggal pernyataan, dan Alasan perubahan saja.",
    INDICATORS: "Satu baris satu indikator. Sasaran yang kosong berarti sama dengan baris di atasnya. Angka: 1.250 "
    "atau 87,5; rentang: 80–90; rasio: 1:25; tanggal: 31 Desember 2026. Kolom yang kosong mengikuti isi targetnya.",
    PROGRAMS: "Satu baris satu program, kegiatan, atau sub kegiatan; bagian berdiri di bawah induknya.",
}
SOFT, HEAD = Font(italic=True, color="555555"), PatternFill("solid", fgColor="DDEAF0")


@dataclass(frozen=True)
class About:
    """Which PK a file is of."""

    pk: int
    version: int
    first: str
    second: str
    year: int


def workbook(about: About, content: PkContent, supportable: Mapping[int, str]) -> bytes:
    """The PK as a spreadsheet."""
    book = Workbook()
    book.remove(book.active)
    identity = sheet(book, IDENTITY, (Column("", "", 24), Column("", "", 70)))
    values = {**about.__dict__, "place": content.place, "statement_date": content.statement_date}
    values |= {"level": LEVELS.get(content.level, ""), "reason": REASONS.get(content.reason, "")}
    for number, (caption, name) in enumerate(IDENTITY_ROWS, HEADING_ROW):
        put(identity, number, 1, caption, font=Font(bold=True))
        put(identity, number, 2, values[name])
    offer(identity, "B", IDENTITY_ROWS.index(("Tingkat sasaran", "level")) + HEADING_ROW, LEVELS.values())
    table(book, INDICATORS, INDICATOR_COLUMNS, indicator_cells(content, supportable))
    table(book, PROGRAMS, PROGRAM_COLUMNS, program_cells(content))
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def indicator_cells(content: PkContent, supportable: Mapping[int, str]) -> Iterable[list[Any]]:
    """The rows of the first table; a sasaran without indicators has one of its own."""
    for each in content.sasaran:
        for row in each.indicators or (Indicator(),):
            supports = supportable.get(row.supports or 0, "")
            yield [
                f"{each.id or ''}/{row.id or ''}",
                each.text,
                row.text,
                row.satuan,
                row.target,
                *row.predictions,
                KINDS.get(row.kind, ""),
                DIRECTIONS.get(row.direction, ""),
                AGGREGATIONS.get(row.aggregation, ""),
                f"[{row.supports}] {supports}" if supports else "",
            ]


def program_cells(content: PkContent) -> Iterable[list[Any]]:
    """The rows of the second table; budgets are numbers, which a spreadsheet can add up."""
    for row in content.programs:
        caption = PROGRAM_LEVELS.get(row.level, "")
        amount = row.amount if row.anggaran else None
        yield [row.id or "", caption, row.name, row.anggaran if amount is None else amount, row.keterangan]


def sheet(
    book: Workbook, name: str, columns: Sequence[Column], title: str = "", explained: str = ""
) -> Worksheet:
    """A sheet with its title, its help and its widths."""
    found: Worksheet = book.create_sheet(name)
    title = title or f"Perjanjian Kinerja: {name}"
    put(found, 1, 1 if name == IDENTITY else 2, title, font=Font(bold=True, size=14))
    put(found, 2, 1 if name == IDENTITY else 2, explained or HELP[name], font=SOFT)
    for number, column in enumerate(columns, 1):
        found.column_dimensions[get_column_letter(number)].width = column.width
    return found


def table(
    book: Workbook,
    name: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Any]],
    title: str = "",
    explained: str = "",
) -> None:
    """A sheet with a table of these rows."""
    found = sheet(book, name, columns, title, explained)
    for number, column in enumerate(columns, 1):
        put(found, HEADING_ROW, number, column.heading, font=Font(bold=True)).fill = HEAD
    last = HEADING_ROW
    for last, row in enumerate(rows, HEADING_ROW + 1):
        for number, value in enumerate(row, 1):
            cell = put(found, last, number, value)
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            if columns[number - 1].name == "anggaran" and not isinstance(value, str):
                cell.number_format = "#,##0.00"
            elif not isinstance(value, int):
                cell.number_format = "@"
    for number, column in enumerate(columns, 1):
        if column.offered:
            offer(found, get_column_letter(number), HEADING_ROW + 1, column.offered.values(), last + 200)
    found.column_dimensions["A"].hidden = True
    found.freeze_panes = f"D{HEADING_ROW + 1}"


def put(found: Worksheet, row: int, column: int, value: Any, font: Font | None = None) -> Any:
    """A value in a cell; a text is never a formula, whatever it begins with."""
    cell = found.cell(row, column, value)
    if isinstance(value, str):
        cell.data_type = "s"
    if font:
        cell.font = font
    return cell


def offer(found: Worksheet, letter: str, first: int, values: Iterable[str], last: int = 0) -> None:
    """A list to choose from, where it fits into the 255 signs that the format has for it."""
    listed = ",".join(value.replace(",", " ") for value in values)
    if len(listed) <= 250:
        rule = DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True, showErrorMessage=False)
        found.add_data_validation(rule)
        rule.add(f"{letter}{first}:{letter}{max(first, last)}")
