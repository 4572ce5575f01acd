"""Every stored file that the database names, of whichever app, and whether the store has it as it should.

A model with a file says what it knows of the bytes in columns `size` and `sha256`, where it has them.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import IO

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import models

BLOCK = 1 << 20
# Bytes are stored before the row that names them: what nobody names is left over only after a while.
OLDEST_UNNAMED = timedelta(days=1)


@dataclass(frozen=True)
class NamedFile:
    """A file that a row names, with what the row says of its bytes; some say nothing."""

    name: str
    model: str  # documents.StoredFile
    pk: int
    size: int | None
    sha256: str


@dataclass(frozen=True)
class FileFault:
    """What is wrong with one file, in words for an operator."""

    name: str
    what: str


@dataclass(frozen=True)
class Orphan:
    """A file in the store that no row names."""

    name: str
    size: int
    modified_at: datetime


def file_fields() -> list[models.FileField]:
    """The fields of all apps that name stored files. All of them use the one store of the settings."""
    fields = [
        field
        for model in apps.get_models(include_auto_created=True)
        if not model._meta.proxy
        for field in model._meta.local_fields
        if isinstance(field, models.FileField)
    ]
    return sorted(fields, key=lambda field: field.model._meta.label)


def named_files() -> Iterator[NamedFile]:
    """Every file that a row names at this moment."""
    for field in file_fields():
        model = field.model
        columns = {column.name for column in model._meta.concrete_fields}
        known = [name for name in ("size", "sha256") if name in columns]
        rows = model._base_manager.exclude(**{field.name: ""}).exclude(**{field.name: None}).order_by("pk")
        for row in rows.values("pk", field.name, *known).iterator():
            yield NamedFile(
                name=row[field.name],
                model=model._meta.label,
                pk=row["pk"],
                size=row.get("size"),
                sha256=row.get("sha256", ""),
            )


def is_named(file: NamedFile) -> bool:
    """Whether the row still names the file; books that a newer one replaces go while somebody looks."""
    model = apps.get_model(file.model)
    return any(
        model._base_manager.filter(**{"pk": file.pk, field.name: file.name}).exists()
        for field in file_fields()
        if field.model is model
    )


def digest_of(file: IO[bytes]) -> tuple[int, str]:
    """Size and SHA-256 of what is left to read of a file."""
    digest, size = hashlib.sha256(), 0
    while block := file.read(BLOCK):
        digest.update(block)
        size += len(block)
    return size, digest.hexdigest()


def stored(name: str) -> tuple[int, str]:
    """Size and SHA-256 of a file in the store. Raises FileNotFoundError, OSError."""
    with default_storage.open(name) as file:
        return digest_of(file)


def what_is_wrong(file: NamedFile, size: int, sha256: str) -> str:
    """How the bytes differ from what the row says; empty where they do not."""
    if file.size is not None and size != file.size:
        return f"berukuran {size} bita, tercatat {file.size}"
    if file.sha256 and sha256 != file.sha256:
        return "isinya tidak sama dengan SHA-256 yang tercatat"
    return ""


def file_faults(files: Iterable[NamedFile]) -> Iterator[FileFault]:
    """Reads every one of the files. Raises OSError where the store itself does not answer."""
    for file in files:
        whose = f"{file.name} ({file.model} {file.pk})"
        try:
            size, sha256 = stored(file.name)
        except FileNotFoundError:
            if is_named(file):
                yield FileFault(file.name, f"HILANG {whose}")
            continue
        if wrong := what_is_wrong(file, size, sha256):
            yield FileFault(file.name, f"RUSAK {whose}: {wrong}")


def orphans(at: datetime) -> Iterator[Orphan]:
    """Files in the store that no row names, older than a day. Raises OSError."""
    present = list(files_below(""))
    named = {file.name for file in named_files()}  # afterwards: a file is stored before it is named
    for name in present:
        if name in named:
            continue
        modified_at = default_storage.get_modified_time(name)
        if modified_at < at - OLDEST_UNNAMED:
            yield Orphan(name, default_storage.size(name), modified_at)


def files_below(folder: str) -> Iterator[str]:
    """The names of all files in the store below a folder of it."""
    try:
        folders, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return  # a folder is made with its first file
    prefix = f"{folder}/" if folder else ""
    yield from (prefix + name for name in sorted(names))
    for name in sorted(folders):
        yield from files_below(prefix + name)
