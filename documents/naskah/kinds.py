"""Kinds of naskah dinas (jenis naskah) that steps of an SOP make, and what a person fills in for each. Pure.

What can be known is not asked: the incoming letter, the agenda number, who sends and who receives come from the matter
itself (`facts`). The forms follow what offices print (tata naskah dinas, Permendagri 1/2023; Permenpan RB 53/2014).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

LINE, TEXT, LIST, DATE, TIME, NUMBER, CHOICE, TABLE = (
    "baris",
    "teks",
    "daftar",
    "tanggal",
    "jam",
    "angka",
    "pilihan",
    "tabel",
)
URGENCY = {"biasa": "Biasa", "segera": "Segera", "sangat_segera": "Sangat segera"}
SECURITY = {
    "terbuka": "Biasa/terbuka",
    "terbatas": "Terbatas",
    "rahasia": "Rahasia",
    "sangat_rahasia": "Sangat rahasia",
}
QUARTERS = {"1": "Triwulan I", "2": "Triwulan II", "3": "Triwulan III", "4": "Triwulan IV"}


@dataclass(frozen=True)
class Column:
    """A column of a table that is filled in."""

    name: str
    label: str
    wide: bool = False


@dataclass(frozen=True)
class Field:
    """What a person fills in. A list has one item to a line."""

    name: str
    label: str
    type: str = LINE
    required: bool = False
    help: str = ""
    choices: Mapping[str, str] | None = None
    columns: tuple[Column, ...] = ()


@dataclass(frozen=True)
class Kind:
    """A kind of paper. `is_numbered`: it bears a nomor naskah once it is issued; `asks_pk`: it prints the Perjanjian
    Kinerja of the matter; `asks_capaian`: it prints their capaian."""

    key: str
    label: str
    fields: tuple[Field, ...] = ()
    is_numbered: bool = False
    asks_pk: bool = False
    asks_capaian: bool = False

    @property
    def template(self) -> str:
        """Its template."""
        return f"documents/naskah/{self.key}.html"


MEETING = (
    Field(
        "tanggal",
        "Hari, tanggal",
        DATE,
        required=True,
        help="Tanggal, pukul dan tempat cukup diisi di satu naskah.",
    ),
    Field("jam", "Pukul", TIME, required=True),
    Field("tempat", "Tempat", required=True),
    Field("acara", "Acara", TEXT, required=True),
)
MEETINGS = ("undangan", "daftar_hadir", "notulen")  # kinds that say when and where a meeting is
ALL = (
    Kind(
        "disposisi",
        "Lembar disposisi",
        (
            Field("sifat", "Sifat", CHOICE, choices=URGENCY),
            Field("keamanan", "Keamanan", CHOICE, choices=SECURITY),
            Field(
                "diteruskan",
                "Diteruskan juga kepada",
                LIST,
                help="Selain pelaksana langkah berikutnya; satu per baris.",
            ),
            Field("batas", "Diselesaikan paling lambat", DATE),
        ),
    ),
    Kind(
        "undangan",
        "Undangan rapat",
        (
            *MEETING,
            Field("kepada", "Kepada", LIST, required=True, help="Satu per baris."),
            Field("catatan", "Catatan", TEXT),
        ),
        is_numbered=True,
    ),
    Kind(
        "daftar_hadir",
        "Daftar hadir",
        (*MEETING, Field("tamu", "Peserta dari luar", LIST, help="Satu per baris.")),
    ),
    Kind(
        "notulen",
        "Notulen rapat",
        (
            *MEETING,
            Field("pimpinan", "Pimpinan rapat", required=True),
            Field("peserta", "Peserta", LIST, help="Satu per baris."),
            Field("pembahasan", "Pembahasan", TEXT, required=True),
            Field("kesimpulan", "Kesimpulan dan tindak lanjut", LIST, required=True, help="Satu per baris."),
        ),
    ),
    Kind("usulan", "Usulan RKT/DPA", (Field("catatan", "Catatan", TEXT),), asks_pk=True),
    Kind("perjanjian_kinerja", "Perjanjian Kinerja dan lampirannya", asks_pk=True),
    Kind(
        "sk_tim",
        "Keputusan tentang tim (SK Tim)",
        (
            Field("tentang", "Tentang", TEXT, required=True),
            Field("menimbang", "Menimbang", LIST, required=True, help="Satu pertimbangan per baris."),
            Field("mengingat", "Mengingat", LIST, required=True, help="Satu peraturan per baris."),
            Field(
                "diktum", "Menetapkan", LIST, required=True, help="Satu diktum per baris: KESATU, KEDUA, …"
            ),
            Field(
                "anggota",
                "Susunan tim",
                TABLE,
                required=True,
                columns=(
                    Column("nama", "Nama/jabatan", wide=True),
                    Column("kedudukan", "Kedudukan dalam tim"),
                ),
            ),
            Field("tempat", "Ditetapkan di", required=True),
        ),
        is_numbered=True,
    ),
    Kind(
        "surat_pengantar",
        "Surat pengantar",
        (
            Field("kepada", "Kepada Yth.", required=True),
            Field("di", "di", required=True),
            Field(
                "isi",
                "Yang dikirim",
                TABLE,
                required=True,
                columns=(
                    Column("naskah", "Naskah/barang yang dikirim", wide=True),
                    Column("banyaknya", "Banyaknya"),
                    Column("keterangan", "Keterangan"),
                ),
            ),
            Field("tempat", "Tempat surat", required=True),
            Field("tembusan", "Tembusan", LIST, help="Satu per baris."),
        ),
        is_numbered=True,
    ),
    Kind(
        "format_realisasi",
        "Format realisasi capaian kinerja",
        (Field("triwulan", "Triwulan", CHOICE, required=True, choices=QUARTERS),),
        asks_capaian=True,
    ),
    Kind(
        "laporan_capaian",
        "Laporan capaian kinerja",
        (
            Field("triwulan", "Triwulan", CHOICE, required=True, choices=QUARTERS),
            Field(
                "analisis", "Analisis", TEXT, help="Sebab keberhasilan dan hambatan, dan tindak lanjutnya."
            ),
        ),
        asks_capaian=True,
    ),
    Kind(
        "tanda_terima",
        "Tanda terima",
        (
            Field(
                "penerima",
                "Penerima lain",
                TABLE,
                columns=(
                    Column("kepada", "Kepada", wide=True),
                    Column("jumlah", "Jumlah"),
                    Column("keterangan", "Keterangan"),
                ),
            ),
        ),
    ),
)
KINDS: Mapping[str, Kind] = {kind.key: kind for kind in ALL}


def shared(papers: Sequence[tuple[str, Mapping[str, Any]]]) -> list[tuple[str, dict[str, Any]]]:
    """Papers that are made together (kind, values): what one of them says of the meeting, all say."""
    told: dict[str, Any] = {}
    for key, values in papers:
        if key in MEETINGS:
            told = {f.name: values[f.name] for f in MEETING if not is_blank(values.get(f.name))} | told
    return [
        (key, told | {name: value for name, value in values.items() if not is_blank(value)})
        if key in MEETINGS
        else (key, dict(values))
        for key, values in papers
    ]


def is_blank(value: object) -> bool:
    """Whether nothing was filled in."""
    return value is None or value == "" or value == [] or value == ()


def lacking(kind: Kind, values: Mapping[str, object]) -> list[Field]:
    """The fields that must be filled in and are not."""
    return [field for field in kind.fields if field.required and is_blank(values.get(field.name))]
