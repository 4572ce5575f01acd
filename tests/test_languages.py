"""Two languages: who reads pages in English, and that nothing of it reaches what is kept."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.test import Client
from django.utils import translation

from activity.models import Notice
from activity.wording import as_kept, kept
from documents.models import Naskah, StoredFile
from documents.naskah.printing import naskah_html
from documents.printing.paper import letterhead_of, paper_html
from documents.signing.block import Block
from documents.signing.stamp import size_for
from organizations.accounts.managing import invite
from organizations.appointing import end
from organizations.capacity import admin_capacity
from organizations.delegating import NewDelegation, delegate, take_back
from organizations.granting import NewGrant, grant_role
from organizations.models import Office, Role, RoleGrant
from organizations.templatetags.indonesia import hari_tanggal, tanggal, waktu, waktu_singkat
from sopflow.mail import compose
from tests.addresses import NO_PAGES, POST_ONLY, addresses, names
from tests.audience import DECIDED, HEAD, HOLDER, NOBODY
from tests.cast import Cast
from tests.english import TELLTALE, left_over, reading_english
from tests.pages import Page
from tests.story import Story
from tests.visitor import Visitor
from tests.whole_office import HOLDERS_POST, TARAKAN, Whole, whole_office
from workflows.actions.practice import begin_practice
from workflows.contoh import read_contoh
from workflows.simulation import Player

pytestmark = pytest.mark.django_db
COOKIE = settings.LANGUAGE_COOKIE_NAME
OWN_APPS = ("activity", "documents", "organizations", "sops", "workflows")
# Stored as Indonesian, and shown as they are stored; and the words of the printed PK that an office may change.
SHOWS_WHAT_IS_KEPT = {"notices", "pk-format"}


def language_of(page: Page) -> str:
    return next(found["lang"] for tag, found in page.tags if tag == "html")


def choose(visitor: Visitor, url: str, language: str) -> Any:
    return visitor.send(url, visitor.open(url).form("/bahasa/"), language=language)


def test_a_browser_that_came_in_english_shows_indonesian(cast: Cast) -> None:
    visitor = Visitor(cast.head)
    visitor.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en-GB,en;q=0.9"
    page = visitor.open("/inbox/")
    assert language_of(page) == "id"
    assert "Tugas saya" in page.text


def test_english_is_chosen_on_the_page_of_signing_in_and_left_again() -> None:
    visitor = Visitor()
    answer = choose(visitor, "/login/?next=/cases/", "en")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/login/?next=/cases/")
    cookie = answer.cookies[COOKIE]
    assert (cookie.value, cookie["httponly"], cookie["samesite"]) == ("en", True, "Lax")
    page = visitor.open("/login/")
    assert language_of(page) == "en"
    assert "Forgotten your password?" in page.text
    assert choose(visitor, "/login/", "id").cookies[COOKIE]["max-age"] == 0
    page = visitor.open("/login/")
    assert language_of(page) == "id"
    assert "Lupa kata sandi?" in page.text


def test_who_is_signed_in_chooses_on_the_page_of_the_account(cast: Cast) -> None:
    visitor = Visitor(cast.head)
    assert choose(visitor, "/akun/", "en").headers["Location"] == "/akun/"
    assert "My account" in visitor.open("/akun/").text
    assert "Bahasa Indonesia" in visitor.open("/akun/").text


@pytest.mark.parametrize("page", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", ""])
def test_a_choice_leads_to_no_other_site(page: str) -> None:
    answer = Client().post("/bahasa/", {"language": "en", "next": page})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")


@pytest.mark.parametrize("language", ["", "de", "en-us", "../en"])
def test_a_language_that_we_do_not_have_is_refused(language: str) -> None:
    answer = Client().post("/bahasa/", {"language": language})
    assert answer.status_code == 400
    assert COOKIE not in answer.cookies


@pytest.mark.parametrize("value", ["de", "", "en<script>", "id"])
def test_a_cookie_that_says_nothing_of_ours_shows_indonesian(value: str) -> None:
    visitor = Visitor()
    visitor.client.cookies[COOKIE] = value
    assert language_of(visitor.open("/login/")) == "id"


def test_a_foreign_form_does_not_choose() -> None:
    assert Client(enforce_csrf_checks=True).post("/bahasa/", {"language": "en"}).status_code == 403


def test_public_pages_follow_the_choice_and_keep_nothing_themselves(cast: Cast) -> None:
    urls = addresses({})
    public = urls["sop-public"]
    answer = Client().get(public)
    assert not answer.cookies
    assert (answer.headers["Content-Language"], "Cookie" in answer.headers["Vary"]) == ("id", True)
    english = reading_english().client.get(public)
    assert not english.cookies
    assert english.headers["Content-Language"] == "en"
    assert "This revision is in force" in Page(english.content.decode()).text


def test_a_language_ends_with_its_request(cast: Cast) -> None:
    reading_english(cast.head).open("/inbox/")
    assert translation.get_language() == "id"
    assert "Tugas saya" in Visitor(cast.head).open("/inbox/").text


def test_refusals_are_told_in_the_language_of_the_page(cast: Cast) -> None:
    assert "There is no such page for you" in reading_english(cast.head).open("/cases/0/", 404).text


def test_dates_are_worded_in_the_language_of_the_page(cast: Cast) -> None:
    office = Office.objects.get(slug=TARAKAN)
    at, day = datetime(2026, 8, 5, 1, 5, tzinfo=UTC), date(2026, 8, 5)
    assert (tanggal(day), waktu(at, office)) == ("5 Agustus 2026", "5 Agustus 2026 pukul 09.05 WITA")
    with translation.override("en"):
        assert (tanggal(day), hari_tanggal(day)) == ("5 August 2026", "Wednesday, 5 August 2026")
        assert waktu(at, office) == "5 August 2026 at 09:05 WITA"
        assert waktu_singkat(at, office) == "5 Aug 2026 09:05 WITA"
        with as_kept():
            assert (tanggal(day), hari_tanggal(day)) == ("5 Agustus 2026", "Rabu, 5 Agustus 2026")
        grant = RoleGrant(role=Role.OFFICE_ADMIN)
        assert kept(grant.get_role_display) == "Admin perangkat daerah"
        assert grant.get_role_display() == "Office admin"


def test_no_telltale_word_is_one_of_the_data() -> None:
    written = " ".join(
        path.read_text(encoding="utf-8") for path in settings.BASE_DIR.glob("fixtures/**/*.yaml")
    )
    assert not {word for word in TELLTALE if re.search(rf"\b{word}\b", written, re.IGNORECASE)}


@pytest.fixture
def whole(cast: Cast) -> Whole:
    return whole_office(cast)


@pytest.mark.slow
def test_no_page_shows_indonesian_to_who_reads_english(cast: Cast, whole: Whole) -> None:
    clerk = cast.user(TARAKAN, HOLDERS_POST)
    readers = {NOBODY: None, HOLDER: clerk, HEAD: cast.head, "admin": cast.admin(TARAKAN)}
    wrong: dict[str, list[str]] = {}
    looked = 0
    for name in names():
        if name in POST_ONLY | NO_PAGES | SHOWS_WHAT_IS_KEPT:
            continue
        for who, user in readers.items():
            if who not in DECIDED[name].who or (who == NOBODY) != (NOBODY in DECIDED[name].who):
                continue
            answer = reading_english(user).client.get(whole.urls[name], follow=True)
            if answer.status_code != 200:
                continue
            looked += 1
            html = answer.content.decode()
            assert language_of(Page(html)) == "en", name
            if found := left_over(html):
                wrong[f"{name} ({who})"] = found
    assert looked > 80
    assert not wrong


def all_texts() -> dict[str, list[str]]:
    """Every text that is kept, by model and field, in order; without what is new each time: numbers, hours, random
    names."""
    found = {}
    for model in apps.get_models():
        if model._meta.app_label not in OWN_APPS or model is StoredFile:  # the samples differ
            continue
        for field in model._meta.concrete_fields:
            if isinstance(field, models.CharField | models.TextField | models.JSONField | models.FileField):
                values = model._base_manager.order_by("pk").values_list(field.attname, flat=True)
                found[f"{model.__name__}.{field.name}"] = [steady(str(value)) for value in values]
    return found


def steady(text: str) -> str:
    text = re.sub(r"\blatihan-[0-9a-f]{10}\b", "latihan-…", text)
    text = re.sub(
        r"(?<![\w-])\d+(?![\w-])", "#", text
    )  # else a number of one digit more makes a word a long one
    return re.sub(r"\d+", "#", re.sub(r"[^\s'\"“”,:]{22,}", "…", text))


def differing(one: dict[str, list[str]], other: dict[str, list[str]]) -> dict[str, set[str]]:
    """The texts that only one of them has, by where they are kept."""
    return {name: {*texts} ^ {*other[name]} for name, texts in one.items() if texts != other[name]}


@contextmanager
def undone() -> Iterator[None]:
    """What happens within is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def acts_of_an_office(cast: Cast) -> None:
    """What its admin and its officials do beside cases; one of them begins to practise."""
    office, at = Office.objects.get(slug=TARAKAN), cast.now
    by = admin_capacity(cast.admin(TARAKAN), office, at)
    assert by is not None
    day = at.date()
    clerk, secretary = cast.user(TARAKAN, HOLDERS_POST), cast.secretary
    grant_role(office, NewGrant(clerk, Role.RECORD_OFFICER, day, None, False), by=by, at=at)
    holidays = NewDelegation(
        cast.post(TARAKAN, HOLDERS_POST),
        secretary,
        day + timedelta(days=1),
        day + timedelta(days=4),
        "cuti tahunan",
    )
    made = delegate(holidays, by=clerk, at=at)
    take_back(made, on=day + timedelta(days=2), by=clerk, at=at)
    held = clerk.appointments.get(post__slug=HOLDERS_POST)
    end(office, held, on=day + timedelta(days=20), by=by, at=at, reason="SK 12")
    invite(office, secretary, email="sekretaris@example.go.id", by=by, at=at)
    begin_practice(clerk, at=at)


