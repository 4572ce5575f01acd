"""A new official at a phone: the first steps, then a practice played to its end with one return, and begun anew."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from documents.models import Berkas
from organizations.models import User
from tests.browser.conftest import Seat
from tests.browser.person import Person
from tests.cast import Cast
from tests.practising import machine
from workflows.models import Case

pytestmark = [pytest.mark.browser, pytest.mark.slow]
TITLE = "Latihan: Permintaan daftar kursi taman"
VOID = "LATIHAN – TIDAK BERLAKU"


def draft(page: Page) -> None:
    page.get_by_label("Kepada Yth.").fill("Lurah Contoh")
    page.get_by_label("di", exact=True).fill("tempat")
    page.get_by_label("Tempat surat").fill("Contoh")
    page.get_by_label("Naskah/barang yang dikirim, baris 1").fill("Daftar kursi taman")


def act(person: Person, nomor: str, button: str, answer: str = "", note: str = "") -> None:
    """What waits on the page of the practice."""
    page = person.page
    page.get_by_role("link", name=f"{nomor}. ").click()
    expect(page.get_by_label("Latihan", exact=True).first).to_contain_text(VOID)
    assert person.fits()
    if nomor == "2":
        draft(page)
    if answer:
        page.get_by_role("radio", name=answer).check()
    if note:
        page.get_by_label("Catatan").last.fill(note)
    if nomor == "1":
        page.get_by_label("Siapkan konsep").check()
    person.press(button)
    machine(timezone.now())


def test_a_new_official_sees_the_first_steps_and_plays_the_practice_to_its_end(
    seat: Seat, cast: Cast
) -> None:
    User.objects.filter(pk=cast.secretary.pk).update(first_steps_at=None)
    person = seat(viewport={"width": 390, "height": 844})
    person.sign_in(cast.secretary)
    page = person.page
    expect(page.get_by_role("heading", name="Langkah pertama")).to_be_visible()
    assert person.fits()
    page.get_by_role("button", name="Coba dulu di kantor latihan").click()
    page.get_by_role("button", name="Mulai latihan").click()
    expect(page.get_by_role("status")).to_contain_text("Anda memegang semua jabatannya")
    act(person, "1", "Kirim disposisi")
    act(person, "2", "Serahkan hasil")
    act(person, "3", "Simpan keputusan", "Perlu diperbaiki", "Jumlahnya kurang.")
    expect(page.get_by_text("Dikembalikan · putaran 2")).to_be_visible()
    act(person, "2", "Serahkan hasil")
    act(person, "3", "Simpan keputusan", "Benar")
    act(person, "4", "Simpan keputusan", "Paraf")
    act(person, "5", "Tanda tangani")
    act(person, "6", "Arsipkan")
    expect(page.get_by_text("Latihan ini selesai.")).to_be_visible()
    page.get_by_role("link", name=TITLE).click()
    expect(page.get_by_role("heading", name="Tidak ada yang diarsipkan")).to_be_visible()
    assert person.fits()
    assert Case.objects.get().status == "selesai"
    assert not Berkas.objects.exists()
    page.get_by_role("link", name="Ke halaman latihan").click()
    page.get_by_text("Mulai dari awal").first.click()
    page.get_by_role("button", name="Mulai dari awal").click()
    expect(page.get_by_role("link", name="1. ")).to_be_visible()


def test_it_goes_without_a_script(seat: Seat, cast: Cast) -> None:
    User.objects.filter(pk=cast.secretary.pk).update(first_steps_at=None)
    person = seat(java_script_enabled=False)
    person.sign_in(cast.secretary)
    person.page.get_by_role("button", name="Mengerti, mulai bekerja").click()
    expect(person.page.get_by_role("heading", name="Tugas saya")).to_be_visible()
    person.page.get_by_role("link", name="Latihan", exact=True).click()
    person.page.get_by_role("button", name="Mulai latihan").click()
    expect(person.page.get_by_role("link", name="1. ")).to_be_visible()
