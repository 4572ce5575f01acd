"""Remarks on the head of the paper: dates, related SOPs, legal basis, the total. No Django."""

from collections.abc import Iterator

from activity.words import _
from organizations.waktu import UnreadableWaktu, in_words, parse_waktu
from sops.document import SopDocument, same_name
from sops.lint.regulations import citation, revoked
from sops.lint.remark import Place, Remark, of_item

# What the abbreviations in the names of SOPs stand for, where two of them are easily mixed up.
ABBREVIATIONS = {
    "dpa": "dokumen pelaksanaan anggaran",
    "rka": "rencana kerja dan anggaran",
    "renja": "rencana kerja",
    "renstra": "rencana strategis",
    "lkip": "laporan kinerja instansi pemerintah",
    "lkjip": "laporan kinerja instansi pemerintah",
    "lppd": "laporan penyelenggaraan pemerintahan daerah",
    "lkpj": "laporan keterangan pertanggungjawaban",
    "pk": "perjanjian kinerja",
    "iku": "indikator kinerja utama",
    "kak": "kerangka acuan kerja",
    "spm": "standar pelayanan minimal",
}


def dates_missing(document: SopDocument) -> Iterator[Remark]:
    """An SOP without the date from which it is in force."""
    if not document.tanggal_efektif and not document.tanggal_pengesahan:
        yield Remark(
            "tanggal-kosong",
            (Place("tanggal.efektif", _("tanggal")),),
            _(
                "tanggal efektif dan tanggal pengesahan kosong; menurut kertasnya SOP ini belum pernah "
                "berlaku. Isi salah satunya setelah SOP disahkan"
            ),
        )


def relates_to_itself(document: SopDocument) -> Iterator[Remark]:
    """The SOP lists itself under Keterkaitan."""
    for number, name in enumerate(document.keterkaitan, 1):
        if same_name(name) == same_name(document.nama):
            yield Remark(
                "menyebut-diri-sendiri",
                (of_item("keterkaitan", number),),
                _("“%(name)s” adalah SOP ini sendiri; hapus butir ini, atau tulis SOP lain yang dimaksud")
                % {"name": name},
                name,
            )


def abbreviation_mixed(document: SopDocument) -> Iterator[Remark]:
    """A related SOP is spelled out as one document and abbreviated as another: "Dokumen Pelaksanaan … (RKA)"."""
    for number, name in enumerate(document.keterkaitan, 1):
        text = " ".join(name.casefold().split())
        before, bracket, inside = text.rpartition("(")
        short = inside.strip(" )").partition(" ")[0]
        if not bracket or short not in ABBREVIATIONS or ABBREVIATIONS[short] in before:
            continue
        others = [other for other, full in ABBREVIATIONS.items() if full in before]
        if others:
            yield Remark(
                "singkatan-tertukar",
                (of_item("keterkaitan", number),),
                _(
                    "kepanjangannya %(full)s, singkatannya %(short)s; pastikan SOP mana yang dimaksud, lalu "
                    "samakan keduanya"
                )
                % {"full": others[0].upper(), "short": short.upper()},
                name,
            )


def regulation_revoked(document: SopDocument) -> Iterator[Remark]:
    """The legal basis cites a regulation that is known to have been revoked."""
    for number, text in enumerate(document.dasar_hukum, 1):
        cited = citation(text)
        found = revoked().get(cited) if cited else None
        if cited and found:
            yield Remark(
                "peraturan-dicabut",
                (of_item("dasar_hukum", number),),
                _(
                    "%(cited)s sudah dicabut dan diganti %(successor)s; periksa, lalu kutip peraturan yang "
                    "sekarang berlaku"
                )
                % {"cited": cited, "successor": found.successor},
                text,
            )


def total_differs(document: SopDocument) -> Iterator[Remark]:
    """The printed total is not the sum of the rows."""
    if not document.jumlah_waktu:
        return
    place, quote = Place("jumlah_waktu", _("jumlah waktu")), f"{document.jumlah_waktu} {document.total}"
    try:
        printed = parse_waktu(document.jumlah_waktu)
    except UnreadableWaktu:
        text = _("“%(printed)s” tidak terbaca sebagai waktu; menurut barisnya %(total)s")
        told = {"printed": document.jumlah_waktu, "total": in_words(document.total)}
        yield Remark("jumlah-tidak-terbaca", (place,), text % told, quote)
        return
    if printed != document.total:
        text = _(
            "tercetak %(printed)s, jumlah barisnya %(total)s; hitung ulang, dan perbaiki jumlahnya atau baris "
            "yang salah"
        )
        told = {"printed": in_words(printed), "total": in_words(document.total)}
        yield Remark("jumlah-berbeda", (place,), text % told, quote)
