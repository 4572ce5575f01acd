"""The page of a step in the browser: a paper is filled in, looked at and sent; what was not chosen is out of sight."""

import pytest
from playwright.sync_api import expect

from documents.models import Naskah
from tests.browser.conftest import Seat
from tests.cast import Cast

pytestmark = pytest.mark.browser


def test_a_paper_is_filled_in_previewed_and_made(seat: Seat, cast: Cast) -> None:
    case = cast.advance(cast.start("tangerang-kesbangpol"), 2)
    task = cast.tasks(case)[0]
    clerk = seat(viewport={"width": 390, "height": 844})
    clerk.sign_in(cast.user("kesbangpol-tangerang", "pengelola-perencanaan"))
    page = clerk.page
    page.goto(f"/assignments/{task.pk}/")
    assert clerk.fits()
    form, upload = page.get_by_role("group", name="Keputusan tentang tim"), page.locator(".act-part.upload")
    expect(form).to_be_visible()
    expect(upload).to_be_hidden()
    page.get_by_label("Unggah berkas").check()
    expect(form).to_be_hidden()
    expect(upload).to_be_visible()
    page.get_by_label("Buat di sini").check()
    page.get_by_label("Menimbang").fill("bahwa perlu dibentuk tim")
    page.get_by_label("Nama/jabatan, baris 1").fill("Kepala Kantor")
    page.get_by_label("Kedudukan dalam tim, baris 1").fill("Ketua")
    with page.context.expect_page() as opened:
        form.get_by_role("button", name="Pratinjau PDF").click()
    opened.value.close()
    form.get_by_role("button", name="Tambah baris").click()
    expect(page.get_by_label("Nama/jabatan, baris 1")).to_have_value("Kepala Kantor")
    page.get_by_label("Nama/jabatan, baris 2").fill("Kepala Sub Bagian Tata Usaha")
    clerk.press("Serahkan hasil")
    naskah = Naskah.objects.get(kind="sk_tim")
    assert [row["nama"] for row in naskah.values["anggota"]] == [
        "Kepala Kantor",
        "Kepala Sub Bagian Tata Usaha",
    ]
    assert naskah.is_draft
