"""Tables as CSV, for people and for other systems: nothing in them runs when a spreadsheet opens them. No Django."""

import csv
import io
from collections.abc import Iterable, Sequence

# Also the full-width forms, which some spreadsheets in some languages read as the plain ones.
STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
SPACE = " \u00a0\u200b\ufeff\x00"  # what an import may cut off before it looks
BOM = "\ufeff"  # without it a spreadsheet reads another encoding


def safe(value: object) -> str:
    """A value as a cell; one that a spreadsheet would take for a formula gets an apostrophe before it."""
    text = "" if value is None else str(value)
    starts = text.startswith(STARTS_FORMULA) or text.lstrip(SPACE).startswith(STARTS_FORMULA)
    return f"'{text}" if starts and text != "-" else text


def csv_text(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """The table with its header, with commas and CRLF (RFC 4180), for UTF-8."""
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow(header)
    writer.writerows([safe(cell) for cell in row] for row in rows)
    return BOM + target.getvalue()
