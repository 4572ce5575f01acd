"""The page on which an admin says how the office's sheets look, and its logo."""

from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, PngImagePlugin

from activity.models import Activity
from activity.verification import faults
from organizations.capacity import Capacity
from organizations.logo_file import MAX_BYTES, NotALogo, clean_logo
from organizations.looks import remove_logo, set_look
from organizations.models import Office, OfficeLogo
from tests.cast import Cast
from tests.pages import Page
from tests.sample_files import EXE, image, pdf
from tests.samples import AT
from tests.test_look import FULL
from tests.visitor import Visitor

URL = "/offices/dpupr-tarakan/look/"


def picture(kind: str = "PNG", size: tuple[int, int] = (60, 80), mode: str = "RGB", **options: Any) -> bytes:
    """A picture of one color."""
    out = BytesIO()
    Image.new(mode, size).save(out, kind, **options)
    return out.getvalue()


def halved(content: bytes) -> bytes:
    return content[: len(content) // 2]


def office() -> Office:
    return Office.objects.get(slug="dpupr-tarakan")


@pytest.fixture
def admin(cast: Cast) -> Visitor:
    return Visitor(cast.admin("dpupr-tarakan"))


def sent(admin: Visitor, **data: Any) -> tuple[int, str]:
    """Fill in the form of the choices: the status, and the text of a page that came back at once."""
    response = admin.send("", admin.open(URL).form("/look/save/"), **data)
    return response.status_code, Page(response.content.decode()).text


def sent_logo(admin: Visitor, content: bytes, name: str = "logo.png") -> tuple[int, str]:
    form = admin.open(URL).form("/look/logo/")
    response = admin.send("", form, file=SimpleUploadedFile(name, content))
    return response.status_code, Page(response.content.decode()).text


EVERYTHING = {
    "kertas": "A4",
    "margin__atas": "12,5",
    "margin__kanan": "10",
    "margin__bawah": "40",
    "margin__kiri": "5",
    "huruf": "Bookman Old Style",
    "ukuran_huruf": "8.5",
    "judul_kolom__nama": "Judul SOP",
    "judul_tanggal": "Tanggal Pengesahan",
    "judul_kolom__uraian": "Aktivitas",
    "judul_kolom__kelengkapan": "Syarat",
    "judul_kolom__keterangan": "",
    "without_remarks": "on",
    "baris_nomor_kolom": "ya",
    "baris_jumlah": "ya",
    "sampul": "ya",
    "pengesahan": "akhir",
}


@pytest.mark.core
@pytest.mark.django_db
def test_every_choice_is_kept_recorded_and_shown_again(admin: Visitor) -> None:
    assert sent(admin, **EVERYTHING)[0] == 302
    assert office().tampilan == FULL
    row = Activity.objects.get(action="office.look_changed")
    assert (row.stream.key, row.capacity) == ("office:dpupr-tarakan", "Admin perangkat daerah")
    changes = {change["field"]: (change["old"], change["new"]) for change in row.data["changes"]}
    assert changes["judul_kolom.keterangan"] == ("Ket", "")
    assert changes["margin.atas"] == (None, "12.5")
    assert len(changes) == 16
    page = admin.open(URL)
    assert "Tampilan tersimpan; 16 pilihan berubah." in page.text
    shown = page.form("/look/save/").data
    assert {name: shown.get(name, [""])[0] for name in EVERYTHING} == EVERYTHING | {"margin__atas": "12.5"}
    assert not list(faults())


@pytest.mark.django_db
def test_saving_what_is_there_changes_and_records_nothing(admin: Visitor) -> None:
    assert sent(admin)[0] == 302
    assert "Tidak ada yang berubah." in admin.open(URL).text
    assert office().tampilan == {"judul_kolom": {"keterangan": "Ket"}}
    assert not Activity.objects.filter(action="office.look_changed").exists()


@pytest.mark.django_db
def test_an_emptied_form_leaves_everything_to_what_goes_without_saying(admin: Visitor) -> None:
    assert sent(admin, judul_kolom__keterangan="")[0] == 302
    assert office().tampilan == {}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"margin__atas": "4"}, "4 mm di luar batas; pilih antara 5 dan 40 mm"),
        ({"margin__kiri": "satu"}, "“satu” bukan angka"),
        ({"ukuran_huruf": "13"}, "13 pt di luar batas"),
        ({"judul_tanggal": "x" * 61}, "60"),
        ({"judul_kolom__uraian": "a\x07b"}, "karakter yang tidak dapat dicetak"),
        ({"without_remarks": "on", "judul_kolom__keterangan": "Ket"}, "Kosongkan judulnya"),
    ],
)
def test_a_wrong_choice_is_told_at_its_field_and_nothing_is_kept(
    admin: Visitor, data: dict[str, str], message: str
) -> None:
    before = office().tampilan
    status, text = sent(admin, kertas="A4", **data)
    assert status == 422
    assert message in text
    assert "Belum tersimpan." in text
    assert office().tampilan == before


