"""The passphrase: nowhere to be found after signing, and hard to guess."""

import logging
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import redis
from django.conf import settings as project
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from activity.models import Activity
from documents.models import PassphraseGuard, Signature
from documents.signing import freezing, guarding
from documents.signing.errors import CannotSign, WrongPassphraseGiven
from documents.signing.keys import open_key
from documents.signing.signing import sign
from organizations.capacity import Capacity, holder
from sopflow.urls import urlpatterns as of_the_product
from tests.racing import race
from tests.signing_papers import OFFICE, PASSPHRASE, Officials, awaited, of_upload, overwrite, the_office

pytestmark = pytest.mark.django_db
WRONG = "kuda-darat-8-berlari"
DAY = timedelta(days=1)
NOISY = ("weasyprint", "fontTools", "pikepdf", "pyhanko", "pyhanko_certvalidator", "urllib3", "requests")


@login_not_required
def sign_here(request: HttpRequest) -> HttpResponse:
    """Sign a paper with what was sent, as any page does."""
    signature = Signature.objects.select_related("paper__office__government", "post").get(
        pk=request.POST["pk"]
    )
    at = datetime.fromisoformat(request.POST["at"])
    assert signature.post
    by = holder(signature.post, at)
    assert by
    form = {"passphrase": request.POST["passphrase"]}
    sign(signature, by=by, at=at, passphrase=form["passphrase"])
    return HttpResponse("ditandatangani")


urlpatterns = [path("uji-tanda-tangan/", sign_here), *of_the_product]


def in_database(text: str) -> list[str]:
    """The columns of the whole database in which a text stands, whatever their type."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            for column in connection.introspection.get_table_description(cursor, table):
                name = f"{connection.ops.quote_name(table)}.{connection.ops.quote_name(column.name)}"
                sql = f"SELECT count(*) FROM {connection.ops.quote_name(table)} WHERE {shown(name)} LIKE %s"  # noqa: S608
                cursor.execute(sql, [f"%{text}%"])
                if cursor.fetchone()[0]:
                    found.append(name)
    return found


def shown(column: str) -> str:
    """A column as text; bytes as if each were a letter."""
    if connection.vendor != "postgresql":
        return f"CAST({column} AS TEXT)"
    return f"replace({column}::text, '\\x', '')"


def in_queue() -> list[bytes]:
    """All that lies in the queue."""
    found: list[bytes] = []
    with redis.Redis.from_url(project.REDIS_URL) as client:
        for key in client.scan_iter():
            kind = client.type(key)
            if kind == b"list":
                found += client.lrange(key, 0, -1)
            elif kind == b"string":
                found.append(client.get(key) or b"")
            elif kind == b"hash":
                found += client.hgetall(key).values()
    return found


@pytest.fixture
def visitor(settings: Any) -> Client:
    settings.ROOT_URLCONF = "tests.test_passphrase"
    settings.DEBUG = True  # the page of an error then tells all it knows
    return Client(raise_request_exception=False)


@pytest.fixture
def everything_logged(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """All that anybody could log, whatever the settings keep quiet."""
    quiet = [logging.getLogger(name) for name in NOISY]
    levels = [logger.level for logger in quiet]
    for logger in quiet:
        logger.setLevel(logging.DEBUG)
    with caplog.at_level(logging.DEBUG):
        yield caplog
    for logger, level in zip(quiet, levels, strict=True):
        logger.setLevel(level)


def test_a_passphrase_is_in_no_table_no_queue_no_log_and_on_no_page(
    visitor: Client, now: datetime, everything_logged: pytest.LogCaptureFixture
) -> None:
    officials = Officials(now, ["kepala-dinas", "sekretaris"])
    paper = of_upload(officials.posts, now)
    first, second = awaited(paper)
    sent = {"pk": first.pk, "at": now.isoformat(), "passphrase": PASSPHRASE}
    pages = [visitor.post("/uji-tanda-tangan/", {**sent, "passphrase": WRONG})]
    pages.append(visitor.post("/uji-tanda-tangan/", sent))
    assert [page.status_code for page in pages] == [500, 200]
    assert "Frasa sandi salah." in pages[0].content.decode()
    newest = Signature.objects.get(pk=first.pk).file
    assert newest
    overwrite(newest, b"%PDF-1.4 rusak")
    pages.append(visitor.post("/uji-tanda-tangan/", {**sent, "pk": second.pk}))
    assert pages[-1].status_code == 500
    told = pages[-1].content.decode()
    assert "sign_pdf" in told or "IncrementalPdfFileWriter" in told  # the frames inside signing are there
    assert "passphrase" in told
    freezing.call()
    if connection.vendor == "postgresql":
        assert in_queue()
    for secret in (PASSPHRASE, WRONG):
        assert in_database(secret) == []
        assert in_database(secret.encode().hex()) == []
        assert not [text for text in in_queue() if secret.encode() in text]
        assert secret not in everything_logged.text
        assert not [page for page in pages if secret in page.content.decode()]
    assert in_database("Naskah unggahan")  # what is there is found
    assert "ditandatangani" in pages[1].content.decode()
    assert everything_logged.records


def guess(by: Capacity, passphrase: str, at: datetime) -> str:
    """What comes of a try: its message, empty where the key opens."""
    try:
        open_key(the_office(), passphrase=passphrase, by=by, at=at)
    except CannotSign as refused:
        return refused.message
    return ""


def recorded() -> list[tuple[str, int]]:
    """The wrong tries in the office's record."""
    rows = Activity.objects.filter(action__startswith="passphrase.", stream__key=f"office:{OFFICE}")
    return [(row.action, row.data.get("in_a_row", 0)) for row in rows.order_by("number")]


