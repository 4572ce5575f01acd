"""Words of the field as sentences need them."""

TINDAKAN_DONE = {
    "disposisi": "Memberi disposisi",
    "menyusun": "Menyusun",
    "rapat": "Mengikuti rapat",
    "memeriksa": "Memeriksa",
    "menandatangani": "Menyelesaikan bagiannya dalam penandatanganan",
    "menyerahkan": "Menyerahkan",
    "mengarsipkan": "Mengarsipkan",
}
