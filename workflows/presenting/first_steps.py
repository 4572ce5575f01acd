"""The first steps: five cards, each a picture of a real page and a sentence or two. Read in one minute, all of it."""

from dataclasses import dataclass

from django.templatetags.static import static
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WIDTH = 716  # of most pictures, in their own dots


@dataclass(frozen=True)
class Card:
    """`picture` is the name of its files (scripts/first_steps_pictures.py makes them); `height` theirs, in their dots;
    `alt` says what the picture shows."""

    title: str | Promise
    text: str | Promise
    picture: str
    height: int
    alt: str | Promise
    width: int = WIDTH

    @property
    def light(self) -> str:
        """The address of the picture."""
        return static(f"img/langkah/{self.picture}.webp")

    @property
    def dark(self) -> str:
        """The same for who reads light on dark."""
        return static(f"img/langkah/{self.picture}-gelap.webp")


CARDS = (
    Card(
        _("Yang menunggu saya"),
        _("Di “Tugas saya” ada setiap langkah yang sampai pada jabatan Anda. Yang terlambat di atas."),
        "menunggu",
        552,
        _("Daftar tugas dengan satu tugas: langkah, kasus, dan sisa waktunya"),
    ),
    Card(
        _("Lembar SOP adalah alurnya"),
        _(
            "Urutan, pelaksana dan waktu persis seperti di lembar SOP. Tanda menunjukkan di mana kasus berada."
        ),
        "lembar",
        580,
        _("Bagan alur sebuah kasus dengan langkah yang sedang dikerjakan ditandai"),
    ),
    Card(
        _("Mengerjakan"),
        _(
            "Buka tugasnya, isi yang diminta, tekan tombolnya. Kasus lanjut sendiri. Keliru? Tarik kembali selama "
            "penerimanya belum membuka."
        ),
        "mengerjakan",
        580,
        _("Isian sebuah disposisi dengan tombol Kirim disposisi"),
    ),
    Card(
        _("Waktu dan terlambat"),
        _(
            "Sisa waktu dihitung dalam jam kerja menurut Mutu Baku. Mendekati batas, Anda diingatkan; terlambat, "
            "atasan Anda juga tahu."
        ),
        "waktu",
        452,
        _("Kepala halaman tugas: langkah, kelengkapan, dan sisa waktu kerja"),
        width=632,
    ),
    Card(
        _("Mencoba dan bertanya"),
        _(
            "Di kantor latihan semua boleh dicoba: tidak ada nomor, surat atau arsip sungguhan. Halaman ini ada lagi "
            "di “Akun saya”."
        ),
        "latihan",
        580,
        _("Halaman latihan dengan tombol Mulai latihan"),
    ),
)
