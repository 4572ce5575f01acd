"""Signing in: limits on guessing, where clients are, sessions, and what the log never holds."""

import logging
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse
from django.views.debug import ExceptionReporter

from activity.models import Activity
from organizations.accounts.adapters import AccountAdapter
from organizations.accounts.devices import device_of
from sopflow.discretion import NoLinks
from tests.accounts import PASSWORD, signed_in, try_password, with_password
from tests.cast import Cast
from tests.visitor import Visitor

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; rv:128.0) Gecko/20100101 Firefox/128.0"


@pytest.fixture(autouse=True)
def nobody_has_guessed() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def rows(action: str) -> list[Activity]:
    return list(Activity.objects.filter(action=action))


def test_the_fifth_wrong_password_locks_the_account_for_a_while_and_says_how_long(cast: Cast) -> None:
    head, visitor = with_password(cast.head), Visitor()
    spaced = f"{head.username[:8]} {head.username[8:]}"
    for tried in range(5):
        page = try_password(visitor, spaced if tried % 2 else head.username, "salah")
        assert "tidak cocok" in page.text
    page = try_password(Visitor(), head.username, PASSWORD)  # from another browser, and right
    assert "Terlalu banyak percobaan yang keliru. Tunggu 5 menit" in page.text
    locked = rows("user.locked_out")
    assert [(row.data["user"], row.actor_kind) for row in locked] == [(head.pk, "machine")]
    assert 290 <= locked[0].data["seconds"] <= 300
    assert not rows("user.signed_in")
    other = with_password(cast.secretary)
    assert "Keluar" in try_password(Visitor(), other.username, PASSWORD).text


