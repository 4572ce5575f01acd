"""Giving a naskah its number: by office, kind and year, in the order of giving, without gaps."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from documents.models import NaskahNumber, NumberSequence
from documents.models.numbering import next_number
from documents.naskah.kinds import KINDS
from documents.naskah.nomor import written
from organizations.models import Office, User


def give_number(office: Office, kind: str, *, day: date, at: datetime, by: User) -> NaskahNumber:
    """The next number of this kind in the year of `day`, the day of the paper.

    It belongs to the caller's transaction: others who want one of the same kind and year wait for its end, and where
    it is rolled back they get this number. Whoever needs several takes them in the order of their kinds.
    """
    if not KINDS[kind].is_numbered:
        raise ValueError(kind)
    number = next_number(office, sequence_name(kind), day.year)
    return NaskahNumber.objects.create(
        office=office,
        kind=kind,
        year=day.year,
        number=number,
        text=number_text(office, kind, number, day),
        given_at=at,
        given_by=by,
    )


def sequence_name(kind: str) -> str:
    """The name of the running number of a kind."""
    return f"naskah:{kind}"


def number_text(
    office: Office, kind: str, number: int, day: date, *, naskah: Mapping[str, Any] | None = None
) -> str:
    """The number as this office writes it, or would with another `naskah` than its own."""
    own = office.naskah if naskah is None else naskah
    return written(
        own.get("nomor", {}).get(kind, ""),
        number,
        day,
        office=office.short_name or office.slug.upper(),
        classification=own.get("klasifikasi", {}).get(kind, ""),
    )


def upcoming(office: Office, year: int) -> dict[str, int]:
    """The number that each kind gives next in a year. One query; nothing is taken."""
    names = {sequence_name(kind.key): kind.key for kind in KINDS.values() if kind.is_numbered}
    rows = NumberSequence.objects.filter(office=office, year=year, name__in=names)
    given = {names[name]: last for name, last in rows.values_list("name", "last")}
    return {kind: given.get(kind, 0) + 1 for kind in names.values()}
