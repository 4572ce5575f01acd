"""A small SOP file to change, reading and loading it, and what the database holds."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings

from activity.chain import Actor
from organizations.loading import Loaded as LoadedOffice
from organizations.loading import load_offices
from organizations.yaml_reader import Fault, Source
from sops.document import SopDocument
from sops.loading import Loaded, Upload, load_sops
from sops.sop_file import read_sop

SLUGS = ("tarakan-dpupr", "tangerang-kesbangpol", "tarakan-dp3appkb", "gowa-dpupr", "madiun-setda")
OFFICES = ("dpupr-tarakan", "kesbangpol-tangerang", "dp3appkb-tarakan", "dpupr-gowa", "setda-madiun")
COMMAND = Actor.command("tests")
AT = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)

SOP = """\
perangkat_daerah: dpupr-tarakan
nama: Uji
pelaksana:
  kepala: {nama: Kepala, jabatan: [kepala-dinas]}
  kabid: {nama: Kabid, jabatan: [kabid-bm, kabid-ckpr]}
  staf: {nama: Staf, jabatan: [staf-umum]}
prosedur:
  - nomor: 1
    kegiatan: Memerintahkan penyusunan
    pelaksana: [kepala]
    tahap: disposisi
    tindakan: disposisi
    waktu: 10 menit
  - nomor: 2
    kegiatan: Menyusun konsep
    pelaksana: [staf]
    tahap: penyusunan
    tindakan: menyusun
    waktu: 2 hari
    output: Konsep
  - nomor: 3
    kegiatan: Memeriksa konsep
    pelaksana: [kepala, kabid]
    tahap: penyusunan
    tindakan: memeriksa
    kelengkapan: Konsep
    waktu: 1 jam 30 menit
    output: Konsep
    keputusan: {Ya: lanjut, Tidak: 2}
  - nomor: 4
    kegiatan: Mengarsipkan konsep
    pelaksana: [staf]
    tahap: pengarsipan
    tindakan: mengarsipkan
    kelengkapan: Konsep
    waktu: 30 menit
    output: Konsep
"""


def fixture(kind: str, slug: str) -> str:
    """The text of a shipped file: kind is sops or organizations."""
    path: Path = settings.BASE_DIR / "fixtures" / kind / f"{slug}.yaml"
    return path.read_text(encoding="utf-8")


def changed(old: str, new: str, text: str = SOP) -> str:
    """The text with the first `old` replaced; `old` must be there."""
    assert old in text
    return text.replace(old, new, 1)


def line_with(marker: str, text: str) -> int:
    """The number of the first line that contains the marker, from 1."""
    return next(number for number, line in enumerate(text.splitlines(), 1) if marker in line)


def read(data: str | bytes, file: str = "uji.yaml") -> tuple[SopDocument | None, list[Fault]]:
    """The document of a file, and its faults."""
    source = Source(file)
    document = read_sop(data.encode() if isinstance(data, str) else data, source)
    return document, source.faults


def document_of_text(data: str | bytes) -> SopDocument:
    """The document of a file without faults."""
    document, faults = read(data)
    assert document is not None, [str(fault) for fault in faults]
    return document


def load(text: str | bytes, name: str = "uji.yaml", **options: Any) -> Loaded:
    """Load one SOP file."""
    data = text.encode() if isinstance(text, str) else text
    return load_sops([Upload.of(name, data)], **{"by": COMMAND, "at": AT, **options})[0]


def load_office(text: str, name: str = "kantor.yaml", at: datetime = AT) -> LoadedOffice:
    """Load one office file."""
    return load_offices([(name, text.encode())], by=COMMAND, at=at)[0]


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table of ours, to compare before and after."""
    ours = ("activity", "organizations", "documents", "sops", "workflows")
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values_list())
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in ours
    }


def all_files(folder: Path) -> list[tuple[str, int]]:
    """Every file under a folder with its size."""
    return sorted((str(path), path.stat().st_size) for path in folder.rglob("*") if path.is_file())
