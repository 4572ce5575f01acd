"""The second factor: setting it up, signing in with it, who must have one, recovery codes, and what is kept."""

import base64
import time
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.core.cache import cache

from activity.models import Activity
from organizations.accounts.second_factor import required
from organizations.models import Office, User
from organizations.sealing import unseal
from sopflow.sign_in import HouseAdapter
from tests.accounts import PASSWORD, code_of, secret_on, signed_in, try_password, with_password
from tests.cast import Cast
from tests.pages import Page
from tests.test_pages import assert_nothing_inline
from tests.visitor import Visitor

pytestmark = pytest.mark.django_db
ENROL = "/akun/faktor-kedua/pasang/"
CODES = "/akun/faktor-kedua/kode/"


@pytest.fixture(autouse=True)
def nobody_has_guessed() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def enrolled(visitor: Visitor) -> tuple[str, Page]:
    """Set the second factor up; its secret, and the page that follows."""
    page = visitor.open(ENROL)
    secret = secret_on(page)
    data = page.form("").data | {"code": code_of(secret)}
    response = visitor.client.post(ENROL, data, follow=True)
    return secret, Page(response.content.decode())


def give_code(visitor: Visitor, code: str) -> Page:
    """Answer the question for the code."""
    data = visitor.open("/login/code/").form("").data | {"code": code}
    return Page(visitor.client.post("/login/code/", data, follow=True).content.decode())


@pytest.fixture
def head(cast: Cast) -> User:
    return with_password(cast.head)


def test_with_a_second_factor_the_password_alone_opens_nothing(head: User) -> None:
    visitor = signed_in(head)
    secret, shown = enrolled(visitor)
    assert "Kode pemulihan" in shown.text
    stranger = Visitor()
    assert "Kode masuk" in try_password(stranger, head.username, PASSWORD).text
    assert stranger.client.get("/inbox/").status_code == 302
    assert "Kode tidak cocok" in give_code(stranger, "000000").text
    assert stranger.client.get("/inbox/").status_code == 302
    code = code_of(secret)
    assert "Keluar" in give_code(stranger, code).text
    again = Visitor()
    try_password(again, head.username, PASSWORD)
    assert "Kode tidak cocok" in give_code(again, code).text  # nobody who saw it typed uses it too
    cache.delete(f"allauth.mfa.totp.used?user={head.pk}&code={code}")  # as after one period
    assert "Kode tidak cocok" in give_code(again, code).text
    ways = [row.data["ways"] for row in Activity.objects.filter(action="user.signed_in").order_by("pk")]
    assert ways == [["password"], ["password", "mfa"]]
    assert Activity.objects.filter(action="user.second_factor_on", user_id=head.pk).count() == 1


def test_the_secret_is_sealed_while_it_waits_and_ever_after(head: User, settings: Any) -> None:
    visitor = signed_in(head)
    page = visitor.open(ENROL)
    secret = secret_on(page)
    [picture] = [tag["src"] for name, tag in page.tags if tag.get("class") == "qr"]
    kind, _, data = picture.partition(",")
    assert kind == "data:image/svg+xml;base64"
    assert b'xmlns="http://www.w3.org/2000/svg"' in base64.b64decode(data)  # else a browser shows nothing
    assert secret not in str(Session.objects.get(pk=visitor.client.session.session_key).get_decoded())
    secret, _ = enrolled(visitor)
    kept = Authenticator.objects.get(type="totp").data["secret"]
    assert secret not in kept
    assert unseal(kept, place="totp", keys=[settings.SECRET_KEY]) == secret
    assert secret not in str(list(Activity.objects.values_list("content", flat=True)))


