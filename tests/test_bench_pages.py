"""The benchmark of the pages, small: what it seeds is what the product would have written, and every page of it
answers with the same queries in both databases. How long they take is not asked here."""

import subprocess
import sys

import pytest
from django.conf import settings

from bench.pages.size import SHARES, Size, TooSmall, by_pattern, spread

OFFICES, MEASURED, SMALL, LARGE = 3, 40, 60, 400


def bench(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the benchmark in a process of its own: it brings its own server and settings."""
    command = [sys.executable, "-m", "bench.pages", *arguments]
    return subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=600)


@pytest.mark.slow
def test_what_is_seeded_is_whole_and_every_page_answers_alike_in_both() -> None:
    sizes = {"offices": OFFICES, "measured": MEASURED, "small": SMALL, "large": LARGE}
    ran = bench("--check", *(part for name, value in sizes.items() for part in (f"--{name}", str(value))))

    assert ran.returncode == 0, ran.stderr
    small, large, *pages = ran.stdout.splitlines()
    assert small.startswith(f"workflows_case {SMALL}, ")
    assert large.startswith(f"workflows_case {LARGE}, ")
    assert len(pages) >= 10
    assert all(line.endswith(" di basis data besar") for line in pages)


def test_sizes_that_contradict_each_other_are_refused_before_anything_starts() -> None:
    ran = bench("--offices", "100", "--small", "500")

    assert ran.returncode == 1
    assert "Tiap kantor perlu" in ran.stderr
    assert ran.stdout == ""


@pytest.mark.parametrize(
    ("small", "large", "measured"), [(1000, 1000, 400), (1000, 200_000, 3), (898, 2000, 400)]
)
def test_a_size_that_cannot_be_made_is_none(small: int, large: int, measured: int) -> None:
    with pytest.raises(TooSmall):
        Size(small, large, measured, offices=101, rounds=1, requests=1, clients=1)


@pytest.mark.parametrize("cases", [len(SHARES), len(SHARES) + 1, 400, 2016])
def test_every_pattern_has_its_share_and_no_case_is_lost(cases: int) -> None:
    found = by_pattern(cases)
    assert sum(found) == cases
    assert min(found) >= 1
    assert sum(spread(cases, 99)) == cases
