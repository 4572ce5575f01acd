"""Monitoring and evaluation: begun from the evidence, judged by a person row by row, counted again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
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
from workflows.measures import from_json
from workflows.models import AssessedSop, Assessment, AssessmentKind
from workflows.periods import HALF, Period
from workflows.summarizing import count

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


@transaction.atomic
def begin_assessment(office: Office, kind: str, period: Period, *, by: Capacity, at: datetime) -> Assessment:
    """The form of a period, with every SOP in force and what happened under it; the one that is there, where it was
    begun before. Raises Denied, and Incomplete where the period is not of that kind, has not begun, or nothing is in
    force."""
    require(by, office)
    stream = locked_stream(f"office:{office.slug}")
    found = Assessment.objects.filter(office=office, kind=kind, period=str(period)).first()
    if found:
        return found
    if LENGTHS.get(AssessmentKind(kind)) != period.length:
        raise Incomplete("periode", _("Monitoring dibuat per semester, evaluasi per tahun."))
    if period.bounds(office.zone)[0] > at:
        raise Incomplete("periode", _("Periode itu belum dimulai."))
    in_force = Revision.objects.filter(sop__office=office, status=RevisionStatus.IN_FORCE)
    revisions = list(in_force.select_related("sop__office").order_by("nama", "id")[:MAX_ROWS])
    if not revisions:
        raise Incomplete("periode", _("Kantor ini belum mempunyai SOP yang berlaku."))
    made = Assessment.objects.create(
        office=office, kind=kind, period=str(period), created_at=at, created_by=by.user
    )
    for order, revision in enumerate(revisions, 1):
        summary = count(revision, period, at)
        note = evidence_text(from_json(summary.facts), definition(revision.pk).document)
        AssessedSop.objects.create(
            assessment=made, revision=revision, order=order, facts=summary.facts, counted_at=at, note=note
        )
    told(stream, made, "assessment.begun", by=by, at=at, sops=len(revisions))
    return made


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


@transaction.atomic
def recount(assessment: Assessment, *, by: Capacity, at: datetime) -> Assessment:
    """The evidence as it is now; what was judged stays. A note that nobody has touched is written anew. Raises Denied,
    Changed."""
    stream, held = locked(assessment.pk, by)
    for row in held.rows.select_related("revision__sop__office").order_by("order"):
        document = definition(row.revision_id).document
        is_untouched = row.assessed_at is None
        row.facts, row.counted_at = count(row.revision, held.of_period, at).facts, at
        if is_untouched:
            row.note = evidence_text(from_json(row.facts), document)
        row.save(update_fields=["facts", "counted_at", "note"])
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
