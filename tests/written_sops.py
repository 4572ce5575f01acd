"""Small SOP files of DPUPR Tarakan, written for one test and loaded as an admin would load them."""

from collections.abc import Mapping

from activity.chain import Actor
from sops.loading import Upload, load_sops
from sops.models import Revision
from tests.conftest import LOADED_AT

COLUMNS = {
    "kepala": "{nama: Kepala Dinas, jabatan: [kepala-dinas]}",
    "sekretaris": "{nama: Sekretaris, jabatan: [sekretaris]}",
    "kabid": "{nama: Kabid BM, jabatan: [kabid-bm]}",
    "kasubag": "{nama: Kasubag, jabatan: [kasubag-perencanaan-keuangan]}",
}
COMMAND = (
    "kegiatan: Memerintahkan, pelaksana: [kepala], tahap: disposisi, tindakan: disposisi, output: Disposisi"
)
DRAFT = "kegiatan: Menyusun, pelaksana: [kasubag], tahap: penyusunan, tindakan: menyusun, output: Konsep"
CHECK = "kegiatan: Memeriksa, tahap: penyusunan, tindakan: memeriksa, naskah: Konsep, output: Konsep"
FILE = (
    "kegiatan: Mengarsipkan, pelaksana: [kasubag], tahap: pengarsipan, tindakan: mengarsipkan, naskah: Konsep"
)


def load_sop(slug: str, *steps: str, columns: Mapping[str, str] = COLUMNS, settings: str = "{}") -> Revision:
    """Load an SOP with these steps (each the inside of a YAML flow mapping), numbered from 1; `settings` are its
    pengaturan."""
    lines = ["perangkat_daerah: dpupr-tarakan", f"nama: Uji {slug}", "pelaksana:"]
    lines += [f"  {key}: {column}" for key, column in columns.items()]
    lines += ["prosedur:", *(f"  - {{nomor: {number}, {step}}}" for number, step in enumerate(steps, 1))]
    lines.append(f"pengaturan: {settings}")
    upload = Upload(f"{slug}.yaml", "\n".join([*lines, ""]).encode(), slug)
    return load_sops([upload], by=Actor.command("tests"), at=LOADED_AT)[0].revision


def load_joint_decision(slug: str, *, selesai_bila: str) -> Revision:
    """Command, draft, three posts check side by side (Tidak sends it back to the draft), file."""
    check = f"{CHECK}, pelaksana: [kepala, sekretaris, kabid], selesai_bila: {selesai_bila}"
    return load_sop(slug, COMMAND, DRAFT, f"{check}, keputusan: {{Ya: lanjut, Tidak: 2}}", FILE)
