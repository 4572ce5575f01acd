"""What is measured: pages of the measured office, each opened by one of its people."""

from dataclasses import dataclass

from django.urls import reverse

from bench.pages.offices import MEASURED

HEAD, CLERK, ADMIN = "kepala", "konseptor", "admin"


@dataclass(frozen=True)
class Page:
    """A page by its name in the table, who opens it, and its address."""

    name: str
    who: str
    path: str


def pages(cases: list[int]) -> list[Page]:
    """All of them; `cases` are the patterns of the measured office."""
    finished, _, _, standing, *_ = cases  # in the order of `bench.pages.patterns.play`
    return [
        Page("kotak masuk", CLERK, reverse("inbox")),
        Page("kotak masuk, cari", CLERK, reverse("inbox") + "?q=anggaran"),
        Page("kotak masuk, admin", ADMIN, reverse("inbox")),
        Page("selesai oleh saya", CLERK, reverse("inbox-done")),
        Page("halaman kepala", HEAD, reverse("head")),
        Page("daftar kasus", CLERK, reverse("case-list")),
        Page("daftar kasus, kepala", HEAD, reverse("case-list")),
        Page("daftar kasus, cari", CLERK, reverse("case-list") + "?q=anggaran"),
        Page("kasus berjalan", CLERK, reverse("case", args=[standing])),
        Page("kasus selesai", HEAD, reverse("case", args=[finished])),
        Page("buku agenda", ADMIN, reverse("agenda", args=[MEASURED.office])),
        Page("evaluasi SOP", ADMIN, reverse("evaluation", args=[MEASURED.office, MEASURED.sop])),
        Page("SOP", ADMIN, reverse("sop", args=[MEASURED.office, MEASURED.sop])),
    ]
