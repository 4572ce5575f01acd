"""What a naskah says of each Perjanjian Kinerja that it prints: as it was when it was made, whatever the PK became."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from documents.models import Naskah, SignedPaper
from documents.pk_numbers import Unreadable, read_date

PK = "perjanjian_kinerja"


@dataclass(frozen=True)
class PrintedPk:
    """One PK of a naskah: its id (None in a naskah of the simulation), its parties, its own number and day."""

    pk: int | None
    title: str
    first: str
    second: str
    nomor: str = ""
    day: date | None = None
    promise: tuple[Any, ...] = ()

    @property
    def named(self) -> str:
        """Perjanjian Kinerja Tahun 2026 Kepala Bidang Bina Marga."""
        return f"{self.title} {self.first}".strip()


def printed_pks(naskah: Naskah | None) -> list[PrintedPk]:
    """The PKs that a naskah of that kind prints, in its order; none for any other."""
    if naskah is None or naskah.kind != PK:
        return []
    papers = [each for each in naskah.facts.get("pk") or [] if isinstance(each, dict)]
    ids = list(naskah.facts.get("pk_ids") or [])
    return [printed(each, pk) for each, pk in zip(papers, ids + [None] * len(papers), strict=False)]


def printed(paper: Mapping[str, Any], pk: int | None) -> PrintedPk:
    """One of them, from its facts (documents.pk_paper)."""
    return PrintedPk(
        pk,
        str(paper.get("title") or ""),
        str((paper.get("first") or {}).get("jabatan") or ""),
        str((paper.get("second") or {}).get("jabatan") or ""),
        str(paper.get("nomor") or ""),
        day_of(str(paper.get("place_date") or "")) if paper.get("is_settled") else None,
        (paper.get("sasaran"), paper.get("programs")),
    )


def day_of(place_date: str) -> date | None:
    """The day of "Tarakan, 12 Januari 2026"; None where it cannot be read."""
    try:
        return read_date(place_date.rpartition(",")[2])
    except Unreadable:
        return None


def printed_on(paper: SignedPaper) -> tuple[str, date | None]:
    """The number and the day that the paper itself bears; of an upload nobody here knows them."""
    if paper.naskah is None:
        return "", None
    if paper.naskah.kind != PK:
        return paper.nomor, paper.day
    found = [each for each in printed_pks(paper.naskah) if each.pk == paper.perjanjian_kinerja_id]
    return (found[0].nomor, found[0].day) if len(found) == 1 else ("", None)
