"""Warnings of the paper itself: what a careful reader would ask about. No Django.

They never block: real SOPs have them.
"""

import re
from collections.abc import Callable, Iterator

from organizations.waktu import UnreadableWaktu, parse_waktu
from sops.document import SopDocument, paper_key, same_name

RETURN_WORDS = re.compile(
    r"\b(jika|apabila|bila)\b.*\b(salah|tidak|perbaikan|revisi|dikembalikan)\b", re.IGNORECASE
)
# Officials that the texts of SOPs hand work to; one that is no column is worth a question.
OFFICIALS = (
    "Sekretaris",
    "Kasubag",
    "Kabid",
    "Kepala Bidang",
    "Kabag",
    "Kasi",
    "JFU",
    "Staf",
    "Subkoordinator",
)

Lint = Callable[[SopDocument], Iterator[str]]


def warnings(document: SopDocument) -> list[str]:
    """All warnings, in the order of the paper."""
    return [text for lint in LINTS for text in lint(document)]


def total_differs(document: SopDocument) -> Iterator[str]:
    """The printed total is not the sum of the rows."""
    if not document.jumlah_waktu:
        return
    try:
        printed = parse_waktu(document.jumlah_waktu)
    except UnreadableWaktu:
        yield f"jumlah_waktu: “{document.jumlah_waktu}” tidak terbaca sebagai waktu"
        return
    if printed != document.total:
        yield f"jumlah_waktu: tercetak {printed}, jumlah barisnya {document.total}"


def dates_missing(document: SopDocument) -> Iterator[str]:
    """An SOP without the date from which it is in force."""
    if not document.tanggal_efektif and not document.tanggal_pengesahan:
        yield "tanggal: tanpa tanggal efektif atau pengesahan; menurut kertasnya SOP ini belum pernah berlaku"


def numbers_jump(document: SopDocument) -> Iterator[str]:
    """The printed numbers skip or repeat."""
    previous = 0
    for step in document.prosedur:
        if step.nomor.isdigit() and int(step.nomor) != previous + 1:
            yield f"langkah {step.nomor}: nomor meloncat dari {previous}"
        previous = int(step.nomor) if step.nomor.isdigit() else previous + 1


def relates_to_itself(document: SopDocument) -> Iterator[str]:
    """The SOP lists itself under Keterkaitan."""
    if same_name(document.nama) in map(same_name, document.keterkaitan):
        yield "keterkaitan: SOP ini menyebut dirinya sendiri"


def kelengkapan_from_nowhere(document: SopDocument) -> Iterator[str]:
    """A step needs a paper that only a later step makes, or that no step makes."""
    made: set[str] = set()
    later = [paper_key(step.output) for step in document.prosedur]
    for step in document.prosedur:
        needed = paper_key(step.kelengkapan)
        if step.order > 1 and needed and needed not in made:
            where = (
                "baru dihasilkan langkah sesudahnya"
                if needed in later[step.order - 1 :]
                else "tidak dihasilkan langkah sebelumnya"
            )
            yield f"langkah {step.nomor}: kelengkapan “{step.kelengkapan}” {where}"
        made.add(paper_key(step.output))


def decision_hidden(document: SopDocument) -> Iterator[str]:
    """The text decides, the table does not."""
    for step in document.prosedur:
        if not step.keputusan and RETURN_WORDS.search(step.kegiatan):
            yield f"langkah {step.nomor}: teksnya memuat keputusan (jika … dikembalikan), tetapi keputusan tidak diisi"


def official_not_a_column(document: SopDocument) -> Iterator[str]:
    """The text hands over to an official who is no column."""
    columns = " ".join(column.nama for column in document.pelaksana).casefold()
    for step in document.prosedur:
        for official in OFFICIALS:
            if (
                re.search(rf"\b{official}\b", step.kegiatan, re.IGNORECASE)
                and official.casefold() not in columns
            ):
                yield f"langkah {step.nomor}: “{official}” disebut, tetapi bukan kolom pelaksana"


def actor_repeated(document: SopDocument) -> Iterator[str]:
    """The text begins with the actor whose column is marked (Permenpan RB 35/2012: the executor is not repeated)."""
    for step in document.prosedur:
        names = [document.column(key).nama.casefold() for key in step.pelaksana]
        if any(step.kegiatan.casefold().startswith(name) for name in names):
            yield f"langkah {step.nomor}: uraian mengulang nama pelaksana; mulailah dengan kata kerja"


def waktu_missing(document: SopDocument) -> Iterator[str]:
    """A step that promises no time."""
    for step in document.prosedur:
        if not step.mutu_baku:
            yield f"langkah {step.nomor}: waktu kosong, langkah ini tidak punya batas waktu"


def other_region(document: SopDocument) -> Iterator[str]:
    """A regulation of another city's mayor (only the words that name a city in the same list can tell)."""
    cities = [
        found
        for text in document.dasar_hukum
        for found in re.findall(r"(?:Wali\s?kota|Kota) ([A-Z][a-z]+)", text)
    ]
    common = max(set(cities), key=cities.count, default="")
    for number, text in enumerate(document.dasar_hukum, 1):
        for city in re.findall(r"Peraturan Wali\s?kota ([A-Z][a-z]+) Nomor", text):
            if city not in (common, "Nomor") and cities.count(city) == 1 and len(cities) > 2:
                yield f"dasar_hukum {number}: Wali Kota {city}, sedangkan lainnya {common}"


LINTS: tuple[Lint, ...] = (
    dates_missing,
    relates_to_itself,
    other_region,
    total_differs,
    numbers_jump,
    waktu_missing,
    kelengkapan_from_nowhere,
    decision_hidden,
    official_not_a_column,
    actor_repeated,
)
