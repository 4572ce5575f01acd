"""The metadata of a berkas as a package and the exports write them, in Indonesian."""

from typing import Any

from activity.wording import kept
from documents.models import Berkas


def period_text(berkas: Berkas) -> str:
    """Kurun waktu: 2026-01-05/2026-02-11 (ISO 8601)."""
    return f"{berkas.period_start.isoformat()}/{berkas.period_end.isoformat()}"


def metadata_of(berkas: Berkas) -> dict[str, Any]:
    """The metadata in the order in which an archivist expects them."""
    return {
        "kode_klasifikasi": berkas.klasifikasi_code,
        "klasifikasi": berkas.klasifikasi_name,
        "nomor_berkas": berkas.nomor,
        "hal": berkas.hal,
        "tahun": berkas.about_year,
        "pencipta": berkas.creator,
        "pemerintah_daerah": berkas.office.government.name,
        "unit_pengolah": berkas.unit.name if berkas.unit else berkas.creator,
        "kurun_waktu": period_text(berkas),
        "tingkat_perkembangan": kept(berkas.get_tingkat_display),
        "sifat": kept(berkas.get_sifat_display),
        "tingkat_akses": kept(berkas.get_access_display),
        "retensi_aktif_tahun": berkas.active_years,
        "retensi_inaktif_tahun": berkas.inactive_years,
        "retensi_sejak": berkas.trigger,
        "retensi_tanggal": berkas.trigger_date.isoformat() if berkas.trigger_date else "",
        "nasib_akhir": kept(berkas.get_fate_display),
        "diarsipkan": berkas.filed_at.isoformat(),
    }
