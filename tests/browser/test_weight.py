"""What a page weighs on the wire, as the product serves it: on a first visit, and where the browser knows the rest."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as project
from django.core.management import call_command
from django.test import override_settings
from playwright.sync_api import Browser, Page

from organizations.models import Office, User
from tests.browser.crawl import cookie_of
from tests.cast import Cast
from tests.fifty import fifty
from tests.test_logs import Processes, until

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(os.environ.get("TEST_DATABASE") == "sqlite", reason="the server needs PostgreSQL"),
]
FIRST, NEXT = 200_000, 40_000  # bytes over the wire, headers with them
HASHED = {"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}


@pytest.fixture
def served(stage: None, tmp_path: Path) -> Iterator[Processes]:
    """The product's own server under production's settings, with its static files hashed and compressed."""
    processes = Processes(tmp_path)
    processes.environment["HASHED_STATIC_FILES"] = "1"
    with override_settings(STATIC_ROOT=tmp_path / "static", STORAGES=project.STORAGES | HASHED):
        call_command("collectstatic", interactive=False, verbosity=0)
    yield processes
    processes.stop()


def bytes_of(page: Page, url: str) -> int:
    """What travels when this page is opened."""
    session = page.context.new_cdp_session(page)
    sizes = list[float]()
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    session.send("Network.enable")
    response = page.goto(url, wait_until="networkidle")
    assert response
    assert response.status == 200, url
    session.detach()
    return round(sum(sizes))


def test_a_first_visit_is_under_200_kb_and_the_next_under_40_kb(
    chromium: Browser, cast: Cast, served: Processes
) -> None:
    pages = fifty(cast)
    User.objects.update(is_demo=False)  # no demo account is served in production
    Office.objects.update(second_factor="tidak")
    served.start("gunicorn", "-c", "sopflow/gunicorn.py", "sopflow.wsgi")
    until(lambda: served.ask("/healthz") == 200, served.said)
    home = f"http://127.0.0.1:{served.port}"
    weights = {}
    for name, (user, url) in pages.items():
        context = chromium.new_context(base_url=home)
        context.add_cookies([cookie_of(user, home)])
        page = context.new_page()
        weights[name] = (bytes_of(page, url), bytes_of(page, url))
        context.close()
    assert {name: each for name, each in weights.items() if each[0] >= FIRST or each[1] >= NEXT} == {}
