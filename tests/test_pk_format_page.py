"""The page on which an admin says how the office's Perjanjian Kinerja is worded, printed and measured."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from activity.models import Activity
from activity.verification import faults
from documents.models import PkFormat
from documents.pk_formats import format_of, set_pk_format
from documents.pk_numbers import Unreadable
from documents.pk_scale import read_scale, write_scale
from documents.pk_wording import DEFAULTS
from organizations.capacity import Capacity, admin_capacity
from organizations.models import Office
from tests.cast import Cast
from tests.pages import Page
from tests.tables import changed, kept
from tests.visitor import Visitor

URL = "/offices/dpupr-tarakan/pk-format/"
OWN = {name: f"Kata {name} {{alasan}}" for name in DEFAULTS} | {"first_party": "pihak kesatu"}
EVERYTHING = {
    **OWN,
    "unit_column": "on",
    "shows_predictions": "on",
    "cap": "120,5",
    "scale": "85,5 Sangat Baik\r\n\r\n ≥ 70% Baik \r\n0 Kurang",
}
STEPS = [
    {"least": "85.5", "name": "Sangat Baik"},
    {"least": "70", "name": "Baik"},
    {"least": "0", "name": "Kurang"},
]


def office() -> Office:
    return Office.objects.select_related("government").get(slug="dpupr-tarakan")


@pytest.fixture
def admin(cast: Cast) -> Visitor:
    return Visitor(cast.admin("dpupr-tarakan"))


def sent(admin: Visitor, **data: Any) -> tuple[int, str]:
    """Fill in the form: the status, and the text of a page that came back at once."""
    response = admin.send("", admin.open(URL).form("/pk-format/save/"), **data)
    return response.status_code, Page(response.content.decode()).text


@pytest.mark.core
@pytest.mark.django_db
def test_every_choice_is_kept_recorded_and_shown_again(admin: Visitor) -> None:
    assert sent(admin, **EVERYTHING)[0] == 302
    found = PkFormat.objects.get()
    assert {name: getattr(found, name) for name in OWN} == OWN
    assert (found.unit_column, found.shows_predictions, found.cap) == (True, True, Decimal("120.5"))
    assert found.scale == STEPS
    row = Activity.objects.get(action="office.pk_format_changed")
    assert (row.stream.key, row.capacity) == ("office:dpupr-tarakan", "Admin perangkat daerah")
    changes = {change["field"]: (change["old"], change["new"]) for change in row.data["changes"]}
    assert len(changes) == len(EVERYTHING)
    assert changes["cap"] == ("", "120,5")
    assert changes["unit_column"] == ("tidak", "ya")
    assert changes["scale"] == ("", "85,5 Sangat Baik\n70 Baik\n0 Kurang")
    page = admin.open(URL)
    assert f"Format tersimpan; {len(EVERYTHING)} pilihan berubah." in page.text
    shown = page.form("/pk-format/save/").data
    assert shown["promise"] == [OWN["promise"]]
    assert shown["cap"] == ["120,5"]
    assert [line.strip() for line in shown["scale"][0].strip().splitlines()] == [
        "85,5 Sangat Baik",
        "70 Baik",
        "0 Kurang",
    ]
    assert not list(faults())


@pytest.mark.django_db
def test_what_goes_without_saying_is_not_kept(admin: Visitor) -> None:
    before = kept()
    usual = f"  {DEFAULTS['promise']} "
    assert sent(admin, promise=usual, target_heading="Target", cap="", scale=" ")[0] == 302
    assert "Tidak ada yang berubah." in admin.open(URL).text
    assert not changed(before) - {"django_session"}
    assert sent(admin, promise="Janji\r\n  kami.")[0] == 302
    assert PkFormat.objects.get().promise == "Janji kami."
    assert sent(admin, promise="")[0] == 302
    assert PkFormat.objects.get().promise == ""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"cap": "99"}, "di antara 100 dan 9.999,99"),
        ({"cap": "120,555"}, "paling banyak dua desimal"),
        ({"cap": "seratus"}, "“seratus” bukan angka"),
        ({"scale": "91 Tinggi\n91 Rendah"}, "Baris 2: 91 harus lebih kecil daripada angka baris sebelumnya."),
        ({"scale": "91 Tinggi\n95 Rendah"}, "Baris 2: 95 harus lebih kecil"),
        ({"scale": "Tinggi 91"}, "Baris 1: “Tinggi” bukan angka"),
        ({"scale": "91"}, "Baris 1: sesudah angka harus ada sebutan"),
        ({"scale": "-1 Rendah"}, "Baris 1: -1 harus di antara 0 dan 1000"),
        ({"scale": "\n".join(f"{99 - n} Tingkat" for n in range(11))}, "Paling banyak 10 baris; ini 11."),
        ({"first_party": "x" * 41}, "40"),
        ({"promise": "x" * 2001}, "2000"),
        ({"target_heading": "a\0b"}, "Karakter null tidak diizinkan."),
    ],
)
def test_what_cannot_be_kept_is_named_and_nothing_changes(
    admin: Visitor, data: dict[str, str], message: str
) -> None:
    before = kept()
    status, text = sent(admin, **data)
    assert (status, message in text) == (422, True), text
    assert not changed(before) - {"django_session"}


@pytest.mark.parametrize("text", ["", " \r\n\t"])
def test_an_empty_scale_is_the_usual_one(text: str) -> None:
    assert read_scale(text) == []


def test_a_scale_comes_back_as_it_was_written() -> None:
    text = "91 Sangat Tinggi\n75,5 Tinggi\n0 Rendah"
    assert write_scale(read_scale(text)) == text
    with pytest.raises(Unreadable):
        read_scale(f"91 {'x' * 61}")


@pytest.mark.django_db
def test_only_an_admin_of_the_office_changes_it(cast: Cast) -> None:
    for user in (cast.head, cast.inspector("dpupr-tarakan"), cast.admin("dpupr-gowa")):
        client = Visitor(user).client
        assert client.get(URL).status_code == 404
        assert client.get(f"{URL}save/").status_code == 405
    other = admin_capacity(cast.admin("dpupr-gowa"), Office.objects.get(slug="dpupr-gowa"), cast.now)
    assert other
    for by in (
        other,
        Capacity(user=cast.head, printed="Kepala Dinas"),
        cast.acting("dpupr-tarakan", "kepala-dinas"),
    ):
        with pytest.raises(PermissionDenied):
            set_pk_format(office(), by=by, at=cast.now, choices={"promise": "x"})
    assert format_of(office()).promise == ""


@pytest.mark.django_db
def test_the_page_is_linked_for_admins_and_only_for_them(cast: Cast, admin: Visitor) -> None:
    for url in ("/offices/dpupr-tarakan/pk/", "/offices/dpupr-tarakan/look/", "/calendars/dpupr-tarakan/"):
        assert URL in admin.open(url).links(), url
    for url in ("/offices/dpupr-tarakan/pk/", "/calendars/dpupr-tarakan/"):
        assert URL not in Visitor(cast.head).open(url).links(), url
