"""What a person did with SOPs and cases."""

from django.utils.translation import gettext_lazy as _

from sops.models import Book, Reading, RemarkAnswer, Revision, RevisionApproval, Submission
from workflows.models import (
    AssessedSop,
    Assessment,
    Assignment,
    CalendarFeed,
    Case,
    Comment,
    Inspection,
    Output,
    Pause,
    SavedSearch,
    Snooze,
)
from workflows.personal.part import Part

CASE = {"agenda": "agenda_number", "tahun_agenda": "agenda_year", "kasus": "title", "kantor": "office__name"}


def case_by(prefix: str) -> dict[str, str]:
    """How a case is named in a row that reaches it so: "run__case__"."""
    return {name: f"{prefix}{where}" for name, where in CASE.items()}


TASK = {
    **case_by("run__case__"),
    "langkah": "run__step__kegiatan",
    "jabatan": "post__title",
    "dibuka": "opened_at",
    "selesai": "acted_at",
    "sebagai": "acted_as",
    "jawaban": "answer",
    "catatan": "note",
    "rincian": "details",
    "menunggu_detik": "waited_seconds",
    "dikerjakan_detik": "worked_seconds",
    "batas_detik": "limit_seconds",
}
SOP = {"sop": "revision__nama", "revisi": "revision__number", "kantor": "revision__sop__office__name"}

PARTS = [
    Part("tugas", _("Tugas yang diselesaikan"), Assignment, "acted_by", TASK),
    Part(
        "tugas_atas_nama",
        _("Tugas yang diselesaikan pejabat lain atas nama orang ini"),
        Assignment,
        "on_behalf_of",
        TASK | {"oleh": "acted_by__name"},
    ),
    Part("kasus_dimulai", _("Kasus yang dimulai"), Case, "started_by", CASE | {"waktu": "started_at"}),
    Part(
        "komentar",
        _("Komentar pada kasus"),
        Comment,
        "by",
        {
            **case_by("case__"),
            "waktu": "at",
            "sebagai": "said_as",
            "isi": "text",
            "jabatan_disebut": "mentions",
        },
    ),
    Part(
        "formulir_evaluasi",
        _("Formulir monitoring dan evaluasi yang dibuat"),
        Assessment,
        "created_by",
        {"kantor": "office__name", "jenis": "kind", "periode": "period", "waktu": "created_at"},
    ),
    Part(
        "penilaian_sop",
        _("SOP yang dinilai dalam monitoring dan evaluasi"),
        AssessedSop,
        "assessed_by",
        {
            **SOP,
            "periode": "assessment__period",
            "penilaian": "verdict",
            "catatan": "note",
            "tindakan": "measure",
            "sebagai": "assessed_as",
            "waktu": "assessed_at",
        },
    ),
    Part(
        "pemeriksaan",
        _("Kasus yang dilihat sebagai inspektur"),
        Inspection,
        "user",
        {**case_by("case__"), "hari": "day"},
    ),
    Part(
        "keluaran",
        _("Naskah dan catatan yang ditambahkan pada kasus"),
        Output,
        "created_by",
        {
            **case_by("case__"),
            "waktu": "created_at",
            "nama": "name",
            "versi": "version",
            "jenis": "kind",
            "catatan": "note",
            "berkas": "file__name",
        },
    ),
    Part(
        "jeda",
        _("Kasus atau langkah yang dihentikan sementara"),
        Pause,
        "started_by",
        {
            **case_by("case__"),
            "jenis": "kind",
            "alasan": "reason",
            "mulai": "started_at",
            "selesai": "ended_at",
        },
    ),
    Part(
        "ditunda",
        _("Tugas yang disisihkan dari kotak masuk"),
        Snooze,
        "user",
        {**case_by("assignment__run__case__"), "sampai": "until"},
    ),
    Part(
        "saringan",
        _("Saringan tugas yang disimpan"),
        SavedSearch,
        "user",
        {"nama": "name", "saringan": "query", "dibagikan": "office__name"},
    ),
    Part(
        "alamat_kalender",
        _("Alamat kalender tenggat; kuncinya sendiri tidak disalin"),
        CalendarFeed,
        "user",
        {"dibuat": "made_at"},
    ),
    Part(
        "sop_dimuat",
        _("Revisi SOP yang dimuat"),
        Revision,
        "loaded_by",
        {
            "sop": "nama",
            "revisi": "number",
            "kantor": "sop__office__name",
            "waktu": "loaded_at",
            "alasan": "reason",
        },
    ),
    Part(
        "sop_diajukan",
        _("Revisi SOP yang diajukan untuk direviu"),
        Submission,
        "by",
        {**SOP, "putaran": "round", "waktu": "at", "sebagai": "capacity", "catatan": "note"},
    ),
    Part(
        "sop_direviu",
        _("Persetujuan, paraf, atau pengembalian revisi SOP"),
        RevisionApproval,
        "by",
        {
            **SOP,
            "putaran": "round",
            "tingkat": "level",
            "putusan": "verdict",
            "alasan": "reason",
            "waktu": "at",
            "sebagai": "capacity",
            "atas_nama": "on_behalf_of",
        },
    ),
    Part(
        "sop_dibaca",
        _("Revisi SOP yang dinyatakan sudah dibaca dan dipahami"),
        Reading,
        "by",
        {**SOP, "waktu": "at", "sebagai": "capacity"},
    ),
    Part(
        "buku_sop",
        _("Buku SOP yang diminta"),
        Book,
        "requested_by",
        {"kantor": "office__name", "waktu": "requested_at", "keadaan": "status"},
    ),
    Part(
        "jawaban_peringatan",
        _("Jawaban atas peringatan SOP"),
        RemarkAnswer,
        "by",
        {"kantor": "sop__office__name", "sop": "sop__slug", "waktu": "at", "alasan": "reason"},
    ),
]
