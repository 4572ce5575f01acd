"""Which regulation a text cites, in whatever way it is written, and whether that one was revoked. No Django."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from organizations.yaml_reader import FaultsFound, Source, read_yaml

LIST = Path(__file__).with_name("revoked.yaml")
# The kinds of regulations as they are written, with the name that we print. Those of regions stand here so that
# "Peraturan Daerah … atas Undang-Undang …" is not taken for the law that it mentions.
MINISTER = r"(?:peraturan\s+menteri|per\s?men|peraturan\s+men)(?:\s+negara)?"
KINDS = {
    "Perppu": r"perp?pu|peraturan\s+pemerintah\s+pengganti",
    "daerah": r"peraturan\s+(?:daerah|wali\s?kota|bupati|gubernur)|perda|perwali?|perbup|pergub|keputusan\s+"
    r"(?:wali\s?kota|bupati|gubernur|kepala|sekretaris)",
    "Permenpan RB": rf"{MINISTER}[\s-]*(?:pan\b|panrb\b|pendayagunaan\s+aparatur\s+negara)"
    r"(?:[\s-]*(?:dan\s+)?(?:rb\b|reformasi\s+birokrasi))?",
    "Permendagri": rf"{MINISTER}\s*(?:dagri\b|dalam\s+negeri)",
    "UU": r"undang\s*-?\s*undang|uu\b",
    "PP": r"peraturan\s+pemerintah|pp\b",
    "Perpres": r"peraturan\s+presiden|perpres\b",
    "Keppres": r"keputusan\s+presiden|kep+res\b",
    "Inpres": r"instruksi\s+presiden|inpres\b",
}
ANY_KIND = re.compile(
    r"\b(?:" + "|".join(f"(?P<k{place}>{kind})" for place, kind in enumerate(KINDS.values())) + ")"
)
# "PER/21/M.PAN/11/2008", "Nomor 54 Tahun 2010", "No. 54/2010", "53 Th 2014", "Nomor : 54 Tahun 2010".
NUMBER = re.compile(
    r"(?:per\s*/\s*(?P<coded>\d{1,3})\s*/\s*m\.?\s*pan(?:[\s-]*rb)?\s*/\s*\d{1,2}\s*/\s*(?P<coded_year>\d{4})"
    r"|(?<!\d)(?P<number>\d{1,4})\s*(?:/|tahun|thn\.?|th\.?)\s*(?P<year>(?:19|20)\d{2})(?!\d))"
)
CODED = "Permenpan RB"


@dataclass(frozen=True)
class Regulation:
    """A national regulation: its kind, number and year."""

    kind: str
    number: int
    year: int

    def __str__(self) -> str:
        return f"{self.kind} {self.number}/{self.year}"


@dataclass(frozen=True)
class Revoked:
    """A regulation that no longer holds: what came in its place, and how sure we are of that."""

    regulation: Regulation
    successor: str
    source: str
    confidence: str


def citation(text: str) -> Regulation | None:
    """The national regulation that an item of Dasar Hukum cites; None for one of a region, or none.

    Only what stands before "tentang" is cited; after it stand the titles of what it changes or carries out.
    """
    head = " ".join(re.split(r"\btentang\b", text.casefold(), maxsplit=1)[0].split())
    kind, number = ANY_KIND.search(head), NUMBER.search(head)
    if number and number["coded"]:
        return Regulation(CODED, int(number["coded"]), int(number["coded_year"]))
    if not kind or not number or number.start() < kind.end():
        return None
    name = list(KINDS)[int((kind.lastgroup or "k0")[1:])]
    return Regulation(name, int(number["number"]), int(number["year"])) if name != "daerah" else None


@cache
def revoked() -> dict[Regulation, Revoked]:
    """The list of revoked regulations. Raises FaultsFound where the file is not as it should be."""
    source = Source(LIST.name)
    top = read_yaml(LIST.read_bytes(), source)
    found: dict[Regulation, Revoked] = {}
    for fields in top.items("peraturan", required=True) if top else ():
        name = fields.text("dicabut", required=True)
        regulation = citation(name)
        if regulation is None or regulation in found:
            fields.fault("dicabut", f"“{name}” tidak dikenal sebagai peraturan, atau sudah ada di daftar ini")
            continue
        found[regulation] = Revoked(
            regulation,
            fields.text("pengganti", required=True),
            fields.text("sumber", required=True),
            fields.text("keyakinan", required=True, choices=("naskah", "umum")),
        )
        fields.done()
    if source.faults:
        raise FaultsFound(source.faults)
    return found
