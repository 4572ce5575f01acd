"""Single sign-on against a provider that the test starts: who gets in, and what is refused."""

# ruff: noqa: F811  the fixture is imported by its name

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.cache import cache

from activity.models import Activity
from organizations.models import Office, User
from tests.cast import Cast
from tests.oidc_provider import Provider, oidc  # noqa: F401  the fixture
from tests.pages import Page
from tests.test_second_factor import ENROL
from tests.visitor import Visitor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_has_guessed() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def there_and_back(provider: Provider, visitor: Visitor, onward: str = "", **changed: str) -> Page:
    """Go to the provider, agree, and come back, with what of the way back was changed; the page that follows."""
    sent = visitor.client.get("/login/sso/" + (f"?next={onward}" if onward else ""))
    assert sent.status_code == 302
    query = {name: values[0] for name, values in parse_qs(urlsplit(sent.headers["Location"]).query).items()}
    assert (query["response_type"], query["code_challenge_method"]) == ("code", "S256")
    back = parse_qs(urlsplit(provider.allow(query)).query)
    data = {name: values[0] for name, values in back.items()} | changed
    return Page(visitor.client.get("/login/sso/back/", data, follow=True).content.decode())


def test_an_official_gets_in_by_the_nip_that_the_provider_names(cast: Cast, oidc: Provider) -> None:
    oidc.person = {"sub": "17", "nip": f"{cast.head.nip[:8]} {cast.head.nip[8:]}"}
    visitor, before = Visitor(), User.objects.count()
    page = visitor.open("/login/")
    assert "Masuk dengan Akun Kota Tarakan" in page.text
    assert cast.head.name in there_and_back(oidc, visitor, "/akun/sesi/").text
    assert visitor.client.get("/login/sso/").headers["Location"] == "/"
    assert Activity.objects.get(action="user.signed_in").data["ways"] == ["socialaccount"]
    assert (User.objects.count(), SocialAccount.objects.count()) == (before, 0)
    assert "/userinfo" not in oidc.asked


def test_a_verified_address_does_where_the_provider_knows_no_nip(cast: Cast, oidc: Provider) -> None:
    User.objects.filter(pk=cast.head.pk).update(email="kepala@contoh.go.id")
    oidc.more = {"email": "Kepala@contoh.go.id", "email_verified": False}
    assert "tidak terhubung dengan pejabat mana pun" in there_and_back(oidc, Visitor()).text
    oidc.more["email_verified"] = True
    assert cast.head.name in there_and_back(oidc, Visitor()).text
    User.objects.filter(pk=cast.secretary.pk).update(email="kepala@contoh.go.id")
    assert "tidak terhubung" in there_and_back(oidc, Visitor()).text  # of two it is neither
    oidc.more["sub"] = "18"
    User.objects.filter(pk=cast.secretary.pk).update(email="")
    assert "tidak terhubung" in there_and_back(oidc, Visitor()).text  # said of somebody else


def test_who_has_no_account_gets_none(cast: Cast, oidc: Provider) -> None:
    before = User.objects.count()
    oidc.person = {
        "sub": "99",
        "nip": "199912312025011001",
        "email": "baru@contoh.go.id",
        "email_verified": True,
    }
    visitor = Visitor()
    assert "tidak terhubung dengan pejabat mana pun" in there_and_back(oidc, visitor).text
    assert visitor.client.get("/inbox/").status_code == 302
    assert User.objects.count() == before


@pytest.mark.parametrize(
    "wrong",
    [
        {"nonce": "lain"},
        {"nonce": ""},
        {"iss": "http://127.0.0.1:1"},
        {"aud": "lain"},
        {"azp": "lain"},
        {"exp": 1_700_000_000},
    ],
)
def test_an_id_token_that_is_not_for_this_visit_is_refused(
    cast: Cast,
    oidc: Provider,
    wrong: dict[str, Any],
) -> None:
    oidc.person, oidc.wrong = {"sub": "17", "nip": cast.head.nip}, wrong
    visitor = Visitor()
    assert "tidak berhasil" in there_and_back(oidc, visitor).text
    assert visitor.client.get("/inbox/").status_code == 302
    assert not Activity.objects.filter(action="user.signed_in").exists()


def test_a_token_signed_by_another_a_foreign_state_and_a_foreign_code_are_refused(
    cast: Cast,
    oidc: Provider,
) -> None:
    oidc.person = {"sub": "17", "nip": cast.head.nip}
    oidc.signs_with = rsa.generate_private_key(65537, 2048)
    assert "tidak berhasil" in there_and_back(oidc, Visitor()).text
    oidc.signs_with = None
    assert "tidak berhasil" in there_and_back(oidc, Visitor(), state="lain").text
    assert "tidak berhasil" in there_and_back(oidc, Visitor(), code="lain").text
    assert not Activity.objects.filter(action="user.signed_in").exists()


def test_a_provider_that_is_another_one_or_does_not_answer_is_told(cast: Cast, oidc: Provider) -> None:
    oidc.says_it_is = "https://lain.example"
    assert "tidak berhasil" in Visitor().open("/login/sso/").text
    oidc.says_it_is, oidc.down = "", True
    assert "tidak berhasil" in Visitor().open("/login/sso/").text


def test_the_house_asks_for_its_own_second_factor_after_it(cast: Cast, oidc: Provider) -> None:
    Office.objects.update(second_factor="semua")
    oidc.person = {"sub": "17", "nip": cast.head.nip}
    visitor = Visitor()
    assert "mewajibkan faktor kedua" in there_and_back(oidc, visitor).text
    assert visitor.client.get("/inbox/").headers["Location"] == ENROL


def test_a_deactivated_account_does_not_get_in_by_it_either(cast: Cast, oidc: Provider) -> None:
    User.objects.filter(pk=cast.head.pk).update(is_active=False)
    oidc.person = {"sub": "17", "nip": cast.head.nip}
    assert "tidak boleh masuk" in there_and_back(oidc, Visitor()).text


def test_without_a_provider_there_is_no_such_page() -> None:
    assert "Masuk dengan" not in Visitor().open("/login/").text
    assert {Visitor().client.get(url).status_code for url in ("/login/sso/", "/login/sso/back/")} == {404}
