"""Every page, by every role that may see it: axe finds nothing, the browser complains of nothing, and a phone shows it
whole."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.db import connection
from playwright.sync_api import expect

from organizations.models import User
from tests.accounts import code_of, secret_on
from tests.audience import (
    ADMIN,
    ARCHIVIST,
    COLLEAGUE,
    DECIDED,
    HEAD,
    HOLDER,
    INSPECTOR,
    NOBODY,
    SUPERIOR,
    WIDE_ADMIN,
)
from tests.browser.conftest import Seat
from tests.browser.crawl import DESK, NOT_VISITED, Crawl
from tests.browser.lived_in import lived_in
from tests.browser.person import PASSWORD
from tests.cast import Cast
from tests.pages import Page
from tests.whole_office import PERSONS, Whole

pytestmark = [pytest.mark.browser, pytest.mark.slow]
ROLES = (HEAD, HOLDER, ADMIN, SUPERIOR, WIDE_ADMIN, ARCHIVIST, INSPECTOR, COLLEAGUE, NOBODY)
Comer = Callable[[str], tuple[Whole, Crawl]]


@pytest.fixture(scope="session")
def seen() -> set[str]:
    """The pages that axe has read in this process: another role's page that is the same is not read again."""
    return set()


@pytest.fixture
def come(seat: Seat, cast: Cast, seen: set[str], live_server: Any) -> Comer:
    """Somebody of a role signs in at the office in which much has happened: `come("head")`."""

    def staged(who: str) -> tuple[Whole, User | None]:
        try:
            whole, user = lived_in(cast), PERSONS[who](cast)
            User.objects.update(password=make_password(PASSWORD))
            return whole, user
        finally:
            connection.close()

    def come_as(who: str) -> tuple[Whole, Crawl]:
        # In a thread without Playwright's event loop: what seals a package brings one of its own.
        with ThreadPoolExecutor(1) as thread:
            whole, user = thread.submit(staged, who).result()
        person = seat(viewport=DESK)
        if user:
            person.sign_in(user)
        return whole, Crawl(person.page, live_server.url, seen)

    return come_as


@pytest.mark.parametrize("who", ROLES)
def test_axe_finds_nothing_on_any_page(come: Comer, who: str) -> None:
    whole, crawl = come(who)
    pages = [url for name, url in whole.urls.items() if name not in NOT_VISITED and who in DECIDED[name].who]
    crawl.go(pages)
    assert not crawl.faults, crawl.report()


FORMS = {
    "act": "form[data-act]",
    "password_change": "main form[method=post]",
    "delegations": "form[action$='/make/']",
    "mfa_activate_totp": "main form[method=post]",
}
EMPTIED = """(form) => {
    form.noValidate = true;
    form.querySelectorAll("input:not([type=hidden]), textarea").forEach((each) => {
        if (["radio", "checkbox"].includes(each.type)) each.checked = false; else each.value = "";
    });
    form.requestSubmit();
}"""


def test_axe_finds_nothing_where_something_was_refused(come: Comer) -> None:
    """What was sent empty, what is not there, what is not this person's, and a second factor on its way."""
    whole, crawl = come(HOLDER)
    page, urls = crawl.page, whole.urls
    for name, form in FORMS.items():
        page.goto(urls[name])
        with page.expect_navigation():
            page.locator(form).evaluate(EMPTIED)
        expect(page.locator("[aria-invalid], .errors, [role=alert]").first).to_be_visible()
        crawl.look(f"{name}, refused")
    for url in ("/cases/999999/", "/periksa/naskah/tidak-ada/", "/sandi/u3:tidak-ada/x/", "/sandi/baru/"):
        page.goto(url)
        crawl.look(url)
    page.goto(urls["mfa_activate_totp"])
    page.get_by_label("Kode").fill(code_of(secret_on(Page(page.content()))))
    page.locator("main form[method=post] button").click()
    expect(page.get_by_role("heading", name="Kode pemulihan")).to_be_visible()
    crawl.look("recovery codes")
    page.goto("/akun/faktor-kedua/")
    crawl.look("second factor, in use")
    page.get_by_role("button", name="Keluar").click()
    assert not crawl.faults, crawl.report()
