"""The pages of approval: a draft from the browser to its signed sheet, by those whom it waits for."""

import pytest
from django.http import HttpResponse
from django.test import Client

from activity.models import Activity
from organizations.capacity import admin_capacity
from organizations.models import Office, Post
from sops.approval_setting import set_approval
from sops.models import ApprovalSetting, Revision
from sops.public import public_path
from tests.cast import Cast
from tests.pages import Page
from tests.sample_files import EXE, pdf, upload
from tests.samples import changed, fixture
from tests.visitor import Visitor

pytestmark = pytest.mark.django_db
OFFICE, PLACE = "dpupr-tarakan", "/sops/dpupr-tarakan/tarakan-dpupr/"
DRAFT = f"{PLACE}revisions/2/"
REVISED = changed("nomor: 065/3.39/DPUPR", "nomor: 065/4.01/DPUPR", fixture("sops", "tarakan-dpupr"))


@pytest.fixture
def admin(cast: Cast) -> Visitor:
    return Visitor(cast.admin(OFFICE))


def sent(visitor: Visitor, verb: str, url: str = DRAFT, **fields: object) -> HttpResponse:
    """Send one of the forms of the page."""
    return visitor.send(url, visitor.open(url).form(f"/{verb}/"), **fields)


def text_of(response: HttpResponse) -> str:
    return Page(response.content.decode()).text


def switch_on(admin: Visitor, level2: Post | None) -> None:
    """Let the office approve its SOPs."""
    url = f"/offices/{OFFICE}/approval/"
    fields = {"is_on": "on", "level2": str(level2.pk) if level2 else ""}
    assert admin.send(url, admin.open(url).form("/approval/save/"), **fields).status_code == 302


def load_draft(admin: Visitor) -> HttpResponse:
    url = f"{PLACE}load/"
    form = admin.open(url).form("")
    return admin.send(url, form, file=upload("tarakan-dpupr.yaml", REVISED.encode()), reason="Nomor baru")


def test_a_draft_goes_from_the_browser_to_its_signed_sheet(cast: Cast, admin: Visitor) -> None:
    switch_on(admin, cast.post(OFFICE, "kabid-bm"))
    response = load_draft(admin)
    assert response.headers["Location"] == DRAFT
    draft = admin.open(DRAFT)
    assert "Nomor SOP: 065/3.39/DPUPR → menjadi 065/4.01/DPUPR" in draft.text
    assert "Sesudah itu diverifikasi Kepala Bidang Bina Marga." in draft.text
    outside = Client().get(public_path(Revision.objects.select_related("sop__office").get(number=2)))
    assert outside.status_code == 404
    assert sent(admin, "submit", note="Mohon direviu").status_code == 302
    assert "menunggu Sekretaris" in admin.open(PLACE).text
    secretary = Visitor(cast.secretary)
    assert "Menunggu persetujuan saya (1)" in secretary.open("/sops/").text
    assert "Mohon direviu" in secretary.open(DRAFT).text
    refused = sent(secretary, "send-back", reason="")
    assert (refused.status_code, "Tuliskan alasannya." in text_of(refused)) == (422, True)
    assert sent(secretary, "agree").status_code == 302
    assert sent(Visitor(cast.user(OFFICE, "kabid-bm")), "agree").status_code == 302
    head = Visitor(cast.head)
    assert "untuk ditetapkan" in head.open("/sops/").text
    wrong = sent(head, "attest", scan=upload("lembar.pdf", EXE))
    assert (wrong.status_code, "tidak diterima" in text_of(wrong)) == (422, True)
    assert sent(head, "attest", scan=upload("lembar.pdf", pdf())).status_code == 302
    page = head.open(DRAFT)
    assert "Lembar yang ditandatangani" in page.text
    assert head.client.get(f"{DRAFT}sheet.pdf").content == pdf()
    revision = cast.revision("tarakan-dpupr")
    assert revision.number == 2
    public = Page(Client().get(public_path(revision)).content.decode()).text
    assert f"Ditandatangani {cast.head.name} (Kepala Dinas)" in public
    assert sent(head, "revoke", reason="Tidak dipakai lagi.").status_code == 302
    assert "SOP ini dicabut" in head.open(PLACE).text
    assert "Revisi ini sudah dicabut" in Page(Client().get(public_path(revision)).content.decode()).text


