"""A clerk who never touches the mouse: signs in, empties the list, and switches the letters off."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Seat
from tests.browser.person import PASSWORD
from tests.cast import Cast
from tests.story import open_tasks
from tests.written_sops import COMMAND, DRAFT, FILE, load_sop

pytestmark = pytest.mark.browser
OFFICE, CLERK = "dpupr-tarakan", "kasubag-perencanaan-keuangan"


def test_a_clerk_empties_the_list_with_the_keyboard(seat: Seat, cast: Cast) -> None:
    load_sop("meja", COMMAND, DRAFT, FILE)
    cases = [cast.advance(cast.start("meja", title=f"Urusan {name}"), 2) for name in ("Apel", "Jambu")]
    user = cast.user(OFFICE, CLERK)
    page = seat().page
    keys = page.keyboard

    page.goto("/login/")
    page.get_by_label("NIP atau nama pengguna").focus()
    keys.type(user.printed_nip)
    keys.press("Tab")
    keys.type(PASSWORD)
    keys.press("Enter")
    expect(page.get_by_role("heading", name="Tugas saya")).to_be_visible()

    keys.press("/")
    keys.type("urusan")
    keys.press("Enter")
    expect(page).to_have_url(re.compile(r"q=urusan"))
    keys.press("j")
    expect(page.get_by_role("link", name=re.compile(r"^2\. ")).first).to_be_focused()
    keys.press("Enter")
    for number, case in enumerate(cases):
        expect(page.locator("h1.ask")).to_be_visible()
        expect(page.locator("main")).to_contain_text(case.title)
        if not number:
            keys.press("u")
            expect(page).to_have_url(re.compile(r"/inbox/\?q=urusan"))
            keys.press("j")
            keys.press("Enter")
        page.get_by_label("Isi naskah").or_(page.locator("textarea[name=text]")).first.focus()
        keys.type(f"Konsep {number}")
        keys.press("Control+Enter")
        expect(page.get_by_role("status").first).to_contain_text("tersimpan")
    assert [open_tasks(case).get().run.step.order for case in cases] == [3, 3]

    keys.press("g")
    keys.press("d")
    expect(page.get_by_role("heading", name="Selesai oleh saya")).to_be_visible()
    keys.press("?")
    expect(page.get_by_role("heading", name="Tombol papan ketik")).to_be_visible()
    page.get_by_label("Pakai tombol huruf").focus()
    keys.press("Space")
    keys.press("g")
    keys.press("t")
    expect(page.get_by_role("heading", name="Tombol papan ketik")).to_be_visible()