def played(cast: Cast, language: str) -> dict[str, list[str]]:
    """An office and a case in which everybody reads in that language: what is kept of it, the papers and the mails."""
    story = Story({"3": ["Tidak", "Ya"]}, language)
    head = cast.user("kesbangpol-tangerang", "kepala-kantor")
    story.play(story.start(head, "Mekanisme Penyusunan Perjanjian Kinerja"))
    with translation.override(language):
        acts_of_an_office(cast)
        papers = [steady(naskah_html(naskah)) for naskah in Naskah.objects.order_by("pk")]
        mails = [steady(str(compose(notice).body)) for notice in Notice.objects.order_by("pk")]
    assert mails
    return all_texts() | {"papers": papers, "mails": mails}


@pytest.mark.slow
def test_what_is_kept_is_the_same_in_whichever_language_one_acts(cast: Cast) -> None:
    with undone():
        indonesian = played(cast, "id")
    with undone():
        english = played(cast, "en")
    assert "Admin perangkat daerah" in indonesian["Activity.capacity"]
    assert differing(indonesian, english) == {}


def test_a_whole_simulated_case_and_its_papers_are_the_same_too(cast: Cast) -> None:
    path = settings.BASE_DIR / "fixtures" / "contoh" / "gowa-dpupr.yaml"
    contoh = read_contoh(path.read_bytes(), path.name)

    def simulated(language: str) -> dict[str, list[str]]:
        with undone(), translation.override(language):
            lines = list(Player(cast.revision("gowa-dpupr"), {}, cast.now, contoh).play())
            papers = [steady(naskah_html(naskah)) for naskah in Naskah.objects.order_by("pk")]
            assert papers
            assert len(lines) > 5
            return all_texts() | {"papers": papers}

    assert differing(simulated("id"), simulated("en")) == {}


def test_the_sheet_of_an_sop_and_a_stamp_are_indonesian(cast: Cast) -> None:
    block = Block(("Plt. Kepala Dinas",), "Uji", "Pembina, IV/a", "19000101 200001 1 001")
    page = reading_english(cast.head).open("/sops/dpupr-tarakan/tarakan-dpupr/")
    assert "Mutu Baku" in page.text
    assert "Dasar Hukum" in page.text
    office = Office.objects.get(slug=TARAKAN)
    with translation.override("en"):
        html = paper_html("documents/naskah/base.html", letterhead_of(office), {"title": "Uji", "foot": ""})
        size = size_for(block, "internal", 200.0, 80.0)
    assert '<html lang="id">' in html
    assert size > 4
