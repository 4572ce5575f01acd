"""Which SOPs a book has, and in what order."""

import re
from collections.abc import Iterable

from organizations.models import Office
from sops.models import Revision, RevisionStatus

FIELDS = ("number", "unit", "nomor", "nama", "tanggal_revisi", "tanggal_efektif", "tanggal_pengesahan")
DIGITS = re.compile(r"(\d+)")


def in_force(office: Office) -> list[Revision]:
    """The revisions in force of an office, as they stand in its book; only what its table of contents says is read."""
    found = Revision.objects.filter(sop__office=office, status=RevisionStatus.IN_FORCE)
    return in_order(found.only(*FIELDS))


def in_order(revisions: Iterable[Revision]) -> list[Revision]:
    """As they stand in the book: by unit, number and name, where 10 comes after 9."""
    return sorted(revisions, key=lambda r: (natural(r.unit), natural(r.nomor), natural(r.nama), r.pk))


def natural(text: str) -> list[tuple[bool, int, str]]:
    """A key that sorts the numbers inside a text as numbers."""
    parts = DIGITS.split(text.casefold())
    return [(part.isdecimal(), int(part) if part.isdecimal() else 0, part) for part in parts]
