"""The stage: one private server with the small and the large database, who is signed in, and the servers of pages."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection

import psycopg2
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from bench.pages.offices import MEASURED
from bench.pages.pages import ADMIN, CLERK, HEAD
from bench.pages.seed import Seeder
from bench.pages.size import Size
from tests.cast import Cast
from tests.private_servers import LIBC, PR_SET_PDEATHSIG, START_SECONDS, ServerFailed, free_port
from workflows.periods import periods_of
from workflows.summarizing import count

SMALL, LARGE = "postgres", "large"
BIG = ("workflows_case", "workflows_steprun", "workflows_assignment", "workflows_output", "activity_activity")
FLOOR_SETTINGS = "bench.pages.floor_settings"
COPY_FILES = 150000  # the version from which on PostgreSQL is asked whether to copy files or to log pages


@dataclass(frozen=True)
class Stage:
    """The patterns of the measured office and the cookies of its people; the same in both databases."""

    cases: list[int]
    cookies: dict[str, str]


def set_stage(size: Size) -> Stage:
    """Fill both databases: the large one is the small one grown."""
    seeder = Seeder(size)
    seeder.lay_ground(timezone.now())
    seeder.fill(size.small)
    cookies = sign_in()
    summarize()
    with connection.cursor() as cursor:
        cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements")
    clone()
    seeder.finish()
    seeder.progress(f"{size.small} kasus siap")
    with visiting(LARGE):
        seeder.fill(size.large)
        seeder.finish()
    seeder.progress(f"{size.large} kasus siap")
    return Stage(seeder.patterns[0], cookies)


def sign_in() -> dict[str, str]:
    """The head of the measured office, the official who drafts there, and its admin, each with a session."""
    cast = Cast(timezone.now())
    people = {
        HEAD: cast.user(MEASURED.office, MEASURED.head),
        CLERK: cast.user(MEASURED.office, MEASURED.clerk),
        ADMIN: cast.admin(MEASURED.office),
    }
    found = {}
    for who, user in people.items():
        client = Client()
        client.force_login(user)
        found[who] = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    return found


def summarize() -> None:
    """What the evaluation of the measured SOP is read from, as every night makes it."""
    now, revision = timezone.now(), Cast(timezone.now()).revision(MEASURED.sop)
    count(revision, periods_of(now.astimezone(revision.sop.office.zone))[2], now)


def clone() -> None:
    """Copy the small database, file by file: nobody is in it."""
    connection.close()
    admin = psycopg2.connect(url_of("template1"))
    admin.autocommit = True
    strategy = " STRATEGY FILE_COPY" if admin.server_version >= COPY_FILES else ""
    with admin.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {LARGE} TEMPLATE {SMALL}{strategy}")
    admin.close()


def url_of(database: str) -> str:
    """The address of a database of the private server."""
    return os.environ["DATABASE_URL"].rpartition("/")[0] + f"/{database}"


@contextmanager
def visiting(database: str) -> Iterator[None]:
    """Django looks at another database."""
    connection.close()
    own = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = database
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = own


@contextmanager
def serving(database: str, settings_module: str = "sopflow.settings") -> Iterator[int]:
    """The web server as production runs it, on that database; its port."""
    port = free_port()
    changed = {"DATABASE_URL": url_of(database), "PORT": str(port), "DJANGO_SETTINGS_MODULE": settings_module}
    configuration = str(settings.BASE_DIR / "sopflow" / "gunicorn.py")
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "-c",
        configuration,
        "--log-level",
        "warning",
        "sopflow.wsgi",
    ]
    process = subprocess.Popen(
        command,
        cwd=settings.BASE_DIR,
        env=os.environ | changed,
        preexec_fn=lambda: LIBC.prctl(PR_SET_PDEATHSIG, 15),
    )
    try:
        wait_for(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=30)


def wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    """Until it answers. Raises ServerFailed where it ended, or takes too long."""
    deadline = time.monotonic() + 2 * START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            probe = HTTPConnection("127.0.0.1", port, timeout=START_SECONDS)
            probe.request("GET", "/", headers={"Host": "localhost"})
            probe.getresponse().read()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise ServerFailed("Server halaman tidak dapat dijalankan.")


def collect_static() -> None:
    """The manifest of the static files, which production reads."""
    call_command("collectstatic", interactive=False, verbosity=0)
