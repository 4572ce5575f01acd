"""The seal of a package: whose key signs the manifest. Where there is none, packages are made without."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from documents.archive.packaging import Seal
from organizations.models import Office


@dataclass(frozen=True)
class Sealing:
    """How the packages of an office are sealed: `seal` signs a manifest, `certificates` are PEM files for ca/."""

    seal: Seal | None = None
    certificates: Mapping[str, bytes] = field(default_factory=dict)


def sealing_of(office: Office) -> Sealing:
    """The seal of an office."""
    del office
    return Sealing()
