"""The first steps: shown once to whoever is new, by the server and without a script; one minute; real pictures."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image

from activity.models import Activity
from organizations.models import User
from tests.cast import Cast
from tests.visitor import Visitor
from workflows.presenting.first_steps import CARDS

pytestmark = pytest.mark.django_db
PICTURES = Path(settings.BASE_DIR) / "static" / "img" / "langkah"
MOST_WORDS, MOST_BYTES, MOST_TOGETHER = 180, 25_000, 90_000


@pytest.fixture
def new(cast: Cast) -> User:
    """An official who has just been invited."""
    User.objects.filter(pk=cast.secretary.pk).update(first_steps_at=None)
    return cast.secretary


def seen_rows(user: User) -> int:
    return Activity.objects.filter(action="user.first_steps_seen", data__user=user.pk).count()


def test_who_is_new_is_led_there_until_they_put_it_away(new: User) -> None:
    visitor = Visitor(new)
    page = visitor.open("/")
    assert all(str(card.title) in page.text for card in CARDS)
    assert "Langkah pertama" in visitor.open("/").text, "to look at it is not to have put it away"
    assert seen_rows(new) == 0
    response = visitor.send("", page.form("/put-away/"))
    assert response.headers["Location"] == "/"
    assert "Tugas saya" in visitor.open("/").text.partition("Keluar")[2][:60]
    assert seen_rows(new) == 1


def test_it_stops_nobody_who_came_for_something(new: User) -> None:
    visitor = Visitor(new)
    for url in ("/inbox/", "/cases/", "/akun/"):
        assert visitor.client.get(url).status_code == 200


def test_one_may_begin_with_the_practice(new: User) -> None:
    visitor = Visitor(new)
    response = visitor.send("", visitor.open("/").form("/put-away/"), ke="latihan")
    assert response.headers["Location"] == "/latihan/"


def test_twice_is_once_and_the_first_time_stays(new: User) -> None:
    visitor = Visitor(new)
    form = visitor.open("/langkah-pertama/").form("/put-away/")
    visitor.send("", form)
    first = User.objects.get(pk=new.pk).first_steps_at
    visitor.send("", form)
    assert User.objects.get(pk=new.pk).first_steps_at == first
    assert seen_rows(new) == 1


def test_it_is_reached_again_and_then_asks_nothing(cast: Cast) -> None:
    visitor = Visitor(cast.secretary)
    assert "/langkah-pertama/" in visitor.open("/akun/").links()
    assert "/langkah-pertama/" in visitor.open("/inbox/").links()
    page = visitor.open("/langkah-pertama/")
    assert "Mengerti" not in page.text
    assert "/latihan/" in page.links()


def test_it_is_read_in_a_minute(new: User) -> None:
    text = Visitor(new).open("/langkah-pertama/").text
    shown = text[text.index("Keluar") : text.index("SOPFlow: lembar")]
    assert len(shown.split()) <= MOST_WORDS
    assert 4 <= len(CARDS) <= 5


def test_every_card_has_its_pictures_light_and_dark_small_and_as_large_as_it_says(new: User) -> None:
    body = Visitor(new).client.get("/langkah-pertama/").content.decode()
    for ending in ("", "-gelap"):
        files = [PICTURES / f"{card.picture}{ending}.webp" for card in CARDS]
        for card, file in zip(CARDS, files, strict=True):
            with Image.open(file) as picture:
                assert picture.size == (card.width, card.height), file.name
            assert file.stat().st_size <= MOST_BYTES, file.name
            assert f"{card.picture}{ending}" in body
        assert sum(file.stat().st_size for file in files) <= MOST_TOGETHER
    assert len(re.findall(r'alt="[^"]{10,}"', body)) == len(CARDS)
