"""The log holds nothing personal and no secret: of what we say, of what libraries say, and of real processes."""

import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction

from activity.models import Notice
from activity.outbox import deliver
from organizations.models import User
from sopflow.discretion import Line
from sopflow.mail import compose
from tests import log_guard
from tests.accounts import PASSWORD
from tests.cast import Cast
from tests.private_servers import free_port

LINK = "/sandi/u3:1vAbCd-kunci/"


def printed(message: str, fault: BaseException | None = None) -> str:
    info = (type(fault), fault, fault.__traceback__) if fault else None
    return Line("{levelname} {message}", style="{").format(
        logging.LogRecord("pustaka", logging.WARNING, "f", 1, message, None, info)
    )


@pytest.mark.parametrize(
    ("said", "written"),
    [
        (f"Not Found: {LINK}", "Not Found: /sandi/…/"),
        ("Not Found: /sandi/lupa/", "Not Found: /sandi/lupa/"),
        ("Not Found: /kalender/aB3-x_9/tenggat.ics", "Not Found: /kalender/…/tenggat.ics"),
        ("550 sekretaris.x+1@dpupr.tarakankota.go.id: no", "550 …@…: no"),
        ("Key (nip)=(197105081998031009) exists", "Key (nip)=(…) exists"),
        ("NIP 19710508 199803 1 009.", "NIP …."),
        ("nik=3273010101900001&x", "nik=…&x"),
        ("redis://:rahasia@h:6379/0", "redis://…@h:6379/0"),
        ("postgresql://u:p%40x@h/b", "postgresql://…@h/b"),
        ("http://127.0.0.1:8000/cases/12/", "http://127.0.0.1:8000/cases/12/"),
        ("2026-01-05 01:00:00,123 celery@mesin siap", "2026-01-05 01:00:00,123 celery@mesin siap"),
        ("a" * 64 + " 12345678901234567890", "a" * 64 + " 12345678901234567890"),
    ],
)
def test_a_line_is_written_without_what_has_no_place_in_it(said: str, written: str) -> None:
    assert printed(said) == f"WARNING {written}"


@pytest.mark.parametrize(
    "said",
    [
        "NIP 197105081998031009",
        "a@b.go.id",
        LINK,
        PASSWORD,
        "Contoh Sekretaris DPUPR Tarakan",
        "redis://:x@h/0",
        "sopflow_session=k3f9z0q8w7e6r5t4y3u2i1o0p9a8s7d6",
        "19710508 199803 1 009",
        "3273010101900001",
    ],
)
def test_the_guard_finds_what_a_log_must_not_say(said: str) -> None:
    assert log_guard.faults_of(f"INFO x: {said}")
    with pytest.raises(AssertionError):
        log_guard.assert_discreet(f"baris\n{said}\n".encode())


def test_the_guard_finds_the_secret_key_and_lets_usual_lines_pass() -> None:
    assert log_guard.faults_of(f"x {settings.SECRET_KEY}")
    usual = "INFO celery: Task workflows.sweep[1b2c3d4e-0000-4000-8000-aabbccddeeff] succeeded in 0.1s: None"
    assert not log_guard.faults_of(usual + "\n" + "f" * 32 + ".pdf " + "0" * 64)


def test_what_the_product_says_of_a_person_fails_its_test(log_guard: Any) -> None:
    logging.getLogger("workflows.uji").warning("Tugas %s", "197105081998031009")
    logging.getLogger("pustaka").warning("Tugas %s", "197105081998031009")  # the formatter sees to that
    logging.getLogger("workflows.uji").debug("Tugas %s", "197105081998031009")  # printed nowhere
    found = log_guard.taken()
    assert len(found) == 1
    assert found[0].startswith("sebuah NIP")


@pytest.mark.django_db
def test_a_traceback_repeats_neither_the_number_nor_the_address(cast: Cast) -> None:
    user = cast.head
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        User.objects.create(username="lain", name="Lain", nip=user.nip)
    text = printed("Gagal", caught.value)
    assert "IntegrityError" in text
    assert "nip" in text
    assert user.nip not in text
    assert not log_guard.faults_of(text)


class Refusing:
    """A mail server that names whom it refuses, as they do."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Nothing to keep."""

    def open(self) -> None:
        """There at once."""

    def close(self) -> None:
        """Gone at once."""

    def send_messages(self, messages: list[Any]) -> int:
        raise ValueError(f"550 no such user: {messages[0].to[0]}: Halo {messages[0].body}")


