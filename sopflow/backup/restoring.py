"""Putting an archive back. Everything is checked before the first write; the database comes last, whole or not."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from django.core.files import File
from django.core.files.storage import default_storage

from activity.models import Activity
from sopflow.backup.archive import Archive
from sopflow.backup.database import check_empty, check_kind, restore
from sopflow.backup.errors import Refused
from sopflow.backup.files import NamedFile, named_files, stored
from sopflow.backup.manifest import Manifest, Part


def missing_parts(archive: Archive) -> list[Part]:
    """Whether the archive can be put here, and which of its files the store does not have yet. Raises Refused, OSError.

    A restoration that was broken off leaves files and no database: the next one goes on with them.
    """
    check_kind(archive.manifest)
    check_empty()
    missing = []
    for part in archive.manifest.files:
        if not default_storage.exists(part.name):
            missing.append(part)
        elif stored(part.name) != (part.size, part.sha256):
            raise Refused(
                f"Penyimpanan sudah memuat berkas lain bernama {part.name}. "
                "Arahkan STORAGE_URL ke folder atau awalan yang kosong, lalu ulangi."
            )
    return missing


def put_back(archive: Archive, missing: list[Part], beside: Path) -> None:
    """Write the files, then the database. Raises Refused, OSError."""
    for part in missing:
        with archive.file(part) as content:
            name = default_storage.save(part.name, File(content, part.name))
        if name != part.name:
            default_storage.delete(name)
            raise Refused(
                f"Berkas {part.name} muncul di penyimpanan saat dipulihkan; hentikan aplikasi dahulu."
            )
    with archive.database() as dump:
        restore(dump, beside)


def files_to_check(manifest: Manifest) -> Iterator[NamedFile]:
    """What the restored database names, with the archive's hash where a row has none."""
    parts = {part.name: part for part in manifest.files}
    for file in named_files():
        part = parts.get(file.name)
        if part and not file.sha256:
            yield replace(file, size=part.size, sha256=part.sha256)
        else:
            yield file


def rows_missing(manifest: Manifest) -> int:
    """How many rows of the record the archive counted that are not there now."""
    return manifest.record_rows - Activity.objects.count()
