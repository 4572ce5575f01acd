"""The act page: what the step asks, what came before, who is next."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.models import PerjanjianKinerja, Signature
from documents.naskah.kinds import KINDS
from documents.naskah.matching import meant
from organizations.capacity import Capacity
from organizations.kewenangan import warning_text
from organizations.models import Office
from sops.definition import Definition, definition
from sops.document import SIGNS, Answer, Step, paper_key
from sops.graph import END, after, is_jump, is_return, target
from workflows.acting import MAKING
from workflows.deadlines import is_stopped
from workflows.kelengkapan import blocks, comes_by_itself, meeting
from workflows.mandate import mandate_of
from workflows.models import Assignment, Case, Output, Pause, PauseKind, Signing
from workflows.naskah_facts import reported_pks
from workflows.naskah_initial import Initial
from workflows.papers import extra_name
from workflows.permissions import may_complete
from workflows.presenting.act_values import Choice, Kelengkapan, Making, NextStep, Returned
from workflows.presenting.choosing import choices_for
from workflows.presenting.due import DueLine, due_of_task
from workflows.presenting.left_out import LeftOutPart, left_out_of
from workflows.presenting.seats import SeatLine, Visit, papers, sent_back_by, visits
from workflows.presenting.signing import SigningPart, signing_part
from workflows.seats_ahead import LeftOut
from workflows.signing import awaited, awaited_outside

BUTTONS = {
    "disposisi": gettext_lazy("Kirim disposisi"),
    "menyusun": gettext_lazy("Serahkan hasil"),
    "rapat": gettext_lazy("Catat rapat"),
    "memeriksa": gettext_lazy("Simpan hasil pemeriksaan"),
    "menandatangani": gettext_lazy("Nyatakan telah ditandatangani"),
    "menyerahkan": gettext_lazy("Catat penyerahan"),
    "mengarsipkan": gettext_lazy("Arsipkan"),
}


class ActPage:
    """What a page about one assignment shows; each part is read once, when it is asked for."""

    def __init__(self, assignment: Assignment, capacity: Capacity, at: datetime) -> None:
        self.assignment, self.capacity, self.at = assignment, capacity, at
        self.case: Case = assignment.run.case
        self.office: Office = assignment.office
        self.written: Definition = definition(self.case.revision_id)
        self.step: Step = self.written.step_of(assignment.run.step_id)

    @property
    def today(self) -> date:
        """The day on which one acts, where the office is."""
        return self.at.astimezone(self.office.zone).date()

    @property
    def due(self) -> DueLine:
        """Where the task stands in its time."""
        return due_of_task(self.assignment, self.at)

    @cached_property
    def waiting_outside(self) -> Pause | None:
        """The pause in which the step waits for an outside party. No query where the clock runs."""
        if not is_stopped(self.assignment):
            return None
        return Pause.objects.filter(case=self.case, kind=PauseKind.OUTSIDE, ended_at=None).first()

    @cached_property
    def awaited_outside(self) -> list[Signature]:
        """The signatures that a step with outside parties may bring back."""
        return awaited_outside(self.case) if self.step.pihak_luar else []

    @cached_property
    def signing(self) -> SigningPart | None:
        """The papers that are signed here; None where the step is no signing."""
        if self.step.tindakan != SIGNS or not self.assignment.run.signing:
            return None
        column = self.written.column_keys[self.assignment.pelaksana_id]
        return signing_part(self.assignment, self.office, self.capacity, column, self.at)

    @cached_property
    def left_out(self) -> LeftOutPart:
        """The parties of the case's papers that no signing step has a seat for."""
        return left_out_of(self.case, self.written, self.assignment.run, self.at)

    @property
    def unsigned_outside(self) -> list[LeftOut]:
        """The parties outside whose papers this act may file without their signature."""
        may_end = any(way.step is None for way in self.next_steps)
        return self.left_out.elsewhere if may_end else []

    @property
    def button(self) -> str:
        """The text of the one button."""
        if self.signing and (self.signing.is_electronic or self.signing.is_preparing):
            return _("Tanda tangani")
        if self.attestation in ("hadir", "selesai"):
            return {"hadir": _("Nyatakan hadir"), "selesai": _("Lanjutkan")}[self.attestation]
        return _("Simpan keputusan") if self.step.keputusan else str(BUTTONS[self.step.tindakan])

    @cached_property
    def attestation(self) -> str:
        """What the act of a signing step states: that one signed by hand ("tangan"), that one was there ("hadir")
        where the post owes no signature, that nothing is owed any more ("selesai"); nothing where one signs
        electronically."""
        part = self.signing
        if self.step.tindakan != SIGNS or (part and (part.is_electronic or part.is_preparing)):
            return ""
        if self.assignment.run.signing != Signing.READY:
            return "tangan"
        column = self.written.column_keys[self.assignment.pelaksana_id]
        if awaited(self.assignment, column):
            return "tangan"
        given = Signature.objects.filter(
            paper__runs__run=self.assignment.run_id, post=self.assignment.post_id, status="ditandatangani"
        )
        return "selesai" if given.exists() else "hadir"

    @cached_property
    def mandate(self) -> tuple[str, list[str]]:
        """Why a Plt. or Plh. may not do the step, or nothing; and what they are warned of."""
        choices = self.office.kewenangan_pelaksana
        return mandate_of(self.capacity, self.assignment, self.written, self.step, choices)

    @property
    def beyond(self) -> str:
        """What a Plt. or Plh. is told of the step before they try."""
        reason, warned = self.mandate
        return reason or (warning_text(warned) if warned else "")

    @property
    def refusal(self) -> str:
        """Why one cannot act now, or nothing. What exceeds a mandate can still be sent back."""
        reason = may_complete(self.capacity, self.assignment, self.case).reason
        return reason or ("" if self.may_return else self.mandate[0])

    @property
    def may_send_back(self) -> bool:
        """Whether one may at least send the case back to a step that the SOP names, whatever one's mandate."""
        return bool(may_complete(self.capacity, self.assignment, self.case))

    @property
    def may_return(self) -> bool:
        """Whether one of the answers sends the case back."""
        return any(way.is_return for way in self.next_steps)

    @cached_property
    def visits(self) -> list[Visit]:
        """All runs of the case so far."""
        return visits(self.case.pk, self.at)

    @property
    def here(self) -> Visit:
        """This run."""
        return next(visit for visit in self.visits if visit.run.pk == self.assignment.run_id)

    @property
    def seats(self) -> list[SeatLine]:
        """Who acts side by side in this run."""
        return self.here.seats

    @property
    def before(self) -> list[Visit]:
        """What came before, the latest first."""
        return [visit for visit in reversed(self.visits) if visit.run.pk < self.assignment.run_id]

    @property
    def returned(self) -> Returned | None:
        """Who sent the case back to this step, and why."""
        sender = sent_back_by(self.visits, self.assignment.run_id)
        if sender is None:
            return None
        act = max(sender.acts, key=lambda acted: (acted.acted_at, acted.pk))
        step = self.written.step_of(sender.run.step_id)
        who = f"{act.acted_by.name} ({act.acted_as})" if act.acted_by else ""
        return Returned(who, act.acted_at or self.at, act.note, step.nomor, step.kegiatan)

    @cached_property
    def newest(self) -> list[Output]:
        """The newest papers of the case."""
        return papers(Output.objects.newest().filter(case=self.case))

    def named(self, name: str) -> list[Output]:
        """The newest papers of that name."""
        return [output for output in self.newest if output.key == paper_key(name)] if name else []

    @property
    def kelengkapan(self) -> Kelengkapan | None:
        """What the step needs, and whether the case has it (workflows.kelengkapan)."""
        text = self.step.kelengkapan
        if not text:
            return None
        table, has_letter = self.office.naskah, self.case.letter_id is not None
        found = meeting(table, text, self.newest)
        is_there = bool(found) or comes_by_itself(table, self.step, has_letter=has_letter)
        return Kelengkapan(text, found, is_there or self.declared, blocks(self.written.document))

    @property
    def declared(self) -> bool:
        """Whether somebody in this run has said that it is there, though not here."""
        return any(act.details.get("kelengkapan_dari_luar") for act in self.here.acts)

    @cached_property
    def makes(self) -> list[Making]:
        """The papers that the step's output means, which may be made here."""
        if self.step.tindakan not in (*MAKING, "disposisi"):
            return []
        return self.offered(self.step.output or self.step.paper)

    @cached_property
    def makes_missing(self) -> list[Making]:
        """The papers that the missing kelengkapan means, which may be made here first."""
        if not self.lacks_kelengkapan or self.step.tindakan == "disposisi":
            return []
        taken = {making.kind.key for making in self.makes}
        return [m for m in self.offered(self.step.kelengkapan) if m.kind.key not in taken | {"disposisi"}]

    @cached_property
    def receipt(self) -> Making | None:
        """The receipt of what is handed over."""
        return Making(KINDS["tanda_terima"], {}) if self.step.tindakan == "menyerahkan" else None

    def name_for(self, making: Making) -> str:
        """The name that a paper made here gets."""
        if making is self.receipt:
            return extra_name(self.step)
        return self.step.kelengkapan if making in self.makes_missing else self.step.output or self.step.paper

    def offered(self, name: str) -> list[Making]:
        """The papers that a name means; of a disposisi only where the step is one."""
        kinds = [found.kind for found in meant(self.office.naskah.get("jenis", {}), name)]
        if self.step.tindakan != "disposisi":
            kinds = [kind for kind in kinds if kind != "disposisi"]
        else:
            kinds = [kind for kind in kinds if kind == "disposisi"]
        return [Making(KINDS[kind], self.initial.of(kind)) for kind in dict.fromkeys(kinds)]

    @cached_property
    def initial(self) -> Initial:
        """What forms start with."""
        seats = [seat.post for seat in self.seats]
        return Initial(self.case, self.office, self.written, self.step, self.at, seats)

    @cached_property
    def pks(self) -> list[PerjanjianKinerja]:
        """The Perjanjian Kinerja that the papers of this step print."""
        asked = [m.kind for m in (*self.makes, *self.makes_missing)]
        return reported_pks(self.case) if any(k.asks_pk or k.asks_capaian for k in asked) else []

    @property
    def lacks_paper(self) -> bool:
        """Whether the paper acted on is none of the case's, so that it must come from outside."""
        making = self.step.tindakan in ("menyusun", "rapat", "disposisi")
        by_kind = self.step.paper == self.step.kelengkapan and self.kelengkapan and self.kelengkapan.papers
        return not making and not (self.named(self.step.paper) or self.named(self.step.output) or by_kind)

    @property
    def lacks_kelengkapan(self) -> bool:
        """Whether the case has no paper of the name that the step needs."""
        return self.kelengkapan is not None and not self.kelengkapan.is_there

    @property
    def next_steps(self) -> list[NextStep]:
        """Every way on from here."""
        answers: Sequence[Answer | None] = self.step.keputusan or (None,)
        return [self.next_step(answer) for answer in answers]

    def next_step(self, answer: Answer | None) -> NextStep:
        steps = self.written.steps
        order = target(steps, self.step, answer) if answer else after(steps, self.step)
        following = None if order == END else steps[order - 1]
        actors = [self.written.document.column(key).nama for key in following.pelaksana] if following else []
        return NextStep(
            label=answer.label if answer else "",
            step=following,
            actors=actors,
            is_return=bool(answer) and is_return(steps, self.step, answer) if answer else False,
            is_jump=is_jump(steps, self.step, answer) if answer else False,
        )

    @cached_property
    def choices(self) -> list[Choice]:
        """The columns of following steps whose posts must be named, and have not been. No query where there is none."""
        following = [way.step for way in self.next_steps if way.step]
        return choices_for(self.written, following, self.case, self.at)

    @cached_property
    def subjects(self) -> list[PerjanjianKinerja]:
        """The Perjanjian Kinerja of the case."""
        if not self.case.pk_kind:
            return []
        return list(self.case.subjects.select_related("pihak_pertama", "pihak_kedua").order_by("id"))
