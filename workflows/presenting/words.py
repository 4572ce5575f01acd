"""Words of the field as sentences need them."""

TINDAKAN_DONE = {
    "disposisi": "Memberi disposisi",
    "menyusun": "Menyusun",
    "rapat": "Mengikuti rapat",
    "memeriksa": "Memeriksa",
    "menandatangani": "Menandatangani (pernyataan atau pindaian)",
    "menyerahkan": "Menyerahkan",
    "mengarsipkan": "Mengarsipkan",
}
