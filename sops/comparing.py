"""How two contents of an SOP differ, for those who review one: field by field, column by column, step by step. Pure."""

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from activity.words import _
from sops.document import Column, Signatory, SopDocument, Step

HEADER = {
    "nama": "Nama SOP",
    "nomor": "Nomor SOP",
    "unit": "Unit",
    "hasil": "Hasil",
    "tanggal_pembuatan": "Tanggal Pembuatan",
    "tanggal_revisi": "Tanggal Revisi",
    "tanggal_efektif": "Tanggal Efektif",
    "tanggal_pengesahan": "Tanggal Pengesahan",
    "disahkan_oleh": "Disahkan oleh",
    "dasar_hukum": "Dasar Hukum",
    "kualifikasi_pelaksana": "Kualifikasi Pelaksana",
    "keterkaitan": "Keterkaitan",
    "peralatan": "Peralatan/Perlengkapan",
    "peringatan": "Peringatan",
    "pencatatan": "Pencatatan dan Pendataan",
    "jumlah_waktu": "Jumlah waktu",
    "tampilan": "Tampilan lembar",
    "pengaturan": "Pengaturan",
}
COLUMN = {"nama": "Nama", "wakil": "Wakil"}
STEP = {
    "nomor": "Nomor",
    "kode": "Kode",
    "kegiatan": "Kegiatan",
    "pelaksana": "Pelaksana",
    "tahap": "Tahap",
    "tindakan": "Tindakan",
    "selesai_bila": "Selesai bila",
    "naskah": "Naskah",
    "kelengkapan": "Kelengkapan",
    "waktu": "Waktu",
    "output": "Output",
    "keterangan": "Keterangan",
    "keputusan": "Keputusan",
    "penentu": "Penentu",
    "pihak_luar": "Pihak luar",
    "sop": "SOP",
}
CHANGED, ADDED, REMOVED = "diubah", "ditambah", "dihapus"


@dataclass(frozen=True)
class Change:
    """One thing that differs: `kind` is CHANGED, ADDED or REMOVED; `fields` are (name, before, after)."""

    kind: str
    name: str
    fields: list[tuple[str, str, str]]


def differences(old: SopDocument, new: SopDocument) -> list[tuple[str, list[Change]]]:
    """What differs between two contents of one SOP, by the parts of the sheet; nothing exactly where they are the same
    content (`content_hash`)."""
    header = [
        Change(CHANGED, _(label), [(_(label), said(getattr(old, name)), said(getattr(new, name)))])
        for name, label in HEADER.items()
        if getattr(old, name) != getattr(new, name)
    ]
    columns = [*pairs_of_columns(old.pelaksana, new.pelaksana), *order_of_columns(old, new)]
    steps = list(pairs_of_steps(old, new))
    parts = [(_("Bagian identitas"), header), (_("Kolom pelaksana"), columns), (_("Langkah"), steps)]
    return [(caption, changes) for caption, changes in parts if changes]


def pairs_of_columns(old: Sequence[Column], new: Sequence[Column]) -> Iterator[Change]:
    """The columns by their keys."""
    before, after = ({column.key: column for column in columns} for columns in (old, new))
    for key, column in before.items():
        if key not in after:
            yield Change(REMOVED, column.nama, [])
        elif fields := changed_fields(column, after[key], COLUMN):
            yield Change(CHANGED, after[key].nama, fields)
    for key, column in after.items():
        if key not in before:
            yield Change(ADDED, column.nama, [])


def order_of_columns(old: SopDocument, new: SopDocument) -> Iterator[Change]:
    """That the columns which both have stand in another order: the flowchart is drawn by it."""
    keys = [[column.key for column in document.pelaksana] for document in (old, new)]
    before, after = ([key for key in mine if key in keys[0] and key in keys[1]] for mine in keys)
    if before != after:
        names = (said([named(old, key) for key in before]), said([named(new, key) for key in after]))
        yield Change(CHANGED, _("Urutan kolom"), [(_("Urutan"), *names)])


def pairs_of_steps(old: SopDocument, new: SopDocument) -> Iterator[Change]:
    """The steps by what they do, so that one that is put between others changes only itself."""
    texts = [[step.kegiatan for step in document.prosedur] for document in (old, new)]
    matcher = difflib.SequenceMatcher(None, texts[0], texts[1], autojunk=False)
    for _tag, a, b, c, d in matcher.get_opcodes():
        for place in range(max(b - a, d - c)):
            before = old.prosedur[a + place] if a + place < b else None
            after = new.prosedur[c + place] if c + place < d else None
            if before and after:
                fields = changed_fields(before, after, STEP, (old, new))
                if fields:
                    yield Change(CHANGED, title(after), fields)
            elif before:
                yield Change(REMOVED, title(before), [])
            elif after:
                yield Change(ADDED, title(after), changed_fields(None, after, STEP, (old, new)))


def changed_fields(
    old: Step | Column | None,
    new: Step | Column,
    labels: dict[str, str],
    documents: tuple[SopDocument, SopDocument] | None = None,
) -> list[tuple[str, str, str]]:
    """The fields that differ, as texts; of something new those that it has."""
    found = []
    for name, label in labels.items():
        before, after = getattr(old, name, ""), getattr(new, name)
        if name == "pelaksana" and documents:
            before = tuple(named(documents[0], key) for key in before)
            after = tuple(named(documents[1], key) for key in after)
        if (before or after) and before != after:
            found.append((_(label), said(before), said(after)))
    return found


def named(document: SopDocument, key: str) -> str:
    """The column as the paper prints it; with its key where another one is printed the same."""
    nama = document.column(key).nama
    is_alone = [column.nama for column in document.pelaksana].count(nama) == 1
    return nama if is_alone else f"{nama} ({key})"


def title(step: Step) -> str:
    """The step as a list names it."""
    return _("Langkah %(step)s: %(kegiatan)s") % {"step": step.nomor, "kegiatan": step.kegiatan}


def said(value: object) -> str:
    """A value as one text."""
    if isinstance(value, Signatory):
        return ", ".join(part for part in value.__dict__.values() if part)
    if isinstance(value, dict):
        return "; ".join(f"{key}: {said(inner)}" for key, inner in value.items())
    if isinstance(value, list | tuple):
        return "; ".join(part_of(said(inner)) for inner in value)
    if hasattr(value, "label"):
        return f"{value.label}: {getattr(value, 'target', '')}"
    return str(value or "")


def part_of(text: str) -> str:
    """One of several texts: in quotation marks where it would look like two."""
    return f"“{text}”" if "; " in text else text
