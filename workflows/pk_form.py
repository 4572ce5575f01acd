"""The one form of a PK: every row sends the same fields in the same order, so that rows may be added and moved by the
page or by the browser without being numbered. Nothing is refused here; what was typed comes back as it was."""

from django.http import QueryDict

from documents.pk_content import Indicator, PkContent, Program, Sasaran
from documents.pk_editing import (
    INDICATOR_PART,
    PROGRAM_PART,
    SASARAN_PART,
    moved,
    pasted_indicators,
    pasted_programs,
    with_indicators,
    with_row,
    without_row,
)

SASARAN_FIELDS = ("key", "id", "text", "paste")
INDICATOR_FIELDS = (
    "in",
    "id",
    "text",
    "satuan",
    "target",
    "kind",
    "direction",
    "aggregation",
    "supports",
    "tw1",
    "tw2",
    "tw3",
    "tw4",
)
PROGRAM_FIELDS = ("id", "level", "name", "anggaran", "keterangan")


class Torn(Exception):
    """The form did not arrive whole."""


def rows_of(data: QueryDict, part: str, names: tuple[str, ...]) -> list[dict[str, str]]:
    """The rows of a part; raises Torn where fields are missing."""
    columns = [data.getlist(f"{part}-{name}") for name in names]
    if len({len(column) for column in columns}) > 1:
        raise Torn
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def typed_content(data: QueryDict) -> PkContent:
    """What was typed, with pasted blocks as rows. Raises Torn."""
    shelves: dict[str, list[Indicator]] = {}
    blocks = rows_of(data, SASARAN_PART, SASARAN_FIELDS)
    for block in blocks:
        shelves.setdefault(block["key"], [])
    for row in rows_of(data, INDICATOR_PART, INDICATOR_FIELDS):
        if row["in"] not in shelves:
            raise Torn
        shelves[row["in"]].append(indicator_of(row))
    if len(shelves) != len(blocks):
        raise Torn
    sasaran = tuple(Sasaran(b["text"], tuple(shelves[b["key"]]), whole(b["id"])) for b in blocks)
    programs = [
        Program(row["name"], row["anggaran"], row["keterangan"], row["level"], whole(row["id"]))
        for row in rows_of(data, PROGRAM_PART, PROGRAM_FIELDS)
    ]
    pasted = pasted_programs(data.get("p-paste", ""))
    if pasted:
        programs = [row for row in programs if not row.is_blank or row.id] + pasted
    head = {name: data.get(name, "") for name in ("level", "place", "statement_date", "reason")}
    content = PkContent(sasaran, tuple(programs), **head)
    for place, block in enumerate(blocks):
        rows = pasted_indicators(block["paste"])
        if rows:
            content = with_indicators(content, place, rows)
    return content


def indicator_of(row: dict[str, str]) -> Indicator:
    """An indicator as it was typed."""
    return Indicator(
        text=row["text"],
        satuan=row["satuan"],
        target=row["target"],
        kind=row["kind"],
        direction=row["direction"],
        aggregation=row["aggregation"],
        predictions=(row["tw1"], row["tw2"], row["tw3"], row["tw4"]),
        supports=whole(row["supports"]),
        id=whole(row["id"]),
    )


def whole(text: str) -> int | None:
    """A number of a row; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def acted(content: PkContent, do: str) -> PkContent:
    """The content after a button that changes rows: "add:i:0", "up:p:3", "down:s:1", "delete:i:7"."""
    verb, _, rest = do.partition(":")
    part, _, number = rest.partition(":")
    place = whole(number) or 0
    if part not in (SASARAN_PART, INDICATOR_PART, PROGRAM_PART):
        return content
    if verb == "add":
        return with_row(content, part, place)
    if verb == "delete":
        return without_row(content, part, place)
    return moved(content, part, place, up=verb == "up") if verb in ("up", "down") else content


def asked_for(do: str) -> int | None:
    """The place of the indicator whose details a button asks for: "open:i:3"."""
    verb, _, rest = do.partition(":")
    return whole(rest.removeprefix(f"{INDICATOR_PART}:")) if verb == "open" else None