def test_three_wrong_ones_slow_down_ten_lock_and_the_record_has_them(now: datetime) -> None:
    officials = Officials(now, ["kepala-dinas"])
    [by] = officials.seats.values()
    at = now
    assert [guess(by, WRONG, at) for _ in range(2)] == ["Frasa sandi salah."] * 2
    assert guess(by, PASSPHRASE, at) == ""  # a right one forgives
    for number in range(1, 10):
        message = guess(by, WRONG, at)
        assert "Frasa sandi salah" in message
        if number >= guarding.SLOW:
            wait = timedelta(seconds=guarding.WAITS[number - guarding.SLOW])
            assert "coba lagi sesudah" in guess(by, PASSPHRASE, at + wait - timedelta(seconds=1))
            at += wait
    assert "kini terkunci" in guess(by, WRONG, at)
    assert "terkunci karena salah sepuluh kali" in guess(by, PASSPHRASE, at + DAY)
    wrong = [("passphrase.wrong", number) for number in range(1, 10)]
    assert recorded() == [*wrong[:2], *wrong, ("passphrase.locked", 10)]
    guarding.unlock(by.user, the_office(), by=by.actor, at=at)
    assert recorded()[-1] == ("passphrase.unlocked", 0)
    assert guess(by, PASSPHRASE, at) == ""


def far_away(by: Capacity, at: datetime, meanwhile: Callable[[], object] = lambda: None) -> None:
    """A service that should try the passphrase does not answer; `meanwhile` somebody guesses."""
    with guarding.guarded(by.user, the_office(), by=by.actor, at=at):
        meanwhile()
        raise OSError("jauh")


def test_what_is_no_try_takes_back_only_itself(now: datetime) -> None:
    [by] = Officials(now, ["kepala-dinas"]).seats.values()
    for _ in range(2):
        guess(by, WRONG, now)
    with pytest.raises(OSError, match="jauh"):
        far_away(by, now)
    guard = PassphraseGuard.objects.get(user=by.user)
    assert (guard.wrong, guard.next_try_at) == (2, None)
    with pytest.raises(OSError, match="jauh"):
        far_away(by, now, meanwhile=lambda: guarding.begin(by.user, now + DAY))
    guard.refresh_from_db()
    assert (guard.wrong, guard.next_try_at) == (3, now + DAY + timedelta(seconds=guarding.WAITS[1]))


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_eight_guesses_at_once_three_are_tried_and_all_of_them_count(stage: None, now: datetime) -> None:
    [by] = Officials(now, ["kepala-dinas"]).seats.values()
    PassphraseGuard.objects.create(user=by.user)

    def a_guess() -> object:
        return open_key(the_office(), passphrase=WRONG, by=by, at=now)

    def hold() -> None:
        PassphraseGuard.objects.select_for_update().get(user=by.user)

    results = race(*[a_guess] * 8, held=hold)
    assert all(isinstance(result, CannotSign) for result in results), results
    assert sum(isinstance(result, WrongPassphraseGiven) for result in results) == 3
    guard = PassphraseGuard.objects.get(user=by.user)
    assert (guard.wrong, guard.next_try_at) == (3, now + timedelta(seconds=guarding.WAITS[0]))
    assert sorted(recorded()) == [("passphrase.wrong", number) for number in (1, 2, 3)]
    PassphraseGuard.objects.update(wrong=9, next_try_at=None)
    assert all(isinstance(result, CannotSign) for result in race(*[a_guess] * 8, held=hold))
    guard.refresh_from_db()
    assert (guard.wrong, guard.locked_at) == (10, now)
    assert recorded()[3:] == [("passphrase.locked", 10)]
