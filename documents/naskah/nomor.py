"""How a nomor naskah is written: the office's pattern with its parts filled in (Permendagri 1/2023: klasifikasi,
urutan, pencipta, tahun; how they are set is the office's own). Pure; its rules are `organizations.jenis_naskah`."""

import re
from datetime import date

from organizations.jenis_naskah import PART, BadPattern, check_pattern

__all__ = ["ROMAN", "USUAL_PATTERN", "BadPattern", "check_pattern", "written"]

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
USUAL_PATTERN = "{klasifikasi}/{nomor}/{kantor}/{tahun}"


def written(pattern: str, number: int, day: date, *, office: str, classification: str = "") -> str:
    """The number as it is printed. A part that is empty leaves no slash behind."""
    values = {
        "nomor": str(number),
        "klasifikasi": classification,
        "kantor": office,
        "bulan": ROMAN[day.month - 1],
        "tahun": str(day.year),
    }

    def fill(part: re.Match[str]) -> str:
        name, _, width = part[1].partition(":")
        return values[name].zfill(int(width)) if width else values[name]

    text = PART.sub(fill, pattern or USUAL_PATTERN)
    return re.sub(r"/{2,}", "/", text).strip("/")
