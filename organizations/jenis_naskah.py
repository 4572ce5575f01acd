"""Which text of an SOP means which kind of paper in an office, and how its numbers are written: `naskah` of the office
file, one set of rules for the file and for the page of its admins. No Django.

The kinds themselves are `documents.naskah.kinds`; here are their names only, because an office knows no papers.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from unicodedata import category

from activity.words import _
from organizations.yaml_reader import UNPRINTABLE, Fault, Fields, Source, read_yaml
from organizations.yaml_writer import Flow, FlowList, write_yaml

JENIS_NASKAH = (
    "disposisi",
    "undangan",
    "daftar_hadir",
    "notulen",
    "usulan",
    "perjanjian_kinerja",
    "sk_tim",
    "surat_pengantar",
    "format_realisasi",
    "laporan_capaian",
    "tanda_terima",
)
NUMBERED = ("undangan", "sk_tim", "surat_pengantar")  # of those, the ones that bear a nomor naskah
DRAFT = "konsep "  # before the name of a kind: the draft of it, which bears no number
ENTRIES = (*JENIS_NASKAH, *(DRAFT + kind for kind in JENIS_NASKAH))

PARTS = {
    "nomor": "nomor urut",
    "klasifikasi": "kode klasifikasi arsip",
    "kantor": "singkatan kantor",
    "bulan": "bulan dalam angka Romawi",
    "tahun": "tahun",
}
PART = re.compile(r"\{([^{}]*)\}")
CLASSIFICATION = re.compile(r"[0-9A-Za-z]+([.-][0-9A-Za-z]+)*")
MAX_PATTERN = 80
MAX_CLASSIFICATION = 30
MAX_SOP_TEXT = 300  # as long as an output of an SOP may be
MAX_TEXTS = 200
MAX_KINDS = 4  # that one text may mean at once


class BadPattern(ValueError):
    """The pattern cannot be used; the message says why."""


def check_pattern(pattern: str) -> None:
    """Raise BadPattern where the pattern is none."""
    names = PART.findall(pattern)
    for name in names:
        if name not in PARTS and not re.fullmatch(r"nomor:[1-6]", name):
            known = ", ".join(f"{{{part}}}" for part in PARTS)
            message = _("“{%(name)s}” tidak dikenal; yang ada: %(known)s, dan {nomor:3} untuk 001.")
            raise BadPattern(message % {"name": name, "known": known})
    if re.search(r"[{}]", PART.sub("", pattern)):
        raise BadPattern(_("Ada kurung kurawal tanpa pasangannya; tulis misalnya {nomor}."))
    if not re.search(r"\{nomor(:[1-6])?\}", pattern):
        raise BadPattern(_("Pola nomor harus memuat {nomor}."))
    parts = [name.partition(":")[0] for name in names]
    if twice := next((part for part in parts if parts.count(part) > 1), ""):
        raise BadPattern(_("{%(name)s} ditulis lebih dari sekali.") % {"name": twice})
    if len(pattern) > MAX_PATTERN:
        raise BadPattern(_("Pola nomor paling panjang %(most)d huruf.") % {"most": MAX_PATTERN})


@lru_cache(maxsize=4096)  # the same few texts, at every act
def text_key(text: str) -> str:
    """A text as the table is searched: case and spaces aside."""
    return " ".join(text.casefold().split())


def read_naskah(top: Fields) -> dict[str, Any] | None:
    """What the file says under `naskah`, empty parts left out; None where it has no such key."""
    inner = top.mapping("naskah")
    if inner is None:
        return None
    found = {
        "nomor": read_patterns(inner),
        "klasifikasi": read_classifications(inner),
        "jenis": read_table(inner),
    }
    inner.done()
    return {key: value for key, value in found.items() if value}


def read_patterns(inner: Fields) -> dict[str, str]:
    """The patterns of numbers, by kind."""
    patterns = inner.mapping("nomor")
    if patterns is None:
        return {}
    found = {kind: patterns.text(kind) for kind in NUMBERED}
    for kind, pattern in found.items():
        try:
            if pattern:
                check_pattern(pattern)
        except BadPattern as reason:
            patterns.fault(kind, str(reason))
    patterns.done()
    return {kind: pattern for kind, pattern in found.items() if pattern}


def read_classifications(inner: Fields) -> dict[str, str]:
    """The codes of klasifikasi arsip, by kind."""
    codes = inner.mapping("klasifikasi")
    if codes is None:
        return {}
    found = {kind: codes.text(kind, limit=MAX_CLASSIFICATION) for kind in NUMBERED}
    for kind, code in found.items():
        if code and not CLASSIFICATION.fullmatch(code):
            message = _("“%(code)s” bukan kode klasifikasi; tulis seperti 000.8.6.3")
            codes.fault(kind, message % {"code": code})
    codes.done()
    return {kind: code for kind, code in found.items() if code}


def read_table(inner: Fields) -> dict[str, list[str]]:
    """What the texts of SOPs mean, by the text as the SOP writes it."""
    table = inner.mapping("jenis")
    if table is None:
        return {}
    if len(table.nodes) > MAX_TEXTS:
        message = _("terlalu banyak teks (%(number)d); paling banyak %(most)d")
        inner.fault("jenis", message % {"number": len(table.nodes), "most": MAX_TEXTS})
    known: dict[str, str] = {}
    found: dict[str, list[str]] = {}
    for text in table.nodes:
        key = text_key(text)
        if not key or len(text) > MAX_SOP_TEXT or any(category(each) in UNPRINTABLE for each in text):
            expected = _("bukan teks sebuah SOP; tulis 1 sampai %(most)d huruf yang tercetak")
            table.fault(text[:60], expected % {"most": MAX_SOP_TEXT}, table.line_at(text))
        elif key in known:
            message = _("teks ini sama dengan “%(other)s”; huruf besar dan spasi tidak membedakan")
            table.fault(text, message % {"other": known[key]})
        known[key] = text
        found[text] = read_kinds(table, text)
    return found


def read_kinds(table: Fields, text: str) -> list[str]:
    """The kinds that one text means."""
    before = len(table.source.faults)
    kinds = list(table.one_or_more(text))
    if not kinds and len(table.source.faults) == before:
        message = _("wajib diisi dengan sedikitnya satu jenis naskah: %(kinds)s")
        table.fault(text, message % {"kinds": ", ".join(JENIS_NASKAH)})
    for kind in kinds:
        if kind not in ENTRIES:
            message = _("“%(kind)s” tidak dikenal; pilihannya: %(known)s, atau “konsep” di depannya")
            table.fault(text, message % {"kind": kind[:60], "known": ", ".join(JENIS_NASKAH)})
    if len(set(kinds)) < len(kinds):
        table.fault(text, _("ada jenis naskah yang ditulis dua kali"))
    if len(kinds) > MAX_KINDS:
        message = _("terlalu banyak jenis naskah; paling banyak %(most)d untuk satu teks")
        table.fault(text, message % {"most": MAX_KINDS})
    return kinds


def naskah_tree(naskah: Mapping[str, Any]) -> dict[str, Any]:
    """The mapping as `write_yaml` takes it: one order, and a single kind without brackets."""
    tree: dict[str, Any] = {
        part: Flow(sorted(naskah[part].items())) for part in ("nomor", "klasifikasi") if naskah.get(part)
    }
    if naskah.get("jenis"):
        tree["jenis"] = {
            text: kinds[0] if len(kinds) == 1 else FlowList(kinds)
            for text, kinds in sorted(naskah["jenis"].items())
        }
    return tree


def check_naskah(raw: Mapping[str, Any]) -> tuple[dict[str, Any], list[Fault]]:
    """What the reader of files makes of this, with its faults: a form is held to the very same rules."""
    source = Source("")
    top = read_yaml(write_yaml({"naskah": naskah_tree(raw)}).encode(), source)
    return (read_naskah(top) or {} if top else {}), source.faults


def naskah_choices(naskah: Mapping[str, Any]) -> dict[str, Any]:
    """The same with every row of the table as one text, as the record tells what changed."""
    return {
        part: {name: ", ".join(entry) if isinstance(entry, list) else entry for name, entry in rows.items()}
        for part, rows in naskah.items()
    }
