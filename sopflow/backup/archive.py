"""The archive itself: a plain tar with the dump, the files, and last the list of both."""

import hashlib
import io
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from sopflow.backup.files import digest_of
from sopflow.backup.manifest import DATABASE, FILES, MANIFEST, Damaged, Manifest, Part, read_manifest

LARGEST_MANIFEST = 512 * 1024 * 1024


class Measured:
    """A source of a known length that counts what it gives; where it fails, zeros follow and `is_broken` says so.

    So a file that cannot be read to its end spoils itself and not the rest of the archive.
    """

    def __init__(self, source: IO[bytes]) -> None:
        self.source, self.digest, self.is_broken = source, hashlib.sha256(), False

    def read(self, size: int) -> bytes:
        """Exactly that many bytes."""
        try:
            block = b"" if self.is_broken else self.source.read(size)
        except OSError:
            block = b""
        if len(block) < size:
            self.is_broken, block = True, block.ljust(size, b"\0")
        self.digest.update(block)
        return block


class Writer:
    """Writes an archive from its start to its end, part by part."""

    def __init__(self, out: IO[bytes], at: datetime) -> None:
        self.tar = tarfile.TarFile(fileobj=out, mode="w", format=tarfile.PAX_FORMAT)
        self.at = at

    def add(self, name: str, source: IO[bytes], size: int) -> tuple[str, bool]:
        """Add a part; the SHA-256 of what is in the archive now, and whether it could be read to its end."""
        entry = tarfile.TarInfo(name)
        entry.size, entry.mtime, entry.mode = size, int(self.at.timestamp()), 0o600
        measured = Measured(source)
        self.tar.addfile(entry, measured)  # type: ignore[arg-type]  # it only reads
        return measured.digest.hexdigest(), not measured.is_broken

    def finish(self, manifest: Manifest) -> None:
        """Add the list, without which an archive is not whole."""
        text = manifest.as_json()
        self.add(MANIFEST, io.BytesIO(text), len(text))
        self.tar.close()


@dataclass
class Archive:
    """An archive that was read to its end and is what its list says."""

    tar: tarfile.TarFile
    manifest: Manifest
    members: dict[str, tarfile.TarInfo]

    def database(self) -> IO[bytes]:
        """The dump."""
        return self.content(DATABASE)

    def file(self, part: Part) -> IO[bytes]:
        """A stored file."""
        return self.content(FILES + part.name)

    def content(self, name: str) -> IO[bytes]:
        """The bytes of a part."""
        return content_of(self.tar, self.members[name])


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """An archive, after all of it was checked against its list. Raises Damaged, TooNew, OSError."""
    try:
        with tarfile.open(path, mode="r:") as tar:
            yield checked(tar)
    except tarfile.TarError as error:
        raise Damaged(f"bukan arsip tar yang utuh ({error})") from None


def checked(tar: tarfile.TarFile) -> Archive:
    """Read everything once: every part that is there is listed, every one listed is there, with its very bytes."""
    members: dict[str, tarfile.TarInfo] = {}
    found: dict[str, tuple[int, str]] = {}
    text = None
    for member in tar:
        if member.name in members:
            raise Damaged(f"{member.name!r} ada dua kali")
        members[member.name] = member
        content = content_of(tar, member)
        if member.name != MANIFEST:
            found[member.name] = digest_of(content)
        elif member.size > LARGEST_MANIFEST:
            raise Damaged(f"{MANIFEST} terlalu besar")
        else:
            text = content.read()
    if text is None:
        raise Damaged(f"{MANIFEST} tidak ada: arsip terpotong atau bukan buatan perintah backup")
    manifest = read_manifest(text)
    compare(found, manifest)
    return Archive(tar, manifest, members)


def content_of(tar: tarfile.TarFile, member: tarfile.TarInfo) -> IO[bytes]:
    """The bytes of a member. Raises Damaged for a link, a device, a folder or a file with holes."""
    content = None
    if member.type in (tarfile.REGTYPE, tarfile.AREGTYPE) and not member.issparse():
        content = tar.extractfile(member)
    if content is None:
        raise Damaged(f"{member.name!r} bukan berkas biasa")
    return content


def compare(found: dict[str, tuple[int, str]], manifest: Manifest) -> None:
    """Raises Damaged at the first part that is not as listed."""
    if manifest.database.name != DATABASE:
        raise Damaged(f"{MANIFEST} tidak menyebut basis data")
    listed = {FILES + part.name: part for part in manifest.files} | {DATABASE: manifest.database}
    for name in found:
        if name not in listed:
            raise Damaged(f"{name!r} tidak ada dalam daftar {MANIFEST}")
    for name, part in listed.items():
        if name not in found:
            raise Damaged(f"{name} tidak ada di arsip")
        if found[name] != (part.size, part.sha256):
            raise Damaged(f"isi {name} tidak sama dengan SHA-256 yang tercatat saat cadangan dibuat")
