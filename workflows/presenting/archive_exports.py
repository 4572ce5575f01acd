"""Tables of the archive for other systems: their columns, and the rows for what a search found."""

from collections.abc import Iterator

from django.db.models import QuerySet

from documents.archive.metadata import period_text
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
            paper.get_tingkat_display(),
            berkas.get_sifat_display(),
            berkas.get_access_display(),
            berkas.active_years,
            berkas.inactive_years,
            berkas.get_fate_display(),
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


def esakip_rows(papers: "QuerySet[Arsip]") -> Iterator[list[object]]:
    """One row for each Perjanjian Kinerja that a paper holds."""
    for paper in papers:
        for party in paper.parties or [{}]:
            yield [
                paper.berkas.about_year,
                paper.berkas.creator,
                party.get("pihak_pertama", ""),
                party.get("pihak_kedua", ""),
                party.get("judul") or paper.name,
                paper.nomor,
                paper.day.isoformat() if paper.day else "",
                paper.sha256,
                paper.file.name if paper.file else "",
            ]
