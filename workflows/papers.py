"""The papers of an act: what it makes, what it passes on, and what replaces what (semantics: Papers)."""

from collections.abc import Mapping, Sequence
from copy import copy
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from documents.models import SignedPaper, StoredFile
from documents.naskah.kinds import MEETING
from organizations.models import User
from sops.document import SEMUA, SopDocument, Step, paper_key
from workflows.acting import MAKING, Act, instruction_text
from workflows.errors import Incomplete
from workflows.kelengkapan import comes_by_itself, kinds_meant, meeting
from workflows.models import Assignment, Output, OutputKind, StepRun

EXTRA = {"menyerahkan": "Tanda terima", "rapat": "Daftar hadir"}  # papers that come with a tindakan
PRESENT = "daftar_hadir"
THERE, OUTSIDE, MISSING = "ada", "dari_luar", "tidak_ada"
SIGNING = "menandatangani"
SAME_FILE = _(
    "Berkas ini sama persis dengan versi %(version)s. Unggah versi yang sudah diperbaiki; bila memang tidak ada yang "
    "berubah, pilih lagi berkasnya dan centang bahwa berkasnya sengaja sama."
)
LACKING = _("Kelengkapan “%(name)s” belum ada: unggah, buat di sini, atau nyatakan tersedia di luar sistem.")
EACH_OWN = _("Unggah “%(name)s” atau tuliskan isinya: setiap jabatan di kolom ini menyusunnya.")
NOT_MADE = _("Unggah “%(name)s” atau tuliskan isinya sebelum langkah ini selesai.")
NOT_HERE = _("“%(name)s” belum ada dalam kasus ini: unggah, atau nyatakan tersedia di luar sistem.")
FROM_OUTSIDE = "Tersedia di luar sistem, dinyatakan oleh pejabat yang bertindak."


def extra_name(step: Step) -> str:
    """The name of the paper that comes with the step's tindakan; each step has its own."""
    found = EXTRA.get(step.tindakan, "")
    return f"{found}, langkah {step.nomor}" if found else ""


def keys_of(step: Step) -> set[str]:
    """The keys of the papers that a step may touch."""
    names = (step.paper, step.kelengkapan, step.output, extra_name(step))
    return {key for key in map(paper_key, names) if key}


def makes_one_each(document: SopDocument, step: Step, column: str) -> bool:
    """Whether every post of the column makes a paper of its own."""
    return step.tindakan == "menyusun" and document.column(column).wakil == SEMUA


