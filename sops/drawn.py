"""The flowchart of a revision on web pages: drawn once per process, shown with the states of a case."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from sops.definition import definition
from sops.document import SopDocument, Step
from sops.flowchart.chart import Chart, Paper, arrange
from sops.flowchart.flow import flow_of
from sops.flowchart.slices import column_widths, slices, whole
from sops.graph import END, target
from sops.printing.widths import PADDING, longest_word
from sops.sheet import DIAMOND, symbol

COLUMN, NARROW_COLUMN, ROW = 22.0, 18.5, 13.5  # millimetres; many actors get narrower columns
MANY = 6
HEAD = 3.6  # the size of the actors' names on the page, in millimetres of the drawing, in its widest font


@dataclass(frozen=True)
class DrawnRow:
    """A row's drawing; `is_end` marks the end that an answer leads to, below the last step."""

    picture: SafeString
    is_end: bool


@dataclass(frozen=True)
class Drawn:
    """The drawing of a revision: the heads of its columns (name, width in pixels), and every row."""

    heads: list[tuple[str, int]]
    rows: Sequence[DrawnRow]
    whole: SafeString  # in one piece, for small screens

    @property
    def end(self) -> SafeString:
        """The drawing of the end that an answer leads to, where the SOP has one."""
        last = self.rows[-1]
        return last.picture if last.is_end else SafeString("")


@lru_cache(maxsize=200)
def chart_of(revision_id: int) -> Chart:
    """The whole flowchart on one endless page. A revision never changes, so it is drawn once."""
    document = definition(revision_id).document
    flow = flow_of(document)
    usual = NARROW_COLUMN if flow.columns >= MANY else COLUMN
    widths = [max(usual, longest_word(column.nama) * HEAD + PADDING) for column in document.pelaksana]
    return arrange(flow, widths, [ROW] * len(flow.nodes), Paper())


def drawn(revision_id: int, states: Mapping[int, str] | None = None) -> Drawn:
    """The rows of a revision's flowchart; `states` marks steps by their order (done, now, returned, void)."""
    drawing = chart_of(revision_id).drawings[0]
    document = definition(revision_id).document
    rows = [
        DrawnRow(mark_safe(str(found)), order > len(document.prosedur))  # noqa: S308  numbers, and answers that are escaped
        for order, found in enumerate(slices(drawing, states or {}), 1)
    ]
    names = [column.nama for column in document.pelaksana]
    numbers = [step.nomor for step in document.prosedur]
    picture = mark_safe(whole(drawing, states or {}, numbers))  # noqa: S308  the numbers are escaped
    return Drawn(list(zip(names, column_widths(drawing), strict=True)), rows, picture)


@dataclass(frozen=True)
class Said:
    """A step of the flowchart in words: who, what symbol, and where it leads."""

    order: int
    nomor: str
    actors: str
    kind: str
    ways: list[str]


def said(document: SopDocument) -> list[Said]:
    """The whole flowchart in words, for those who do not see it."""
    return [said_step(document, order) for order in range(1, len(document.prosedur) + 1)]


def said_step(document: SopDocument, order: int) -> Said:
    """One step in words: "Keputusan", ["Ya ke langkah 7", "Tidak ke langkah 5"]."""
    steps = document.prosedur
    step = steps[order - 1]
    actors = ", ".join(document.column(key).nama for key in step.pelaksana)
    if symbol(document, step) == DIAMOND:
        goals = [f"{answer.label}: {place(steps, target(steps, step, answer))}" for answer in step.keputusan]
        return Said(order, step.nomor, actors, _("Keputusan"), goals)
    if order == len(steps):
        return Said(order, step.nomor, actors, _("Akhir"), [place(steps, END)])
    kind = _("Awal") if order == 1 else _("Kegiatan bersama") if len(step.pelaksana) > 1 else _("Kegiatan")
    return Said(order, step.nomor, actors, kind, [place(steps, order + 1)])


def place(steps: Sequence[Step], order: int) -> str:
    """Where a way leads, in the language of the page: "langkah 7", or "selesai" for END."""
    return _("selesai") if order == END else _("langkah %(nomor)s") % {"nomor": steps[order - 1].nomor}
