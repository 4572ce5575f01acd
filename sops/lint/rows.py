"""Remarks on single rows and on what is written differently from row to row: numbers, waktu, decisions. No Django."""

import re
from collections import Counter
from collections.abc import Iterator

from activity.words import _
from organizations.waktu import PART, SPELLINGS
from sops.document import SopDocument
from sops.lint.remark import Place, Remark, of_step

# "jika salah dikembalikan", "apabila belum lengkap", within one sentence.
RETURN_WORDS = re.compile(
    r"\b(?:jika|apabila|bila|bilamana|kalau)\b[^.;]*?"
    r"\b(?:salah|tidak|belum|kurang|perbaikan|diperbaiki|revisi|direvisi|ditolak|dikembalikan)\b",
    re.IGNORECASE,
)


def numbers_jump(document: SopDocument) -> Iterator[Remark]:
    """The printed numbers skip or repeat."""
    previous, seen = 0, set()
    for step in document.prosedur:
        number = int(step.nomor) if step.nomor.isdecimal() else previous + 1
        place, quote = (of_step(step, "nomor"),), f"{previous} {step.nomor}"
        if step.nomor in seen:
            text = _("nomor ini sudah dipakai baris sebelumnya; urutkan kembali nomornya")
            yield Remark("nomor-berulang", place, text, quote)
        elif number != previous + 1:
            text = _(
                "nomor meloncat dari %(before)d ke %(number)d; periksa apakah ada baris yang hilang, lalu "
                "urutkan kembali nomornya"
            )
            yield Remark("nomor-meloncat", place, text % {"before": previous, "number": number}, quote)
        seen.add(step.nomor)
        previous = number


def waktu_missing(document: SopDocument) -> Iterator[Remark]:
    """A step that promises no time."""
    for step in document.prosedur:
        if not step.mutu_baku:
            yield Remark(
                "waktu-kosong",
                (of_step(step, "waktu"),),
                _("waktu kosong, jadi langkah ini tidak punya batas waktu; isi waktu yang wajar"),
                step.kegiatan,
            )


def units_mixed(document: SopDocument) -> Iterator[Remark]:
    """One unit is spelled in several ways: Menit and menit, hr and hari. The rarer ones are pointed at."""
    spelled: dict[str, list[tuple[str, Place]]] = {}
    texts = [(step.waktu, of_step(step, "waktu")) for step in document.prosedur]
    texts.append((document.jumlah_waktu, Place("jumlah_waktu", _("jumlah waktu"))))
    for text, place in texts:
        for found in PART.finditer(text):
            spelling = " ".join(found[2].split())
            unit = SPELLINGS.get(spelling.lower(), spelling.lower())
            spelled.setdefault(unit, []).append((spelling, place))
    for uses in spelled.values():
        counts = Counter(spelling for spelling, _place in uses)
        if len(counts) > 1:
            usual = counts.most_common(1)[0][0]
            names = _(" dan ").join(f"“{spelling}”" for spelling in counts)
            yield Remark(
                "satuan-campur",
                tuple(dict.fromkeys(place for spelling, place in uses if spelling != usual)),
                _("satuan yang sama ditulis %(names)s; pakai satu ejaan saja, misalnya “%(usual)s”")
                % {"names": names, "usual": usual},
                " ".join(sorted(counts)),
            )


def decision_hidden(document: SopDocument) -> Iterator[Remark]:
    """The text decides, the table does not."""
    for step in document.prosedur:
        found = RETURN_WORDS.search(step.kegiatan)
        if found and not step.keputusan:
            yield Remark(
                "keputusan-tersembunyi",
                (of_step(step, "kegiatan"),),
                _(
                    "uraiannya memuat keputusan (“%(passage)s”), tetapi keputusan tidak diisi; tambahkan "
                    "keputusan dengan dua jawaban dan tujuannya"
                )
                % {"passage": short(found[0])},
                step.kegiatan,
            )


def short(text: str, limit: int = 60) -> str:
    """A passage, shortened in its middle where it is long."""
    return text if len(text) <= limit else f"{text[: limit - 25].rstrip()} … {text[-20:].lstrip()}"
