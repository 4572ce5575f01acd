"""A clerk and a head whose browsers run no script: everything they need is a link, a field or a button."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Seat
from tests.browser.person import Person
from tests.cast import Cast
from tests.written_sops import CHECK, COMMAND, DRAFT, FILE, load_sop
from workflows.models import Case, SavedSearch

pytestmark = [pytest.mark.browser, pytest.mark.slow]
OFFICE, CLERK, TITLE = "dpupr-tarakan", "kasubag-perencanaan-keuangan", "Renja tanpa skrip"
DECIDE = f"{CHECK}, pelaksana: [kepala], keputusan: {{Ya: lanjut, Tidak: 2}}"
QUESTION = "/inbox/?q=tanpa+skrip"


def start(head: Person) -> None:
    """The head starts a case and gives the first instruction."""
    page = head.page
    page.get_by_role("link", name="Tugas saya").click()
    line = page.get_by_role("listitem").filter(has_text="Uji periksa").filter(has_text="Mulai kasus")
    line.get_by_role("link", name="Mulai kasus").click()
    page.get_by_label("Perihal", exact=True).fill(TITLE)
    page.get_by_role("button", name="Mulai kasus").click()
    expect(page.get_by_role("status")).to_contain_text("dimulai dengan nomor agenda")
    head.open_task("1")
    page.get_by_label("Proses lebih lanjut").check()
    head.press("Kirim disposisi")


def look_for_it(clerk: Person) -> None:
    """The clerk seeks the task among others, keeps the question under a name, uses it, and forgets it."""
    page = clerk.page
    tasks = page.get_by_role("link", name=re.compile(r"^2\. "))
    page.get_by_role("link", name="Tugas saya").click()
    expect(tasks).to_have_count(2)
    page.get_by_role("searchbox").fill("tanpa skrip")
    page.get_by_role("button", name="Saring").click()
    expect(tasks).to_have_count(1)
    page.get_by_text("Simpan atau bagikan saringan ini").click()
    page.get_by_label("Nama saringan").fill("Renja saya")
    page.get_by_role("button", name="Simpan saringan").click()
    assert SavedSearch.objects.get().query == "q=tanpa+skrip"
    page.get_by_role("link", name="Semua tugas").click()
    expect(tasks).to_have_count(2)
    page.get_by_role("link", name="Renja saya").click()
    expect(tasks).to_have_count(1)
    page.get_by_role("button", name="Hapus saringan ini").click()
    expect(page.get_by_role("link", name="Renja saya")).to_have_count(0)


def draft(clerk: Person, pdf: Path) -> None:
    """The clerk opens the task and hands in a file."""
    page = clerk.page
    page.goto(QUESTION)
    page.get_by_role("link", name=re.compile(r"^2\. ")).click()
    page.locator(".act-part.upload").get_by_label("Unggah").set_input_files(pdf)
    same = page.get_by_label("Berkas yang diunggah sengaja sama")
    if same.count():
        same.check()
    clerk.press("Serahkan hasil")


def decide(head: Person, answer: str, note: str = "") -> None:
    """The head answers the question of the step."""
    head.open_task("3")
    head.page.get_by_role("radio", name=answer).check()
    head.page.get_by_label("Catatan", exact=True).fill(note)
    head.page.get_by_role("button", name="Simpan keputusan").click()


def test_a_clerk_and_a_head_need_no_javascript(seat: Seat, cast: Cast, pdf: Path) -> None:
    load_sop("periksa", COMMAND, DRAFT, DECIDE, FILE)
    cast.advance(cast.start("periksa", title="Urusan lain"), 2)
    head, clerk = seat(java_script_enabled=False), seat(java_script_enabled=False)
    head.sign_in(cast.head)
    start(head)
    clerk.sign_in(cast.user(OFFICE, CLERK))
    look_for_it(clerk)
    draft(clerk, pdf)

    decide(head, "Tidak")
    expect(head.page.get_by_role("alert")).to_contain_text("Belum tersimpan")
    decide(head, "Tidak", "Lampiran belum lengkap.")
    expect(head.page.get_by_role("status").first).to_contain_text("tersimpan")
    clerk.page.goto(QUESTION)
    expect(clerk.page.get_by_text("Dikembalikan · putaran 2")).to_be_visible()
    draft(clerk, pdf)
    decide(head, "Ya")
    expect(head.page.get_by_role("status").first).to_contain_text("tersimpan")
    clerk.open_task("4")
    clerk.press("Arsipkan")

    assert Case.objects.get(title=TITLE).status == "selesai"
    clerk.sign_out()
    head.sign_out()
