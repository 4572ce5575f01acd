"""The editor of a PK in the browser: a block pasted from a spreadsheet, and a draft that outlives the page."""

import pytest
from playwright.sync_api import expect

from documents.pk_rows import content_of
from tests.browser.conftest import Seat
from tests.cast import Cast
from tests.test_pk_saving import SMALL, pk_of_post, save

pytestmark = pytest.mark.browser
PASTE = """(text) => {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    document.activeElement.dispatchEvent(
        new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""


def test_rows_are_pasted_moved_and_found_again_after_the_page_was_lost(seat: Seat, cast: Cast) -> None:
    pk = pk_of_post(cast, "kepala-dinas")
    save(cast, pk, SMALL)
    head = seat(viewport={"width": 390, "height": 844})
    head.sign_in(cast.head)
    page, url = head.page, f"/pk/{pk.pk}/edit/"
    page.goto(url)
    assert head.fits()
    page.get_by_role("button", name="+ Tambah indikator").nth(1).click()
    page.evaluate(PASTE, "Rasio guru\tRasio\t1:25\nJumlah kata\tOrang\t1.250\n")
    page.get_by_role("button", name="Naikkan indikator 4").click()
    page.get_by_role("button", name="Naikkan indikator 3").click()
    expect(page.get_by_text("Belum disimpan; draf ada di peramban ini.")).to_be_visible()
    page.goto("/inbox/")

    page.goto(url)
    expect(page.get_by_text("Draf belum tersimpan ditemukan")).to_be_visible()
    page.get_by_role("button", name="Buka draf itu").click()
    expect(page.get_by_label("Target", exact=True)).to_have_count(5)
    unfold = page.get_by_role("button", name="Cara hitung, dukungan, prediksi triwulan")
    unfold.nth(2).click()
    page.get_by_label("Jenis target").select_option("rasio")
    page.get_by_label("Prediksi TW IV", exact=True).fill("1:25")
    head.press("Simpan")
    page.goto(url)
    expect(page.get_by_text("Draf belum tersimpan ditemukan")).to_be_hidden()
    first, second = content_of(pk).sasaran
    assert [row.text for row in first.indicators] == ["Jalan mantap", "Jembatan", "Rasio guru"]
    assert (first.indicators[2].kind, first.indicators[2].predictions[3]) == ("rasio", "1:25")
    assert [row.target for row in second.indicators] == ["Baik", "1.250"]
