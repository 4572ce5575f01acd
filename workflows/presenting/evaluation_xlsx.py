"""An evaluation as a spreadsheet: figures as numbers, to be counted with, in three sheets."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from documents.pk_xlsx import HEAD, put
from organizations.templatetags.indonesia import waktu
from sops.models import Revision
from workflows.measures import Act
from workflows.models import Summary
from workflows.periods import Period
from workflows.presenting.evaluation import EvaluationPage, StepLine
from workflows.spans import fine_percent

MINUTE = 60
STEPS = (
    ("No", 6), ("Kegiatan", 50), ("Pelaksana", 24), ("Waktu (mutu baku)", 14), ("Waktu (menit kerja)", 12),
    ("Tindakan", 10), ("Terukur", 10), ("Tepat waktu", 12), ("Tepat waktu (%)", 12),
    ("Kerja: median (menit)", 14), ("Kerja: persentil 90 (menit)", 14), ("Kerja: terlama (menit)", 14),
    ("Menunggu: median (menit)", 14), ("Menunggu: persentil 90 (menit)", 14),
    ("Kunjungan", 10), ("Dikembalikan", 12), ("Putaran ulang", 12),
    ("Kelengkapan ada", 12), ("Kelengkapan dari luar", 12), ("Kelengkapan tidak ada", 12),
)  # fmt: skip
WORST = (
    ("Langkah", 8), ("Agenda", 14), ("Jabatan", 40), ("Kerja (menit)", 14), ("Waktu (menit)", 14),
    ("Kelebihan (menit)", 14),
)  # fmt: skip


def evaluation_workbook(revision: Revision, period: Period, summary: Summary, page: EvaluationPage) -> bytes:
    """The evaluation of a revision in a period; times in minutes of office time."""
    book = Workbook()
    book.remove(book.active)
    facts = page.facts
    about = (
        ("SOP", revision.nama),
        ("Nomor", revision.nomor),
        ("Revisi", revision.number),
        ("Kantor", revision.sop.office.name),
        ("Periode", period.label),
        ("Dihitung", waktu(summary.made_at, revision.sop.office)),
        ("Tindakan tepat waktu (%)", fine_percent(facts.part) if facts.part is not None else None),
        ("Tindakan terukur", facts.judged),
        ("Kasus dimulai", facts.cases.started),
        ("Kasus selesai", facts.cases.finished),
        ("Kasus dibatalkan", facts.cases.cancelled),
        ("Lama kasus: median (hari)", rounded(facts.cases.days.median)),
        ("Lama kasus: persentil 90 (hari)", rounded(facts.cases.days.p90)),
    )
    sheet(book, "Ringkasan", (("", 34), ("", 60)), about)
    sheet(book, "Langkah", STEPS, (step_row(line) for line in page.lines))
    nomor = {line.order: line.step.nomor for line in page.lines}
    worst = ([nomor[act.step], *worst_cells(act)] for act in facts.worst)
    sheet(book, "Pencilan", WORST, worst)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def step_row(line: StepLine) -> list[Any]:
    """The row of a step."""
    found, step = line.figures, line.step
    return [
        step.nomor, step.kegiatan, line.said, str(step.waktu), minutes(found.limit),
        found.acts, found.judged, found.on_time,
        fine_percent(found.part) if found.part is not None else None,
        minutes(found.worked.median), minutes(found.worked.p90), minutes(found.worked.most),
        minutes(found.waited.median), minutes(found.waited.p90),
        found.visits, found.returned, found.again, found.complete, found.outside, found.missing,
    ]  # fmt: skip


def worst_cells(act: Act) -> list[Any]:
    """Which act it was, how long it took, what waktu allowed, and by how much it was too long."""
    limit = act.limit or 0
    return [act.agenda, act.post, minutes(act.worked), minutes(limit), minutes(act.worked - limit)]


def minutes(seconds: float | None) -> float | None:
    """Seconds as minutes, two decimals; nothing stays nothing."""
    return None if seconds is None else round(seconds / MINUTE, 2)


def rounded(number: float | None) -> float | None:
    """Two decimals; nothing stays nothing."""
    return None if number is None else round(number, 2)


def sheet(
    book: Workbook, name: str, columns: Sequence[tuple[str, int]], rows: Iterable[Sequence[Any]]
) -> None:
    """A sheet with a heading row, where its columns have headings, and these rows; a text is never a formula."""
    found = book.create_sheet(name)
    start = 1
    for number, (heading, width) in enumerate(columns, 1):
        found.column_dimensions[found.cell(1, number).column_letter].width = width
        if heading:
            start = 2
            cell = put(found, 1, number, heading, font=Font(bold=True))
            cell.fill, cell.alignment = HEAD, Alignment(wrap_text=True, vertical="top")
    for at, row in enumerate(rows, start):
        for number, value in enumerate(row, 1):
            put(found, at, number, value).alignment = Alignment(wrap_text=True, vertical="top")
    found.freeze_panes = f"A{start}"
