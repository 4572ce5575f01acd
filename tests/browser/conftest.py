"""A real browser against the real pages: Chromium, a live server, the five offices with passwords."""

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as project
from django.contrib.auth.hashers import make_password
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from organizations.models import User
from tests.browser.person import PASSWORD, Person, Watch, small_pdf

ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
Seat = Callable[..., Person]


def chromium_path() -> str:
    """The browser that `make test` found, else the one that its script finds."""
    found = os.environ.get("CHROMIUM", "")
    script = [str(project.BASE_DIR / "scripts/browser.sh"), "find"]
    return found or subprocess.run(script, capture_output=True, text=True, check=True).stdout.strip()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all; playwright runs an event loop in this thread, where Django would refuse the database."""
    with pytest.MonkeyPatch.context() as environment, sync_playwright() as playwright:
        environment.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=ARGS)
        yield browser
        browser.close()


@pytest.fixture
def passwords(stage: None) -> None:
    """Everybody can sign in."""
    User.objects.update(password=make_password(PASSWORD))


@pytest.fixture
def seat(chromium: Browser, live_server: Any, passwords: None) -> Iterator[Seat]:
    """Seats a person at a browser of their own: `seat()`, or with the options of a Playwright context.

    At the end nothing may have been complained of in any of them.
    """
    watch, contexts = Watch(live_server.url), list[BrowserContext]()

    def sit_down(**options: Any) -> Person:
        context = chromium.new_context(base_url=live_server.url, locale="id-ID", **options)
        context.set_default_timeout(10_000)
        contexts.append(watch.over(context))
        return Person(context.new_page())

    yield sit_down
    for context in contexts:
        context.close()
    assert watch.complaints == []


@pytest.fixture(scope="session")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A paper to upload."""
    return small_pdf(tmp_path_factory.mktemp("papers") / "naskah.pdf")
