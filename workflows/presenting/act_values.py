"""What the act page shows, part by part."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from documents.naskah.kinds import Kind
from sops.document import Step
from workflows.models import Output


@dataclass(frozen=True)
class Returned:
    """Why the case came back to this step."""

    who: str
    at: datetime
    reason: str
    nomor: str
    kegiatan: str


@dataclass(frozen=True)
class NextStep:
    """One way on: the answer that leads there, the step (None: the archive), and who acts."""

    label: str
    step: Step | None
    actors: list[str]
    is_return: bool
    is_jump: bool


@dataclass(frozen=True)
class Kelengkapan:
    """What the step needs, and the papers of the case that are it."""

    name: str
    papers: list[Output]
    is_there: bool
    blocks: bool


@dataclass(frozen=True)
class Making:
    """A paper that the page offers to make, with what its form starts with."""

    kind: Kind
    initial: Mapping[str, Any]


@dataclass(frozen=True)
class Choice:
    """A column of a following step whose posts this act names."""

    key: str
    nama: str
    nomor: str
    posts: list[tuple[int, str]]
