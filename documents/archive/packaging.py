"""Writing the package of a filed matter: a ZIP that is read, and checked, without the product. No Django.

The same matter gives the same bytes: members in a fixed order, nothing compressed, all of one date.
"""

import hashlib
import json
import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from documents.archive.package_texts import README, metadata_csv, record_csv

FORMAT = "SOPFlow paket arsip 1"
METADATA, METADATA_CSV, RECORD, RECORD_CSV = "metadata.json", "metadata.csv", "catatan.jsonl", "catatan.csv"
MANIFEST, SEAL, SUMS, READ_ME = "manifest.json", "manifest.p7s", "SHA256SUMS", "BACA.txt"
UNLISTED = {MANIFEST, SEAL, SUMS}  # what the manifest itself does not list
CHUNK = 1 << 20
ENDINGS = {
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "application/x-yaml": ".yaml",
    "text/plain": ".txt",
}

Seal = Callable[[bytes], bytes]
"""Signs the manifest: a detached CMS signature in DER."""
Member = tuple[str, Iterable[bytes]]


class PaperChanged(Exception):
    """The stored bytes of a paper are not those that were filed; the message names it, in Indonesian."""


@dataclass(frozen=True)
class Paper:
    """A paper as it goes into the package. `open` gives its bytes, which must be those of `sha256`."""

    number: int
    name: str
    media_type: str
    size: int
    sha256: str
    open: Callable[[], AbstractContextManager[Any]]
    nomor: str = ""
    day: str = ""  # ISO
    kind: str = ""
    tingkat: str = ""
    is_made_here: bool = False
    signatures: Sequence[Any] = field(default_factory=list)

    @property
    def member(self) -> str:
        """Its name in the package."""
        plain = unicodedata.normalize("NFKD", self.name).encode("ascii", "ignore").decode()
        slug = re.sub(r"[^a-z0-9]+", "-", plain.lower())[:60].strip("-") or "naskah"
        return f"naskah/{self.number:02d}-{slug}{ENDINGS.get(self.media_type, '.bin')}"

    @property
    def metadata(self) -> dict[str, Any]:
        """What the package says of it."""
        return {
            "nomor_urut": self.number,
            "berkas": self.member,
            "nama": self.name,
            "jenis": self.kind,
            "nomor": self.nomor,
            "tanggal": self.day,
            "tingkat_perkembangan": self.tingkat,
            "jenis_media": self.media_type,
            "ukuran": self.size,
            "sha256": self.sha256,
            "dibuat_di_sini": self.is_made_here,
            "tanda_tangan": list(self.signatures),
        }


@dataclass(frozen=True)
class Row:
    """A row of the record exactly as it is stored. `previous` is the hash before it, told only in an excerpt."""

    number: int
    content: str
    hash: str
    previous: str = ""

    @property
    def line(self) -> str:
        """The row as a line of catatan.jsonl."""
        value = {"nomor": self.number, "hash": self.hash, "isi": self.content}
        if self.previous:
            value["sebelumnya"] = self.previous
        return json.dumps(value, ensure_ascii=False) + "\n"


@dataclass(frozen=True)
class Matter:
    """What is filed: its metadata (Indonesian keys, in the order of an archivist), papers, and record.

    An excerpt of a stream is not numbered from 1; each of its rows tells the hash before it.
    """

    metadata: Mapping[str, Any]
    papers: Sequence[Paper]
    stream: str
    rows: Sequence[Row]
    is_excerpt: bool = False
    certificates: Mapping[str, bytes] = field(default_factory=dict)  # PEM by the name of its member under ca/


def write_package(target: BinaryIO, matter: Matter, seal: Seal | None = None) -> None:
    """Write the package of a matter. Raises PaperChanged."""
    sums: dict[str, tuple[int, str]] = {}
    write_zip(target, members(matter, sums, seal))


def members(matter: Matter, sums: dict[str, tuple[int, str]], seal: Seal | None) -> Iterator[Member]:
    """The members in their order; `sums` gathers the size and hash of those that were written already."""
    for name, data in texts(matter):
        yield name, noted(name, [data], sums)
    for paper in sorted(matter.papers, key=lambda paper: paper.number):
        yield paper.member, noted(paper.member, checked(paper), sums)
    manifest = manifest_of(sums)
    yield MANIFEST, [manifest]
    if seal:
        yield SEAL, [seal(manifest)]
    listed = {**sums, MANIFEST: (len(manifest), hashlib.sha256(manifest).hexdigest())}
    yield SUMS, [sums_text(listed).encode()]


def texts(matter: Matter) -> Iterator[tuple[str, bytes]]:
    """The members that are made here."""
    papers = [paper.metadata for paper in sorted(matter.papers, key=lambda paper: paper.number)]
    head = matter.rows[-1].hash if matter.rows else ""
    record = {
        "aliran": matter.stream,
        "jenis": "kutipan" if matter.is_excerpt else "utuh",
        "jumlah": len(matter.rows),
        "hash_terakhir": head,
    }
    metadata = {"format": FORMAT, "berkas": dict(matter.metadata), "naskah": papers, "catatan": record}
    yield READ_ME, README.encode()
    for name, pem in sorted(matter.certificates.items()):
        yield f"ca/{name}", pem
    yield METADATA, (json.dumps(metadata, ensure_ascii=False, indent=1) + "\n").encode()
    yield METADATA_CSV, metadata_csv(metadata).encode()
    yield RECORD, "".join(row.line for row in matter.rows).encode()
    yield RECORD_CSV, record_csv([row.content for row in matter.rows]).encode()


def checked(paper: Paper) -> Iterator[bytes]:
    """The bytes of a paper; at their end raises PaperChanged where they are not those that were filed."""
    digest = hashlib.sha256()
    with paper.open() as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            yield chunk
    if digest.hexdigest() != paper.sha256:
        raise PaperChanged(f"Isi naskah “{paper.name}” di penyimpanan tidak sama dengan sidik yang tercatat.")


def noted(name: str, chunks: Iterable[bytes], sums: dict[str, tuple[int, str]]) -> Iterator[bytes]:
    """The same bytes; at their end their size and hash are noted."""
    digest, size = hashlib.sha256(), 0
    for chunk in chunks:
        digest.update(chunk)
        size += len(chunk)
        yield chunk
    sums[name] = (size, digest.hexdigest())


def manifest_of(sums: Mapping[str, tuple[int, str]]) -> bytes:
    """The manifest: every other member with its size and hash."""
    found = [
        {"nama": name, "ukuran": size, "sha256": digest} for name, (size, digest) in sorted(sums.items())
    ]
    return (json.dumps({"format": FORMAT, "isi": found}, ensure_ascii=False, indent=1) + "\n").encode()


def sums_text(sums: Mapping[str, tuple[int, str]]) -> str:
    """The same for `sha256sum -c`."""
    return "".join(f"{digest}  {name}\n" for name, (_, digest) in sorted(sums.items()))


def write_zip(target: BinaryIO, members: Iterable[Member]) -> None:
    """A ZIP whose bytes follow from its members alone."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as package:
        for name, chunks in members:
            info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            info.create_system, info.external_attr = 3, 0o644 << 16
            with package.open(info, "w") as member:
                for chunk in chunks:
                    member.write(chunk)
