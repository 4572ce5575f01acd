"""The whole table: every address, by whoever could come to it. Who is not meant finds nothing, and changes nothing."""

import copy
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, override_settings

from organizations.models import User
from tests.addresses import POST_ONLY, TAKES_BOTH, names
from tests.audience import (
    ADMIN,
    ARCHIVIST,
    AUDIENCES,
    COLLEAGUE,
    DECIDED,
    FAR,
    HEAD,
    HOLDER,
    INSPECTOR,
    NEAR,
    NOBODY,
    SENT,
    SUPERIOR,
    WIDE_ADMIN,
)
from tests.cast import Cast
from tests.sample_files import stored_paths
from tests.whole_office import PERSONS, Whole, whole_office
from tests.writes import written
from workflows import role_matrix as matrix

pytestmark = pytest.mark.django_db
IN, TOLD, NOT_THERE, SIGN_IN = "in", "told", "not there", "sign in first"
# A session is the test's own; that somebody signed in stands beside it.
PASSING = {"django_session", "usersessions_usersession"}
# The menu around every page costs half of the time and decides nothing: the pages are drawn without it.
FRAMELESS: Any = copy.deepcopy(settings.TEMPLATES)
FRAMELESS[0]["OPTIONS"]["context_processors"].remove("sopflow.context.site")
# The address of each action that docs/roles.md has a line for, where the case stands as it does there.
LINES = {
    "case": "case",
    "act": "act",
    "manage": "case-suspend",
    "pk": "pk",
    "publish": "paper-publish",
    "sop": "sop",
    "load": "sop-reload",
    "revoke": "revision-revoke",
    "calendar": "calendar",
    "calendar_day": "calendar-day",
    "staff": "staff",
    "appoint": "staff-appoint",
    "roles": "role-give",
    "settings": "kewenangan-save",
    "berkas": "berkas",
    "hold": "berkas-hold",
    "correct": "berkas-correct",
}
SAME = {
    matrix.HOLDER: HOLDER,
    matrix.SUPERIOR: SUPERIOR,
    matrix.HEAD: HEAD,
    matrix.COLLEAGUE: COLLEAGUE,
    matrix.ADMIN: ADMIN,
    matrix.ARCHIVIST: ARCHIVIST,
    matrix.INSPECTOR: INSPECTOR,
    matrix.WIDE_ADMIN: WIDE_ADMIN,
    matrix.STRANGER: NEAR,
}


@dataclass
class Guest:
    """Somebody with a browser, who comes to addresses of which nothing stays."""

    whole: Whole
    user: User | None

    def __post_init__(self) -> None:
        self.client = Client()
        if self.user:
            self.client.force_login(self.user)
        self.cookies = copy.deepcopy(self.client.cookies)

    def look(self) -> None:
        """The first look of whoever may: the two that are recorded, an inspector's of the day and the holder's."""
        for name in ("case", "act", "case-release", "sign-refuse"):
            self.client.get(self.whole.urls[name].removesuffix("release/").removesuffix("refuse/"))

    def visit(self, name: str, url: str, verb: str) -> tuple[HttpResponse, set[str]]:
        """The answer, and the tables that were written."""
        with transaction.atomic():
            self.whole.prepare(name, self.user)
            with written() as writes:
                method = self.client.get if verb == "GET" else self.client.post
                response: Any = method(url, self.whole.sent.get(name, {}) if verb == "POST" else None)
                if response.streaming:
                    b"".join(response.streaming_content)
            transaction.set_rollback(True)
        self.client.cookies = copy.deepcopy(self.cookies)
        return response, set(writes.tables) - PASSING


def outcome(response: HttpResponse) -> str:
    """What a status means to whoever came."""
    if response.headers.get("Location", "").startswith("/login/?next="):
        return SIGN_IN
    return {403: TOLD, 404: NOT_THERE}.get(response.status_code, IN)


def expected(who: str, name: str, verb: str) -> str:
    """What was decided."""
    decided = SENT.get(name, DECIDED[name]) if verb == "POST" else DECIDED[name]
    if who in decided.who:
        return IN
    if who in decided.told:
        return TOLD
    return SIGN_IN if who == NOBODY and name not in ELSEWHERE else NOT_THERE


# For these what they may not see is told in nothing from what does not exist: one in the office, one far away.
WITHOUT = {COLLEAGUE, FAR}
ELSEWHERE = {"metrics", "sso", "sso-back"}  # open to whoever is not signed in, were they there


def verbs_of(name: str) -> list[str]:
    """The verbs that an address takes."""
    if name in POST_ONLY:
        return ["POST"]
    return ["GET", "POST"] if name in TAKES_BOTH else ["GET"]


def test_every_address_is_decided_once_and_every_decision_has_its_address() -> None:
    decided = Counter(name for each in AUDIENCES for name in each.names)
    assert {name for name, number in decided.items() if number > 1} == set()
    assert set(names()) - set(decided) == set(), "new addresses without a decision in tests/audience.py"
    assert set(decided) - set(names()) == set(), "decisions without an address"
    assert set(SENT) <= TAKES_BOTH


def test_the_decisions_are_those_of_the_table_of_roles() -> None:
    for action in matrix.ACTIONS:
        if action.key in LINES:
            here = {role for role, who in SAME.items() if who in DECIDED[LINES[action.key]].who}
            assert here == action.who & set(SAME), action.label


@pytest.mark.slow
@pytest.mark.parametrize("who", PERSONS)
def test_whoever_comes_finds_what_was_decided_and_nothing_else(cast: Cast, who: str) -> None:
    whole = whole_office(cast)
    guest, files = Guest(whole, PERSONS[who](cast)), stored_paths()
    with override_settings(TEMPLATES=FRAMELESS):
        guest.look()
        wrong = [
            fault
            for name, url in whole.urls.items()
            for verb in verbs_of(name)
            for fault in faults(guest, who, name, url, verb)
        ]
    assert wrong == []
    assert stored_paths() == files


def faults(guest: Guest, who: str, name: str, url: str, verb: str) -> Iterator[str]:
    """What is not as it was decided at one address."""
    response, tables = guest.visit(name, url, verb)
    found, meant = outcome(response), expected(who, name, verb)
    if found != meant:
        yield f"{verb} {name}: {found} ({response.status_code}), not {meant}"
    if tables and (found != IN or verb == "GET"):
        yield f"{verb} {name}: {found}, and changed {tables}"
    if found == NOT_THERE and who in WITHOUT and (elsewhere := absent(url)) != url:
        missing, _ = guest.visit(name, elsewhere, verb)
        if (response.status_code, response.content) != (missing.status_code, missing.content):
            yield f"{verb} {name}: told apart from what does not exist ({missing.status_code})"


def absent(url: str) -> str:
    """The same address about something that nobody has."""
    parts = ["999999999" if part.isdecimal() else part for part in url.split("/")]
    if "999999999" not in parts:
        parts = ["tidak-ada" if part == "dpupr-tarakan" else part for part in parts]
    return "/".join(parts)
