"""Portals that are open, with what lies there."""

import hashlib
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from documents.models import (
    Portal,
    Publication,
    PublicPrint,
    RenderState,
    Signature,
    SignedPaper,
    StoredFile,
    Way,
)
from documents.storing import keep_bytes
from organizations.models import Office, User
from sops.models import Revision
from sops.portal import logos, print_key, public_revisions
from tests.sample_files import pdf
from workflows.models import Case, Output, RunPaper

PUBLISHED = "contoh-pk-yang-terbit"


def open_portal(office: Office, **values: Any) -> Portal:
    """The office shows what it has to everybody."""
    return Portal.objects.update_or_create(office=office, defaults={"is_on": True, **values})[0]


def published(paper: SignedPaper, file: StoredFile, *, by: User) -> Publication:
    """A paper with these bytes as it stands on a portal, however it came there."""
    return Publication.objects.create(
        office=paper.office, paper=paper, file=file, published_at=timezone.now(), published_by=by, published_as="Kepala"
    )  # fmt: skip


def signed_pk(case: Case, by: User, **values: Any) -> SignedPaper:
    """The Perjanjian Kinerja of the head of a case's office, with bytes that all its parties have signed."""
    at, office = timezone.now(), case.office

    def kept(name: str) -> StoredFile:
        return keep_bytes(pdf(name), name=f"{name}.pdf", office=office, by=by, at=at)

    usual: dict[str, Any] = {
        "office": office, "title": "Perjanjian Kinerja Kepala Dinas", "way": Way.INTERNAL, "status": "lengkap",
        "base": kept("awal"), "file": kept("ditandatangani"), "page_count": 1, "state": RenderState.READY,
        "created_at": at,
    }  # fmt: skip
    if "perjanjian_kinerja" not in values:
        usual["perjanjian_kinerja"] = case.subjects.get(pihak_pertama=office.head)
    paper = SignedPaper.objects.create(**(usual | values))
    Signature.objects.create(
        paper=paper, order=1, field="ttd-1", post=office.head, status="ditandatangani", way=Way.INTERNAL, signed_at=at,
        signed_by=by, signed_as="Kepala Dinas",
    )  # fmt: skip
    return paper


def in_a_run(paper: SignedPaper, case: Case, by: User) -> SignedPaper:
    """The paper, as one of the case."""
    run, at = case.runs.earliest("id"), timezone.now()
    made = Output.objects.create(
        case=case, run=run, name="PK", key="pk", signed=paper, created_at=at, created_by=by
    )
    RunPaper.objects.create(run=run, paper=paper, source=made)
    return paper


def lay_print(revision: Revision) -> PublicPrint:
    """A print of the revision lies ready; what stands in it is of no matter, and laying a sheet out takes its time."""
    office, content = revision.sop.office, pdf()
    name = default_storage.save("portal/uji.pdf", ContentFile(content))
    return PublicPrint.objects.create(
        office=office,
        key=print_key(revision, logos([office.pk]).get(office.pk, "")),
        file=name,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
    )


def whole_portal(case: Case, by: User) -> SignedPaper:
    """The portal of a case's office, open, with the prints of its SOPs and one PK, whose token is PUBLISHED."""
    open_portal(case.office, introduction="SOP dan PK kami.")
    for revision in public_revisions().filter(sop__office=case.office):
        lay_print(revision)
    paper = signed_pk(case, by, token=PUBLISHED)
    assert paper.file
    published(paper, paper.file, by=by)
    return paper
