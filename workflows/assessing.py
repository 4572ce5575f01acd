"""What the forms of monitoring and evaluation ask, and what of it the evidence says by itself.

What the evidence says is kept or printed, so it is Indonesian whatever the reader's language."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activity.wording import as_kept
from organizations.templatetags.indonesia import tanggal
from sops.document import SopDocument, Step
from workflows.measures import Facts, StepFigures
from workflows.models import AssessedSop, Assessment, AssessmentKind
from workflows.spans import office_hours, percent
from workflows.waktu_proposal import proposed

# The yearly evaluation asks more than Tabel 7: whether the SOP is fit for those who work by it.
QUESTIONS = {
    "mudah_dipahami": gettext_lazy("Mudah dipahami"),
    "mudah_dilaksanakan": gettext_lazy("Mudah dilaksanakan"),
    "semua_mampu": gettext_lazy("Semua pelaksana mampu menjalankannya"),
    "mendukung_kinerja": gettext_lazy("Mendukung peningkatan kinerja"),
    "masih_sesuai": gettext_lazy("Masih sesuai dengan peraturan, susunan organisasi dan kebutuhan"),
}


@dataclass(frozen=True)
class Proposal:
    """A step whose waktu the evidence speaks against, with the waktu that it speaks for, and why in one sentence."""

    order: int
    nomor: str
    kegiatan: str
    waktu: str
    proposed: str
    why: str


def questions_of(assessment: Assessment) -> dict[str, str]:
    """The questions of a form, by their keys, in the language of now; the monitoring has none."""
    asked = assessment.kind == AssessmentKind.EVALUATION
    return {key: str(text) for key, text in QUESTIONS.items()} if asked else {}


@as_kept()
def evidence_text(found: Facts, document: SopDocument, others: Sequence[tuple[int, Facts]] = ()) -> str:
    """What happened, as the note of a row begins; a person goes on from there. `others` are the SOP's other revisions
    under which anything happened, by number."""
    earlier = [f"Revisi {number}: {in_short(facts)}." for number, facts in others]
    if found.is_empty:
        which = " menurut revisi yang berlaku" if others else ""
        nothing = f"Tidak ada kasus yang dimulai, dikerjakan, atau selesai{which} dalam periode ini."
        return " ".join([nothing, *earlier])
    return " ".join([*sentences(found, document), *earlier])


def sentences(found: Facts, document: SopDocument) -> list[str]:
    """What happened under the revision that is judged."""
    cases = found.cases
    cancelled = f", {cases.cancelled} dibatalkan" if cases.cancelled else ""
    parts = [f"{cases.finished} kasus selesai, {cases.started} dimulai{cancelled}."]
    if found.judged:
        parts.append(f"{found.on_time} dari {found.judged} tindakan tepat waktu ({percent(found.part)}).")
    else:
        parts.append("Tidak ada tindakan yang waktunya terukur." if found.acts else "Tidak ada tindakan.")
    if found.returned:
        parts.append(f"{found.returned} kali dikembalikan.")
    if found.missing:
        parts.append(f"{found.missing} kali tanpa kelengkapan.")
    worst = min(
        (step for step in found.steps if step.part is not None), key=lambda step: step.part or 0, default=None
    )
    if worst and worst.part is not None and worst.part < 1:
        nomor = document.prosedur[worst.step - 1].nomor
        parts.append(f"Paling sering lewat waktu: langkah {nomor} ({percent(worst.part)} tepat waktu).")
    return parts


def in_short(found: Facts) -> str:
    """What happened under another revision, in a clause."""
    kept = (
        f"{percent(found.part)} tepat waktu" if found.judged else "tidak ada tindakan yang waktunya terukur"
    )
    return f"{found.cases.finished} kasus selesai, {kept}"


def proposals_of(found: Facts, document: SopDocument) -> list[Proposal]:
    """Every step for which the evidence speaks for another waktu, in the order of the sheet."""
    made = []
    for step in document.prosedur:
        figures = found.step(step.order)
        waktu = proposed(step.mutu_baku, figures)
        if waktu:
            made.append(
                Proposal(step.order, step.nomor, step.kegiatan, step.waktu, str(waktu), why(step, figures))
            )
    return made


@as_kept()
def why(step: Step, figures: StepFigures) -> str:
    """The evidence in one sentence."""
    median, p90 = (
        office_hours(timedelta(seconds=seconds or 0))
        for seconds in (figures.worked.median, figures.worked.p90)
    )
    return (
        f"{figures.on_time} dari {figures.judged} tindakan dalam {step.waktu} ({percent(figures.part)}); "
        f"median {median}, persentil 90 {p90}"
    )


def lacks(assessment: Assessment, rows: list[AssessedSop], at: datetime) -> list[str]:
    """What is missing before the form can be signed at that moment, each as a sentence."""
    found = [*untimely(assessment, rows, at)]
    unjudged = [row for row in rows if not row.verdict]
    if unjudged:
        names = ", ".join(f"“{row.revision.nama}”" for row in unjudged[:3])
        more = _(" dan %(number)s lainnya") % {"number": len(unjudged) - 3} if len(unjudged) > 3 else ""
        found.append(_("Belum dinilai: %(names)s%(more)s.") % {"names": names, "more": more})
    idle = [row for row in rows if row.verdict == "tidak_baik" and not row.measure.strip()]
    if idle:
        found.append(
            _("Tulis tindakan yang harus diambil untuk “%(name)s”.") % {"name": idle[0].revision.nama}
        )
    asked = questions_of(assessment)
    if any(row.verdict and asked.keys() - row.answers.keys() for row in rows):
        found.append(_("Jawab setiap pertanyaan evaluasi dengan ya atau tidak."))
    return found


def untimely(assessment: Assessment, rows: list[AssessedSop], at: datetime) -> Iterator[str]:
    """Why it is too early: who signs says what happened in the whole period."""
    _first, end = assessment.of_period.bounds(assessment.office.zone)
    if end > at:
        yield _("Periode ini belum berakhir; formulirnya dapat ditandatangani mulai %(day)s.") % {
            "day": tanggal(end.date())
        }
    elif any(row.counted_at < end for row in rows):
        yield _("Hitung bukti lagi dulu: bukti yang ada dihitung sebelum periode ini berakhir.")
