"""Filed matters for the tests, without the way of a whole case."""

from datetime import UTC, date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from activity.chain import MACHINE
from activity.record import locked_stream
from documents.archive.filing import NewPaper, file_paper
from documents.archive.packing import package_waiting
from documents.models import Berkas, RetentionItem, RetentionProposal
from documents.storing import store
from organizations.models import Office, Role, RoleGrant, User
from tests.cast import Cast
from tests.sample_files import pdf, upload
from workflows.models import Case

AT = datetime(2026, 2, 2, 2, 0, tzinfo=UTC)


def filed(office: Office, paper: NewPaper, **details: Any) -> Berkas:
    """A paper filed by itself, under the lock of its office's stream."""
    with transaction.atomic():
        stream = locked_stream(f"office:{office.slug}")
        return file_paper(stream, office, paper, actor=MACHINE, at=AT, **details)


def a_berkas(cast: Cast, slug: str = "dpupr-tarakan", hal: str = "SOP Uji", **changes: object) -> Berkas:
    """A berkas of one paper, packed, with these metadata."""
    office = Office.objects.get(slug=slug)
    file = store(upload("sop.pdf", pdf(hal)), office=office, by=cast.head, at=AT)
    code = str(changes.pop("code", "000.8.6.3"))
    kind, day = str(changes.pop("kind", "")), changes.pop("day", None)
    assert day is None or isinstance(day, date)
    signed = {"judul": hal, "pihak_pertama": "Kepala Dinas", "ditandatangani": True}
    parties = [signed] if kind == "perjanjian_kinerja" else []
    paper = NewPaper(file, hal, kind=kind, day=day, is_made_here=True, parties=parties)
    berkas = filed(office, paper, hal=hal, by=cast.head, code=code)
    package_waiting(lambda: AT)
    Berkas.objects.filter(pk=berkas.pk).update(**changes)
    return Berkas.objects.get(pk=berkas.pk)


def archived(case: Case) -> Case:
    """The case with a berkas of its own, not yet packed, and a proposal for it."""
    file = store(upload("uji.pdf", pdf()), office=case.office, by=case.started_by, at=AT)
    berkas = filed(case.office, NewPaper(file, "Uji"), hal="Uji", by=case.started_by, code="000.8")
    Case.objects.filter(pk=case.pk).update(berkas=berkas)
    proposal = RetentionProposal.objects.create(office=case.office, kind="pindah", proposed_at=AT)
    RetentionItem.objects.create(proposal=proposal, berkas=berkas)
    return case


def numbers_of_archive(case: Case) -> dict[str, int]:
    """The numbers for the addresses of the archive, by what stands before them."""
    item = RetentionItem.objects.get(berkas__case=case)
    papers = item.berkas.papers.get()
    return {"archive/": item.berkas_id, "archive/papers/": papers.pk, "archive/proposals/": item.proposal_id}


def record_officer(slug: str = "dpupr-tarakan") -> User:
    """A petugas arsip of the office, who has no post."""
    number = (User.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
    user = User.objects.create(
        username=f"arsip-{number}", name=f"Contoh Petugas Arsip {number}", is_demo=True
    )
    office = Office.objects.get(slug=slug)
    RoleGrant.objects.create(user=user, role=Role.RECORD_OFFICER, office=office, start_date="2025-01-01")
    return user
