"""From an evaluation to a draft revision: the SOP as it is in force, with the waktu that was proposed."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from organizations.capacity import Capacity
from organizations.waktu import total
from organizations.yaml_reader import FaultsFound
from sops.document import SopDocument
from sops.loading import Upload, load_sops
from sops.models import PREPARED, Revision
from sops.sop_file import write_sop
from sops.storing import document_of
from workflows.actions.assess import require
from workflows.errors import Incomplete
from workflows.models import AssessedSop, AssessmentStatus

LONGEST = 500


@transaction.atomic
def draft_from(row: AssessedSop, *, by: Capacity, at: datetime) -> Revision:
    """A draft of the SOP with the proposed waktu, from a form that was signed; its reason names the form and the steps.

    The draft goes the way of every other one. What the head signed of the old revision (its days) is left out. Asked
    for again, it is the same draft. Raises Denied, Incomplete.
    """
    office = row.assessment.office
    require(by, office)
    if row.assessment.status != AssessmentStatus.SIGNED:
        raise Incomplete("proposals", _("Draf revisi dibuat sesudah evaluasinya ditandatangani."))
    if not row.proposals:
        raise Incomplete("proposals", _("Tidak ada usulan waktu baru untuk SOP ini."))
    newest = row.revision.sop.revisions.exclude(status__in=PREPARED).by_force().last()
    if newest is None or newest.pk != row.revision_id:
        raise Incomplete(
            "proposals", "Sesudah evaluasi ini SOP-nya sudah direvisi; nilai dulu revisi yang baru."
        )
    document = with_waktu(
        document_of(row.revision, at), row.proposals, at.astimezone(office.zone).date().isoformat()
    )
    upload = Upload(f"{row.revision.sop.slug}.yaml", write_sop(document).encode(), row.revision.sop.slug)
    try:
        loaded = load_sops(
            [upload],
            by=by.actor,
            at=at,
            reason=reason_of(row),
            user=by.user,
            only_offices={office.pk},
            only_draft=True,
        )
    except FaultsFound as found:
        raise Incomplete("proposals", str(found.faults[0])) from None
    return loaded[0].revision


def with_waktu(document: SopDocument, proposals: dict[str, str], today: str) -> SopDocument:
    """The written SOP with other waktu, revised today and not yet set; a printed total is that of its steps again."""
    steps = tuple(
        replace(step, waktu=proposals[str(step.order)]) if str(step.order) in proposals else step
        for step in document.prosedur
    )
    printed = str(total(step.mutu_baku for step in steps)) if document.jumlah_waktu else ""
    return replace(
        document,
        prosedur=steps,
        jumlah_waktu=printed,
        tanggal_revisi=today,
        tanggal_efektif="",
        tanggal_pengesahan="",
    )


def reason_of(row: AssessedSop) -> str:
    """What the record and the page of the draft say of where it comes from."""
    document = document_of(row.revision)
    parts = [
        f"langkah {document.prosedur[int(order) - 1].nomor}: {document.prosedur[int(order) - 1].waktu or '-'} "
        f"menjadi {text}"
        for order, text in sorted(row.proposals.items(), key=lambda item: int(item[0]))
    ]
    found = f"Usulan waktu dari {row.assessment.label}: {'; '.join(parts)}"
    return found if len(found) <= LONGEST else f"{found[: LONGEST - 1]}…"