class Desk:
    """The papers on the desk of one act: those of the case that count now, and those that the act adds."""

    def __init__(
        self,
        run: StepRun,
        step: Step,
        *,
        by: User,
        at: datetime,
        table: Mapping[str, Any],
        has_letter: bool = False,
        declared: bool = False,
    ) -> None:
        """`table` is that of the office (`Office.naskah`); `declared`: somebody in this run has said that what the
        step needs is there, though not here. `runs`: this one, and those of which parts stand in it."""
        self.runs: set[int] = {run.pk}
        self.run, self.step, self.by, self.at = run, step, by, at
        self.table, self.has_letter, self.declared = table, has_letter, declared
        self.added: list[Output] = []
        self.drafts: dict[int, tuple[str, Mapping[str, Any]]] = {}  # by place in `added`
        self.passed: dict[int, int] = {}  # places: what passes on a paper that this very act makes
        self.replaced: list[tuple[Output, list[Output]]] = []
        self.signed: Mapping[
            int, list[SignedPaper]
        ] = {}  # what was signed here, by the output it was made of

    @cached_property
    def on_hand(self) -> list[Output]:
        """The newest papers of the case that the step may touch, by their names or as what it needs by their kind.
        Read when first asked for: most acts of a joint step touch none."""
        touched = Q(key__in=keys_of(self.step))
        if needed := kinds_meant(self.table, self.step.kelengkapan):
            touched |= Q(naskah__kind__in=needed)
        found = Output.objects.newest().filter(touched, case=self.run.case_id)
        return list(found.select_related("assignment", "file", "naskah", "signed__naskah"))

    def bring(self, act: Act, assignment: Assignment, *, one_each: bool) -> None:
        """Lay down what the act brings by itself: the missing kelengkapan, an instruction, a file, a note."""
        step = self.step
        self.bring_missing(act)
        if act.file and step.tindakan != SIGNING and not act.same_file:
            self.refuse_same(act.file, assignment if one_each else None)
        owner = assignment if one_each else None
        if step.tindakan == "disposisi":
            if instruction_text(act):
                name, draft = step.output or "Disposisi", next(iter(act.drafts), None)
                note = instruction_text(act)
                self.put(name, kind=OutputKind.INSTRUCTION, note=note, assignment=assignment, draft=draft)
        elif step.tindakan in MAKING and act.drafts and not act.file:
            for made in act.drafts:
                name = step.output or step.paper
                self.put(name, note=act.text.strip(), assignment=owner, draft=made)
        elif act.file or (step.tindakan in MAKING and act.text.strip()):
            name = step.output or step.paper or step.kegiatan[:300]
            self.put(name, file=act.file, note=act.text.strip(), assignment=owner)
        if act.receipt is not None:
            self.put(extra_name(step), draft=("tanda_terima", act.receipt))

    def refuse_same(self, file: StoredFile, owner: Assignment | None) -> None:
        """Refuse a new version that is the one before to the last bit. No query of its own."""
        key = paper_key(self.step.output or self.step.paper or self.step.kegiatan[:300])
        for output in self.on_hand:
            is_mine = owner is None or (output.assignment and output.assignment.post_id == owner.post_id)
            if output.key == key and is_mine and output.file and output.file.sha256 == file.sha256:
                raise Incomplete("file", SAME_FILE % {"version": output.version})

    def bring_missing(self, act: Act) -> None:
        """Lay down what the step lacks: uploaded, or to be made."""
        if act.kelengkapan_file:
            self.put(self.step.kelengkapan, kind=OutputKind.OUTSIDE, file=act.kelengkapan_file)
        for made in act.drafts_missing:
            self.put(self.step.kelengkapan, draft=made)

    def kelengkapan(self, act: Act) -> str:
        """Whether what the step needs is there: THERE, OUTSIDE where that was declared, MISSING; "" where it needs
        nothing. What the act makes as its output is no kelengkapan."""
        text = self.step.kelengkapan
        if not text:
            return ""
        if act.kelengkapan_outside or self.declared:
            return OUTSIDE
        if comes_by_itself(self.table, self.step, has_letter=self.has_letter):
            return THERE
        brought = [output for output in self.added if output.key == paper_key(text)]
        return THERE if brought or meeting(self.table, text, self.on_hand) else MISSING

    def require_kelengkapan(self, act: Act) -> None:
        """Refuse an act without what the step needs, where the SOP says that it blocks."""
        if self.kelengkapan(act) == MISSING:
            raise Incomplete("kelengkapan_outside", LACKING % {"name": self.step.kelengkapan})

    def note_meeting(self) -> None:
        """A meeting whose papers are made here gets its daftar hadir, with the attendance of the whole step.

        One that was filled in before all had acted is made again from the same values.
        """
        if any(kind == PRESENT for kind, _ in self.drafts.values()):
            return
        made = [output for output in self.made_in_run() if output.naskah]
        listed = next((o for o in made if o.naskah and o.naskah.kind == PRESENT), None)
        if listed and listed.naskah:
            self.put(listed.name, draft=(PRESENT, listed.naskah.values))
            return
        values = [o.naskah.values for o in made if o.naskah] + [values for _, values in self.drafts.values()]
        told = next((each for each in reversed(values) if each.get("tanggal") and each.get("acara")), None)
        if told:
            kept = {field.name: told.get(field.name, "") for field in MEETING}
            self.put(extra_name(self.step), draft=(PRESENT, kept))

    def require_own(self) -> None:
        """Where every post makes a paper of its own, the act is refused without it."""
        if self.step.output and not any(output.assignment_id for output in self.added):
            raise Incomplete("file", EACH_OWN % {"name": self.step.output})

    def close(self, act: Act) -> None:
        """The act closes its run forward: the sheet's output must be there, made here or passed on."""
        if self.step.tindakan == "rapat":
            self.note_meeting()
        key = paper_key(self.step.output)
        if not key:
            return
        if not any(output.key == key for output in (*self.added, *self.made_in_run())):
            if self.step.tindakan in MAKING:
                raise Incomplete("file", NOT_MADE % {"name": self.step.output})
            self.pass_on(act)
        made = [output for output in self.added if output.key == key]
        older = [output for output in self.on_hand if output.key == key and output.run_id not in self.runs]
        if made and older:
            self.replaced.append((made[-1], older))

    def made_in_run(self) -> list[Output]:
        return [output for output in self.on_hand if output.run_id in self.runs]

    def pass_on(self, act: Act) -> None:
        """The paper acted on becomes the step's output; one that the case does not know must be vouched for."""
        known = [*self.added, *self.on_hand]
        for name in (self.step.paper, self.step.output):
            sources = [output for output in known if output.key == paper_key(name)]
            if sources:
                break
        if not sources and self.step.paper == self.step.kelengkapan:
            sources = meeting(self.table, self.step.paper, self.on_hand)
        for source in sources:
            papers: Sequence[SignedPaper | None] = self.signed.get(source.pk) or [source.signed]
            for signed in papers:
                self.put(
                    self.step.output,
                    kind=source.kind,
                    file=source.file_id,
                    note=source.note,
                    assignment=source.assignment,
                    source=source,
                    signed=signed,
                )
        if not sources and not act.from_outside:
            name = self.step.paper or self.step.output
            raise Incomplete("from_outside", NOT_HERE % {"name": name})
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
        draft: tuple[str, Mapping[str, Any]] | None = None,
        signed: SignedPaper | None = None,
    ) -> None:
        """Add one output, with the version that follows from those of its name."""
        key = paper_key(name)
        file_id = file.pk if isinstance(file, StoredFile) else file
        older = [output for output in self.on_hand if output.key == key]
        if assignment is not None and source is None:  # what each post makes has versions of its own
            older = [o for o in older if o.assignment and o.assignment.post_id == assignment.post_id]
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
            naskah=signed.naskah if signed else source.naskah if source else None,
            signed=signed,
            note=note,
            created_at=self.at,
            created_by=self.by,
        )
        if draft:
            self.drafts[len(self.added)] = draft
        if source in self.added:
            self.passed[len(self.added)] = self.added.index(source)
        self.added.append(output)
        if older and source is None:
            self.replaced.append((output, older))

    def take_signed(self, place: int, papers: Sequence[SignedPaper]) -> None:
        """What lies at that place is what was signed already, each paper an output."""
        output = self.added[place]
        for paper in papers[1:]:
            twin = copy(output)
            twin.signed, twin.naskah = paper, paper.naskah
            self.added.append(twin)
        output.signed, output.naskah = papers[0], papers[0].naskah

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
            {
                "name": o.name,
                **({"label": o.label} if o.label != o.name else {}),
                "version": o.version,
                "kind": str(o.kind),
                "file": o.file_id,
                "note": o.note,
                **({"naskah": o.naskah_id, "nomor": o.naskah.nomor} if o.naskah else {}),
            }
            for o in self.added
        ]
