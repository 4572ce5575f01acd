"""The SOP file: reading it with all its faults, and writing it back (docs/sop-format.md). No Django."""

from typing import Any

from activity.words import _
from organizations.nip import HIDDEN
from organizations.office_file import SLUG
from organizations.tampilan import read_tampilan, tampilan_tree
from organizations.yaml_reader import Fields, Source, read_yaml
from organizations.yaml_writer import Flow, FlowList, flowing, in_order, write_yaml
from sops.checks import check_document
from sops.document import (
    HASIL,
    KAPASITAS,
    LISTS,
    SELESAI_BILA,
    SEMUA,
    TAHAP,
    TINDAKAN,
    WAKIL,
    Answer,
    Column,
    Signatory,
    SopDocument,
    Step,
)

SCHEMA_LINE = "# yaml-language-server: $schema=../../sops/sop.schema.json\n"
DATES = ("pembuatan", "revisi", "efektif", "pengesahan")
MAX_NAME = 300
MAX_STEPS, MAX_COLUMNS = 200, 15


def read_sop(data: bytes, source: Source) -> SopDocument | None:
    """The SOP of a file; None, with all faults noted in `source`, where something is wrong."""
    top = read_yaml(data, source)
    if top is None:
        return None
    columns = tuple(read_column(key, fields) for key, fields in top.named("pelaksana", required=True))
    lines: dict[int, Fields] = {}
    document = SopDocument(
        perangkat_daerah=top.text("perangkat_daerah", required=True, limit=60),
        nama=top.text("nama", required=True, limit=MAX_NAME),
        unit=top.text("unit", limit=200),
        nomor=top.text("nomor", limit=120),
        hasil=top.text("hasil", choices=HASIL, default="lain"),
        **read_dates(top),
        disahkan_oleh=read_signatory(top),
        **read_lists(top),
        jumlah_waktu=top.text("jumlah_waktu", limit=120),
        pelaksana=columns,
        prosedur=tuple(read_steps(top, lines)),
        tampilan=read_tampilan(top) or {},
        pengaturan=read_pengaturan(top),
        catatan_transkripsi=read_notes(top),
    )
    top.done()
    if len(columns) > MAX_COLUMNS:
        top.fault("pelaksana", _("paling banyak %(most)d kolom") % {"most": MAX_COLUMNS})
    if len(document.prosedur) > MAX_STEPS:
        top.fault("prosedur", _("paling banyak %(most)d langkah") % {"most": MAX_STEPS})
    elif document.prosedur and columns:
        check_document(document, lines, top)
    return None if source.faults else document


def read_dates(top: Fields) -> dict[str, Any]:
    inner = top.mapping("tanggal")
    if inner is None:
        return {}
    found = {f"tanggal_{name}": str(inner.date(name) or "") for name in DATES}
    inner.done()
    return found


def read_lists(top: Fields) -> dict[str, Any]:
    return {name: top.texts(name) for name in LISTS}


def read_signatory(top: Fields) -> Signatory:
    inner = top.mapping("disahkan_oleh")
    if inner is None:
        return Signatory()
    found = Signatory(
        jabatan=inner.text("jabatan", limit=200),
        kapasitas=inner.text("kapasitas", choices=KAPASITAS[1:]),
        nama=inner.text("nama", limit=200),
        pangkat=inner.text("pangkat", limit=60),
        nip=inner.text("nip", limit=30),
    )
    if HIDDEN in found.nip:
        inner.fault(
            "nip", _("NIP ini disamarkan seperti di laman resmi; tulis NIP yang lengkap, atau hapus barisnya")
        )
    inner.done()
    return found


def read_column(key: str, fields: Fields) -> Column:
    if not key.replace("_", "a").isalnum() or not key.isascii() or key != key.lower() or len(key) > 60:
        fields.fault("", _("kunci kolom memakai huruf kecil, angka dan garis bawah, misalnya kepala_dinas"))
    column = Column(
        key=key,
        nama=fields.text("nama", required=True, limit=200),
        jabatan=fields.texts("jabatan", required=True, limit=60),
        wakil=fields.text("wakil", choices=WAKIL, default=SEMUA),
        catatan_transkripsi=fields.text("catatan_transkripsi"),
    )
    if len(set(column.jabatan)) < len(column.jabatan):
        fields.fault("jabatan", _("ada jabatan yang ditulis dua kali"))
    fields.done()
    return column


def read_steps(top: Fields, lines: dict[int, Fields]) -> list[Step]:
    steps = []
    for order, fields in enumerate(top.items("prosedur", required=True), 1):
        lines[order] = fields
        steps.append(read_step(order, fields))
    return steps


