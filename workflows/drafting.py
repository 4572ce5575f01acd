"""The papers that an act makes: drawn up from what was filled in and what the case knows, issued, numbered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from documents.models import Naskah
from documents.naskah.kinds import KINDS, lacking
from documents.naskah.matching import Meant, meant
from documents.naskah.numbering import give_number
from documents.naskah.rendering import call_worker
from documents.printing.paper import signer_of
from organizations.capacity import Capacity
from sops.definition import Definition
from sops.document import Step
from workflows.acting import Act
from workflows.errors import Incomplete
from workflows.models import Case, Output, StepRun
from workflows.naskah_facts import Facts

DRAFT_STAMP, PREVIEW_STAMP = "KONSEP", "PRATINJAU"


@dataclass
class Drafting:
    """One act's making of papers. `following` is the run that the act opened, once it has."""

    case: Case
    written: Definition
    run: StepRun
    step: Step
    by: Capacity
    at: datetime
    act: Act
    following: StepRun | None = None
    made: list[Naskah] = field(default_factory=list)

    @property
    def day(self) -> date:
        """The day of the act, where the office is."""
        return self.at.astimezone(self.case.office.zone).date()

    @property
    def facts(self) -> Facts:
        """What the case gives to its papers."""
        return Facts(self.case, self.run, self.step, self.by, self.at, self.act, self.following)

    def meant(self, name: str) -> tuple[Meant, ...]:
        """The kinds that a text of the sheet means in this office."""
        return meant(self.case.office.naskah.get("jenis", {}), name)

    def work(self, outputs: list[Output], drafts: Mapping[int, tuple[str, Mapping[str, Any]]]) -> None:
        """Lay down the papers of these outputs. `drafts`: by place in the list, the kind and what was filled in.

        One statement for all papers, three more for each number. A draft that passes on under a name that means the
        paper itself is issued: it gets its day and its number.
        """
        for place, output in enumerate(outputs):
            if place in drafts:
                self.add(output, self.drawn_up(*drafts[place], output.name))
            elif output.naskah and output.naskah.is_draft and self.is_issued(output.naskah.kind, output.name):
                self.add(output, self.issued(output.naskah, output.name))
        # In the order of their kinds, so that two acts that take several numbers wait for each other and do not lock.
        for naskah in sorted((each for each in self.made if each.day), key=lambda each: each.kind):
            if naskah.of_kind.is_numbered:
                self.give_number(naskah)
        if self.made:
            Naskah.objects.bulk_create(self.made)
            transaction.on_commit(call_worker, robust=True)

    def add(self, output: Output, naskah: Naskah) -> None:
        output.naskah = naskah
        self.made.append(naskah)

    def drawn_up(self, kind: str, values: Mapping[str, Any], name: str) -> Naskah:
        """A new paper. Raises Incomplete where something that it needs was not filled in."""
        if missing := lacking(KINDS[kind], values):
            labels = ", ".join(f"“{each.label}”" for each in missing)
            raise Incomplete(f"naskah-{kind}-{missing[0].name}", f"{KINDS[kind].label}: isi {labels}.")
        naskah = Naskah(
            office=self.case.office,
            kind=kind,
            title=name,
            values=dict(values),
            facts=self.facts.of(kind, values),
            created_at=self.at,
            created_by=self.by.user,
        )
        if any(found.kind == kind and found.is_draft for found in self.meant(name)):
            naskah.stamp = DRAFT_STAMP
            return naskah
        naskah.day = self.day
        return naskah

    def is_issued(self, kind: str, name: str) -> bool:
        """Whether a name means the paper itself, no longer its draft."""
        return any(found.kind == kind and not found.is_draft for found in self.meant(name))

    def issued(self, draft: Naskah, name: str) -> Naskah:
        """What a draft becomes: the same content, dated and numbered, signed by whoever signs."""
        facts = dict(draft.facts)
        if self.step.tindakan == "menandatangani":
            facts["penandatangan"] = signer_of(self.by).__dict__
        return Naskah(
            office=self.case.office,
            kind=draft.kind,
            title=name,
            values=draft.values,
            facts=facts,
            day=self.day,
            previous=draft,
            created_at=self.at,
            created_by=self.by.user,
        )

    def give_number(self, naskah: Naskah) -> None:
        """Its number, reserved until the act is whole."""
        naskah.number = give_number(self.case.office, naskah.kind, day=self.day, at=self.at, by=self.by.user)

    def preview(self, kind: str, values: Mapping[str, Any], name: str) -> Naskah:
        """A paper as it would be, kept nowhere and without a number."""
        return Naskah(
            office=self.case.office,
            kind=kind,
            title=name,
            values=dict(values),
            facts=self.facts.of(kind, values),
            stamp=PREVIEW_STAMP,
            day=self.day,
            created_at=self.at,
            created_by=self.by.user,
        )