@pytest.mark.django_db
def test_a_mail_that_is_refused_is_told_without_its_address(
    cast: Cast, now: datetime, caplog: pytest.LogCaptureFixture, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "tests.test_logs.Refusing"
    office = cast.post("dpupr-tarakan", "sekretaris").office_id
    assert office
    found = Notice.objects.create(
        key="uji:surel", user_id=1, kind="pengingat", created_at=now, title="Judul", text="Isi", path="/",
        office_id=office, email="sekretaris@kantor.example", mail_after=now,
    )  # fmt: skip
    assert deliver(lambda: now, compose, lambda notices, at: {each.pk: at for each in notices}) == 0
    told = [record for record in caplog.records if record.name == "activity.outbox"]
    assert [record.getMessage() for record in told] == [
        "Surel uji:surel belum terkirim (percobaan ke-1): ValueError"
    ]
    assert told[0].exc_info is None
    assert Notice.objects.get(pk=found.pk).mail_after == now + timedelta(minutes=1)


def until(is_so: Callable[[], bool], what: Callable[[], str], seconds: float = 40) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, what()
        time.sleep(0.1)


class Processes:
    """The product's real processes under production's settings, on the test's database, writing one log."""

    def __init__(self, folder: Path) -> None:
        self.log, self.port = folder / "log", free_port()
        self.running: list[subprocess.Popen[bytes]] = []
        database = os.environ["DATABASE_URL"].rpartition("/")[0] + f"/{connection.settings_dict['NAME']}"
        self.environment = os.environ | {
            "DATABASE_URL": database,
            "SITE_URL": f"http://127.0.0.1:{self.port}",
            "PORT": str(self.port),
            "WEB_WORKERS": "1",
            "DATA_DIR": str(folder),
        }
        (folder / "static").mkdir()

    def start(self, *command: str) -> None:
        with self.log.open("ab") as log:
            self.running.append(
                subprocess.Popen(
                    [sys.executable, "-m", *command],
                    cwd=settings.BASE_DIR,
                    env=self.environment,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                )
            )

    def said(self) -> str:
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def stop(self) -> None:
        for process in self.running:
            os.killpg(process.pid, signal.SIGTERM)
        for process in self.running:
            process.wait(30)

    def ask(self, path: str, **headers: str) -> int:
        """The status of a plain request; 0 while nobody answers."""
        try:
            with urlopen(
                Request(f"http://127.0.0.1:{self.port}{path}", headers=headers), timeout=10
            ) as answer:
                return int(answer.status)
        except HTTPError as fault:
            return fault.code
        except OSError:
            return 0


@pytest.mark.slow
@pytest.mark.skipif(
    os.environ.get("TEST_DATABASE") == "sqlite", reason="the worker needs Redis and PostgreSQL"
)
def test_server_and_worker_print_nothing_personal(
    stage: None, cast: Cast, now: datetime, tmp_path: Path
) -> None:
    office = cast.post("dpupr-tarakan", "sekretaris").office_id
    assert office
    User.objects.update(is_demo=False)  # no demo account is served in production
    Notice.objects.create(
        key="uji:surel", user_id=cast.head.pk, kind="ringkasan", created_at=now, title="Judul", text="Isi", path="/",
        office_id=office, email=cast.head.email or "kepala@kantor.example", mail_after=now,
    )  # fmt: skip
    processes = Processes(tmp_path)
    closed = free_port()
    processes.environment["EMAIL_URL"] = f"smtp://orang:rahasia-surel@127.0.0.1:{closed}"
    try:
        processes.start("gunicorn", "-c", "sopflow/gunicorn.py", "sopflow.wsgi")
        processes.start("celery", "-A", "sopflow", "worker", "--loglevel", "INFO", "--concurrency", "1")
        until(lambda: processes.ask("/healthz") == 200, processes.said)
        assert processes.ask(LINK) == 410
        assert processes.ask("/sandi/u3:x/y/") == 404
        assert processes.ask(f"/cases/?q={cast.head.nip}") == 200  # the sign-in page
        assert processes.ask("/login/", Host="jahat.example") == 400
        until(lambda: "ready." in processes.said(), processes.said)
        subprocess.run(
            [sys.executable, "-m", "celery", "-A", "sopflow", "call", "sopflow.deliver"],
            cwd=settings.BASE_DIR, env=processes.environment, check=True, capture_output=True,
        )  # fmt: skip
        until(lambda: "percobaan ke-1" in processes.said(), processes.said)
    finally:
        processes.stop()
    said = processes.said()
    assert "INFO celery" in said  # the worker's lines go through our formatter
    assert "/sandi/…/" in said
    assert "rahasia-surel" not in said
    log_guard.assert_discreet(said)
