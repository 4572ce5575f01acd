"""What was typed on a page and not sent yet: nothing takes it away unasked."""

import pytest
from django.utils import timezone
from playwright.sync_api import Dialog, expect

from organizations.capacity import holder
from tests.browser.conftest import Seat
from tests.cast import Cast
from tests.story import open_tasks
from workflows.actions.assess import begin_assessment
from workflows.periods import periods_of

pytestmark = pytest.mark.browser


def test_sending_another_form_of_the_page_is_asked_about(seat: Seat, cast: Cast) -> None:
    cast.now = timezone.now()
    task = open_tasks(cast.start("tarakan-dpupr")).get()
    person = seat()
    page, asked = person.page, list[str]()

    def dismiss(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", dismiss)
    person.sign_in(cast.head)
    page.goto(f"/assignments/{task.pk}/")
    note = page.get_by_label("Catatan", exact=True)
    note.fill("Mohon dikerjakan pekan ini.")
    page.get_by_role("button", name="Sudah saya baca dan pahami").click()
    assert asked == ["Isian lain di halaman ini belum dikirim dan akan hilang. Lanjutkan?"]
    expect(note).to_have_value("Mohon dikerjakan pekan ini.")
    with page.expect_navigation():  # its own form is sent without a question
        page.locator(".card button.primary").last.click()
    assert len(asked) == 1


def test_a_button_that_is_off_stays_off(seat: Seat, cast: Cast) -> None:
    cast.now = timezone.now()
    office = cast.post("dpupr-tarakan", "kepala-dinas").office
    assert office
    assert office.head
    by = holder(office.head, cast.now)
    assert by
    year = periods_of(cast.now.astimezone(office.zone))[2]
    held = begin_assessment(office, "evaluasi", year, by=by, at=cast.now)
    person = seat()
    person.sign_in(cast.head)
    person.page.goto(f"/assessments/{held.pk}/")
    expect(person.page.get_by_role("button", name="Tandatangani dan arsipkan")).to_be_disabled()
