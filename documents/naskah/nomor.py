"""How a nomor naskah is written: the office's pattern with its parts filled in. Pure.

Klasifikasi, urutan, pencipta and tahun are its parts by Permendagri 1/2023; how they are set is the office's own.
"""

import re
from datetime import date

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
USUAL_PATTERN = "{klasifikasi}/{nomor}/{kantor}/{tahun}"
PARTS = {
    "nomor": "nomor urut",
    "klasifikasi": "kode klasifikasi arsip",
    "kantor": "singkatan kantor",
    "bulan": "bulan dalam angka Romawi",
    "tahun": "tahun",
}
PART = re.compile(r"\{([^{}]*)\}")
MAX_PATTERN = 80


class BadPattern(ValueError):
    """The pattern cannot be used; the message says why, in Indonesian."""


def check_pattern(pattern: str) -> None:
    """Raise BadPattern where the pattern is none."""
    for name in PART.findall(pattern):
        if name not in PARTS and not re.fullmatch(r"nomor:[1-6]", name):
            known = ", ".join(f"{{{part}}}" for part in PARTS)
            raise BadPattern(f"“{{{name}}}” tidak dikenal; yang ada: {known}, dan {{nomor:3}} untuk 001.")
    if not re.search(r"\{nomor(:[1-6])?\}", pattern):
        raise BadPattern("Pola nomor harus memuat {nomor}.")
    if len(pattern) > MAX_PATTERN:
        raise BadPattern(f"Pola nomor paling panjang {MAX_PATTERN} huruf.")


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
