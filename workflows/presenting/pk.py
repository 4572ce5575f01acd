"""The pages of a PK: what is promised, the editor with everything typed, and what differs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from documents.models import PerjanjianKinerja, PkKind
from documents.models.pk_content import AGGREGATIONS, DIRECTIONS, KINDS
from documents.pk_changes import Change
from documents.pk_checks import Remark
from documents.pk_content import (
    LEVELS,
    PROGRAM_LEVELS,
    REASONS,
    Indicator,
    PkContent,
    Program,
    Sasaran,
    total_budget,
)
from documents.pk_numbers import write_number
from documents.pk_rows import Above
from documents.shown_texts import shown

Errors = Mapping[str, Sequence[str]]
QUARTERS = (("tw1", "I"), ("tw2", "II"), ("tw3", "III"), ("tw4", "IV"))


@dataclass(frozen=True)
class Line:
    """A row in the editor: its place among all of its kind, what was typed, and what is wrong with it."""

    place: int
    row: Indicator | Program | Sasaran
    errors: Errors
    key: str = ""
    lines: list["Line"] = field(default_factory=list)
    supports: str = ""
    is_asked: bool = False  # its details were asked for

    @property
    def number(self) -> int:
        """Its place as one counts."""
        return self.place + 1

    @property
    def quarters(self) -> list[tuple[str, str, str, Sequence[str]]]:
        """The predictions: field, caption, what was typed, what is wrong."""
        texts = self.row.predictions if isinstance(self.row, Indicator) else ()
        return [
            (name, caption, text, self.errors.get(name, ()))
            for (name, caption), text in zip(QUARTERS, texts, strict=False)
        ]

    @property
    def details(self) -> list[tuple[str, str]]:
        """What is folded away, by field."""
        row = self.row
        if not isinstance(row, Indicator):
            return []
        named = [("kind", row.kind), ("direction", row.direction), ("aggregation", row.aggregation)]
        supports = ("supports", str(row.supports or ""))
        return [*named, supports, *((name, text) for name, _, text, _ in self.quarters)]

    @property
    def is_open(self) -> bool:
        """Whether its details are shown: who asked for them, or must mend something there. They are long, so all
        others only carry what they say."""
        return self.is_asked or any(
            name in self.errors
            for name in ("kind", "direction", "aggregation", "supports", "tw1", "tw2", "tw3", "tw4")
        )


@dataclass(frozen=True)
class Editor:
    """The form with everything in it that was typed or is saved."""

    pk: PerjanjianKinerja
    content: PkContent
    above: Above
    version: int
    faults: Sequence[Remark] = ()
    warnings: Sequence[Remark] = ()
    asked: int | None = None  # the indicator whose details are asked for

    # Said once: there are many rows, and each would translate them anew.
    @cached_property
    def levels(self) -> dict[str, str]:
        """What the sasaran may be of."""
        return {value: shown(caption) for value, caption in LEVELS.items()}

    @cached_property
    def reasons(self) -> dict[str, str]:
        """Why a PK may be changed."""
        return {value: shown(caption) for value, caption in REASONS.items()}

    @cached_property
    def program_levels(self) -> dict[str, str]:
        """What a row of the second table may be."""
        return {value: shown(caption) for value, caption in PROGRAM_LEVELS.items()}

    @cached_property
    def kinds(self) -> dict[str, str]:
        """The kinds of target."""
        return {value: str(caption) for value, caption in KINDS.items()}

    @cached_property
    def directions(self) -> dict[str, str]:
        """The formulas of capaian."""
        return {value: str(caption) for value, caption in DIRECTIONS.items()}

    @cached_property
    def aggregations(self) -> dict[str, str]:
        """How quarters become a year."""
        return {value: str(caption) for value, caption in AGGREGATIONS.items()}

    @property
    def asks_reason(self) -> bool:
        """Whether this PK changes another."""
        return self.pk.kind == PkKind.PK_PERUBAHAN

    @cached_property
    def placed(self) -> dict[str, dict[str, list[str]]]:
        """The faults by row ("i3", "head") and field."""
        found: dict[str, dict[str, list[str]]] = {}
        for fault in self.faults:
            row, _, name = fault.where.rpartition(".")
            found.setdefault(row or "head", {}).setdefault(name, []).append(fault.message)
        return found

    @property
    def errors(self) -> Errors:
        """The faults of what the statement needs."""
        return self.placed.get("head", {})

    @cached_property
    def options(self) -> SafeString:
        """The superior's indicators, written once for all rows."""
        return format_html_join("", '<option value="{}">{}</option>', self.above.labels.items())

    def supported(self, chosen: int | None) -> SafeString:
        """The same with one of them chosen; one that is no longer there is still what was chosen."""
        if chosen is None:
            return self.options
        if chosen not in self.above.labels:
            lost = format_html('<option value="{}" selected>({})</option>', chosen, _("sudah tidak ada"))
            return SafeString(lost + self.options)
        mark = f'value="{chosen}"'
        return mark_safe(self.options.replace(f"{mark}>", f"{mark} selected>", 1))  # noqa: S308  escaped above

    @cached_property
    def sasaran(self) -> list[Line]:
        """The blocks, each with its indicators; a blank one where there is none yet."""
        lines, number = [], 0
        for place, each in enumerate(self.content.sasaran or (Sasaran(indicators=(Indicator(),)),)):
            block = Line(place, each, self.placed.get(f"s{place}", {}), key=f"k{place}")
            for row in each.indicators:
                errors = self.placed.get(f"i{number}", {})
                line = Line(number, row, errors, key=block.key, is_asked=number == self.asked)
                if line.is_open:
                    line = replace(line, supports=self.supported(row.supports))
                block.lines.append(line)
                number += 1
            lines.append(block)
        return lines

    @cached_property
    def programs(self) -> list[Line]:
        """The rows of the second table; a blank one where there is none yet."""
        rows = self.content.programs or (Program(),)
        return [Line(place, row, self.placed.get(f"p{place}", {})) for place, row in enumerate(rows)]

    @property
    def blank_sasaran(self) -> Line:
        """What the browser copies for a new block."""
        return Line(0, Sasaran(), {}, key="", lines=[self.blank_indicator])

    @property
    def blank_indicator(self) -> Line:
        """What the browser copies for a new row."""
        return Line(0, Indicator(), {}, supports=self.options)

    @property
    def blank_program(self) -> Line:
        """What the browser copies for a new row."""
        return Line(0, Program(), {})

    @property
    def total(self) -> str:
        """The budget of the whole, as it stands."""
        return rupiah(total_budget(self.content.programs))


@dataclass(frozen=True)
class ReadLine:
    """An indicator on the page that is read."""

    row: Indicator
    number: str
    kind: str
    supports: str


def read_lines(content: PkContent, above: Above) -> list[tuple[Sasaran, list[ReadLine]]]:
    """The first table of the attachment."""
    return [
        (
            each,
            [
                ReadLine(
                    row,
                    f"{outer}.{inner}",
                    str(KINDS.get(row.kind, "")),
                    above.labels.get(above.newer.get(row.supports or 0, row.supports or 0), ""),
                )
                for inner, row in enumerate(each.indicators, 1)
            ],
        )
        for outer, each in enumerate(content.sasaran, 1)
    ]


def rupiah(amount: Decimal | None) -> str:
    """Rp 1.250.000.000; nothing where there is no amount."""
    return "" if amount is None else f"Rp {write_number(amount)}"


def grouped(found: Sequence[Change]) -> list[tuple[str, list[Change]]]:
    """The differences by what happened."""
    captions = {"ditambah": _("Ditambah"), "diubah": _("Diubah"), "dihapus": _("Dihapus")}
    groups = [(caption, [c for c in found if c.what == what]) for what, caption in captions.items()]
    return [(caption, some) for caption, some in groups if some]
