"""Two revisions of an SOP side by side, and the running cases that stay on the first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from organizations.models import User
from sops.comparing import ADDED, REMOVED, differences
from sops.document import SopDocument
from sops.marking import Piece, marked
from sops.models import Revision
from workflows.models import Case, CaseStatus, RunStatus, StepRun


@dataclass(frozen=True)
class Field:
    """One field that differs, its words marked on both sides; an empty side is one without it."""

    name: str
    before: list[Piece]
    after: list[Piece]


@dataclass(frozen=True)
class Compared:
    """One part of the sheet that differs."""

    kind: str
    name: str
    fields: list[Field]

    @property
    def is_added(self) -> bool:
        return self.kind == ADDED

    @property
    def is_removed(self) -> bool:
        return self.kind == REMOVED


def compared(old: SopDocument, new: SopDocument) -> list[tuple[str, list[Compared]]]:
    """What differs, by the parts of the sheet, each field with its words marked. No query."""
    return [
        (
            caption,
            [
                Compared(
                    change.kind, change.name, [Field(name, *marked(a, b)) for name, a, b in change.fields]
                )
                for change in changes
            ],
        )
        for caption, changes in differences(old, new)
    ]


@dataclass(frozen=True)
class Standing:
    """How many running cases of a revision stand at one of its steps."""

    nomor: str
    kegiatan: str
    cases: int


def standing_cases(revision: Revision, user: User, at: datetime) -> Sequence[Standing]:
    """Where the cases stand that run on a revision and that the reader may see. A newer revision does not touch them.
    One query."""
    cases = Case.objects.visible_to(user, at).filter(
        revision=revision, status__in=(CaseStatus.RUNNING, CaseStatus.SUSPENDED)
    )
    runs = StepRun.objects.filter(status=RunStatus.ACTIVE, case__in=cases.values("pk"))
    rows = runs.values_list("step__nomor", "step__kegiatan").annotate(Count("id")).order_by("step__order")
    return [Standing(*row) for row in rows]
