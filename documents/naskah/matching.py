"""Which kind of paper a text of an SOP means: the office's own table first, then texts that offices use alike. Pure.

An entry is the name of a kind, with "konsep " before it where the text means a draft: a draft bears no number.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from documents.naskah.kinds import KINDS
from organizations.jenis_naskah import DRAFT, text_key

USUAL: Mapping[str, Sequence[str]] = {
    "disposisi": ["disposisi"],
    "disposisi surat": ["disposisi"],
    "lembar disposisi": ["disposisi"],
    "surat masuk dan disposisi": ["disposisi"],
    "undangan": ["undangan"],
    "undangan rapat": ["undangan"],
    "daftar hadir": ["daftar_hadir"],
    "notulen": ["notulen"],
    "notulen rapat": ["notulen"],
    "notula rapat": ["notulen"],
    "usulan rkt/dpa": ["usulan"],
    "usulan rkt": ["usulan"],
    "konsep perjanjian kinerja": ["konsep perjanjian_kinerja"],
    "draf perjanjian kinerja": ["konsep perjanjian_kinerja"],
    "perjanjian kinerja": ["perjanjian_kinerja"],
    "sk tim": ["sk_tim"],
    "konsep surat pengantar": ["konsep surat_pengantar"],
    "draf surat pengantar": ["konsep surat_pengantar"],
    "draft surat pengantar": ["konsep surat_pengantar"],
    "surat pengantar": ["surat_pengantar"],
    "format realisasi capaian kinerja": ["format_realisasi"],
    "laporan capaian kinerja": ["laporan_capaian"],
    "tanda terima": ["tanda_terima"],
}


@dataclass(frozen=True)
class Meant:
    """A kind that a text means, and whether it means the draft of it."""

    kind: str
    is_draft: bool = False


def meant(table: Mapping[str, Sequence[str]], text: str) -> tuple[Meant, ...]:
    """The kinds that a text means in an office with this table; none for a text that nobody knows."""
    key = text_key(text)
    own = {text_key(known): entries for known, entries in table.items()}
    return tuple(map(read_entry, own.get(key, USUAL.get(key, ()))))


def read_entry(entry: str) -> Meant:
    """An entry of the table; ValueError where there is no such kind."""
    name = entry.removeprefix(DRAFT)
    if name not in KINDS:
        raise ValueError(entry)
    return Meant(name, entry.startswith(DRAFT))
