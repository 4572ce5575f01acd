"""The papers of an act: what it makes, what it passes on, and what replaces what (semantics: Papers)."""

from datetime import datetime
from functools import cached_property

from documents.models import StoredFile
from organizations.models import User
from sops.document import SEMUA, SopDocument, Step, paper_key
from workflows.acting import MAKING, Act, instruction_text
from workflows.errors import Incomplete
from workflows.models import Assignment, Output, OutputKind, StepRun

FROM_OUTSIDE = "Tersedia di luar sistem, dinyatakan oleh pejabat yang bertindak."


def keys_of(step: Step) -> set[str]:
    """The keys of the papers that a step may touch."""
    return {key for key in map(paper_key, (step.paper, step.kelengkapan, step.output)) if key}


def makes_one_each(document: SopDocument, step: Step, column: str) -> bool:
    """Whether every post of the column makes a paper of its own."""
    return step.tindakan == "menyusun" and document.column(column).wakil == SEMUA


class Desk:
    """The papers on the desk of one act: those of the case that count now, and those that the act adds."""

    def __init__(self, run: StepRun, step: Step, *, by: User, at: datetime) -> None:
        self.run, self.step, self.by, self.at = run, step, by, at
        self.added: list[Output] = []
        self.replaced: list[tuple[Output, list[Output]]] = []

    @cached_property
    def on_hand(self) -> list[Output]:
        """The newest papers of the case that the step may touch. Read when first asked for: most acts of a joint
        step touch none."""
        found = Output.objects.newest().filter(case=self.run.case_id, key__in=keys_of(self.step))
        return list(found.select_related("assignment"))

    def bring(self, act: Act, assignment: Assignment, *, one_each: bool) -> None:
        """Lay down what the act brings by itself: the missing kelengkapan, an instruction, a file, a note."""
        step = self.step
        if act.kelengkapan_file:
            self.put(step.kelengkapan, kind=OutputKind.OUTSIDE, file=act.kelengkapan_file)
        if step.tindakan == "disposisi":
            if instruction_text(act):
                name = step.output or "Disposisi"
                self.put(name, kind=OutputKind.INSTRUCTION, note=instruction_text(act), assignment=assignment)
        elif act.file or (step.tindakan in MAKING and act.text.strip()):
            name = step.output or step.paper or step.kegiatan[:300]
            self.put(name, file=act.file, note=act.text.strip(), assignment=assignment if one_each else None)

    def require_own(self) -> None:
        """Where every post makes a paper of its own, the act is refused without it."""
        if self.step.output and not any(output.assignment_id for output in self.added):
            message = (
                f"Unggah “{self.step.output}” atau tuliskan isinya: setiap jabatan di kolom ini menyusunnya."
            )
            raise Incomplete("file", message)

    def close(self, act: Act) -> None:
        """The act closes its run forward: the sheet's output must be there, made here or passed on."""
        key = paper_key(self.step.output)
        if not key:
            return
        if not any(output.key == key for output in (*self.added, *self.made_in_run())):
            if self.step.tindakan in MAKING:
                raise Incomplete(
                    "file", f"Unggah “{self.step.output}” atau tuliskan isinya sebelum langkah ini selesai."
                )
            self.pass_on(act)
        made = [output for output in self.added if output.key == key]
        older = [output for output in self.on_hand if output.key == key and output.run_id != self.run.pk]
        if made and older:
            self.replaced.append((made[-1], older))

    def made_in_run(self) -> list[Output]:
        return [output for output in self.on_hand if output.run_id == self.run.pk]

    def pass_on(self, act: Act) -> None:
        """The paper acted on becomes the step's output; one that the case does not know must be vouched for."""
        known = [*self.added, *self.on_hand]
        for name in (self.step.paper, self.step.output):
            sources = [output for output in known if output.key == paper_key(name)]
            if sources:
                break
        for source in sources:
            self.put(self.step.output, kind=source.kind, file=source.file_id, note=source.note, source=source)
        if not sources and not act.from_outside:
            name = self.step.paper or self.step.output
            message = f"“{name}” belum ada dalam kasus ini: unggah, atau nyatakan tersedia di luar sistem."
            raise Incomplete("from_outside", message)
        if not sources:
            self.put(self.step.output, kind=OutputKind.OUTSIDE, note=FROM_OUTSIDE)

    def put(
        self,
        name: str,
        *,
        kind: str = OutputKind.PAPER,
        file: StoredFile | int | None = None,
        note: str = "",
        assignment: Assignment | None = None,
        source: Output | None = None,
    ) -> None:
        """Add one output, with the version that follows from those of its name."""
        key = paper_key(name)
        file_id = file.pk if isinstance(file, StoredFile) else file
        older = [output for output in self.on_hand if output.key == key]
        same = source is not None and source.key == key
        version = max((output.version for output in older), default=0) + (not same)
        output = Output(
            case_id=self.run.case_id,
            run=self.run,
            assignment=assignment,
            kind=kind,
            name=name,
            key=key,
            version=max(version, 1),
            file_id=file_id,
            note=note,
            created_at=self.at,
            created_by=self.by,
        )
        self.added.append(output)
        if assignment is None:
            stale = older
        else:
            stale = [o for o in older if o.assignment and o.assignment.post_id == assignment.post_id]
        if stale and source is None:
            self.replaced.append((output, stale))

    def save(self) -> None:
        """Write what was added, then what it replaces: one statement each."""
        if not self.added:
            return
        Output.objects.bulk_create(self.added)
        replaced: dict[int, Output] = {}
        for output, older in self.replaced:
            for old in older:
                if old.pk not in replaced:
                    old.replaced_by = output
                    replaced[old.pk] = old
        if replaced:
            Output.objects.bulk_update(replaced.values(), ["replaced_by"])

    @property
    def summary(self) -> list[dict[str, object]]:
        """What was added, as the record writes it."""
        return [
            {"name": o.name, "version": o.version, "kind": str(o.kind), "file": o.file_id, "note": o.note}
            for o in self.added
        ]
