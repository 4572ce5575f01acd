"""What else a person meets in the browser: a phone, a return, no JavaScript, the keyboard, a last question."""

from collections.abc import Iterator

import pytest
from django.urls import reverse
from playwright.sync_api import Dialog, expect

from organizations.models import User
from tests.browser.conftest import Seat
from tests.cast import Cast
from workflows.models import Case

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
TARAKAN, GOWA, MADIUN = "dpupr-tarakan", "dpupr-gowa", "setda-madiun"


def test_the_head_signs_by_a_tick_and_a_tap_on_a_phone(seat: Seat, cast: Cast) -> None:
    cast.advance(cast.start("gowa-dpupr", title="PK DPUPR Gowa"), 6)
    head = seat(**PHONE)
    head.sign_in(cast.user(GOWA, "kepala-dinas"))
    expect(head.page.get_by_role("heading", name="Menunggu keputusan")).to_be_visible()
    assert head.fits()
    head.page.get_by_text("Ya: PK DPUPR Gowa").locator("xpath=ancestor::label").tap()
    head.page.get_by_role("button", name="Putuskan yang dicentang").tap()
    expect(head.page.get_by_role("status")).to_contain_text("✓ Ya")
    expect(head.page.get_by_text("Tidak ada yang menunggu keputusan Anda.")).to_be_visible()


def test_who_must_mend_a_returned_paper_reads_who_sent_it_back_and_why(seat: Seat, cast: Cast) -> None:
    cast.advance(cast.start("madiun-setda", title="PK Setda Madiun"), 4)
    checker, sender = seat(), cast.user(MADIUN, "subkoordinator")
    checker.sign_in(sender)
    checker.open_task("4")
    checker.page.get_by_role("radio", name="Salah").check()
    checker.page.get_by_role("button", name="Simpan keputusan").click()
    expect(checker.page.get_by_role("alert")).to_contain_text("Belum tersimpan")
    checker.page.get_by_label("Catatan").fill("Lampiran belum memuat indikator kedua.")
    checker.press("Simpan keputusan")

    maker = seat()
    maker.sign_in(cast.user(MADIUN, "jfu-2"))
    expect(maker.page.get_by_text("Dikembalikan · putaran 2")).to_be_visible()
    maker.open_task("3")
    told = maker.page.locator("section", has_text="Dikembalikan dari langkah 4").last
    expect(told).to_contain_text("Lampiran belum memuat indikator kedua.")
    expect(told).to_contain_text(sender.name)


def test_an_act_needs_no_javascript(seat: Seat, cast: Cast) -> None:
    cast.advance(cast.start("tarakan-dpupr"), 2)
    secretary = seat(java_script_enabled=False)
    secretary.sign_in(cast.secretary)
    secretary.open_task("2")
    secretary.page.get_by_label("Proses lebih lanjut").check()
    secretary.press("Kirim disposisi")
    expect(secretary.page.get_by_role("heading", name="Melakukan rapat koordinasi")).to_be_visible()


def test_a_case_is_cancelled_only_after_a_question(seat: Seat, cast: Cast) -> None:
    case = cast.start("tarakan-dpupr")
    head = seat()
    head.sign_in(cast.head)
    page = head.page
    page.goto(f"/cases/{case.pk}/")
    page.get_by_text("Batalkan kasus").first.click()
    page.get_by_label("Alasan").last.fill("Diganti dengan PK Perubahan.")

    page.once("dialog", lambda dialog: dialog.dismiss())
    page.get_by_role("button", name="Batalkan kasus").click()
    expect(page.get_by_text("Berjalan", exact=True)).to_be_visible()

    asked: list[str] = []

    def agree(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.accept()

    page.once("dialog", agree)
    page.get_by_role("button", name="Batalkan kasus").click()
    expect(page.get_by_role("status")).to_contain_text("Kasus dibatalkan.")
    assert asked == ["Kasus yang dibatalkan tidak dapat dijalankan lagi. Batalkan kasus ini?"]


def test_the_first_tab_offers_to_skip_to_the_content(seat: Seat, cast: Cast) -> None:
    secretary = seat()
    secretary.sign_in(cast.secretary)
    secretary.page.keyboard.press("Tab")
    expect(secretary.page.get_by_role("link", name="Langsung ke isi")).to_be_focused()


def main_pages(cast: Cast) -> Iterator[tuple[User, list[str]]]:
    """Who opens which pages: every kind of page, with something on it."""
    disposisi, rapat, signing = (
        cast.advance(cast.start("tarakan-dpupr", title="Perjanjian Kinerja " * 6), order)
        for order in (1, 3, 5)
    )
    filed = cast.advance_to_end(cast.start("tarakan-dpupr"))
    acts = [task_url(cast, case) for case in (disposisi, rapat, signing)]
    start, sop = (
        reverse("case-start", args=[filed.revision_id]),
        reverse("sop", args=[TARAKAN, "tarakan-dpupr"]),
    )
    cases = [f"/cases/{case.pk}/" for case in (rapat, signing, filed)]
    whole = "/due/?lingkup=kantor"
    yield (
        cast.head,
        [
            "/head/",
            "/head/running/",
            "/head/load/",
            "/due/",
            whole,
            "/inbox/",
            *acts,
            *cases,
            "/cases/",
            start,
            "/sops/",
            sop,
            "/password/",
        ],
    )
    yield cast.secretary, ["/akun/sesi/", "/akun/faktor-kedua/"]
    yield (
        cast.admin(TARAKAN),
        [reverse("accounts", args=[TARAKAN]), "/inbox/", sop, "/sops/load/", f"{sop}load/", "/cases/999999/"],
    )
    decision = cast.advance(cast.start("madiun-setda"), 4)
    yield cast.user(MADIUN, "subkoordinator"), [task_url(cast, decision), f"/cases/{decision.pk}/"]
    choice = cast.advance(cast.start("gowa-dpupr"), 2)
    yield cast.user(GOWA, "sekretaris"), [task_url(cast, choice)]


def task_url(cast: Cast, case: Case) -> str:
    return reverse("act", args=[cast.tasks(case)[0].pk])


def test_no_page_is_wider_than_a_phone(seat: Seat, cast: Cast) -> None:
    person = seat(**PHONE)
    too_wide = []
    for url in ("/login/", "/sandi/lupa/", "/sandi/baru/"):
        person.page.goto(url)
        too_wide += [] if person.fits() else [url]
    for user, urls in main_pages(cast):
        person.sign_in(user)
        for url in urls:
            person.page.goto(url)
            too_wide += [] if person.fits() else [url]
        person.sign_out()
    assert too_wide == []
