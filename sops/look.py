"""How one sheet looks: the SOP's own choices over the office's over the usual ones, in units. No Django."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from organizations.tampilan import FONTS, PAPERS
from sops.document import SopDocument

# What a sheet is where neither the SOP nor its office says otherwise.
DEFAULTS: dict[str, Any] = {
    "kertas": "F4",
    "margin": {"atas": "15", "kanan": "12", "bawah": "18", "kiri": "15"},
    "huruf": "Arial",
    "ukuran_huruf": "9",
    "judul_kolom": {
        "uraian": "Uraian Prosedur",
        "kelengkapan": "Kelengkapan",
        "keterangan": "Keterangan",
        "nama": "Nama SOP",
    },
    "judul_tanggal": "Tanggal Efektif",
    "baris_nomor_kolom": "tidak",
    "baris_jumlah": "tidak",
    "sampul": "tidak",
    "pengesahan": "kepala",
}


@dataclass(frozen=True)
class Margins:
    """The white around the sheet, in mm."""

    top: float
    right: float
    bottom: float
    left: float


@dataclass(frozen=True)
class Look:
    """The paper, the font and the words of a sheet; an empty heading is a column that is not printed."""

    paper: str
    width: float  # mm, as the sheet lies
    height: float
    margins: Margins
    font: str  # as the office names it
    font_size: float  # pt, of the flow table
    uraian: str
    kelengkapan: str
    keterangan: str
    nama: str
    tanggal: str
    number_row: bool
    total_row: bool
    cover: bool
    signatory: str  # "kepala": in the header; "akhir": a block after the table
    columns: int

    @property
    def numbers(self) -> range:
        """What the row of column numbers prints: number, text, the actors, kelengkapan, waktu, output, remarks."""
        return range(1, self.columns + 5 + bool(self.keterangan) + 1)

    @property
    def font_family(self) -> str:
        """The installed font that is embedded in the place of the office's."""
        return FONTS[self.font]


def look_of(document: SopDocument, office_look: Mapping[str, Any]) -> Look:
    """The look of an SOP's sheet in an office with these choices (`Office.tampilan`)."""
    chosen = over(over(DEFAULTS, office_look), document.tampilan)
    width, height = PAPERS[chosen["kertas"]]
    headings, margin = chosen["judul_kolom"], chosen["margin"]
    return Look(
        paper=chosen["kertas"],
        width=width,
        height=height,
        margins=Margins(*(float(margin[side]) for side in ("atas", "kanan", "bawah", "kiri"))),
        font=chosen["huruf"],
        font_size=float(chosen["ukuran_huruf"]),
        **headings,
        tanggal=chosen["judul_tanggal"],
        number_row=chosen["baris_nomor_kolom"] == "ya",
        total_row=chosen["baris_jumlah"] == "ya",
        cover=chosen["sampul"] == "ya",
        signatory=chosen["pengesahan"],
        columns=len(document.pelaksana),
    )


def over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """The choices of `above` where it makes one, else those of `below`, key by key also inside a key.

    A heading left empty is no choice, but that of the remarks: it says that the paper has no such column.
    """
    found = dict(below)
    for key, value in above.items():
        if isinstance(value, Mapping):
            found[key] = over(below[key], value)
        elif value or key == "keterangan":
            found[key] = value
    return found