def read_step(order: int, fields: Fields) -> Step:
    step = Step(
        order=order,
        nomor=fields.text("nomor", default=str(order), limit=20),
        kegiatan=fields.text("kegiatan", required=True),
        pelaksana=fields.texts("pelaksana", required=True, limit=60),
        selesai_bila=fields.text("selesai_bila", choices=SELESAI_BILA, default=SEMUA),
        tahap=fields.text("tahap", required=True, choices=TAHAP, default=TAHAP[0]),
        tindakan=fields.text("tindakan", required=True, choices=TINDAKAN, default=TINDAKAN[0]),
        naskah=fields.text("naskah", limit=300),
        kelengkapan=fields.text("kelengkapan", limit=300),
        waktu=fields.text("waktu", limit=60),
        output=fields.text("output", limit=300),
        keterangan=fields.text("keterangan"),
        keputusan=tuple(Answer(label, goal) for label, goal, _ in fields.pairs("keputusan")),
        penentu=fields.text("penentu"),
        pihak_luar=fields.texts("pihak_luar", limit=200),
        sop=fields.text("sop", limit=MAX_NAME),
        kode=fields.text("kode", limit=60),
        catatan_transkripsi=fields.text("catatan_transkripsi"),
    )
    if step.kode and (not SLUG.match(step.kode) or step.kode.isdigit()):
        fields.fault(
            "kode",
            _("memakai huruf kecil, angka dan tanda hubung, dan bukan angka saja, misalnya tanda-tangan"),
        )
    fields.done()
    return step


def read_pengaturan(top: Fields) -> dict[str, Any]:
    inner = top.mapping("pengaturan")
    if inner is None:
        return {}
    reminder = inner.text("pengingat", limit=4)
    if reminder and not (reminder.endswith("%") and reminder[:-1].isdigit() and 0 < int(reminder[:-1]) < 100):
        inner.fault("pengingat", _("tulis sebagai persen antara 1% dan 99%, misalnya 75%"))
    returns = inner.mapping("kembali_ke")
    found: dict[str, Any] = {
        "kelengkapan": inner.text("kelengkapan", choices=("menghalangi", "mengingatkan")),
        "pengingat": reminder,
        "strategis": list(inner.texts("strategis")),
        "kembali_ke": {name: list(returns.texts(name)) for name in returns.nodes} if returns else {},
        "urutan_tanda_tangan": inner.text("urutan_tanda_tangan", choices=("bebas", "kolom")),
        "klasifikasi": inner.text("klasifikasi", limit=30),
    }
    inner.done()
    return {key: value for key, value in found.items() if value}


def read_notes(top: Fields) -> dict[str, str]:
    return {name: text for name, text, _ in top.pairs("catatan_transkripsi") if text}


def write_sop(document: SopDocument) -> str:
    """The file of an SOP: keys in the order of the form, defaults left out."""
    dates = {name: getattr(document, f"tanggal_{name}") for name in DATES}
    signatory = document.disahkan_oleh
    tree: dict[str, Any] = {
        "perangkat_daerah": document.perangkat_daerah,
        "unit": document.unit,
        "nomor": document.nomor,
        "nama": document.nama,
        "hasil": document.hasil if document.hasil != "lain" else "",
        "tanggal": Flow(dates) if any(dates.values()) else "",
        "disahkan_oleh": Flow(filled(signatory.__dict__)),
        **{name: list(getattr(document, name)) for name in LISTS},
        "jumlah_waktu": document.jumlah_waktu,
        "pelaksana": {column.key: column_tree(column) for column in document.pelaksana},
        "prosedur": [step_tree(step) for step in document.prosedur],
        "tampilan": tampilan_tree(document.tampilan),
        "pengaturan": flowing(in_order(document.pengaturan)),
        "catatan_transkripsi": in_order(document.catatan_transkripsi),
    }
    return SCHEMA_LINE + write_yaml(filled(tree))


def filled(pairs: dict[str, Any]) -> dict[str, Any]:
    """The pairs that say something."""
    return {key: value for key, value in pairs.items() if value not in ("", [], (), {})}


def column_tree(column: Column) -> dict[str, Any]:
    wakil = column.wakil if column.wakil != SEMUA else ""
    return Flow(
        filled(
            {
                "nama": column.nama,
                "jabatan": list(column.jabatan),
                "wakil": wakil,
                "catatan_transkripsi": column.catatan_transkripsi,
            }
        )
    )


def step_tree(step: Step) -> dict[str, Any]:
    return filled(
        {
            "nomor": step.nomor if step.nomor != str(step.order) else "",
            "kegiatan": step.kegiatan,
            "pelaksana": FlowList(step.pelaksana),
            "selesai_bila": step.selesai_bila if step.selesai_bila != SEMUA else "",
            "tahap": step.tahap,
            "tindakan": step.tindakan,
            "naskah": step.naskah,
            "kelengkapan": step.kelengkapan,
            "waktu": step.waktu,
            "output": step.output,
            "keterangan": step.keterangan,
            "keputusan": Flow({answer.label: answer.target for answer in step.keputusan}),
            "penentu": step.penentu,
            "pihak_luar": FlowList(step.pihak_luar),
            "sop": step.sop,
            "kode": step.kode,
            "catatan_transkripsi": step.catatan_transkripsi,
        }
    )
