"""How the papers of an office word what is data elsewhere: an hour, the number of a diktum, who decrees."""

import re

from django import template

register = template.Library()

ORDINALS = (
    "KESATU KEDUA KETIGA KEEMPAT KELIMA KEENAM KETUJUH KEDELAPAN KESEMBILAN KESEPULUH KESEBELAS".split()  # noqa: SIM905
)
UNITS = "SATU DUA TIGA EMPAT LIMA ENAM TUJUH DELAPAN SEMBILAN".split()  # noqa: SIM905
ACTING = re.compile(r"^(?:Plt|Plh|Pj|Pjs)\.\s*", re.IGNORECASE)


@register.filter
def pukul(at: object) -> str:
    """09.00, as Indonesian papers write it; "-" where there is none."""
    return str(at)[:5].replace(":", ".") if at else "-"


@register.filter
def diktum(number: int) -> str:
    """The heading of a diktum by its number: KESATU, KEDUA BELAS, KEDUA PULUH SATU."""
    if number <= len(ORDINALS):
        return ORDINALS[number - 1]
    tens, units = divmod(number, 10)
    if tens == 1:
        return f"{ORDINALS[units - 1]} BELAS"
    if tens > 9:
        return f"KE-{number}"
    return f"{ORDINALS[tens - 1]} PULUH {UNITS[units - 1] if units else ''}".rstrip()


@register.filter
def ended(text: str, mark: str) -> str:
    """The text with the mark that ends it in a list, unless it was typed with one."""
    return text if text.rstrip().endswith((";", ".", ":", "dan", "serta")) else f"{text}{mark}"


@register.simple_tag
def decreeing(jabatan: str, office: str, government: str) -> str:
    """Who decrees, in full: "Kepala Dinas" of the Dinas Perhubungan of the Pemerintah Kota Tarakan is the "Kepala Dinas
    Perhubungan Kota Tarakan". A Plt. decrees as the post that they hold, so the acting is left out."""
    title = ACTING.sub("", jabatan or "").strip()
    if not title:
        title = office
    first = office.partition(" ")[0]
    if first and title.casefold() == f"kepala {first}".casefold():
        title = f"Kepala {office}"
    region = re.sub(r"^Pemerintah(?: Daerah)?\s+", "", government, flags=re.IGNORECASE)
    name = re.sub(r"^(?:Kabupaten|Kota|Provinsi)\s+", "", region, flags=re.IGNORECASE)
    return title if name and name.casefold() in title.casefold() else f"{title} {region}".strip()
