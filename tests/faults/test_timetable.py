"""`manage.py run`: its timetable sweeps without a server, and nothing is left when it is stopped or killed."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest
from django.conf import settings

from tests.log_guard import assert_discreet
from tests.private_servers import free_port

pytestmark = pytest.mark.slow

PATIENCE = 120  # seconds; a server starts slowly beside other tests


def until(is_so: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < deadline, what
        time.sleep(0.2)


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The settings of trying it out, with an empty embedded database."""
    data = tmp_path_factory.mktemp("run")
    (data / "static").mkdir()
    (data / "demo-logins-shown").touch()
    chosen = {
        "DEMO": "1",
        "SITE_URL": "http://127.0.0.1",
        "ALLOWED_HOSTS": "localhost",
        "DATA_DIR": str(data),
        "DATABASE_URL": f"sqlite:///{data / 'run.sqlite3'}",
        "STORAGE_URL": f"file://{data / 'files'}",
        "REDIS_URL": "",
        "EMAIL_URL": "dummy:",  # what console: prints are mails, no log
        "SWEEP_PERIOD": "1",
    }
    found = os.environ | chosen
    manage(found, "migrate", "-v0").wait()
    return found


def manage(environment: dict[str, str], *command: str) -> subprocess.Popen[bytes]:
    """A command in a group of its own, as a shell starts it."""
    with Path(environment["DATA_DIR"], "log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "manage.py", *command],
            cwd=settings.BASE_DIR,
            env=environment | {"PORT": str(free_port())},
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


def ask(environment: dict[str, str], sql: str) -> list[tuple[str, ...]]:
    """What the embedded database says."""
    file = Path(environment["DATA_DIR"], "run.sqlite3")
    with closing(sqlite3.connect(file, isolation_level=None, timeout=20)) as database:
        return database.execute(sql).fetchall()


def others(leader: int) -> set[int]:
    """The processes of its group that still run, without itself."""
    found = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, _, group = stat.read_text().rpartition(")")[2].split()[:3]
            if int(group) == leader and state != "Z":
                found.add(int(stat.parent.name))
    return found - {leader}


@pytest.fixture
def running(environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """`manage.py run`, whose timetable has swept."""
    ask(environment, "DELETE FROM activity_heartbeat")
    process = manage(environment, "run")
    try:
        until(lambda: ("sweep",) in ask(environment, "SELECT name FROM activity_heartbeat"), "no sweep")
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    assert_discreet(Path(environment["DATA_DIR"], "log").read_bytes())


def test_ctrl_c_ends_everything(running: subprocess.Popen[bytes]) -> None:
    assert others(running.pid)
    os.killpg(running.pid, signal.SIGINT)
    running.wait(PATIENCE)
    until(lambda: not others(running.pid), "something still runs")


def test_where_the_server_was_killed_the_timetable_ends_by_itself(running: subprocess.Popen[bytes]) -> None:
    running.kill()
    running.wait()
    until(lambda: not others(running.pid), "something still runs")
