"""The filing (bench/soak/filing), small: killed in the middle, each berkas is filed or not, never broken."""

import subprocess
import sys

import pytest
from django.conf import settings

pytestmark = pytest.mark.slow


def test_killed_in_the_middle_of_filing_each_berkas_is_filed_or_not() -> None:
    command = [sys.executable, "-m", "bench.soak.filing", "--kills", "3"]
    done = subprocess.run(
        command, cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "pembunuhan 3" in done.stdout
    assert "berkas 4, salah 0" in done.stdout
