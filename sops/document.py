"""The written SOP as one value: header, columns, steps, decisions. No Django.

The same value is read from a file, stored as rows, printed as the sheet and run as a workflow. Field names are the
captions of the form (Permenpan RB 35/2012) where it has one.
"""

import hashlib
import json
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property, lru_cache
from typing import Any

from organizations.waktu import Waktu, parse_waktu, total

LANJUT, SELESAI = "lanjut", "selesai"
SEMUA, SALAH_SATU, DIPILIH = "semua", "salah_satu", "dipilih"
WAKIL = (SEMUA, SALAH_SATU, DIPILIH)
SELESAI_BILA = (SEMUA, SALAH_SATU)
TAHAP = ("disposisi", "penyusunan", "penandatanganan", "pengarsipan")
SIGNS = "menandatangani"
TINDAKAN = ("disposisi", "menyusun", "rapat", "memeriksa", SIGNS, "menyerahkan", "mengarsipkan")
HASIL = ("perjanjian_kinerja", "capaian_kinerja", "surat", "lain")
KAPASITAS = ("", "Plt.", "Plh.", "Pj.", "a.n.", "u.b.")
LISTS = ("dasar_hukum", "kualifikasi_pelaksana", "keterkaitan", "peralatan", "peringatan", "pencatatan")


@dataclass(frozen=True)
class Signatory:
    """Disahkan oleh: the official who set the SOP, as the paper prints it."""

    jabatan: str = ""
    kapasitas: str = ""
    nama: str = ""
    pangkat: str = ""
    nip: str = ""

    def __bool__(self) -> bool:
        return any(asdict(self).values())


@dataclass(frozen=True)
class Column:
    """One column under Pelaksana. `jabatan` are the slugs of the posts it means; `wakil` how many of them act."""

    key: str
    nama: str
    jabatan: tuple[str, ...] = ()
    wakil: str = SEMUA
    catatan_transkripsi: str = ""


@dataclass(frozen=True)
class Answer:
    """One way out of a decision: its label, and where it goes: lanjut, selesai, or a step's nomor or kode."""

    label: str
    target: str


@dataclass(frozen=True)
class Step:
    """One row of the sheet. `order` counts from 1; `nomor` is what the paper prints."""

    order: int
    nomor: str
    kegiatan: str
    pelaksana: tuple[str, ...]
    tahap: str
    tindakan: str
    selesai_bila: str = SEMUA
    naskah: str = ""
    kelengkapan: str = ""
    waktu: str = ""
    output: str = ""
    keterangan: str = ""
    keputusan: tuple[Answer, ...] = ()
    penentu: str = ""
    pihak_luar: tuple[str, ...] = ()
    sop: str = ""
    kode: str = ""
    catatan_transkripsi: str = ""

    @cached_property
    def mutu_baku(self) -> Waktu:
        """The time limit, parsed."""
        return parse_waktu(self.waktu)

    @property
    def paper(self) -> str:
        """The paper that the step acts on: `naskah`, else its kelengkapan."""
        return self.naskah or self.kelengkapan


@dataclass(frozen=True)
class SopDocument:
    """A whole SOP. Dates are ISO texts, empty where the paper has none."""

    perangkat_daerah: str
    nama: str
    pelaksana: tuple[Column, ...]
    prosedur: tuple[Step, ...]
    unit: str = ""
    nomor: str = ""
    hasil: str = "lain"
    tanggal_pembuatan: str = ""
    tanggal_revisi: str = ""
    tanggal_efektif: str = ""
    tanggal_pengesahan: str = ""
    disahkan_oleh: Signatory = Signatory()
    dasar_hukum: tuple[str, ...] = ()
    kualifikasi_pelaksana: tuple[str, ...] = ()
    keterkaitan: tuple[str, ...] = ()
    peralatan: tuple[str, ...] = ()
    peringatan: tuple[str, ...] = ()
    pencatatan: tuple[str, ...] = ()
    jumlah_waktu: str = ""
    tampilan: dict[str, Any] = field(default_factory=dict)
    pengaturan: dict[str, Any] = field(default_factory=dict)
    catatan_transkripsi: dict[str, str] = field(default_factory=dict)

    @property
    def total(self) -> Waktu:
        """The sum of the time limits, days apart from hours."""
        return total(step.mutu_baku for step in self.prosedur)

    @property
    def reminder_share(self) -> float:
        """The part of a step's waktu after which its official is reminded."""
        return int(self.pengaturan.get("pengingat", "75%").removesuffix("%")) / 100

    def column(self, key: str) -> Column:
        """The column with that key."""
        return next(column for column in self.pelaksana if column.key == key)

    @property
    def content_hash(self) -> str:
        """The identity of the written SOP: everything but who holds the columns and the notes on the scan."""
        bare = replace(
            self,
            pelaksana=tuple(replace(column, jabatan=(), catatan_transkripsi="") for column in self.pelaksana),
            prosedur=tuple(replace(step, catatan_transkripsi="") for step in self.prosedur),
            catatan_transkripsi={},
        )
        text = json.dumps(asdict(bare), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


def same_name(name: str) -> str:
    """The name of an SOP as Keterkaitan matches it: a leading "SOP" and the case dropped."""
    words = name.casefold().split()
    return " ".join(words[1:] if words[:1] == ["sop"] else words)


@lru_cache(maxsize=4096)  # the same few names, at every act
def paper_key(name: str) -> str:
    """The name of a paper as papers are matched: case and spaces aside."""
    return " ".join(name.casefold().split())
