"""A remark: one thing of an SOP that a careful colleague would ask about, and where it stands. No Django."""

import hashlib
from dataclasses import dataclass

from activity.words import _
from sops.document import Step


@dataclass(frozen=True)
class Place:
    """Where a remark points: the field as the reader of the file names it, and as a person says it.

    `order` is that of the step, 0 in the header.
    """

    field: str
    label: str
    order: int = 0

    @property
    def anchor(self) -> str:
        """The id of the row of the sheet; empty for what is no step."""
        return f"langkah-{self.order}" if self.order else ""


@dataclass(frozen=True)
class Remark:
    """What a rule found. `code` names the rule for good; `quote` is the passage of the paper that it is about."""

    code: str
    places: tuple[Place, ...]
    text: str
    quote: str = ""

    @property
    def fingerprint(self) -> str:
        """The identity of the remark: an answer holds as long as the same rule finds the same passage.

        Neither the place nor our own words belong to it: a row that is moved, or a text of ours that is written
        better, takes no answer away.
        """
        passage = " ".join(self.quote.casefold().split())
        return hashlib.sha256(f"{self.code}\n{passage}".encode()).hexdigest()[:32]

    @property
    def where(self) -> str:
        """The places in words: "langkah 2, 5"."""
        first, *others = (place.label for place in self.places)
        step = _("langkah %(nomor)s") % {"nomor": ""}
        return ", ".join([first, *(label.removeprefix(step) for label in others)])

    def __str__(self) -> str:
        return f"{self.where}: {self.text}"


def of_step(step: Step, key: str) -> Place:
    """The place of a field of a step."""
    return Place(f"prosedur[{step.order}].{key}", _("langkah %(nomor)s") % {"nomor": step.nomor}, step.order)


def of_item(key: str, number: int) -> Place:
    """The place of an item, counted from 1, of one of the lists in the header that rules look at."""
    labels = {
        "dasar_hukum": _("dasar hukum butir %(number)d"),
        "keterkaitan": _("keterkaitan butir %(number)d"),
    }
    return Place(f"{key}[{number}]", labels[key] % {"number": number})
