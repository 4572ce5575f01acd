"""The list in an archive: what it holds, of which state, with the hash of everything. Written last, read first."""

import json
import re
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

FORMAT = 1
DATABASE = "database"  # the names of the parts of an archive
FILES = "files/"
MANIFEST = "manifest.json"
KINDS = {"postgresql": "PostgreSQL", "sqlite": "SQLite"}
SHA256 = re.compile(r"[0-9a-f]{64}")
# Letters, digits and what stands in names that this product gives: no ways out of the store, nothing hidden.
SAFE_NAME = re.compile(r"(?!\.)[\w.-]+(/(?!\.)[\w.-]+)*", re.ASCII)


class Damaged(Exception):
    """The archive is not what was written; the message says where."""


class TooNew(Exception):
    """The archive was written by a newer version; the message says what to do."""


@dataclass(frozen=True)
class Part:
    """A part of an archive: a file by its name in the store, or the dump."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What an archive says of itself. `faults` are the names of files that were missing or broken when it was made."""

    made_at: datetime
    kind: str
    database: Part
    migrations: list[tuple[str, str]]
    record_rows: int
    files: list[Part]
    faults: list[str]

    def as_json(self) -> bytes:
        """The text of `manifest.json`."""
        held = asdict(self) | {"format": FORMAT, "made_at": self.made_at.isoformat()}
        return json.dumps(held, ensure_ascii=False, indent=1).encode()


def read_manifest(text: bytes) -> Manifest:
    """Raises Damaged for anything that was not written by `as_json`, TooNew for a later format."""
    try:
        held = json.loads(text)
        if not isinstance(held["format"], int):
            raise ValueError("format")
        if held["format"] > FORMAT:
            raise TooNew(
                f"Arsip ini berformat {held['format']}, program ini mengenal sampai {FORMAT}. "
                "Pasang versi program yang membuat arsip itu atau yang lebih baru."
            )
        manifest = Manifest(
            made_at=datetime.fromisoformat(held["made_at"]),
            kind=str(held["kind"]),
            database=part_of(held["database"]),
            migrations=[(str(app), str(name)) for app, name in held["migrations"]],
            record_rows=int(held["record_rows"]),
            files=[part_of(entry) for entry in held["files"]],
            faults=[str(name) for name in held["faults"]],
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Damaged(f"{MANIFEST} bukan daftar yang dibuat oleh perintah backup ({error})") from None
    if len({part.name for part in manifest.files}) < len(manifest.files):
        raise Damaged(f"{MANIFEST} menyebut berkas yang sama dua kali")
    return manifest


def part_of(entry: Any) -> Part:
    """One entry. Raises Damaged for a name that leads elsewhere, ValueError for what is no entry."""
    name, size, sha256 = entry["name"], entry["size"], entry["sha256"]
    if not isinstance(name, str) or not SAFE_NAME.fullmatch(name):
        raise Damaged(f"{MANIFEST} memuat nama yang tidak diterima: {name!r}")
    if not isinstance(size, int) or size < 0 or not isinstance(sha256, str) or not SHA256.fullmatch(sha256):
        raise ValueError(name)
    return Part(name, size, sha256)