def test_recovery_codes_are_shown_once_and_each_opens_once(head: User) -> None:
    visitor = signed_in(head)
    _, shown = enrolled(visitor)
    codes = [word for word in shown.text.split() if len(word) == 8 and word.isdigit()]
    assert len(codes) == 10
    later = visitor.open(CODES)
    assert_nothing_inline(later)
    assert codes[0] not in later.text
    assert "Tersisa 10 kode" in later.text
    stranger = Visitor()
    try_password(stranger, head.username, PASSWORD)
    assert "Keluar" in give_code(stranger, codes[0]).text
    again = Visitor()
    try_password(again, head.username, PASSWORD)
    assert "Kode tidak cocok" in give_code(again, codes[0]).text
    page = visitor.open(f"{CODES}baru/")
    assert "Sekarang tersisa 9 kode" in page.text
    visitor.send(f"{CODES}baru/", page.form(""))
    assert "Kode tidak cocok" in give_code(again, codes[1]).text
    assert Activity.objects.filter(action="user.recovery_codes_renewed").exists()


def test_guessing_codes_is_locked_and_recorded(head: User) -> None:
    enrolled(signed_in(head))
    stranger = Visitor()
    try_password(stranger, head.username, PASSWORD)
    texts = [give_code(stranger, "000000").text for _ in range(6)]
    assert all("Kode tidak cocok" in text for text in texts[:5])
    assert "Terlalu banyak percobaan yang keliru. Tunggu 5 menit" in texts[5]
    assert Activity.objects.filter(action="user.locked_out", data__user=head.pk).count() == 1


def test_who_must_have_one_is_led_to_it_and_sees_nothing_before(head: User) -> None:
    Office.objects.update(second_factor="penanda")
    visitor = signed_in(head)
    for url in ("/inbox/", "/cases/", "/akun/sesi/", "/password/"):
        assert visitor.client.get(url).headers["Location"] == ENROL, url
    assert visitor.client.post("/notices/read/").status_code in (302, 403)
    page = visitor.open("/inbox/")
    assert "Kantor Anda mewajibkan faktor kedua" in page.text
    assert_nothing_inline(page)
    assert visitor.client.get("/healthz").status_code == 200
    enrolled(visitor)
    assert "Keluar" in visitor.open("/inbox/").text
    refused = visitor.open("/akun/faktor-kedua/matikan/")
    assert "tidak dapat dimatikan" in refused.text
    assert [form.action for form in refused.forms] == ["/logout/"]


def test_whose_office_asks_for_none_may_take_it_away(head: User) -> None:
    visitor = signed_in(head)
    enrolled(visitor)
    page = visitor.open("/akun/faktor-kedua/matikan/")
    assert_nothing_inline(page)
    assert visitor.send("/akun/faktor-kedua/matikan/", page.form("")).status_code == 302
    assert not Authenticator.objects.exists()
    assert Activity.objects.filter(action="user.second_factor_off", user_id=head.pk).exists()


def test_later_the_password_is_asked_once_more(head: User, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor, now = signed_in(head), time.time()
    monkeypatch.setattr(time, "time", lambda: now + 400)
    page = visitor.open(ENROL)
    assert "Pastikan ini Anda" in page.text
    url = f"/akun/konfirmasi/?next={ENROL}"
    wrong = visitor.client.post(url, page.form("").data | {"password": "salah"})
    assert "Kata sandi tidak cocok" in wrong.content.decode()
    right = visitor.client.post(url, page.form("").data | {"password": PASSWORD}, follow=True)
    assert secret_on(Page(right.content.decode()))


@pytest.mark.parametrize(
    ("policy", "demo", "who", "must"),
    [
        ("", True, "head", False),
        ("", False, "head", True),
        ("", False, "admin", True),
        ("", False, "staff", False),
        ("tidak", False, "head", False),
        ("semua", True, "staff", True),
    ],
)
def test_who_must_have_one_follows_the_office(
    cast: Cast, settings: Any, policy: str, demo: bool, who: str, must: bool
) -> None:
    settings.DEMO = demo
    Office.objects.update(second_factor=policy)
    people = {
        "head": cast.head,
        "admin": cast.admin("dpupr-tarakan"),
        "staff": cast.user("dpupr-tarakan", "staf-umum"),
    }
    user = people[who]
    from_house = signs(user, cast)
    assert from_house == (who == "head")
    assert required(user, cast.now, signs=from_house) is must


def signs(user: User, cast: Cast) -> bool:
    """As the house judges it."""
    return HouseAdapter().signs(user, cast.now)
