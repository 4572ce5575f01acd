"""The benchmark of the sweep, small: product and floor must write the very same rows, or its ratio means nothing."""

import subprocess
import sys

import pytest
from django.conf import settings

ASSIGNMENTS, DUE, ROUNDS = 4_000, 20, 1
TABLES = ("activity_activity", "activity_notice", "activity_stream", "workflows_assignment", "workflows_case")


def bench(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the benchmark in a process of its own: it brings its own server and settings."""
    command = [sys.executable, "-m", "bench.sweep", *arguments]
    return subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=300)


@pytest.mark.slow
def test_product_and_floor_write_the_same_rows() -> None:
    ran = bench("--assignments", str(ASSIGNMENTS), "--due", str(DUE), "--rounds", str(ROUNDS))

    assert ran.returncode == 0, ran.stderr
    lines = ran.stdout.splitlines()
    counts = {table: line.split()[1:] for line in lines for table in TABLES if line.startswith(table)}
    assert counts.keys() == set(TABLES)
    assert all(ours == theirs for ours, theirs in counts.values())
    assert int(counts["workflows_assignment"][0]) == ASSIGNMENTS
    assert int(counts["activity_notice"][0]) > DUE * (ROUNDS + 1)  # of late ones a superior hears too
    name, ratio = lines[-1].split()
    assert name == "ratio"
    assert float(ratio) > 0


def test_too_few_cases_are_refused_before_anything_starts() -> None:
    ran = bench("--assignments", "100", "--due", "50")

    assert ran.returncode == 1
    assert "tidak cukup" in ran.stderr
    assert ran.stdout == ""
