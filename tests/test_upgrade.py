"""A database of the previous version is upgraded while cases run in it: they go on, and get their clocks."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from tests.upgrading import upgrade


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="on SQLite a process of its own does it")
def test_a_running_case_survives_the_upgrade_on_postgresql(stage: None) -> None:
    upgrade()


@pytest.mark.slow
def test_a_running_case_survives_the_upgrade_on_sqlite(tmp_path: Path) -> None:
    own = {"DATABASE_URL": f"sqlite:///{tmp_path / 'a.sqlite3'}", "DATA_DIR": str(tmp_path), "REDIS_URL": ""}
    command = [sys.executable, "-m", "tests.upgrading"]
    done = subprocess.run(
        command, env=os.environ | own, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "naik versi\n"), done.stderr
