"""How the sheets of an office look: `tampilan` of the office file and of the SOP file, one set of rules. No Django.

Values are kept as the texts that were written, so that a file comes back as it was; `sops.look` gives them units.
"""

import re
from collections.abc import Mapping
from typing import Any

from activity.words import _
from organizations.yaml_reader import Fault, Fields, Source, read_yaml
from organizations.yaml_writer import flowing, in_order, write_yaml

PAPERS = {"F4": (330, 215), "A4": (297, 210)}  # width and height in mm, as a sheet lies
# The fonts that offices prescribe, with the free one of the same widths that is embedded in their place.
FONTS = {
    "Arial": "Liberation Sans",
    "Arial Narrow": "Liberation Sans Narrow",
    "Bookman Old Style": "URW Bookman",
    "Times New Roman": "Liberation Serif",
}
SIDES = ("atas", "kanan", "bawah", "kiri")
HEADINGS = ("uraian", "kelengkapan", "keterangan", "nama")
YES_NO = ("baris_nomor_kolom", "baris_jumlah", "sampul")
PLACES = ("kepala", "akhir")
MARGIN, FONT_SIZE = (5, 40), (7, 12)  # mm; pt
MAX_HEADING = 60
NUMBER = re.compile(r"\d{1,3}(?:[.,]\d)?")


def read_tampilan(top: Fields) -> dict[str, Any] | None:
    """What the file says under `tampilan`, empty values left out; None where it has no such key."""
    inner = top.mapping("tampilan")
    if inner is None:
        return None
    found: dict[str, Any] = {
        "kertas": inner.text("kertas", choices=tuple(PAPERS)),
        "margin": read_margin(inner),
        "huruf": inner.text("huruf", choices=tuple(FONTS)),
        "ukuran_huruf": read_number(inner, "ukuran_huruf", FONT_SIZE, "pt"),
        "judul_tanggal": inner.text("judul_tanggal", limit=MAX_HEADING),
        "pengesahan": inner.text("pengesahan", choices=PLACES),
        **{name: {True: "ya", False: "tidak", None: ""}[inner.yes(name)] for name in YES_NO},
        "judul_kolom": read_headings(inner),
    }
    inner.done()
    return {key: value for key, value in found.items() if value}


def read_margin(inner: Fields) -> dict[str, str]:
    """The margins that are written, in mm."""
    margin = inner.mapping("margin")
    if margin is None:
        return {}
    found = {side: read_number(margin, side, MARGIN, "mm") for side in SIDES}
    margin.done()
    return {side: value for side, value in found.items() if value}


def read_headings(inner: Fields) -> dict[str, str]:
    """The headings that are written. An empty one is a wish, not an absence: that column is not printed."""
    headings = inner.mapping("judul_kolom")
    if headings is None:
        return {}
    found = {name: headings.text(name, limit=MAX_HEADING) for name in HEADINGS if headings.has(name)}
    for name in HEADINGS:
        headings.take(name)
    headings.done()
    return found


def read_number(fields: Fields, key: str, bounds: tuple[int, int], unit: str) -> str:
    """A number with at most one decimal, as text with a point (`12.5`); a fault where it is none or out of bounds."""
    value = fields.text(key, limit=MAX_HEADING)
    if not value:
        return ""
    low, high = bounds
    if not NUMBER.fullmatch(value):
        message = _(
            "“%(value)s” bukan angka; tulis dalam %(unit)s dengan paling banyak satu desimal: %(low)d.5"
        )
        fields.fault(key, message % {"value": value[:20], "unit": unit, "low": low})
        return ""
    number = float(value.replace(",", "."))
    if not low <= number <= high:
        message = _("%(value)s %(unit)s di luar batas; pilih antara %(low)d dan %(high)d %(unit)s")
        fields.fault(key, message % {"value": value, "unit": unit, "low": low, "high": high})
        return ""
    return f"{number:g}"


def tampilan_tree(tampilan: Mapping[str, Any]) -> dict[str, Any]:
    """The mapping as `write_yaml` takes it: one key a line, in one order."""
    return flowing(in_order(dict(tampilan)))


def check_tampilan(raw: Mapping[str, Any]) -> tuple[dict[str, Any], list[Fault]]:
    """What the reader of files makes of these texts, with its faults: a form is held to the very same rules."""
    source = Source("")
    top = read_yaml(write_yaml({"tampilan": raw}).encode(), source)
    return (read_tampilan(top) or {} if top else {}), source.faults


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[dict[str, str | None]]:
    """Each choice that is another one now: {field, old, new}, None where it was or is left open."""
    before, after = dict(choices(old)), dict(choices(new))
    return [
        {"field": name, "old": before.get(name), "new": after.get(name)}
        for name in sorted({*before, *after})
        if before.get(name) != after.get(name)
    ]


def choices(tampilan: Mapping[str, Any], path: str = "") -> list[tuple[str, str]]:
    """Every choice by its full name: `margin.atas`."""
    found: list[tuple[str, str]] = []
    for key, value in tampilan.items():
        inner = isinstance(value, Mapping)
        found += choices(value, f"{path}{key}.") if inner else [(f"{path}{key}", value)]
    return found