def test_a_reviewer_of_another_office_sees_that_revision_and_nothing_else(cast: Cast, admin: Visitor) -> None:
    post = cast.post("dp3appkb-tarakan", "sekretaris")
    reviewer = Visitor(cast.user("dp3appkb-tarakan", "sekretaris"))
    switch_on(admin, post)
    load_draft(admin)
    assert reviewer.client.get(DRAFT).status_code == 404
    sent(admin, "submit")
    assert "Reviu ini menunggu Sekretaris" in reviewer.open(DRAFT).text
    assert reviewer.client.get(f"{DRAFT}sheet.pdf").status_code == 200
    assert reviewer.client.get(PLACE).status_code == 404
    assert reviewer.client.get(f"{PLACE}revisions/1/").status_code == 404
    assert reviewer.client.post(f"{DRAFT}agree/").status_code == 403


def test_who_may_not_is_told_why(cast: Cast, admin: Visitor) -> None:
    switch_on(admin, None)
    load_draft(admin)
    visitor = Visitor(cast.secretary)
    page = visitor.open(DRAFT)
    assert "Draf diajukan oleh yang memuatnya, atau admin kantor." in page.text
    client = Client()
    client.force_login(cast.secretary)
    response = client.post(f"{DRAFT}submit/")
    assert response.status_code == 403
    assert "Draf diajukan oleh yang memuatnya" in Page(response.content.decode()).text
    assert "tidak diminta oleh pengaturan kantor ini" in admin.open(DRAFT).text


def test_without_approval_what_is_loaded_in_the_browser_is_in_force(cast: Cast, admin: Visitor) -> None:
    assert load_draft(admin).headers["Location"] == PLACE
    assert cast.revision("tarakan-dpupr").number == 2


def test_the_list_shows_the_sops_of_one_status(cast: Cast, admin: Visitor) -> None:
    switch_on(admin, None)
    load_draft(admin)
    assert DRAFT in list(admin.open("/sops/?status=draf").links())
    assert DRAFT not in list(admin.open("/sops/").links())
    assert "Tidak ada SOP dengan status itu." in admin.open("/sops/?status=dicabut").text


def test_a_setting_that_cannot_be_is_refused_at_its_field(cast: Cast, admin: Visitor) -> None:
    url = f"/offices/{OFFICE}/approval/"
    level1 = str(cast.post(OFFICE, "sekretaris").pk)
    form = admin.open(url).form("/approval/save/")
    response = admin.send(url, form, is_on="on", level1=level1, level2=level1)
    assert (response.status_code, "tidak boleh jabatan yang sama" in text_of(response)) == (422, True)
    assert not ApprovalSetting.objects.exists()


def test_a_regulation_that_sets_a_book_is_shown(cast: Cast, admin: Visitor) -> None:
    url = f"{PLACE}revisions/1/"
    fields = {"penetapan": "Peraturan Wali Kota Nomor 12 Tahun 2026", "penetapan_tanggal": "2026-01-05"}
    assert sent(admin, "penetapan", url, **fields).status_code == 302
    assert (
        "Ditetapkan dengan Peraturan Wali Kota Nomor 12 Tahun 2026, 5 Januari 2026" in admin.open(PLACE).text
    )


def test_approval_is_in_the_record(cast: Cast) -> None:
    office = Office.objects.select_related("government").get(slug=OFFICE)
    by = admin_capacity(cast.admin(OFFICE), office, cast.now)
    assert by
    assert set_approval(office, by=by, at=cast.now, is_on=True)
    assert not set_approval(office, by=by, at=cast.now, is_on=True)
    row = Activity.objects.get(action="office.approval_set")
    assert (row.data["before"], row.data["after"]["level1"]) == ({}, "")
