"""Playing an SOP to the archive with its own officials: what `dry_run` does inside its own database."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Min

from organizations.capacity import Capacity, holder
from organizations.models import Appointment, Post, User
from organizations.models.periods import day_of
from organizations.templatetags.indonesia import waktu_singkat
from sops.definition import Definition, definition
from sops.document import DIPILIH, Step, paper_key
from sops.graph import exits, forward_answers, step_named
from sops.models import Revision
from sops.storing import current_holders
from workflows.acting import Act
from workflows.actions.complete import complete_assignment
from workflows.actions.start import NewCase, start_case
from workflows.contoh import Contoh
from workflows.models import Assignment, AssignmentStatus, Case, Output, RunStatus, StepRun
from workflows.signing_acts import SomebodyLeftOut
from workflows.simulated_papers import Typist
from workflows.simulated_signing import SimulatedSigner

MAX_RUNS = 100
UNSIGNED = "SIMULASI, TIDAK SAH: pihak di luar kantor tidak ikut dalam simulasi"
STAND_IN = "PENGGANTI SIMULASI"


class EndlessLoop(Exception):
    """More than a hundred runs: the answers never let the case end."""


class NobodyActs(Exception):
    """The first step has no post that could start the case."""


class Player:
    """One case of a revision, played by whoever acts for its posts."""

    def __init__(
        self,
        revision: Revision,
        answers: Mapping[str, Sequence[str]],
        at: datetime,
        contoh: Contoh | None = None,
    ) -> None:
        """`answers`: for a step's nomor or kode, the labels to answer, one per visit; then the one that goes on.

        With a `contoh` the papers of the steps are made, from what it says that a person types.
        """
        self.revision, self.at = revision, at
        self.written: Definition = definition(revision.pk)
        self.contoh = contoh
        self.typist = Typist(contoh, self.written) if contoh else None
        self.signer = SimulatedSigner() if contoh else None
        self.planned: dict[int, list[str]] = defaultdict(list)
        for name, labels in answers.items():
            self.planned[step_named(self.written.steps, name).order] += labels

    def play(self) -> Iterator[str]:
        """Run the case to its end: a line per run of a step. Raises EndlessLoop, or what the actions raise."""
        case = self.start()
        played = 0
        while run := StepRun.objects.filter(case=case, status=RunStatus.ACTIVE).first():
            if played == MAX_RUNS:
                raise EndlessLoop(
                    f"lebih dari {MAX_RUNS} langkah dijalankan: keputusannya berputar tanpa akhir"
                )
            yield self.play_run(run)
            played += 1
        case = Case.objects.get(pk=case.pk)
        yield "diarsipkan" if case.tahap == "arsip" else f"berhenti: {case.get_status_display()}"

    def start(self) -> Case:
        first = self.written.steps[0]
        row = (
            current_holders(self.revision.sop, self.at)
            .filter(key__in=first.pelaksana)
            .select_related("post")
            .first()
        )
        if row is None:
            raise NobodyActs("kolom langkah pertama tidak punya jabatan")
        by = self.acting_for(row.post)
        kind = "pk" if self.revision.hasil == "perjanjian_kinerja" else ""
        title = f"SIMULASI {self.revision.nama}"[:200]
        letter = self.contoh.letter if self.contoh else None
        year, chosen = self.at.year, self.chosen_for(first)
        if self.signer:
            self.signer.prepare(self.revision.sop.office)
        new = NewCase(title=title, year=year, pk_kind=kind, letter=letter, chosen=chosen)
        return start_case(self.revision, by=by, at=self.at, new=new)

    def play_run(self, run: StepRun) -> str:
        """All posts of the run act, in the order of the sheet, until it closes; the line that tells it."""
        step = self.written.step_of(run.step_id)
        label = self.answer_for(step)
        taken = Output.objects.newest().filter(case=run.case_id).exclude(run=run)
        papers_in = [f"{o.name} v{o.version}" for o in taken if o.key == paper_key(step.kelengkapan)]
        actors = []
        for pk in list(run.assignments.order_by("id").values_list("pk", flat=True)):
            assignment = Assignment.objects.select_related("run", "post").get(pk=pk)
            if assignment.status != AssignmentStatus.OPEN:
                continue
            self.at += timedelta(minutes=1)
            by = self.acting_for(assignment.post)
            act = self.act_for(step, label, run)
            if self.typist:
                act = self.with_papers(self.typist, act, step, run, by)
            if self.signer:
                act = self.signer.bring(assignment, step, by, self.at, act)
                self.signer.sign(assignment, by, self.at)
            self.complete(assignment, by, act)
            actors.append(f"{assignment.post.title} ({by.user.name})")
        due_at = run.assignments.aggregate(first=Min("due_at"))["first"]
        made = Output.objects.filter(run=run).order_by("id")
        parts = [
            f"langkah {step.nomor}, putaran {run.round}: {step.kegiatan}",
            f"oleh {'; '.join(actors)}",
            f"waktu {step.waktu or '-'}",
            f"batas {waktu_singkat(due_at, run.case.office)}",
            f"masuk {', '.join(papers_in) or (step.kelengkapan and f'{step.kelengkapan} (dari luar)') or '-'}",
            f"keluar {', '.join(dict.fromkeys(f'{o.name} v{o.version}' for o in made)) or '-'}",
        ]
        return " | ".join(parts + ([f"jawaban {label}"] if label else []))

    def complete(self, assignment: Assignment, by: Capacity, act: Act) -> None:
        """The act; what a party of the office without a seat must sign outside is brought first."""
        try:
            complete_assignment(assignment, by=by, at=self.at, act=act)
        except SomebodyLeftOut as refused:
            if self.signer is None:
                raise
            self.signer.bring_left_out(refused.left, by, self.at)
            complete_assignment(assignment, by=by, at=self.at, act=act)

    def answer_for(self, step: Step) -> str:
        """The label for this visit: the next one planned, else the first that goes on."""
        if not step.keputusan:
            return ""
        if self.planned[step.order]:
            return self.planned[step.order].pop(0)
        onward = forward_answers(self.written.steps, step) or list(step.keputusan)
        return onward[0].label

    def act_for(self, step: Step, label: str, run: StepRun) -> Act:
        """What a person would have filled in, plainly marked as a simulation. One writes the notes of a meeting."""
        is_written = step.tindakan == "rapat" and Output.objects.filter(run=run).exists()
        writes = step.tindakan not in ("menandatangani", "memeriksa") and not is_written
        chosen: dict[str, list[int]] = {}
        for order in exits(self.written.steps, step):
            if order:
                chosen |= self.chosen_for(self.written.steps[order - 1])
        return Act(
            answer=label,
            note="SIMULASI: alasan pengembalian" if label else "",
            text="SIMULASI, TIDAK SAH" if writes else "",
            attendance="hadir" if step.tindakan == "rapat" else "",
            receiver="SIMULASI" if step.tindakan == "menyerahkan" else "",
            received_date=self.at.date() if step.tindakan == "menyerahkan" else None,
            outside_party=step.pihak_luar[0] if step.pihak_luar else "",
            outside_date=self.at.date() if step.pihak_luar else None,
            from_outside=True,
            unsigned_reason=UNSIGNED,
            chosen=chosen,
        )

    def with_papers(self, typist: Typist, act: Act, step: Step, run: StepRun, by: Capacity) -> Act:
        """The act with the papers that it makes. One makes those of a meeting."""
        contoh = typist.contoh
        made, missing = typist.drafts(run, step, by, self.at)
        if step.tindakan == "rapat" and Output.objects.filter(run=run).exists():
            made, missing = (), ()
        changes: dict[str, Any] = {"drafts": made, "drafts_missing": missing}
        if step.tindakan == "disposisi":
            changes |= {"instructions": contoh.instructions, "text": contoh.remark or act.text}
        elif made:
            changes["text"] = ""
        if step.tindakan == "menyerahkan":
            changes |= {"receiver": contoh.receiver or act.receiver, "copies": contoh.copies}
            changes["receipt"] = contoh.values.get("tanda_terima", {})
        return replace(act, **changes)

    def chosen_for(self, step: Step) -> dict[str, list[int]]:
        """The first holder of every column of the step whose wakil is dipilih."""
        keys = [key for key in step.pelaksana if self.written.document.column(key).wakil == DIPILIH]
        holders = current_holders(self.revision.sop, self.at)
        return {key: list(holders.filter(key=key).values_list("post_id", flat=True)[:1]) for key in keys}

    def acting_for(self, post: Post) -> Capacity:
        """Who acts for the post now; a vacant post gets a marked stand-in."""
        found = holder(post, self.at)
        if found:
            return found
        day = day_of(self.at)
        name = f"{STAND_IN}: {post.title} kosong"
        user, _ = User.objects.get_or_create(username=f"pengganti-{post.pk}", defaults={"name": name})
        Appointment.objects.create(user=user, post=post, start_date=day, end_date=day + timedelta(days=1))
        return Capacity(user=user, printed=post.title, post=post, kind="definitif")
