"""The soak (bench/soak), small: kills, lost servers and a clock that jumps back lose and double nothing."""

import subprocess
import sys

import pytest
from django.conf import settings

from tests.log_guard import assert_discreet

pytestmark = pytest.mark.slow

LIMIT = 400  # seconds; the soak gives up on its own before


def soak(*options: str) -> str:
    """Its last line, where it found nothing wrong."""
    command = [sys.executable, "-m", "bench.soak", *options]
    done = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=LIMIT)
    assert done.returncode == 0, done.stdout + done.stderr
    assert_discreet(done.stdout + done.stderr)
    return done.stdout.splitlines()[-1]


def test_killed_anywhere_with_lost_servers_and_a_clock_that_jumps_back_each_stage_is_told_once() -> None:
    assert "tahap_hilang 0" in soak("--rows", "300", "--kills", "3", "--cycles", "1")
