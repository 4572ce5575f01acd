"""The arithmetic of the record: what a row's stored text is, and the hash that binds it. No Django."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any


@dataclass(frozen=True)
class Actor:
    """Who did a thing, as ids and as printed text.

    `kind` is post, grant, command or machine; `capacity` the printed post or role ("Plt. Kepala Dinas");
    `on_behalf_of` the name of the official for whom a delegate acted.
    """

    kind: str
    name: str
    capacity: str = ""
    on_behalf_of: str = ""
    user_id: int | None = None
    post_id: int | None = None
    grant_id: int | None = None
    on_behalf_of_id: int | None = None

    @classmethod
    def command(cls, name: str) -> "Actor":
        """An administrator at the command line; `name` is the command."""
        return cls(kind="command", name=name, capacity="baris perintah")


MACHINE = Actor(kind="machine", name="SOPFlow", capacity="sistem")


def moment(at: datetime) -> str:
    """`at` as the record writes it: UTC, microseconds, always the same length."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def content_of(
    stream: str, number: int, at: datetime, actor: Actor, action: str, data: Mapping[str, Any]
) -> str:
    """The one text that holds every field of a row; the same fields always give the same text."""
    return json.dumps(
        {
            "stream": stream,
            "number": number,
            "at": moment(at),
            "actor": actor.__dict__,
            "action": action,
            "data": data,
        },
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )


def link(previous: str, content: str) -> str:
    """The hash of a row: SHA-256 over the hash before it and its own text, in hexadecimal."""
    return hashlib.sha256(f"{previous}\n{content}".encode()).hexdigest()


def digest_of(previous: str, heads: Mapping[str, Any]) -> str:
    """The digest of an anchor: SHA-256 over the anchor before it and the heads, in hexadecimal."""
    return hashlib.sha256(f"{previous}\n{json.dumps(heads, sort_keys=True)}".encode()).hexdigest()
