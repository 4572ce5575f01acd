"""Hostile requests from a fixed seed: no error of ours, no traceback, no row that changes without one in the record.

HOSTILE says how many; `make soak` sends 10,000, HOSTILE_SEED begins elsewhere.
"""

import os
import random
import re
from typing import Any

import pytest
from django.test import Client

from organizations.models import User
from tests.addresses import urls_of
from tests.archive import archived
from tests.cast import Cast
from tests.hostility import HEADERS, a_query, places, twisted
from tests.pages import Page, PageForm
from tests.portals import open_portal
from tests.story import placed, signed
from tests.writes import written

pytestmark = pytest.mark.django_db
REQUESTS, SEED = int(os.environ.get("HOSTILE", "200")), int(os.environ.get("HOSTILE_SEED", "35"))
RECORD = "activity_activity"
# What is nobody's data: who is signed in, what was read, and how often somebody guessed.
PASSING = {
    "django_session",
    "organizations_user",
    "activity_notice",
    "activity_stream",
    "documents_passphraseguard",
}


class Intruder:
    """Somebody who is signed in, or nobody, with a browser that shows no mercy."""

    def __init__(self, user: User | None, urls: dict[str, str], by: random.Random) -> None:
        self.client = Client(raise_request_exception=False)
        if user:
            self.client.force_login(user)
        self.urls, self.by = urls, by

    def address(self) -> str:
        url = self.by.choice(list(self.urls.values()))
        if self.by.random() < 0.3:
            wrong = self.by.choice(("0", "2", "3", "999999", "9223372036854775808", "00001", "-1", "٣"))
            url = re.sub(r"\d+", wrong, url, count=1)
        return url + self.by.choice(("", "", "", "", "?", "//", "%00", "/../", "%2e%2e/"))

    def look(self) -> Any:
        headers: Any = self.by.choice(HEADERS)
        return self.client.get(self.address(), a_query(self.by), **headers)

    def send(self) -> Any:
        """A form of a page, twisted; or, where the page has none, anything to any address."""
        url = self.address()
        page = self.client.get(url)
        forms: list[PageForm] = []
        if page.headers.get("Content-Type", "").startswith("text/html"):
            forms = [
                each for each in Page(page.content.decode()).forms if not each.action.endswith("/logout/")
            ]
        form = self.by.choice(forms) if forms else PageForm("", "post", "")
        data = twisted(form, self.by)
        for name in ("file", "text", "posts", "reason"):
            if not forms and self.by.random() < 0.5:
                data[name] = self.by.choice(("1", "x", "", "2026-01-01"))
        if self.by.random() < 0.1:
            kind = self.by.choice(("application/json", "text/plain", "multipart/form-data", "x"))
            return self.client.post(form.action or url, data=b"{\x00", content_type=kind)
        method = self.client.get if form.method == "get" else self.client.post
        return method(form.action or url, data)


@pytest.mark.slow
def test_nothing_breaks_and_nothing_changes_unseen(cast: Cast) -> None:
    case = placed(cast, 4)
    signed(case, cast)
    archived(case)
    by = random.Random(SEED)  # noqa: S311
    urls = {name: url for name, url in urls_of(case).items() if name != "logout"}
    people = [
        None,
        cast.head,
        cast.secretary,
        cast.outsider,
        cast.user("dpupr-tarakan", "kasubag-perencanaan-keuangan"),
        cast.admin("dpupr-tarakan"),
        cast.inspector("dpupr-tarakan"),
    ]
    intruders = [Intruder(user, urls, by) for user in people]
    wrong: list[str] = []
    seen: set[int] = set()
    for number in range(REQUESTS):
        who = by.choice(intruders)
        with written() as writes:
            response = who.look() if by.random() < 0.4 else who.send()
        asked = f"{number} {response.request['REQUEST_METHOD']} {response.request['PATH_INFO']}"
        if response.status_code >= 500 and response.status_code != 503:
            wrong.append(f"{asked}: {response.status_code}")
        if not getattr(response, "streaming", False) and b"Traceback (most" in response.content:
            wrong.append(f"{asked}: traceback")
        tables = set(writes.tables) - PASSING
        if tables and RECORD not in tables:
            wrong.append(f"{asked}: {tables}")
        seen.add(response.status_code)
    assert wrong == []
    assert seen >= {200, 302, 400, 404, 405, 422}  # they came as far as the forms


LISTS = (
    "/inbox/",
    "/inbox/done/",
    "/notices/",
    "/cases/",
    "/archive/",
    "/archive/proposals/",
    "/offices/dpupr-tarakan/agenda/",
    "/offices/dpupr-tarakan/ekspedisi/",
    "/portal/dpupr-tarakan/",
    "/portal/dpupr-tarakan/pk/",
    "/due/?bulan=2026-01&hari=2026-01-05",
)


@pytest.mark.slow
@pytest.mark.parametrize("url", LISTS)
def test_no_list_breaks_where_its_address_names_nonsense(cast: Cast, url: str) -> None:
    case = cast.start("tarakan-dpupr")
    open_portal(case.office)
    client = Client(raise_request_exception=False)
    client.force_login(cast.head)
    path, _, query = url.partition("?")
    asked = dict(part.split("=") for part in query.split("&") if part)
    told = {place: client.get(path, asked | {"halaman": place}).status_code for place in ["", *places()]}
    assert {place: status for place, status in told.items() if status != 200} == {}


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2101-01-01", "1999-12-31"])
@pytest.mark.parametrize("path", ["/head/running/", "/due/"])
def test_a_day_beyond_every_calendar_is_no_day(cast: Cast, path: str, day: str) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(cast.head)
    assert client.get(path, {"hari": day}).status_code == 200
