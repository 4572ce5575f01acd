"""Making an archive."""

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryDirectory

from django.core.files.storage import default_storage
from django.db import connection

from activity.models import Activity
from sopflow.backup.archive import Writer
from sopflow.backup.database import applied_migrations, check_up_to_date, dumped
from sopflow.backup.errors import Refused
from sopflow.backup.files import NamedFile, digest_of, named_files, what_is_wrong
from sopflow.backup.manifest import DATABASE, FILES, SAFE_NAME, Manifest, Part


@dataclass(frozen=True)
class Saved:
    """An archive that was made, and a line for every file that is not in it as it should be."""

    manifest: Manifest
    faults: list[str]


def save(target: Path, at: datetime) -> Saved:
    """Write everything into an archive that appears under its name only when it is whole. Raises Refused, OSError."""
    if target.exists():
        raise Refused(f"{target} sudah ada; pilih nama lain.")
    if not target.parent.is_dir():
        raise Refused(f"Folder {target.parent} tidak ada; buat dahulu.")
    check_up_to_date()
    with NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.", delete=False) as out:
        unfinished = Path(out.name)
        try:
            saved = write(Writer(out, at), target.parent, at)
            out.flush()
            os.fsync(out.fileno())
            unfinished.rename(target)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise
    return saved


def write(writer: Writer, beside: Path, at: datetime) -> Saved:
    """The dump first, then the files that it names: their bytes never change."""
    with TemporaryDirectory(dir=beside, prefix=".cadangan-") as folder:
        path = Path(folder) / DATABASE
        with dumped(path):
            files = {file.name: file for file in named_files()}
            rows, migrations = Activity.objects.count(), applied_migrations()
        with path.open("rb") as dump:
            size, sha256 = digest_of(dump)
            dump.seek(0)
            if writer.add(DATABASE, dump, size) != (sha256, True):
                raise OSError("salinan basis data tidak terbaca sampai akhir")
    parts, faults = [], {}
    for file in files.values():
        part, wrong = add(writer, file)
        if part:
            parts.append(part)
        if wrong:
            faults[file.name] = f"{file.name} ({file.model} {file.pk}): {wrong}"
    manifest = Manifest(
        made_at=at,
        kind=connection.vendor,
        database=Part(DATABASE, size, sha256),
        migrations=migrations,
        record_rows=rows,
        files=parts,
        faults=list(faults),
    )
    writer.finish(manifest)
    return Saved(manifest, list(faults.values()))


def add(writer: Writer, file: NamedFile) -> tuple[Part | None, str]:
    """Add a stored file; what is in the archive now, and what is wrong with it."""
    if not SAFE_NAME.fullmatch(file.name):
        return None, "namanya tidak diterima"
    try:
        source = default_storage.open(file.name)
    except FileNotFoundError:
        return None, "tidak ada di penyimpanan"
    with source:
        size = source.size
        sha256, is_whole = writer.add(FILES + file.name, source, size)
    part = Part(file.name, size, sha256)
    return part, what_is_wrong(file, size, sha256) if is_whole else "tidak terbaca sampai akhir"