@pytest.mark.django_db
def test_the_page_of_an_sop_follows_and_leads_to_the_choices(cast: Cast, admin: Visitor) -> None:
    sent(admin, judul_kolom__uraian="Aktivitas")
    page = admin.open("/sops/dpupr-tarakan/tarakan-dpupr/")
    assert "Aktivitas" in page.text
    assert URL in page.links()
    assert URL in admin.open("/calendars/dpupr-tarakan/").links()
    assert URL not in Visitor(cast.head).open("/sops/dpupr-tarakan/tarakan-dpupr/").links()


@pytest.mark.django_db
def test_only_an_admin_of_the_office_changes_its_look(cast: Cast) -> None:
    head = Capacity(user=cast.head, printed="Kepala Dinas")
    with pytest.raises(PermissionDenied):
        set_look(office(), by=head, at=AT, tampilan={})
    with pytest.raises(PermissionDenied):
        remove_logo(office(), by=head, at=AT)


@pytest.mark.core
@pytest.mark.django_db
def test_a_logo_is_kept_shown_replaced_and_taken_away(cast: Cast, admin: Visitor) -> None:
    assert sent_logo(admin, picture())[0] == 302
    first = OfficeLogo.objects.get()
    assert (first.office.slug, first.media_type, first.width, first.height) == (
        *("dpupr-tarakan", "image/png"),
        *(60, 80),
    )
    shown = Visitor(cast.head).client.get("/offices/dpupr-tarakan/logo/")
    assert (shown.content, shown.headers["Content-Type"]) == (bytes(first.content), "image/png")
    assert shown.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert sent_logo(admin, picture())[0] == 302
    assert sent_logo(admin, picture("JPEG"), "logo.jpg")[0] == 302
    assert OfficeLogo.objects.get().media_type == "image/jpeg"
    form = admin.open(URL).form("/look/logo/remove/")
    assert [admin.send("", form).status_code for _ in range(2)] == [302, 302]
    assert not OfficeLogo.objects.exists()
    rows = Activity.objects.filter(stream__key="office:dpupr-tarakan", action__startswith="office.logo_")
    assert [row.action for row in rows.order_by("number")] == [
        *("office.logo_set", "office.logo_set", "office.logo_removed"),
    ]
    assert rows.order_by("number")[1].data["old"] == first.sha256
    assert Visitor(cast.head).client.get("/offices/dpupr-tarakan/logo/").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "message"),
    [
        (EXE, "Isinya bukan gambar PNG atau JPG yang utuh."),
        (pdf(), "Isinya bukan gambar PNG atau JPG yang utuh."),
        (picture("GIF"), "Isinya bukan gambar PNG atau JPG yang utuh."),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "Isinya bukan gambar PNG atau JPG yang utuh."),
        (halved(picture("PNG", (600, 800))), "Isinya bukan gambar PNG atau JPG yang utuh."),
        (halved(image("JPEG")), "Isinya bukan gambar PNG atau JPG yang utuh."),
        (picture(size=(2001, 10)), "Gambar ini 2001 × 10 piksel; paling besar 2000 × 2000."),
        (picture(size=(19000, 19000), mode="1"), "Isinya bukan gambar PNG atau JPG yang utuh."),
        (picture() + bytes(MAX_BYTES), "Berkas ini 201 kB; logo paling besar 200 kB."),
        (b"", "kosong"),
    ],
    ids=["program", "pdf", "gif", "svg", "half PNG", "half JPEG", "wide", "bomb", "heavy", "empty"],
)
def test_what_is_no_logo_is_refused(admin: Visitor, content: bytes, message: str) -> None:
    status, text = sent_logo(admin, content)
    assert status == 422
    assert message in text
    assert not OfficeLogo.objects.exists()


def test_only_the_picture_is_kept() -> None:
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", "rahasia")
    exif = Image.Exif()
    exif[0x010E] = "rahasia"
    files = [picture(pnginfo=text), picture(exif=exif), picture("JPEG", exif=exif, comment=b"rahasia")]
    for content in [*files, picture() + b"rahasia"]:
        assert b"rahasia" in content
        assert b"rahasia" not in clean_logo(content).content


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_a_png_of_any_kind_of_color_is_taken(mode: str) -> None:
    kept = clean_logo(picture(mode=mode))
    with Image.open(BytesIO(kept.content)) as found:
        assert (found.format, found.size) == ("PNG", (60, 80))


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
def test_a_jpeg_of_any_kind_of_color_is_taken(mode: str) -> None:
    assert clean_logo(picture("JPEG", mode=mode)).media_type == "image/jpeg"


def test_a_picture_that_lies_on_its_side_is_kept_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    kept = clean_logo(picture("JPEG", exif=exif))
    assert (kept.width, kept.height) == (80, 60)


def test_a_picture_at_the_limit_is_taken() -> None:
    assert clean_logo(picture(size=(2000, 2000))).width == 2000
    with pytest.raises(NotALogo):
        clean_logo(picture(size=(10, 2001)))
