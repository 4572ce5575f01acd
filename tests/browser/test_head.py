"""A head with a phone between two meetings: three taps to a decision, several at once, a paper, the load, the month."""

import re
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from documents.storing import store
from organizations.models import Office
from tests.browser.conftest import Seat
from tests.cast import Cast
from tests.sample_files import pdf, upload
from tests.story import open_tasks
from tests.written_sops import CHECK, COMMAND, DRAFT, FILE, load_sop
from workflows.models import Case, Output

pytestmark = pytest.mark.browser
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
NAMES = ("Apel", "Duku", "Jambu", "Mangga", "Sawo")


@pytest.fixture
def cases(cast: Cast) -> list[Case]:
    """Five drafts that wait for the head, each as a file, and one that the clerk still writes."""
    check = f"{CHECK}, pelaksana: [kepala], keputusan: {{Ya: lanjut, Tidak: 2}}, waktu: 1 hari"
    load_sop("meja-kepala", COMMAND, f"{DRAFT}, waktu: 1 jam", check, FILE)
    cast.now = timezone.now()
    found = [cast.advance(cast.start("meja-kepala", title=f"Urusan {name}"), 3) for name in NAMES]
    cast.advance(cast.start("meja-kepala", title="Urusan yang masih disusun"), 2)
    for case in found:
        file = store(upload(f"{case.pk}.pdf", pdf(case.title)), office=case.office, by=cast.head, at=cast.now)
        Output.objects.filter(case=case, key="konsep").update(file=file)
    return found


def steps_of(cases: list[Case]) -> list[int]:
    return [open_tasks(case).get().run.step.order for case in cases]


def is_thumb_sized(page: Page, selector: str) -> bool:
    """Whether everything of that kind is at least 44 pixels high."""
    heights: list[float] = page.locator(selector).evaluate_all(
        "found => found.map((each) => each.getBoundingClientRect().height)"
    )
    return bool(heights) and min(heights) >= 44


def test_a_head_decides_on_the_phone(seat: Seat, cast: Cast, cases: list[Case]) -> None:
    person = seat(**PHONE)
    page = person.page
    person.sign_in(cast.head)
    confirm = page.get_by_role("button", name="Putuskan yang dicentang")

    with page.expect_navigation():
        page.get_by_role("link", name="Kantor saya").tap()
    assert is_thumb_sized(page, ".tick, .decide .button, .decide-bar .button")
    page.get_by_text("Ya: Urusan Apel").locator("xpath=ancestor::label").tap()
    confirm.tap()
    expect(page.get_by_role("status")).to_contain_text("✓ Ya")
    assert steps_of(cases) == [4, 3, 3, 3, 3]

    page.get_by_text("Ya: Urusan Duku").locator("xpath=ancestor::label").tap()
    page.get_by_text("Ya: Urusan Jambu").locator("xpath=ancestor::label").tap()
    confirm.tap()
    expect(page.get_by_role("status").get_by_text("✓ Ya")).to_have_count(2)
    assert steps_of(cases) == [4, 4, 4, 3, 3]

    item = page.locator(".decide > li").filter(has_text="Urusan Mangga")
    with page.expect_download() as download:
        item.get_by_role("link", name="Konsep").tap()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")

    page.get_by_role("link", name=re.compile("Centang semua")).tap()
    confirm.tap()
    expect(page.get_by_text("Tidak ada yang menunggu keputusan Anda.")).to_be_visible()
    assert steps_of(cases) == [4, 4, 4, 4, 4]
    assert person.fits()


def test_a_head_looks_at_what_runs_the_load_and_the_month(seat: Seat, cast: Cast, cases: list[Case]) -> None:
    person = seat(**PHONE)
    page = person.page
    person.sign_in(cast.head)
    page.get_by_role("link", name="Beban", exact=True).tap()
    head = Office.objects.get(slug="dpupr-tarakan").head
    assert head
    page.get_by_role("link", name=f"5 tugas: {head.title}").tap()
    expect(page.get_by_role("status")).to_contain_text(f"Hanya: {head.title}")
    expect(page.locator("main .list > li")).to_have_count(5)
    expect(page.locator("main .list > li").first).to_contain_text("elum dibuka sejak")
    assert person.fits()

    page.get_by_role("link", name="Tenggat", exact=True).tap()
    expect(page.get_by_role("heading", name="Kalender tenggat")).to_be_visible()
    expect(page.locator(".month-list")).to_be_visible()
    expect(page.locator(".month-table")).to_be_hidden()
    page.get_by_role("button", name="Buat alamat kalender").tap()
    secret = page.locator("code")
    expect(secret).to_contain_text("/kalender/")
    assert person.fits()
    path = re.sub(r"^https?://[^/]+", "", secret.inner_text())
    assert page.request.get(path).text().startswith("BEGIN:VCALENDAR")

    page.set_viewport_size({"width": 1280, "height": 900})
    expect(page.locator(".month-table")).to_be_visible()
    expect(page.locator(".month-list")).to_be_hidden()


def test_without_javascript_it_decides_as_well(seat: Seat, cast: Cast, cases: list[Case]) -> None:
    person = seat(java_script_enabled=False, **PHONE)
    page = person.page
    person.sign_in(cast.head)
    page.get_by_text("Ya: Urusan Apel").locator("xpath=ancestor::label").tap()
    page.get_by_role("button", name="Putuskan yang dicentang").tap()
    expect(page.get_by_role("status")).to_contain_text("✓ Ya")
    assert steps_of(cases)[0] == 4
