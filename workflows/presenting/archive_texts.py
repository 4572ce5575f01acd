"""What the rows of the record say that are about the archive."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

Data = Mapping[str, Any]
CAPTIONS = {
    "klasifikasi_code": gettext_lazy("kode klasifikasi"),
    "klasifikasi_name": gettext_lazy("klasifikasi"),
    "tingkat": gettext_lazy("tingkat perkembangan"),
    "sifat": gettext_lazy("sifat"),
    "access": gettext_lazy("tingkat akses"),
    "active_years": gettext_lazy("retensi aktif"),
    "inactive_years": gettext_lazy("retensi inaktif"),
    "trigger": gettext_lazy("retensi dihitung sejak"),
    "trigger_date": gettext_lazy("tanggal mulai retensi"),
    "fate": gettext_lazy("nasib akhir"),
}


def corrected(data: Data) -> str:
    parts = [
        _("%(field)s dari “%(old)s” menjadi “%(new)s”")
        % {"field": CAPTIONS[name], "old": old or "-", "new": new or "-"}
        for name, (old, new) in data["changed"].items()
    ]
    return _("Mengubah keterangan berkas %(nomor)s: %(parts)s") % {
        "nomor": data["nomor"],
        "parts": "; ".join(parts),
    }


def laid_down(data: Data) -> str:
    count = len(data["papers"])
    text = ngettext(
        "Menyusun berkas arsip %(nomor)s dengan %(count)s naskah",
        "Menyusun berkas arsip %(nomor)s dengan %(count)s naskah",
        count,
    )
    return text % {"nomor": data["nomor"], "count": count}


ARCHIVE_TEXTS: dict[str, Callable[[Data], str]] = {
    "berkas.laid_down": laid_down,
    "berkas.filed": lambda data: (
        _("Mengarsipkan berkas %(nomor)s; SHA-256 paket %(sha256)s…")
        % {"nomor": data["nomor"], "sha256": data["sha256"][:12]}
    ),
    "berkas.failed": lambda data: _("Paket berkas %(nomor)s tidak dapat dibuat: %(reason)s") % data,
    "berkas.retried": lambda data: _("Mencoba lagi membuat paket berkas %(nomor)s") % data,
    "berkas.held": lambda data: _("Menahan berkas %(nomor)s: %(reason)s") % data,
    "berkas.released": lambda data: _("Melepas penahanan berkas %(nomor)s: %(reason)s") % data,
    "berkas.corrected": corrected,
    "berkas.pindah": lambda data: _("Memindahkan berkas %(nomor)s ke arsip inaktif, BA %(minutes)s") % data,
    "berkas.musnah": lambda data: _("Memusnahkan isi berkas %(nomor)s, BA %(minutes)s") % data,
    "berkas.serah": lambda data: (
        _("Menyerahkan berkas %(nomor)s sebagai arsip statis, BA %(minutes)s") % data
    ),
}