def test_the_lock_opens_when_its_time_is_over(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    head, now = with_password(cast.head), time.time()
    for _ in range(5):
        try_password(Visitor(), head.username, "salah")
    assert "Terlalu banyak" in try_password(Visitor(), head.username, PASSWORD).text
    monkeypatch.setattr(time, "time", lambda: now + 330)
    assert "Keluar" in try_password(Visitor(), head.username, PASSWORD).text


def test_an_address_that_guesses_at_many_accounts_is_stopped(cast: Cast, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login_failed": "3/5m/ip,5/5m/key"}
    head = with_password(cast.head)
    for number in range(3):
        try_password(Visitor(), f"tidak-ada-{number}", "salah")
    assert "Terlalu banyak percobaan" in try_password(Visitor(), head.username, PASSWORD).text
    elsewhere = signed_in(head, REMOTE_ADDR="127.0.0.2")
    assert "Keluar" in elsewhere.open("/inbox/").text
    assert not rows("user.locked_out")


def test_too_many_requests_get_a_plain_page(cast: Cast, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login": "1/m/ip"}
    visitor = Visitor()
    form = visitor.open("/login/").form("")
    sent = [visitor.send("/login/", form, username="a", password="b") for _ in range(2)]
    assert [response.status_code for response in sent] == [200, 429]
    assert "Tunggu lima menit" in sent[1].content.decode()


@pytest.mark.parametrize(
    ("proxies", "forwarded", "connected", "found"),
    [
        (0, "203.0.113.9", "10.0.0.1", "10.0.0.1"),
        (1, "203.0.113.9", "10.0.0.1", "203.0.113.9"),
        (1, "6.6.6.6, 203.0.113.9", "10.0.0.1", "203.0.113.9"),
        (2, "6.6.6.6, 203.0.113.9, 10.0.0.2", "10.0.0.1", "203.0.113.9"),
        (2, "203.0.113.9", "10.0.0.1", "10.0.0.1"),
        (1, "bukan alamat", "10.0.0.1", "10.0.0.1"),
        (0, "", "", "0.0.0.0"),  # noqa: S104
    ],
)
def test_the_clients_address_is_the_one_that_our_own_proxies_saw(
    proxies: int, forwarded: str, connected: str, found: str, settings: Any, rf: Any
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    request = rf.get("/", headers={"X-Forwarded-For": forwarded}, REMOTE_ADDR=connected)
    assert AccountAdapter(request).get_client_ip(request) == found


@pytest.mark.parametrize("is_demo", [True, False])
def test_demo_accounts_and_those_out_of_use_do_not_sign_in_in_production(
    cast: Cast, settings: Any, is_demo: bool
) -> None:
    settings.DEMO = False
    head = with_password(cast.head)
    head.is_demo, head.is_active = is_demo, is_demo
    head.save()
    assert "tidak cocok" in try_password(Visitor(), head.username, PASSWORD).text


def test_a_sign_in_lists_its_session_and_its_owner_ends_others(cast: Cast) -> None:
    head = with_password(cast.head)
    here, there = signed_in(head), signed_in(head, HTTP_USER_AGENT=FIREFOX)
    page = here.open("/akun/sesi/")
    assert "Firefox di Windows" in page.text
    assert "sesi ini" in page.text
    form = page.form("/end/")
    assert here.send("", form).status_code == 302
    assert "Keluar" in here.open("/inbox/").text
    assert there.client.get("/inbox/").status_code == 302
    assert [row.data["number"] for row in rows("user.sessions_ended")] == [1]
    assert here.send("", form).status_code == 404
    signed_in(head)
    assert here.send("", here.open("/akun/sesi/").form("/end-others/")).status_code == 302
    assert UserSession.objects.filter(user=head).count() == 1
    assert [row.data["number"] for row in rows("user.sessions_ended")] == [1, 1]


def test_the_session_of_another_is_not_ended(cast: Cast) -> None:
    signed_in(with_password(cast.head))
    theirs = UserSession.objects.get()
    mine = signed_in(with_password(cast.secretary))
    signed_in(cast.secretary)
    form = mine.open("/akun/sesi/").form("/end/")
    form.action = f"/akun/sesi/{theirs.pk}/end/"
    assert mine.send("", form).status_code == 404
    assert UserSession.objects.filter(pk=theirs.pk).exists()


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(cast: Cast) -> None:
    head = with_password(cast.head)
    head.is_demo = False
    head.save()
    here, there = signed_in(head), signed_in(head)
    since = UserSession.objects.earliest("pk").created_at
    new = "Kata-Sandi-Lain-88"
    fields = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert here.send("/password/", here.open("/password/").form(""), **fields).status_code == 302
    assert "Keluar" in here.open("/akun/sesi/").text
    assert there.client.get("/inbox/").status_code == 302
    assert UserSession.objects.get().created_at == since
    assert [row.data["sessions_ended"] for row in rows("user.password_changed")] == [1]


def test_using_a_session_is_noted_once_a_minute_with_one_statement(cast: Cast) -> None:
    visitor = signed_in(with_password(cast.head))
    long_ago = UserSession.objects.get().last_seen_at.replace(year=2025)
    UserSession.objects.update(last_seen_at=long_ago)
    process = Visitor()  # another one, which has noted nothing yet
    process.client.cookies = visitor.client.cookies
    with CaptureQueriesContext(connection) as queries:
        process.open("/notices/")
        process.open("/notices/")
    assert len([query for query in queries if "usersessions" in query["sql"]]) == 1
    assert UserSession.objects.get().last_seen_at > long_ago


def test_signing_out_forgets_the_session(cast: Cast) -> None:
    visitor = signed_in(with_password(cast.head))
    visitor.send("", visitor.open("/inbox/").form("/logout/"))
    assert not UserSession.objects.exists()
    assert visitor.client.get("/inbox/").status_code == 302


@pytest.mark.parametrize(
    "name",
    ["account_signup", "account_email", "account_set_password", "socialaccount_connections", "mfa_add"],
)
def test_nobody_signs_up_or_connects_accounts(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_an_error_report_shows_no_password_code_or_link(rf: Any) -> None:
    request = rf.post(
        "/sandi/baru/", {"new_password1": "rahasia-satu", "code": "771177", "username": "terlihat"}
    )

    def fail(token: str, sent: dict[str, str]) -> None:
        raise ValueError

    try:
        fail("tautan-u3-abc", request.POST.dict())
    except ValueError:
        report = ExceptionReporter(request, *sys.exc_info()).get_traceback_html()
    assert not [word for word in ("rahasia-satu", "771177", "tautan-u3-abc") if f"{word}&#x27;" in report]
    assert "terlihat" in report


def test_the_log_holds_no_link_that_opens_an_account() -> None:
    record = logging.LogRecord(
        "x", 40, "f", 1, "Not Found: %s %s", ("/sandi/u3:abc.d-e/", "/sandi/lupa/"), None
    )
    assert NoLinks().filter(record)
    assert record.getMessage() == "Not Found: /sandi/…/ /sandi/lupa/"


@pytest.mark.parametrize(
    ("user_agent", "device"),
    [
        (FIREFOX, "Firefox di Windows"),
        (
            "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36",
            "Chrome di Android",
        ),
        ("curl/8.5.0", "curl/8.5.0"),
        ("", "peranti tidak dikenal"),
    ],
)
def test_a_device_is_told_in_a_few_words(user_agent: str, device: str) -> None:
    assert device_of(user_agent) == device
