"""Going through the product as one person: every address, every link on its pages, each page looked at once."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from django.conf import settings as project
from django.test import Client
from django.urls import Resolver404, resolve
from playwright.sync_api import Page

from organizations.models import User
from tests.addresses import NO_PAGES, POST_ONLY

AXE = (files("axe_playwright_python") / "axe.min.js").read_text()
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
# All rules of axe but those it calls experimental; in the dark only those that look at colors.
EVERYTHING: dict[str, Any] = {"resultTypes": ["violations"]}
COLORS = EVERYTHING | {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
NOT_VISITED = NO_PAGES | POST_ONLY  # files, and what is not a page of its own
# Pages that differ by what they are about; of all others one of a kind is enough.
EACH = {"case", "act", "revision", "berkas"}
CARRIED = {"antrean", "q", "next"}  # parts of an address that change no page, whatever they say
BODY = """() => {
    const body = document.body.cloneNode(true);
    body.querySelectorAll(".who").forEach((each) => each.remove());
    return body.innerHTML;
}"""
VOLATILE = re.compile(
    r'value="[A-Za-z0-9]{32,}"|\d+'
)  # tokens, keys, days: pages that differ in them are one page


def cookie_of(user: User, home: str) -> Any:
    """The session of somebody who has signed in."""
    client = Client()
    client.force_login(user)
    name = project.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": home}


@dataclass
class Crawl:
    """One person's way through all that they may see. `seen` are the pages that axe has read, for whomever; `faults`
    what is wrong, each once, with where it was found first."""

    page: Page
    home: str
    seen: set[str]
    faults: dict[str, str] = field(default_factory=dict)

    def go(self, urls: Iterable[str]) -> None:
        """Visit these addresses, and whatever their pages link to."""
        waiting = [(url, "") for url in urls]
        known = {kind_of(url) for url, _ in waiting}
        while waiting:
            url, linked_on = waiting.pop(0)
            self.visit(url, linked_on)
            for link in self.links():
                if kind_of(link) not in known:
                    known.add(kind_of(link))
                    waiting.append((link, f", linked on {url}"))

    def visit(self, url: str, linked_on: str = "") -> None:
        """Look at one page, which is there."""
        response = self.page.goto(url)
        assert response
        if response.status >= 400:
            self.faults.setdefault(f"answers {response.status}{linked_on}", url)
        self.look(url)

    def look(self, where: str) -> None:
        """Whether the page that is shown fits a phone, and what axe says of it: light, dark, and on a phone."""
        shown = VOLATILE.sub("", self.page.evaluate(BODY))
        if shown in self.seen:
            return
        self.seen.add(shown)
        self.page.evaluate(AXE)
        self.ask_axe(where, EVERYTHING)
        self.page.emulate_media(color_scheme="dark")
        self.ask_axe(f"{where} (dark)", COLORS)
        self.page.emulate_media(color_scheme="light")
        self.page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        self.ask_axe(f"{where} (phone)", EVERYTHING)
        wide = self.page.evaluate("document.scrollingElement.scrollWidth")
        if wide > PHONE["width"]:
            self.faults.setdefault(f"{kind_of(where)[0]} is {wide} wide on a phone", where)
        self.page.set_viewport_size(DESK)  # type: ignore[arg-type]

    def ask_axe(self, where: str, options: dict[str, Any]) -> None:
        """Keep what axe finds, each element once however many rows have it."""
        result = self.page.evaluate("(options) => axe.run(document, options)", options)
        for rule in result["violations"]:
            for node in rule["nodes"]:
                element = VOLATILE.sub("", node["html"])[:200]
                self.faults.setdefault(f"{rule['impact']} {rule['id']}: {element}", where)

    def links(self) -> Iterator[str]:
        """Where the page links to within the product, pages only."""
        for href in self.page.eval_on_selector_all("a[href]", "all => all.map(each => each.href)"):
            if href.startswith(f"{self.home}/"):
                url = href.removeprefix(self.home).partition("#")[0]
                if kind_of(url)[0] not in NOT_VISITED:
                    yield url

    def report(self) -> str:
        """All faults, a line each."""
        return "\n".join(f"{where}: {what}" for what, where in self.faults.items())


def kind_of(url: str) -> tuple[str, ...]:
    """What makes a page another one than those that were visited: its name, what it is about, what it is asked."""
    parts = urlsplit(url)
    try:
        name = resolve(parts.path).url_name or ""
    except Resolver404:
        name = ""
    about = parts.path if name in EACH or not name else ""
    asked = (
        key if key in CARRIED or re.search(r"\d", value) else f"{key}={value}"
        for key, value in parse_qsl(parts.query)
    )
    return (name, about, *sorted(asked))
