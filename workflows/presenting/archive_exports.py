"""Tables of the archive for other systems: their columns, and the rows for what a search found."""

from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.db.models import QuerySet

from activity.wording import kept
from documents.archive.metadata import period_text
from documents.archive.packaging import Paper
from documents.models import Arsip, Berkas, Tingkat

MOST = 10_000  # papers
SRIKANDI = (
    "Kode Klasifikasi",
    "Nomor",
    "Tanggal",
    "Hal/Uraian",
    "Tingkat Perkembangan",
    "Sifat",
    "SKKAAD",
    "Retensi Aktif (tahun)",
    "Retensi Inaktif (tahun)",
    "Nasib Akhir",
    "Pencipta",
    "Unit Pengolah",
    "Kurun Waktu",
    "Nomor Berkas",
    "Hal Berkas",
    "SHA-256",
)
ESAKIP = (
    "Tahun",
    "Perangkat Daerah",
    "Pihak Pertama",
    "Pihak Kedua",
    "Judul",
    "Nomor",
    "Tanggal",
    "SHA-256",
    "Nama Berkas",
)


def papers_in(berkas: "QuerySet[Berkas]") -> "QuerySet[Arsip]":
    """Their papers, in the order of the list."""
    rows = Arsip.objects.filter(berkas__in=berkas.order_by().values("pk"))
    return rows.select_related("berkas__office", "berkas__unit", "file").order_by(
        "-berkas__filed_at", "-berkas", "number"
    )


def srikandi_rows(papers: "QuerySet[Arsip]") -> Iterator[list[object]]:
    """One row a paper."""
    for paper in papers:
        berkas = paper.berkas
        yield [
            berkas.klasifikasi_code,
            paper.nomor,
            paper.day.isoformat() if paper.day else "",
            paper.name,
            kept(paper.get_tingkat_display),
            kept(berkas.get_sifat_display),
            kept(berkas.get_access_display),
            berkas.active_years,
            berkas.inactive_years,
            kept(berkas.get_fate_display),
            berkas.creator,
            berkas.unit.name if berkas.unit else berkas.creator,
            period_text(berkas),
            berkas.nomor,
            berkas.hal,
            paper.sha256,
        ]


def performance_papers(papers: "QuerySet[Arsip]") -> "QuerySet[Arsip]":
    """The Perjanjian Kinerja among them, without drafts."""
    return papers.filter(kind="perjanjian_kinerja").exclude(tingkat=Tingkat.DRAFT)


def esakip_rows(papers: "Iterable[Arsip]") -> Iterator[list[object]]:
    """One row for each Perjanjian Kinerja that all its parties signed: the signed file, else the newest scan, else the
    print of what was signed on paper."""
    for _, of_berkas in groupby(papers, key=attrgetter("berkas_id")):
        best: dict[tuple[object, ...], tuple[Arsip, dict[str, Any]]] = {}
        for paper in sorted(of_berkas, key=worth):
            for party in paper.parties:
                if is_signed(paper, party):
                    key = (party.get("judul"), party.get("pihak_pertama"), party.get("pihak_kedua"))
                    best[key] = (paper, party)
        yield from (esakip_row(paper, party) for paper, party in best.values())


def worth(paper: Arsip) -> tuple[bool, bool, int]:
    """What goes before what, the last best."""
    return paper.tingkat == Tingkat.ORIGINAL, bool(paper.signatures), paper.number


def is_signed(paper: Arsip, party: dict[str, Any]) -> bool:
    """Whether the PK of these parties was signed. Before that was written down, every signed paper was filed with all
    parties of its case: there the paper's name says whose it is."""
    if "ditandatangani" in party:
        return bool(party["ditandatangani"])
    kind, _, year = str(party.get("judul") or "").partition(" Tahun ")
    post = paper.name.removeprefix(f"{kind} ").removesuffix(f" Tahun {year}")
    return bool(paper.signatures) and post in str(party.get("pihak_pertama") or "")


def member_of(paper: Arsip) -> str:
    """The name of its file in the package."""
    found = Paper(paper.number, paper.name, paper.media_type, paper.size, paper.sha256, open=nullcontext)
    return found.member.rpartition("/")[2]


def esakip_row(paper: Arsip, party: dict[str, Any]) -> list[object]:
    """One row of the table; the file bears the name that it has in the package."""
    return [
        paper.berkas.about_year,
        paper.berkas.creator,
        party.get("pihak_pertama", ""),
        party.get("pihak_kedua", ""),
        party.get("judul") or paper.name,
        paper.nomor,
        paper.day.isoformat() if paper.day else "",
        paper.sha256,
        member_of(paper),
    ]
