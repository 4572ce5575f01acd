"""The papers that an act makes: drawn up from what was filled in and what the case knows, issued, numbered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from documents.models import Naskah, PaperStatus, SignedPaper
from documents.naskah import rendering
from documents.naskah.kinds import KINDS, lacking
from documents.naskah.matching import Meant, meant
from documents.naskah.numbering import give_number
from documents.printed_pk import PK, printed_pks
from documents.printing.paper import signer_of
from documents.shown_texts import shown
from organizations.capacity import Capacity
from sops.definition import Definition
from sops.document import Step
from workflows.acting import Act
from workflows.errors import Incomplete
from workflows.models import Case, Output, StepRun
from workflows.naskah_facts import Facts
from workflows.papers import Desk, makes_one_each

DRAFT_STAMP, PREVIEW_STAMP = "KONSEP", "PRATINJAU"


def titled(name: str, kind: str, facts: Mapping[str, Any]) -> str:
    """The name that the sheet gives a paper, with the pihak pertama of a single Perjanjian Kinerja: each post may make
    its own under that name."""
    pks = (facts.get("pk") or []) if kind == PK else []
    return f"{name}: {pks[0]['first']['jabatan']}"[:300] if len(pks) == 1 else name


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

    @property
    def day(self) -> date:
        """The day of the act, where the office is."""
        return self.at.astimezone(self.case.office.zone).date()

    @cached_property
    def facts(self) -> Facts:
        """What the case gives to its papers."""
        one_each = any(makes_one_each(self.written.document, self.step, key) for key in self.step.pelaksana)
        parts = (self.case, self.run, self.step, self.by, self.at, self.act, self.following)
        return Facts(*parts, one_each=one_each)

    def meant(self, name: str) -> tuple[Meant, ...]:
        """The kinds that a text of the sheet means in this office."""
        return meant(self.case.office.naskah.get("jenis", {}), name)

    def work(self, desk: Desk) -> None:
        """Lay down the papers of what the act adds.

        A statement for those that are drawn up, one for those that are issued, three more for each number. A draft
        that passes on under a name that means the paper itself is issued: it gets its day and its number.
        """
        outputs = desk.added
        drawn = {place: self.drawn_up(*draft, outputs[place].name) for place, draft in desk.drafts.items()}
        for place in [each for each, naskah in drawn.items() if naskah.kind == PK and not naskah.is_draft]:
            if papers := self.signed_already(drawn[place]):
                desk.take_signed(place, papers)
                del drawn[place]
        for place, naskah in drawn.items():
            outputs[place].naskah = naskah
        issued = {}
        for place, output in enumerate(outputs):
            if place in desk.passed:
                output.naskah = outputs[desk.passed[place]].naskah
            found = output.naskah
            if found and place not in drawn and found.is_draft and self.is_issued(found.kind, output.name):
                issued[place] = self.issued(found, output.name)
        self.give_numbers([*drawn.values(), *issued.values()])
        self.keep(outputs, drawn)
        self.keep(outputs, issued)
        if drawn or issued:
            transaction.on_commit(rendering.call, robust=True)

    def signed_already(self, naskah: Naskah) -> list[SignedPaper]:
        """What the case has signed of all that a naskah prints, where it promises the same: that is what is meant, not
        another print without signatures. One query."""
        wanted = {each.pk: each.promise for each in printed_pks(naskah) if each.pk}
        papers = SignedPaper.objects.filter(
            runs__run__case=self.case,
            perjanjian_kinerja__in=wanted,
            status__in=(PaperStatus.OPEN, PaperStatus.SIGNED),
            signatures__status="ditandatangani",
            file__isnull=False,
        )
        found = {
            paper.perjanjian_kinerja_id: paper for paper in papers.select_related("naskah").order_by("id")
        }
        same = [
            paper
            for pk, paper in found.items()
            if any(
                each.pk == pk and each.promise == wanted.get(pk or 0) for each in printed_pks(paper.naskah)
            )
        ]
        return same if wanted and len(same) == len(wanted) else []

    def give_numbers(self, made: list[Naskah]) -> None:
        """Numbers for all that the act makes, in the order of their kinds: two acts that take several wait for each
        other and do not lock."""
        for naskah in sorted((each for each in made if each.day), key=lambda each: each.kind):
            if naskah.of_kind.is_numbered:
                self.give_number(naskah)

    @staticmethod
    def keep(outputs: list[Output], made: Mapping[int, Naskah]) -> None:
        """Save papers, and give each to its output."""
        if made:
            Naskah.objects.bulk_create(made.values())
        for place, naskah in made.items():
            outputs[place].naskah = naskah

    def drawn_up(self, kind: str, values: Mapping[str, Any], name: str) -> Naskah:
        """A new paper. Raises Incomplete where something that it needs was not filled in."""
        if missing := lacking(KINDS[kind], values):
            labels = ", ".join(f"“{shown(each.label)}”" for each in missing)
            raise Incomplete(
                f"naskah-{kind}-{missing[0].name}",
                _("%(kind)s: isi %(fields)s.") % {"kind": shown(KINDS[kind].label), "fields": labels},
            )
        facts = self.facts.of(kind, values)
        naskah = Naskah(
            office=self.case.office,
            kind=kind,
            title=titled(name, kind, facts),
            values=dict(values),
            facts=facts,
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
            facts["penandatangan"] = signer_of(self.by, self.case.office).__dict__
        return Naskah(
            office=self.case.office,
            kind=draft.kind,
            title=titled(name, draft.kind, facts),
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
