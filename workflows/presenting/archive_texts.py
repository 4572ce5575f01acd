"""What the rows of the record say that are about the archive, in Indonesian."""

from collections.abc import Callable, Mapping
from typing import Any

Data = Mapping[str, Any]
CAPTIONS = {
    "klasifikasi_code": "kode klasifikasi",
    "klasifikasi_name": "klasifikasi",
    "tingkat": "tingkat perkembangan",
    "sifat": "sifat",
    "access": "tingkat akses",
    "active_years": "retensi aktif",
    "inactive_years": "retensi inaktif",
    "trigger": "retensi dihitung sejak",
    "trigger_date": "tanggal mulai retensi",
    "fate": "nasib akhir",
}


def corrected(data: Data) -> str:
    parts = [
        f"{CAPTIONS[name]} dari “{old or '-'}” menjadi “{new or '-'}”"
        for name, (old, new) in data["changed"].items()
    ]
    return f"Mengubah keterangan berkas {data['nomor']}: {'; '.join(parts)}"


ARCHIVE_TEXTS: dict[str, Callable[[Data], str]] = {
    "berkas.laid_down": lambda data: (
        f"Menyusun berkas arsip {data['nomor']} dengan {len(data['papers'])} naskah"
    ),
    "berkas.filed": lambda data: f"Mengarsipkan berkas {data['nomor']}; SHA-256 paket {data['sha256'][:12]}…",
    "berkas.failed": lambda data: f"Paket berkas {data['nomor']} tidak dapat dibuat: {data['reason']}",
    "berkas.retried": lambda data: f"Mencoba lagi membuat paket berkas {data['nomor']}",
    "berkas.held": lambda data: f"Menahan berkas {data['nomor']}: {data['reason']}",
    "berkas.released": lambda data: f"Melepas penahanan berkas {data['nomor']}: {data['reason']}",
    "berkas.corrected": corrected,
    "berkas.pindah": lambda data: (
        f"Memindahkan berkas {data['nomor']} ke arsip inaktif, BA {data['minutes']}"
    ),
    "berkas.musnah": lambda data: f"Memusnahkan isi berkas {data['nomor']}, BA {data['minutes']}",
    "berkas.serah": lambda data: (
        f"Menyerahkan berkas {data['nomor']} sebagai arsip statis, BA {data['minutes']}"
    ),
}
