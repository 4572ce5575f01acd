"""Between the written SOP as a value (sops.document) and its rows."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from sops.document import LISTS, Answer, Column, Signatory, SopDocument
from sops.document import Step as StepValue
from sops.models import ColumnPost, Decision, Pelaksana, Revision, Sop, Step, StepPelaksana

HEADER = (
    "unit",
    "nomor",
    "nama",
    "hasil",
    *LISTS,
    "jumlah_waktu",
    "tampilan",
    "pengaturan",
    "catatan_transkripsi",
)
DATES = ("tanggal_pembuatan", "tanggal_revisi", "tanggal_efektif", "tanggal_pengesahan")
STEP = (
    "nomor",
    "kode",
    "kegiatan",
    "tahap",
    "tindakan",
    "selesai_bila",
    "naskah",
    "kelengkapan",
    "waktu",
    "output",
)
STEP_MORE = ("keterangan", "sop", "catatan_transkripsi")


def store_content(document: SopDocument, revision: Revision) -> Revision:
    """Write a new revision with all its rows; `revision` brings the fields that are not of the paper."""
    for name in HEADER:
        value = getattr(document, name)
        setattr(revision, name, list(value) if isinstance(value, tuple) else value)
    for name in DATES:
        text = getattr(document, name)
        setattr(revision, name, date.fromisoformat(text) if text else None)
    revision.disahkan_oleh = dict(document.disahkan_oleh.__dict__)
    revision.save()
    columns = {
        column.key: Pelaksana.objects.create(
            revision=revision,
            order=order,
            key=column.key,
            nama=column.nama,
            wakil=column.wakil,
            catatan_transkripsi=column.catatan_transkripsi,
        )
        for order, column in enumerate(document.pelaksana, 1)
    }
    for step in document.prosedur:
        store_step(step, revision, columns)
    return revision


def store_step(step: StepValue, revision: Revision, columns: dict[str, Pelaksana]) -> None:
    row = Step.objects.create(
        revision=revision,
        order=step.order,
        **{name: getattr(step, name) for name in (*STEP, *STEP_MORE)},
        mutu_baku={unit: amount for unit, amount in step.mutu_baku.__dict__.items() if amount},
        penentu=columns.get(step.penentu),
        pihak_luar=list(step.pihak_luar),
    )
    StepPelaksana.objects.bulk_create(
        StepPelaksana(step=row, pelaksana=columns[key], order=order)
        for order, key in enumerate(step.pelaksana, 1)
    )
    Decision.objects.bulk_create(
        Decision(step=row, order=order, label=answer.label, target=answer.target)
        for order, answer in enumerate(step.keputusan, 1)
    )


def document_of(revision: Revision, at: datetime | None = None) -> SopDocument:
    """The revision as the value that was read from its file, with the holders of its columns at that moment."""
    holders: dict[str, list[str]] = defaultdict(list)
    if at is not None:
        for key, slug in current_holders(revision.sop, at).values_list("key", "post__slug"):
            holders[key].append(slug)
    header: dict[str, Any] = {name: as_value(getattr(revision, name)) for name in HEADER}
    header |= {name: str(getattr(revision, name) or "") for name in DATES}
    return SopDocument(
        perangkat_daerah=revision.sop.office.slug,
        **header,
        disahkan_oleh=Signatory(**revision.disahkan_oleh),
        pelaksana=tuple(
            Column(c.key, c.nama, tuple(holders[c.key]), c.wakil, c.catatan_transkripsi)
            for c in revision.columns.all()
        ),
        prosedur=tuple(
            step_value(step)
            for step in revision.steps.select_related("penentu").prefetch_related(
                "marks__pelaksana", "decisions"
            )
        ),
    )


def as_value(stored: Any) -> Any:
    return tuple(stored) if isinstance(stored, list) else stored


def step_value(step: Step) -> StepValue:
    return StepValue(
        order=step.order,
        **{name: getattr(step, name) for name in (*STEP, *STEP_MORE)},
        pelaksana=tuple(mark.pelaksana.key for mark in step.marks.all()),
        keputusan=tuple(Answer(decision.label, decision.target) for decision in step.decisions.all()),
        penentu=step.penentu.key if step.penentu else "",
        pihak_luar=tuple(step.pihak_luar),
    )


def current_holders(sop: Sop | int, at: datetime) -> QuerySet[ColumnPost]:
    """The rows that say who holds the SOP's columns at that moment, in the order of the file."""
    return ColumnPost.objects.filter(Q(end_at=None) | Q(end_at__gt=at), sop=sop, start_at__lte=at).order_by(
        "key", "order"
    )


def holders_of(document: SopDocument, posts: Mapping[str, int]) -> dict[str, list[int]]:
    """The posts (ids) that the file names for each column; `posts` are ids by slug."""
    return {column.key: [posts[slug] for slug in column.jabatan] for column in document.pelaksana}


def store_holders(sop: Sop, holders: Mapping[str, Sequence[int]], at: datetime) -> list[str]:
    """Bring the dated map from columns to posts to `holders`, from `at`; returns the keys that changed."""
    changed = []
    for key, wanted in holders.items():
        now = list(current_holders(sop, at).filter(key=key))
        if [row.post_id for row in now] == list(wanted):
            continue
        changed.append(key)
        ColumnPost.objects.filter(pk__in=[row.pk for row in now]).update(end_at=at)
        ColumnPost.objects.bulk_create(
            ColumnPost(sop=sop, key=key, order=order, post_id=post, start_at=at)
            for order, post in enumerate(wanted, 1)
        )
    return changed


def store_notes(document: SopDocument, revision: Revision) -> bool:
    """Bring the notes on the scan to what the file says; True where any changed."""
    changed: bool = revision.catatan_transkripsi != document.catatan_transkripsi
    if changed:
        revision.catatan_transkripsi = document.catatan_transkripsi
        revision.save(update_fields=["catatan_transkripsi"])
    for column in document.pelaksana:
        rows = Pelaksana.objects.filter(revision=revision, key=column.key)
        changed |= bool(
            rows.exclude(catatan_transkripsi=column.catatan_transkripsi).update(
                catatan_transkripsi=column.catatan_transkripsi
            )
        )
    for step in document.prosedur:
        steps = Step.objects.filter(revision=revision, order=step.order)
        changed |= bool(
            steps.exclude(catatan_transkripsi=step.catatan_transkripsi).update(
                catatan_transkripsi=step.catatan_transkripsi
            )
        )
    return changed
