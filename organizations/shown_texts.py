"""What pages show of modules that import no Django: declared here for the catalogue, worded by `shown` on the page."""

from django.utils.translation import gettext, gettext_noop

DECLARED = (
    # organizations.kewenangan
    gettext_noop("boleh"),
    gettext_noop("boleh, dengan peringatan yang tercatat"),
    gettext_noop("tidak boleh"),
    gettext_noop("Mengerjakan langkah strategis"),
    gettext_noop("Menandatangani Perjanjian Kinerja"),
    gettext_noop("Menetapkan SOP"),
    gettext_noop("mengerjakan langkah strategis"),
    gettext_noop("menandatangani Perjanjian Kinerja"),
    gettext_noop("menetapkan SOP"),
    gettext_noop("mandat untuk tugas rutin, UU 30/2014 pasal 14"),
    # organizations.calendar_file
    gettext_noop("Senin"),
    gettext_noop("Selasa"),
    gettext_noop("Rabu"),
    gettext_noop("Kamis"),
    gettext_noop("Jumat"),
    gettext_noop("Sabtu"),
    gettext_noop("Minggu"),
    gettext_noop("tutup"),
    # organizations.jenis_naskah
    gettext_noop("nomor urut"),
    gettext_noop("kode klasifikasi arsip"),
    gettext_noop("singkatan kantor"),
    gettext_noop("bulan dalam angka Romawi"),
    gettext_noop("tahun"),
)


def shown(text: str) -> str:
    """A text of a pure module, in the language of the page."""
    return gettext(text)
