"""What a person made, uploaded, signed and filed."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from documents.models import (
    Berkas,
    LegalHold,
    Naskah,
    NaskahNumber,
    PerjanjianKinerja,
    PkRealisasi,
    Publication,
    RetentionProposal,
    Signature,
    StoredFile,
)
from workflows.personal.part import Part

PAPER = {"naskah": "paper__title", "nomor": "paper__nomor", "kantor": "paper__office__name"}
SIGNED = {
    **PAPER,
    "keadaan": "status",
    "cara": "way",
    "waktu": "signed_at",
    "sebagai": "signed_as",
    "pihak_luar": "outside",
    "cap": "block",
    "sidik_sertifikat": "certificate",
    "alasan": "reason",
    "berkas_sha256": "file__sha256",
    "pindaian_sha256": "scan__sha256",
}
PUBLISHED = {**PAPER, "berkas_sha256": "file__sha256"}
FILED = {"berkas": "nomor", "hal": "hal", "kantor": "office__name", "waktu": "filed_at"}
HOLD = {"berkas": "berkas__nomor", "hal": "berkas__hal"}
PROPOSAL = {"kantor": "office__name", "usulan": "kind", "keadaan": "state"}


def stage(verb: str, key: str, meaning: Promise, note: str) -> Part:
    """One of the stages of a retention proposal: "appraised" is in appraised_by and appraised_at."""
    shows = PROPOSAL | {"waktu": f"{verb}_at"} | ({"keterangan": note} if note else {})
    return Part(f"retensi_{key}", meaning, RetentionProposal, f"{verb}_by", shows)


PARTS = [
    Part(
        "berkas_diunggah",
        _("Berkas yang diunggah atau dibuat; isinya tidak disalin"),
        StoredFile,
        "uploaded_by",
        {
            "nama": "name",
            "jenis": "media_type",
            "ukuran_bita": "size",
            "sha256": "sha256",
            "waktu": "uploaded_at",
            "kantor": "office__name",
            "dimusnahkan": "erased_at",
        },
    ),
    Part(
        "naskah",
        _("Naskah yang dibuat di sini"),
        Naskah,
        "created_by",
        {"judul": "title", "jenis": "kind", "nomor": "number__text", "tanggal": "day", "waktu": "created_at"},
    ),
    Part(
        "nomor_naskah",
        _("Nomor naskah yang diambil"),
        NaskahNumber,
        "given_by",
        {"nomor": "text", "jenis": "kind", "kantor": "office__name", "waktu": "given_at"},
    ),
    Part(
        "perjanjian_kinerja",
        _("Perjanjian Kinerja yang terakhir disunting orang ini"),
        PerjanjianKinerja,
        "edited_by",
        {"jabatan": "pihak_pertama__title", "tahun": "year", "jenis": "kind", "waktu": "edited_at"},
    ),
    Part(
        "realisasi",
        _("Realisasi yang diisi"),
        PkRealisasi,
        "by",
        {
            "jabatan": "indicator__sasaran__perjanjian_kinerja__pihak_pertama__title",
            "tahun": "indicator__sasaran__perjanjian_kinerja__year",
            "indikator": "indicator__text",
            "triwulan": "quarter",
            "realisasi": "text",
            "penjelasan": "note",
            "waktu": "at",
            "digantikan": "replaced_at",
        },
    ),
    Part("tanda_tangan", _("Tanda tangan yang diberikan"), Signature, "signed_by", SIGNED),
    Part(
        "tanda_tangan_atas_nama",
        _("Tanda tangan yang diberikan pejabat lain atas nama orang ini"),
        Signature,
        "on_behalf_of",
        SIGNED | {"oleh": "signed_by__name"},
    ),
    Part(
        "tanda_tangan_dijamin",
        _("Tanda tangan orang lain yang kebenarannya dinyatakan orang ini"),
        Signature,
        "attested_by",
        PAPER | {"waktu": "signed_at", "menyatakan_sebagai": "attested_as"},
    ),
    Part(
        "terbit",
        _("Naskah yang diterbitkan di laman resmi"),
        Publication,
        "published_by",
        PUBLISHED | {"waktu": "published_at", "sebagai": "published_as"},
    ),
    Part(
        "ditarik",
        _("Naskah yang ditarik dari laman resmi"),
        Publication,
        "withdrawn_by",
        PUBLISHED | {"waktu": "withdrawn_at", "sebagai": "withdrawn_as", "alasan": "withdrawn_reason"},
    ),
    Part("arsip", _("Berkas arsip yang diberkaskan"), Berkas, "filed_by", FILED),
    Part(
        "arsip_ditahan",
        _("Berkas arsip yang ditahan"),
        LegalHold,
        "by",
        HOLD | {"waktu": "at", "alasan": "reason"},
    ),
    Part(
        "arsip_dilepas",
        _("Penahanan arsip yang dilepas"),
        LegalHold,
        "released_by",
        HOLD | {"waktu": "released_at", "alasan": "release_reason"},
    ),
    stage("proposed", "diusulkan", _("Usulan retensi arsip yang diusulkan"), "note"),
    stage("appraised", "dinilai", _("Usulan retensi arsip yang dinilai"), "appraisal"),
    stage("approved", "disetujui", _("Usulan retensi arsip yang disetujui"), ""),
    stage("executed", "dilaksanakan", _("Usulan retensi arsip yang dilaksanakan"), ""),
    stage("rejected", "ditolak", _("Usulan retensi arsip yang ditolak"), "rejection"),
]
