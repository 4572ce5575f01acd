"""Playing an SOP with its papers: what is typed comes from a Contoh, all else from the case, as on the pages."""

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from documents.models import PerjanjianKinerja
from documents.naskah.kinds import KINDS, shared
from documents.naskah.matching import meant
from documents.naskah.rendering import render_waiting
from documents.pk_content import Indicator, PkContent, Sasaran
from documents.realisasi import Typed
from documents.realisasi_rows import sheets_of
from organizations.capacity import Capacity, holder
from organizations.models import Office, Post, Role, RoleGrant, User
from organizations.models.periods import day_of
from sops.definition import Definition
from sops.document import Step
from workflows.acting import MAKING, Act
from workflows.actions.pk import add_pk, save_content
from workflows.actions.realisasi import save_realisasi
from workflows.actions.start import usual_subjects
from workflows.contoh import Contoh
from workflows.models import Case, Output, StepRun
from workflows.naskah_facts import reported_pks
from workflows.naskah_initial import Initial
from workflows.papers import MISSING, Desk

Drafts = tuple[tuple[str, dict[str, Any]], ...]
PLAIN = PkContent(
    sasaran=(
        Sasaran("SIMULASI: sasaran", (Indicator(text="SIMULASI: indikator", satuan="Persen", target="100"),)),
    )
)
UNSAFE = re.compile(r"[^\w.-]+")


class Typist:
    """Fills in what a person would, and makes sure that what the papers print is there."""

    def __init__(self, contoh: Contoh, written: Definition) -> None:
        self.contoh, self.written = contoh, written

    def drafts(self, run: StepRun, step: Step, by: Capacity, at: datetime) -> tuple[Drafts, Drafts]:
        """The papers of the step's output, and those of its missing kelengkapan."""
        case = Case.objects.select_related("office__government", "office__head", "letter").get(pk=run.case_id)
        table = case.office.naskah
        titles = [seat.post.title for seat in run.assignments.select_related("post").order_by("id")]
        initial = Initial(case, case.office, self.written, step, at, titles)
        made = self.kinds(table, step.output or step.paper) if step.tindakan in (*MAKING, "disposisi") else []
        if step.tindakan != "disposisi":
            made = [kind for kind in made if kind != "disposisi"]
        desk = Desk(run, step, by=by.user, at=at, table=table, has_letter=case.letter_id is not None)
        is_missing = step.tindakan != "disposisi" and desk.kelengkapan(Act()) == MISSING
        missing = self.kinds(table, step.kelengkapan) if is_missing else []
        missing = [kind for kind in missing if kind not in (*made, "disposisi")]
        if any(KINDS[kind].asks_pk or KINDS[kind].asks_capaian for kind in (*made, *missing)):
            self.fill_pks(case, at)
        # What is said of a meeting is typed once, in whichever of its papers.
        papers = shared(self.filled([*made, *missing], initial))
        return tuple(papers[: len(made)]), tuple(papers[len(made) :])

    def kinds(self, table: dict[str, Any], text: str) -> list[str]:
        """The kinds that a text means."""
        return list(dict.fromkeys(found.kind for found in meant(table.get("jenis", {}), text)))

    def filled(self, kinds: list[str], initial: Initial) -> Drafts:
        """Each kind with what its form starts with and what the example types into it."""
        return tuple((kind, initial.of(kind) | dict(self.contoh.values.get(kind, {}))) for kind in kinds)

    def fill_pks(self, case: Case, at: datetime) -> None:
        """Write the PKs that the papers print, where nobody has yet."""
        office = case.office
        if not case.pk_kind and not reported_pks(case):
            admin = admin_of(office, at)
            for post in usual_subjects(office):
                add_pk(office, post, case.year, by=admin, at=at)
        pks = (
            case.subjects.all()
            if case.pk_kind
            else PerjanjianKinerja.objects.filter(office=office, year=case.year)
        )
        for pk in pks.select_related("pihak_pertama", "office").order_by("id"):
            self.fill(pk, office, at, with_results=not case.pk_kind)

    def fill(self, pk: PerjanjianKinerja, office: Office, at: datetime, *, with_results: bool) -> None:
        """One PK and, for what collects them, its results."""
        post: Post = pk.pihak_pertama
        by = holder(post, at) or admin_of(office, at)
        if not pk.version:
            save_content(pk, self.contoh.pk_of(post.slug) or PLAIN, by=by, at=at, version=0)
            pk.refresh_from_db()
        reached = self.contoh.reached_by(post.slug)
        sheet = sheets_of([pk])[pk.pk]
        if not with_results or any(any(line.texts) for line in sheet.lines):
            return
        for quarter in (1, 2, 3, 4):
            typed = [
                Typed(line.indicator.id or 0, each.texts[quarter])
                for line, each in zip(sheet.lines, reached, strict=False)
                if each.texts.get(quarter)
            ]
            if typed:
                version = sheet.versions[quarter - 1]
                save_realisasi(pk, quarter, typed, by=by, at=at, version=version)


def admin_of(office: Office, at: datetime) -> Capacity:
    """An admin of the office; a marked stand-in where it has none."""
    grant = (
        RoleGrant.objects.current(at)
        .filter(office=office, role=Role.OFFICE_ADMIN)
        .select_related("user")
        .first()
    )
    if grant is None:
        user, _ = User.objects.get_or_create(
            username="pengganti-admin", defaults={"name": "PENGGANTI SIMULASI: admin"}
        )
        grant = RoleGrant.objects.create(
            user=user, role=Role.OFFICE_ADMIN, office=office, start_date=day_of(at)
        )
    return Capacity(user=grant.user, printed="Admin kantor", grant=grant)


def write_papers(case: Case, folder: Path, clock: Any) -> Iterator[Path]:
    """Make every paper of a case and write it to a folder, in the order of the steps. Raises OSError."""
    while render_waiting(clock):
        pass
    folder.mkdir(parents=True, exist_ok=True)
    outputs = (
        Output.objects.filter(case=case)
        .exclude(naskah=None, signed=None)
        .select_related("naskah__file", "signed__file", "run__step")
    )
    written: set[tuple[str, int]] = set()
    for output in outputs.order_by("id"):
        found = output.content
        key = ("ttd", output.signed_id) if output.signed_id else ("naskah", output.naskah_id or 0)
        if found is None:
            raise OSError(f"naskah “{output.name}” tidak dapat dibuat")
        if key in written:
            continue  # a step passed it on as it was
        written.add(key)
        title = f"{output.name}-{output.signed.title}" if output.signed else output.name
        kind = output.naskah.kind if output.naskah else "berkas"
        name = UNSAFE.sub("-", f"{title[:90]}-{kind}").strip("-")
        path = folder / f"{output.run.step.order:02d}-{output.run.round}-{output.pk:03d}-{name}.pdf"
        with found.file.open("rb") as content:
            path.write_bytes(content.read())
        yield path
