"""Reading a file of kode klasifikasi with their retention. No Django."""

import re
from dataclasses import dataclass

from organizations.yaml_reader import Fields, Source, read_yaml

CODE = re.compile(r"\d{3}(\.\d{1,3}){0,6}")
FATES = ("musnah", "permanen", "dinilai_kembali")
MAX_YEARS = 100


@dataclass(frozen=True)
class Entry:
    """A kode klasifikasi as the file says it."""

    code: str
    name: str
    active_years: int
    inactive_years: int
    trigger: str
    fate: str
    source: str


def read_klasifikasi(data: bytes, source: Source) -> list[Entry]:
    """The entries of a file; faults are noted in `source`."""
    fields = read_yaml(data, source)
    if fields is None:
        return []
    found: dict[str, Entry] = {}
    for item in fields.items("klasifikasi", required=True):
        entry = read_entry(item)
        if entry.code in found:
            item.fault("kode", f"kode {entry.code} sudah disebut dalam berkas ini")
        found[entry.code] = entry
    fields.done()
    return list(found.values())


def read_entry(item: Fields) -> Entry:
    """One entry; what is wrong with it is noted."""
    code = item.text("kode", required=True)
    if code and not CODE.fullmatch(code):
        item.fault("kode", "kode klasifikasi ditulis seperti 000.8.6.3")
    fate = item.text("nasib_akhir", required=True)
    if fate and fate not in FATES:
        item.fault("nasib_akhir", f"pilih salah satu: {', '.join(FATES)}")
    entry = Entry(
        code=code,
        name=item.text("nama", required=True, limit=300),
        active_years=years(item, "retensi_aktif"),
        inactive_years=years(item, "retensi_inaktif"),
        trigger=item.text("dihitung_sejak", required=True, limit=300),
        fate=fate,
        source=item.text("sumber", limit=300),
    )
    item.done()
    return entry


def years(item: Fields, key: str) -> int:
    """A number of years."""
    text = item.text(key, required=True)
    if text and not (text.isdecimal() and int(text) <= MAX_YEARS):
        item.fault(key, f"tulis jumlah tahun, 0 sampai {MAX_YEARS}")
        return 0
    return int(text or 0)
