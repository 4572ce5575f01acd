"""The offices: those of the fixtures, and copies of them under other names, each with its SOP and one short SOP."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.conf import settings

from activity.chain import Actor
from organizations.loading import load_offices
from sops.loading import Upload, load_sops

LOADED_AT = datetime(2022, 1, 3, tzinfo=UTC)
BY = Actor.command("bench")
BORN = date(1900, 1, 1)  # on such days the officials of the fixtures are born, whose NIP begins with it
NIP = re.compile(r"nip: 190001(\d\d)")


@dataclass(frozen=True)
class Kind:
    """An office of the fixtures: its slug, that of its government and of its SOP, and the posts of the short SOP."""

    office: str
    government: str
    sop: str
    head: str
    clerk: str


KINDS = (
    Kind("dpupr-tarakan", "kota-tarakan", "tarakan-dpupr", "kepala-dinas", "kasubag-perencanaan-keuangan"),
    Kind("dpupr-gowa", "kabupaten-gowa", "gowa-dpupr", "kepala-dinas", "kasubag-perencanaan"),
    Kind("kesbangpol-tangerang", "kota-tangerang", "tangerang-kesbangpol", "kepala-kantor", "kasubag-tu"),
    Kind("dp3appkb-tarakan", "kota-tarakan", "tarakan-dp3appkb", "kepala-dinas", "kasubag-program"),
    Kind("setda-madiun", "kota-madiun", "madiun-setda", "kabag", "subkoordinator"),
)
MEASURED = KINDS[0]  # the first office that is made
SHORT = """perangkat_daerah: {office}
nama: Penyiapan Surat Keluar
pelaksana:
  pimpinan: {{nama: Pimpinan, jabatan: [{head}]}}
  konseptor: {{nama: Konseptor, jabatan: [{clerk}]}}
prosedur:
  - {{nomor: 1, kegiatan: Memerintahkan penyiapan surat, pelaksana: [pimpinan], tahap: disposisi, tindakan: disposisi, output: Disposisi, waktu: 1 Jam}}
  - {{nomor: 2, kegiatan: Menyusun konsep surat, pelaksana: [konseptor], tahap: penyusunan, tindakan: menyusun, output: Konsep, waktu: 1 Hari}}
  - {{nomor: 3, kegiatan: Memeriksa konsep surat, pelaksana: [pimpinan], tahap: penyusunan, tindakan: memeriksa, naskah: Konsep, output: Konsep, waktu: 1 Hari, keputusan: {{Ya: lanjut, Tidak: 2}}}}
  - {{nomor: 4, kegiatan: Mengarsipkan surat, pelaksana: [konseptor], tahap: pengarsipan, tindakan: mengarsipkan, naskah: Konsep, waktu: 1 Jam}}
pengaturan: {{}}
"""  # noqa: E501  a file of the format, one step a line


@dataclass(frozen=True)
class Place:
    """An office as it was made: its slug, and those of its two SOPs."""

    office: str
    long: str
    short: str


def places(count: int) -> list[Place]:
    """So many offices; the first one is the measured one."""
    return [place_of(KINDS[number % len(KINDS)], number // len(KINDS)) for number in range(count)]


def place_of(kind: Kind, copy: int) -> Place:
    """One of them; copy 0 is the office of the fixtures itself."""
    return Place(named(kind.office, copy), named(kind.sop, copy), named(f"surat-{kind.office}", copy))


def named(slug: str, copy: int) -> str:
    """The name in that copy."""
    return f"{slug}-{copy:02}" if copy else slug


def load_places(count: int) -> None:
    """Load them as an admin would: the files of the fixtures, with other names."""
    folder = settings.BASE_DIR / "fixtures"
    copies = [(KINDS[number % len(KINDS)], number // len(KINDS)) for number in range(count)]
    texts = [(folder / "organizations" / f"{kind.office}.yaml").read_text() for kind, _ in copies]
    files = [
        (f"{named(kind.office, copy)}.yaml", office_text(text, kind, copy).encode())
        for text, (kind, copy) in zip(texts, copies, strict=True)
    ]
    load_offices(files, by=BY, at=LOADED_AT)
    load_sops([upload for kind, copy in copies for upload in uploads(kind, copy)], by=BY, at=LOADED_AT)


def office_text(text: str, kind: Kind, copy: int) -> str:
    """The file of an office in that copy. Its people are no demo accounts: those cannot be served in production."""
    text = text.replace(", contoh: ya", "")
    if not copy:
        return text
    for slug in (kind.office, kind.government):
        text = text.replace(slug, named(slug, copy))
    # Names of accounts end with that of the town.
    town = kind.government.partition("-")[2]
    text = re.sub(rf"(nama_pengguna: [a-z-]*-{town})(?=[,}}])", rf"\1-{copy:02}", text)
    return NIP.sub(lambda found: f"nip: {born(int(found[1]), copy):%Y%m%d}", text)


def born(day: int, copy: int) -> date:
    """The day of birth in that copy of those born on that day of the fixtures."""
    return BORN + timedelta(days=day - 1 + copy * len(KINDS))


def uploads(kind: Kind, copy: int) -> Iterator[Upload]:
    """The office's SOP and its short one."""
    place, office = place_of(kind, copy), named(kind.office, copy)
    text = (settings.BASE_DIR / "fixtures" / "sops" / f"{kind.sop}.yaml").read_text()
    yield Upload(f"{place.long}.yaml", text.replace(kind.office, office).encode(), place.long)
    short = SHORT.format(office=office, head=kind.head, clerk=kind.clerk)
    yield Upload(f"{place.short}.yaml", short.encode(), place.short)
