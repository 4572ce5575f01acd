"""A whole case of DPUPR Tarakan, from the disposisi to the archive, by its officials and through the pages alone."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Seat
from tests.browser.person import Person
from tests.cast import Cast

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OFFICE = "dpupr-tarakan"
TITLE = "Penyusunan PK DPUPR 2026"
HEADS = ["kabid-bm", "kabid-ckpr", "kabid-psda", "kepala-upt-lab"]
ALL = ["kepala-dinas", "sekretaris", *HEADS, "kasubag-perencanaan-keuangan"]
FillIn = Callable[[Page, Path], None]


def give_instruction(page: Page, pdf: Path) -> None:
    page.get_by_label("Proses lebih lanjut").check()
    page.get_by_label("Instruksi lain").fill("Siapkan sebelum akhir Januari.")


def attend(page: Page, pdf: Path) -> None:
    page.get_by_label("Hadir", exact=True).check()
    page.get_by_label("Tulis catatan saja").check()
    page.get_by_label("atau tuliskan hasil rapat").fill("Usulan RKT disepakati.")


def upload(page: Page, pdf: Path) -> None:
    page.get_by_label("Unggah berkas").check()
    page.locator(".act-part.upload").get_by_label("Unggah").set_input_files(pdf)
    expect(page.get_by_text("naskah.pdf (2 kB)")).to_be_visible()


def sign(page: Page, pdf: Path) -> None:
    page.get_by_label("Pindaian").set_input_files(pdf)


def hand_over(page: Page, pdf: Path) -> None:
    page.get_by_label("Diserahkan kepada").fill("Sekretaris DPUPR")


def take_to_the_mayor(page: Page, pdf: Path) -> None:
    hand_over(page, pdf)
    page.get_by_label("Pihak luar yang bertindak").select_option("Wali Kota")
    page.get_by_label("Tanggal pihak luar bertindak").fill("2026-02-02")


SHEET: list[tuple[str, list[str], FillIn, str]] = [
    ("1", ["kepala-dinas"], give_instruction, "Kirim disposisi"),
    ("2", ["sekretaris"], give_instruction, "Kirim disposisi"),
    ("3", ALL, attend, "Catat rapat"),
    ("4", ["kasubag-perencanaan-keuangan"], upload, "Serahkan hasil"),
    ("5", ALL, sign, "Nyatakan telah ditandatangani"),
    ("6", ["kepala-dinas"], hand_over, "Catat penyerahan"),
    ("7", ["sekretaris", *HEADS], upload, "Serahkan hasil"),
    ("8", ["kepala-dinas"], hand_over, "Catat penyerahan"),
    ("9", ["sekretaris"], take_to_the_mayor, "Catat penyerahan"),
    ("10", ["kasubag-perencanaan-keuangan"], take_to_the_mayor, "Catat penyerahan"),
]


def start_case(head: Person) -> None:
    head.page.get_by_role("link", name="Tugas saya").click()
    head.page.get_by_role("link", name="Mulai kasus").click()
    head.page.get_by_label("Perihal").fill(TITLE)
    head.page.get_by_role("button", name="Mulai kasus").click()
    expect(head.page.get_by_role("status")).to_contain_text("dimulai dengan nomor agenda 1/2026")


def test_a_whole_case_runs_from_disposisi_to_archive_in_the_browser(
    seat: Seat, cast: Cast, pdf: Path
) -> None:
    person = seat()
    person.sign_in(cast.head)
    start_case(person)
    person.sign_out()

    for nomor, posts, fill_in, button in SHEET:
        for post in posts:
            person.sign_in(cast.user(OFFICE, post))
            person.open_task(nomor)
            fill_in(person.page, pdf)
            person.press(button)
            person.sign_out()

    person.sign_in(cast.head)
    page = person.page
    page.get_by_role("link", name="Kasus", exact=True).click()
    page.get_by_role("link", name=TITLE).click()
    header = page.locator("header", has=page.get_by_role("heading", name=TITLE))
    expect(header.get_by_text("Selesai", exact=True)).to_be_visible()
    expect(header.get_by_text("Arsip", exact=True)).to_be_visible()
    expect(
        page.get_by_role("row").get_by_text("✓ Selesai", exact=True).and_(page.locator("td > *"))
    ).to_have_count(10)
    page.get_by_role("link", name="Tampilkan semua catatan").click()
    expect(page.get_by_role("listitem").filter(has_text="pada langkah")).to_have_count(26)
    with page.expect_download() as download:
        page.get_by_role("link", name="Konsep PK/Lampiran").first.click()
    assert download.value.path().read_bytes() == pdf.read_bytes()
