"""The page of the office's account at BSrE, and the page of one's own NIK."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from activity.models import Activity
from activity.verification import faults
from documents.bsre_keeping import nik_of, set_account
from documents.models import BsreAccount, SigningIdentity
from organizations.capacity import Capacity, admin_capacity
from organizations.models import Office
from tests.bsre_service import NIK, PASSWORD, USERNAME, BsreService, Trouble, bsre
from tests.cast import Cast
from tests.pages import Page
from tests.tables import changed, kept, rows
from tests.visitor import Visitor

__all__ = ["bsre"]
pytestmark = pytest.mark.django_db
URL, MINE = "/offices/dpupr-tarakan/bsre/", "/akun/nik/"
OWN_PASSWORD = "kata-sandi-kepala-77"


@pytest.fixture
def admin(cast: Cast) -> Visitor:
    return Visitor(cast.admin("dpupr-tarakan"))


@pytest.fixture
def head(cast: Cast) -> Visitor:
    user = cast.head
    user.set_password(OWN_PASSWORD)
    user.save()
    return Visitor(user)


def sent(visitor: Visitor, url: str, action: str, **data: Any) -> tuple[int, str]:
    """Fill in a form of a page: the status, and the text of the page that came back or that it led to."""
    response = visitor.send(url, visitor.open(url).form(action), **data)
    page = visitor.open(url) if response.status_code == 302 else Page(response.content.decode())
    return response.status_code, page.text


def given(service: BsreService, **data: Any) -> dict[str, Any]:
    usual = {"version": "v1", "address": f"{service.url}/", "username": USERNAME, "password": PASSWORD}
    return usual | {"is_active": "on"} | data


@pytest.mark.core
def test_the_account_is_kept_sealed_recorded_and_not_shown(admin: Visitor, bsre: BsreService) -> None:
    assert "Akun BSrE tersimpan." in sent(admin, URL, "/bsre/save/", **given(bsre))[1]
    found = BsreAccount.objects.get()
    assert (found.version, found.address, found.username, found.is_active) == ("v1", bsre.url, USERNAME, True)
    assert found.open_password() == PASSWORD
    row = Activity.objects.get(action="office.bsre_changed")
    assert row.stream.key == "office:dpupr-tarakan"
    assert {change["field"]: change["new"] for change in row.data["changes"]} == {
        "version": "v1",
        "address": bsre.url,
        "username": USERNAME,
        "is_active": "ya",
        "password": "diganti",
    }
    page = admin.open(URL)
    assert page.form("/bsre/save/").data["username"] == [USERNAME]
    assert PASSWORD not in page.html
    assert not [model for model in (BsreAccount, Activity) if PASSWORD in repr(rows(model))]
    assert not list(faults())


def test_an_empty_password_stays_where_it_was_meant_to_go(admin: Visitor, bsre: BsreService) -> None:
    status, text = sent(admin, URL, "/bsre/save/", **given(bsre, password=""))
    assert (status, "Tulis kata sandi aplikasi." in text) == (422, True)
    sent(admin, URL, "/bsre/save/", **given(bsre))
    before = kept()
    assert "Tidak ada yang berubah." in sent(admin, URL, "/bsre/save/", password="")[1]
    for data in ({"address": "https://lain.go.id"}, {"username": "lain"}):
        status, text = sent(admin, URL, "/bsre/save/", **data)
        assert (status, "tulis kata sandinya lagi" in text) == (422, True)
    assert not changed(before)
    assert sent(admin, URL, "/bsre/save/", version="v2", is_active=None)[0] == 302
    found = BsreAccount.objects.get()
    assert (found.version, found.is_active, found.open_password()) == ("v2", False, PASSWORD)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"address": "http://esign.contoh.go.id"}, "harus https"),
        ({"address": "https://esign.go.id/api/sign/pdf"}, "tanpa /api"),
        ({"version": "v3"}, "v3"),
        ({"username": ""}, "tidak boleh kosong"),
    ],
)
def test_what_cannot_be_kept_is_named(
    admin: Visitor, bsre: BsreService, data: dict[str, str], message: str
) -> None:
    status, text = sent(admin, URL, "/bsre/save/", **given(bsre, **data))
    assert (status, message in text) == (422, True), text
    assert not BsreAccount.objects.exists()


@pytest.mark.parametrize("version", ["v1", "v2"])
def test_the_connection_is_tried_without_signing(
    admin: Visitor, cast: Cast, bsre: BsreService, version: str
) -> None:
    assert [form.action for form in admin.open(URL).forms if form.action.endswith("/test/")] == []
    bsre.account(Office.objects.get(slug="dpupr-tarakan"), version, is_active=False)
    before = kept()
    text = sent(admin, URL, "/bsre/test/")[1]
    assert "Sambungan berhasil: layanan BSrE menjawab." in text
    assert "Sertifikat elektronik" not in text
    bsre.trouble = Trouble.CUT_BEFORE
    assert (
        "Sambungan belum berhasil. Sambungan ke server BSrE terputus." in sent(admin, URL, "/bsre/test/")[1]
    )
    bsre.trouble = Trouble.NONE
    assert not changed(before)
    identity = SigningIdentity(user=cast.admin("dpupr-tarakan"))
    identity.keep_nik(NIK)
    identity.save()
    assert "Sertifikat elektronik Anda: aktif." in sent(admin, URL, "/bsre/test/")[1]
    assert bsre.signed == []


def test_only_an_admin_of_the_office_changes_it(cast: Cast, bsre: BsreService) -> None:
    office = Office.objects.select_related("government").get(slug="dpupr-tarakan")
    other = admin_capacity(cast.admin("dpupr-gowa"), Office.objects.get(slug="dpupr-gowa"), cast.now)
    assert other
    for by in (other, Capacity(user=cast.head, printed="Kepala Dinas")):
        with pytest.raises(PermissionDenied):
            set_account(office, by=by, at=cast.now, choices=given(bsre), password="x")
    assert not BsreAccount.objects.exists()


def test_the_page_is_linked_for_admins_and_only_for_them(cast: Cast, admin: Visitor) -> None:
    settings = "/offices/dpupr-tarakan/signing/"
    for url in (
        "/offices/dpupr-tarakan/pk-format/",
        "/offices/dpupr-tarakan/look/",
        "/calendars/dpupr-tarakan/",
    ):
        assert settings in admin.open(url).links(), url
    assert URL in admin.open(settings).links()
    assert settings not in Visitor(cast.head).open("/calendars/dpupr-tarakan/").links()
    assert MINE in Visitor(cast.head).open("/akun/").links()


@pytest.mark.core
def test_a_nik_is_kept_sealed_and_only_its_end_is_shown(head: Visitor, cast: Cast) -> None:
    assert "Belum ada NIK yang tersimpan." in head.open(MINE).text
    text = sent(head, MINE, "", nik="3273 0101 0190 0001", password=OWN_PASSWORD)[1]
    assert "NIK tersimpan." in text
    assert "•••• •••• •••• 0001" in text
    assert nik_of(cast.head) == NIK
    before = kept()
    assert "Tidak ada yang berubah." in sent(head, MINE, "", nik=NIK, password=OWN_PASSWORD)[1]
    assert not changed(before)
    html = head.open(MINE).html
    row = Activity.objects.get(action="user.nik_changed")
    assert (row.stream.key, row.user_id, row.data) == ("office:dpupr-tarakan", cast.head.pk, {})
    everything = repr(kept())
    for secret in (NIK, OWN_PASSWORD):
        assert secret not in html + everything
    assert "NIK dihapus." in sent(head, MINE, "", nik="", password=OWN_PASSWORD)[1]
    assert not SigningIdentity.objects.exists()
    assert Activity.objects.filter(action="user.nik_removed").count() == 1
    assert not list(faults())


@pytest.mark.parametrize(
    ("nik", "password", "message"),
    [
        ("327301010190000", OWN_PASSWORD, "NIK terdiri dari 16 angka"),
        (NIK, "keliru", "Kata sandi tidak cocok."),
        (NIK, "", "tidak boleh kosong"),
    ],
)
def test_a_nik_is_not_kept_without_the_password(head: Visitor, nik: str, password: str, message: str) -> None:
    before = kept()
    status, text = sent(head, MINE, "", nik=nik, password=password)
    assert (status, message in text) == (422, True), text
    assert not changed(before)


def test_a_nik_that_opens_no_more_is_typed_anew(head: Visitor, cast: Cast) -> None:
    SigningIdentity.objects.create(user=cast.head, sealed_nik="rusak")
    assert "Belum ada NIK yang tersimpan." in head.open(MINE).text
    assert "NIK tersimpan." in sent(head, MINE, "", nik=NIK, password=OWN_PASSWORD)[1]
    SigningIdentity.objects.update(sealed_nik="rusak")
    assert "NIK dihapus." in sent(head, MINE, "", nik="", password=OWN_PASSWORD)[1]
