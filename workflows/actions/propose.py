"""From an evaluation to a draft revision: the SOP as it is in force, with the waktu that was proposed."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from activity.record import locked_stream
from organizations.capacity import Capacity
from organizations.waktu import Waktu, total
from organizations.yaml_reader import FaultsFound
from sops.document import SopDocument
from sops.loading import Upload, load_sops
from sops.models import PREPARED, Revision, RevisionStatus
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
    for again, it is the same draft, as long as it is not in force. Raises Denied, Incomplete.
    """
    office = row.assessment.office
    require(by, office)
    locked_stream(f"office:{office.slug}")  # of two who ask at once the second finds the draft of the first
    check(row)
    if found := prepared_with(row):
        return found
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
    except FaultsFound as found_faults:
        raise Incomplete("proposals", str(found_faults.faults[0])) from None
    return loaded[0].revision


def check(row: AssessedSop) -> None:
    """Raise Incomplete where no draft can be made from the row."""
    if row.assessment.status != AssessmentStatus.SIGNED:
        raise Incomplete("proposals", _("Draf revisi dibuat sesudah evaluasinya ditandatangani."))
    if not row.proposals:
        raise Incomplete("proposals", _("Tidak ada usulan waktu baru untuk SOP ini."))
    in_force = row.revision.sop.revisions.filter(status=RevisionStatus.IN_FORCE).first()
    if in_force is None:
        raise Incomplete("proposals", _("SOP ini tidak berlaku lagi, jadi waktunya tidak direvisi."))
    if in_force.pk != row.revision_id:
        raise Incomplete(
            "proposals", _("Sesudah evaluasi ini SOP-nya sudah direvisi; nilai dulu revisi yang baru.")
        )


def prepared_with(row: AssessedSop) -> Revision | None:
    """The newest revision on its way whose steps have the proposed waktu, whenever and by whom it was made."""
    wanted = waktu_of(with_waktu(document_of(row.revision), row.proposals, ""))
    prepared = row.revision.sop.revisions.filter(status__in=PREPARED).order_by("-number")
    return next((each for each in prepared if waktu_of(document_of(each)) == wanted), None)


def waktu_of(document: SopDocument) -> list[tuple[str, Waktu]]:
    """What each step does, and in which waktu."""
    return [(step.kegiatan, step.mutu_baku) for step in document.prosedur]


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
