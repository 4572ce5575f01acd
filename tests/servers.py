"""The pytest plugin that gives every run servers, settings and a data folder of its own.

Loaded by `-p tests.servers` and not from a conftest, because pytest-django reads the settings before any conftest
is imported, and the settings read the environment once.
"""

import atexit
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.private_servers import PrivatePostgres, PrivateRedis, ServerFailed

resources = ExitStack()
atexit.register(resources.close)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests() -> Iterator[None]:
    """A wrapper, because pytest-django's hook of this name is itself a `tryfirst`, and wrappers come before those."""
    try:
        prepare_environment()
    except ServerFailed as failure:
        raise pytest.UsageError(str(failure)) from failure
    yield


def pytest_unconfigure() -> None:
    resources.close()


def prepare_environment() -> None:
    """The process environment wins over a developer's .env, so every name that could be in there is set here."""
    data = Path(tempfile.mkdtemp(prefix="sopflow-data-"))
    resources.callback(shutil.rmtree, data, ignore_errors=True)
    (data / "static").mkdir()  # collectstatic's place, which WhiteNoise misses aloud
    chosen = {
        "DEBUG": "0",
        "DEMO": "0",
        "SECRET_KEY": secrets.token_hex(32),
        "ALLOWED_HOSTS": "localhost,127.0.0.1,testserver",
        "SITE_URL": "http://testserver",
        "EMAIL_URL": "memory:",
        "DATA_DIR": str(data),
        "STORAGE_URL": f"file://{data / 'files'}",
        "HASHED_STATIC_FILES": "0",
        **server_urls(data),
    }
    for name, value in chosen.items():
        os.environ.pop(f"{name}_FILE", None)
        os.environ[name] = value


def server_urls(data: Path) -> dict[str, str]:
    """The servers of this run; a worker of pytest-xdist uses those of the run that started it."""
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if os.environ.get("TEST_DATABASE") == "sqlite":
        return {"DATABASE_URL": f"sqlite:///{data / 'test.sqlite3'}", "REDIS_URL": ""}
    if worker:
        return {
            "DATABASE_URL": os.environ["DATABASE_URL"],
            "REDIS_URL": f"{os.environ['REDIS_URL'].rsplit('/', 1)[0]}/{int(worker.removeprefix('gw')) + 1}",
        }
    return {
        "DATABASE_URL": resources.enter_context(PrivatePostgres()).url,
        "REDIS_URL": resources.enter_context(PrivateRedis()).url,
    }
