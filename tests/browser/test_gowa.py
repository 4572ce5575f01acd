"""A whole case of DPUPR Gowa: from the letter it answers to the archive, sent back once on the way for correction."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Seat
from tests.browser.person import Person
from tests.cast import Cast

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OFFICE, TITLE = "dpupr-gowa", "Perjanjian Kinerja DPUPR Gowa 2026"
REASON = "Target indikator kedua belum sesuai Renja; mohon diperbaiki."
BOTH = ["kabid-bina-marga", "kabid-cipta-karya"]
FillIn = Callable[[Page, Path], None]


def give_instruction(page: Page, pdf: Path) -> None:
    page.get_by_label("Proses lebih lanjut").check()
    page.get_by_label("Instruksi lain").fill("Gunakan target Renja 2026.")


def upload(page: Page, pdf: Path) -> None:
    page.get_by_label("Unggah berkas").check()
    page.locator(".act-part.upload").get_by_label("Unggah").set_input_files(pdf)
    from_outside = page.get_by_label("tersedia di luar sistem")
    if from_outside.count():
        from_outside.check()


def upload_and_name_both(page: Page, pdf: Path) -> None:
    upload(page, pdf)
    named = page.get_by_role("group", name="Kepala Bidang yang bertindak di langkah 3")
    named.get_by_label("Kepala Bidang Bina Marga").check()
    named.get_by_label("Kepala Bidang Cipta Karya").check()


def attend(page: Page, pdf: Path) -> None:
    page.get_by_label("Hadir", exact=True).check()
    page.get_by_label("Tulis catatan saja").check()
    page.get_by_label("atau tuliskan hasil rapat").fill("Rumusan disepakati.")


def hand_over(page: Page, pdf: Path) -> None:
    page.get_by_label("Diserahkan kepada").fill("Kepala Sub Bagian Perencanaan")


def send_back(page: Page, pdf: Path) -> None:
    page.get_by_role("radio", name="Tidak").check()
    page.get_by_label("Catatan", exact=True).fill(REASON)


def mend(page: Page, pdf: Path) -> None:
    told = page.locator("section", has_text="Dikembalikan dari langkah 6").last
    expect(told).to_contain_text(REASON)
    upload(page, pdf)
    page.get_by_label("Berkas yang diunggah sengaja sama").check()


def agree(page: Page, pdf: Path) -> None:
    page.get_by_role("radio", name="Ya").check()


def nothing(page: Page, pdf: Path) -> None:
    """The button is all that the step asks."""


SHEET: list[tuple[str, list[str], FillIn, str]] = [
    ("1", ["kepala-dinas"], give_instruction, "Kirim disposisi"),
    ("2", ["sekretaris"], upload_and_name_both, "Serahkan hasil"),
    ("3", BOTH, attend, "Catat rapat"),
    ("4", BOTH, hand_over, "Catat penyerahan"),
    ("5", ["kasubag-perencanaan"], upload, "Serahkan hasil"),
    ("6", ["kepala-dinas"], send_back, "Simpan keputusan"),
    ("5", ["kasubag-perencanaan"], mend, "Serahkan hasil"),
    ("6", ["kepala-dinas"], agree, "Simpan keputusan"),
    ("7", BOTH, hand_over, "Catat penyerahan"),
    ("8", BOTH, nothing, "Nyatakan telah ditandatangani"),
    ("9", ["kasubag-perencanaan"], nothing, "Arsipkan"),
]


def start_case(head: Person) -> None:
    page = head.page
    page.get_by_role("link", name="Tugas saya").click()
    page.get_by_role("link", name="Mulai kasus").click()
    page.get_by_label("Perihal", exact=True).fill(TITLE)
    letter = page.get_by_role("group", name=re.compile("Surat masuk"))
    letter.get_by_label("Surat dari").fill("Bagian Organisasi")
    letter.get_by_label("Nomor surat").fill("065/12")
    letter.get_by_label("Tanggal surat").fill("2026-01-05")
    page.get_by_role("button", name="Mulai kasus").click()
    expect(page.get_by_role("status")).to_contain_text("dimulai dengan nomor agenda 1/2026")


def test_a_whole_case_of_gowa_is_sent_back_once_and_filed(seat: Seat, cast: Cast, pdf: Path) -> None:
    person = seat()
    person.sign_in(cast.user(OFFICE, "kepala-dinas"))
    start_case(person)
    person.sign_out()

    for nomor, posts, fill_in, button in SHEET:
        for post in posts:
            person.sign_in(cast.user(OFFICE, post))
            person.open_task(nomor)
            fill_in(person.page, pdf)
            person.press(button)
            person.sign_out()

    person.sign_in(cast.user(OFFICE, "sekretaris"))
    page = person.page
    page.get_by_role("link", name="Kasus", exact=True).click()
    page.get_by_role("link", name=TITLE).click()
    header = page.locator("header", has=page.get_by_role("heading", name=TITLE))
    expect(header.get_by_text("Selesai", exact=True)).to_be_visible()
    expect(header.get_by_text("Arsip", exact=True)).to_be_visible()
    expect(page.locator("main")).to_contain_text("065/12")
    sixth = page.get_by_role("row", name=re.compile("^6 "))
    expect(sixth.locator("summary")).to_have_text([re.compile("^Putaran 1"), re.compile("^Putaran 2")])
    sixth.locator("summary").first.click()
    expect(sixth.get_by_text(REASON)).to_be_visible()
    show_all = page.get_by_role("link", name="Tampilkan semua catatan")
    if show_all.count():
        show_all.click()
    record = page.get_by_role("listitem").filter(has_text="pada langkah")
    expect(record).to_have_count(sum(len(posts) for _, posts, _, _ in SHEET))
