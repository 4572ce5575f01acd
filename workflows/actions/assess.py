"""Monitoring and evaluation: begun from the evidence, judged by a person row by row, counted again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activity.models import Stream
from activity.record import locked_stream, record
from organizations.capacity import Capacity
from organizations.models import Office
from organizations.waktu import UnreadableWaktu, parse_waktu
from sops.definition import definition
from sops.models import Revision, RevisionStatus
from workflows.assessing import evidence_text, questions_of
from workflows.errors import Denied, Incomplete
from workflows.evaluation_access import may_evaluate
from workflows.evidence import Evidence, gather
from workflows.models import AssessedSop, Assessment, AssessmentKind
from workflows.periods import HALF, Period
from workflows.summarizing import keep

MAX_ROWS, LONGEST = 500, 4000
LENGTHS = {AssessmentKind.MONITORING: HALF, AssessmentKind.EVALUATION: 12}


class Changed(Exception):
    """The form was changed meanwhile; the message says what to do, in Indonesian."""


CHANGED = gettext_lazy(
    "Formulir ini berubah sejak Anda membukanya. Periksa isinya yang terbaru, lalu simpan lagi."
)
SIGNED = gettext_lazy("Formulir ini sudah ditandatangani dan tidak dapat diubah lagi.")


@dataclass(frozen=True)
class Judged:
    """What a person says of a row: the verdict, the note, what must be done; answers by the keys of the questions, and
    the waktu proposed for steps by their order."""

    verdict: str
    note: str
    measure: str
    answers: Mapping[str, bool] = field(default_factory=dict)
    proposals: Mapping[str, str] = field(default_factory=dict)


def begin_assessment(office: Office, kind: str, period: Period, *, by: Capacity, at: datetime) -> Assessment:
    """The form of a period, with every SOP in force and what happened under it; the one that is there, where it was
    begun before. The evidence is the last night's, else counted now, before anything is locked. Raises Denied, and
    Incomplete where the period is not of that kind, has not begun, or nothing is in force."""
    require(by, office)
    if found := begun(office, kind, period):
        return found
    check_period(office, kind, period, at)
    revisions = in_force(office)
    if not revisions:
        raise Incomplete("periode", _("Kantor ini belum mempunyai SOP yang berlaku."))
    judged = revisions[:MAX_ROWS]
    gathered = gather(office, judged, period, at, since=at - timedelta(days=1))
    with transaction.atomic():
        stream = locked_stream(f"office:{office.slug}")
        if found := begun(office, kind, period):
            return found
        if [each.pk for each in in_force(office)] != [each.pk for each in revisions]:
            raise Incomplete(
                "periode", _("SOP yang berlaku baru saja berubah; buat formulirnya sekali lagi.")
            )
        keep(gathered.fresh, at)
        made = Assessment.objects.create(
            office=office, kind=kind, period=str(period), created_at=at, created_by=by.user,
            conclusion=left_out(len(revisions) - len(judged)),
        )  # fmt: skip
        AssessedSop.objects.bulk_create(
            new_row(made, order, each, gathered.evidence[each.pk]) for order, each in enumerate(judged, 1)
        )
        told(stream, made, "assessment.begun", by=by, at=at, sops=len(judged))
    return made


def begun(office: Office, kind: str, period: Period) -> Assessment | None:
    """The form of a period, where somebody began it."""
    return Assessment.objects.filter(office=office, kind=kind, period=str(period)).first()


def check_period(office: Office, kind: str, period: Period, at: datetime) -> None:
    """Raise Incomplete where the period has no such form, or has not begun."""
    if LENGTHS.get(AssessmentKind(kind)) != period.length:
        raise Incomplete("periode", _("Monitoring dibuat per semester, evaluasi per tahun."))
    if period.bounds(office.zone)[0] > at:
        raise Incomplete("periode", _("Periode itu belum dimulai."))


def in_force(office: Office) -> list[Revision]:
    """The revisions in force, in the order of the form."""
    found = Revision.objects.filter(sop__office=office, status=RevisionStatus.IN_FORCE)
    return list(found.select_related("sop__office").order_by("nama", "id"))


def left_out(number: int) -> str:
    """What the conclusion begins with where the office has more SOPs than the form has rows."""
    first = f"Formulir ini memuat {MAX_ROWS} SOP pertama menurut nama"
    return f"{first}; {number} SOP lain yang berlaku tidak dinilai di sini." if number > 0 else ""


def new_row(made: Assessment, order: int, revision: Revision, found: Evidence) -> AssessedSop:
    """The row of an SOP, not yet saved."""
    return AssessedSop(
        assessment=made,
        revision=revision,
        order=order,
        facts=found.facts.as_json(),
        counted_at=found.at,
        note=note_of(revision, found),
    )


def note_of(revision: Revision, found: Evidence) -> str:
    """How the note of a row begins."""
    return evidence_text(found.facts, definition(revision.pk).document, found.others)


@transaction.atomic
def judge(row: AssessedSop, said: Judged, *, version: int, by: Capacity, at: datetime) -> AssessedSop:
    """What a person judges of one SOP. Raises Denied, Changed, Incomplete."""
    stream, held = locked(row.assessment_id, by)
    if held.version != version:
        raise Changed(str(CHANGED))
    row = AssessedSop.objects.select_related("revision").get(pk=row.pk)
    check(held, row, said)
    row.verdict, row.note, row.measure = said.verdict, said.note.strip(), said.measure.strip()
    row.answers, row.proposals = dict(said.answers), dict(said.proposals)
    row.assessed_by, row.assessed_as, row.assessed_at = by.user, by.printed, at
    row.save()
    changed(held)
    data = {
        "sop": row.revision.nama,
        "verdict": row.verdict,
        "note": row.note,
        "measure": row.measure,
        "answers": row.answers,
        "proposals": row.proposals,
    }
    told(stream, held, "assessment.judged", by=by, at=at, **data)
    return row


def check(held: Assessment, row: AssessedSop, said: Judged) -> None:
    """Raise Incomplete where something that is said cannot be kept."""
    if said.verdict not in ("baik", "tidak_baik"):
        raise Incomplete("verdict", _("Pilih apakah SOP ini berjalan dengan baik."))
    for name, text in (("note", said.note), ("measure", said.measure)):
        if len(text) > LONGEST:
            raise Incomplete(name, _("Paling panjang %(limit_value)s karakter.") % {"limit_value": LONGEST})
    if said.answers.keys() - questions_of(held).keys():
        raise Incomplete("verdict", _("Formulir ini tidak menanyakan itu."))
    steps = {str(step.order) for step in definition(row.revision_id).steps}
    for order, text in said.proposals.items():
        if order not in steps:
            raise Incomplete("verdict", _("Langkah itu tidak ada di SOP ini."))
        try:
            parse_waktu(text)
        except UnreadableWaktu:
            message = _(
                "“%(what)s” tidak terbaca sebagai waktu; tulis misalnya 30 menit, 2 jam, atau 3 hari."
            ) % {"what": text[:40]}
            raise Incomplete(f"waktu-{order}", message) from None


@transaction.atomic
def conclude(assessment: Assessment, text: str, *, version: int, by: Capacity, at: datetime) -> Assessment:
    """The conclusion of the whole form. Raises Denied, Changed, Incomplete."""
    stream, held = locked(assessment.pk, by)
    if held.version != version:
        raise Changed(str(CHANGED))
    if len(text) > LONGEST:
        raise Incomplete(
            "conclusion", _("Paling panjang %(limit_value)s karakter.") % {"limit_value": LONGEST}
        )
    held.conclusion = text.strip()
    changed(held)
    told(stream, held, "assessment.concluded", by=by, at=at, text=held.conclusion)
    return held


def recount(assessment: Assessment, *, by: Capacity, at: datetime) -> Assessment:
    """The evidence as it is now, counted before anything is locked; what was judged stays. A note that nobody has
    touched is written anew. Raises Denied, Changed."""
    require(by, assessment.office)
    if not assessment.is_open:
        raise Changed(str(SIGNED))
    named = list(assessment.rows.select_related("revision__sop__office").order_by("order"))
    gathered = gather(assessment.office, [row.revision for row in named], assessment.of_period, at)
    with transaction.atomic():
        stream, held = locked(assessment.pk, by)
        rows = list(
            held.rows.select_related("revision").order_by("order")
        )  # as somebody may have judged them
        for row in rows:
            found = gathered.evidence[row.revision_id]
            row.facts, row.counted_at = found.facts.as_json(), found.at
            if row.assessed_at is None:
                row.note = note_of(row.revision, found)
        AssessedSop.objects.bulk_update(rows, ["facts", "counted_at", "note"], batch_size=100)
        keep(gathered.fresh, at)
        changed(held)
        told(stream, held, "assessment.recounted", by=by, at=at)
    return held


def locked(pk: int, by: Capacity) -> tuple[Stream, Assessment]:
    """The office's stream and the form, both locked, where it may be changed. Raises Denied, Changed."""
    office = Office.objects.get(pk=Assessment.objects.values_list("office", flat=True).get(pk=pk))
    require(by, office)
    stream = locked_stream(f"office:{office.slug}")
    held = (
        Assessment.objects.select_for_update(of=("self",))
        .select_related("office__government", "signed")
        .get(pk=pk)
    )
    if not held.is_open:
        raise Changed(str(SIGNED))
    return stream, held


def require(by: Capacity, office: Office) -> None:
    """Raise Denied where the capacity does not answer for the office's SOPs."""
    verdict = may_evaluate(by, office)
    if not verdict:
        raise Denied(verdict.reason)


def changed(held: Assessment) -> None:
    """Count the change."""
    held.version += 1
    held.save(update_fields=["version", "conclusion"])


def told(stream: Stream, held: Assessment, action: str, *, by: Capacity, at: datetime, **data: Any) -> None:
    """A row of the record about the form."""
    about = {"assessment": held.pk, "kind": held.kind, "period": held.period}
    record(stream, at=at, actor=by.actor, action=action, **about, **data)
