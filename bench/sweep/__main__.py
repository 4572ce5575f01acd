"""`make bench-sweep`: how near the sweep comes to hand-written SQL, on a table of open tasks as large as a country's.

BENCH="--assignments 20000 --due 50" passes arguments on. The server is private, with PostgreSQL's safe defaults: what
was told is on the disk before it counts.
"""

import argparse
import sys
import tempfile
from pathlib import Path

import django

from bench.__main__ import set_environment
from bench.sweep.size import Size, TooSmall
from tests.private_servers import PrivatePostgres, ServerFailed


def main() -> int:
    """Exit 1 where the two sides did not write the same rows: then the ratio means nothing and is not printed."""
    try:
        size = asked_size()
        with PrivatePostgres(fsync=True) as server, tempfile.TemporaryDirectory(prefix="sopflow-") as data:
            set_environment(server.url, Path(data))
            django.setup()
            from bench.sweep.rounds import bench  # only now: it knows models, which need the settings

            found = bench(size)
    except (ServerFailed, TooSmall) as failure:
        found = [str(failure)]
    for line in found:
        print(line, file=sys.stderr)
    return 1 if found else 0


def asked_size() -> Size:
    """What the command line asks for. Raises TooSmall where the due tasks do not fit into so few cases."""
    parser = argparse.ArgumentParser(
        prog="make bench-sweep", description="Mengukur kecepatan penyapu tenggat"
    )
    parser.add_argument("--assignments", type=int, default=5_000_000, help="tugas terbuka (5.000.000)")
    parser.add_argument("--due", type=int, default=1000, help="tugas yang jatuh tempo tiap putaran (1.000)")
    parser.add_argument("--rounds", type=int, default=5, help="jumlah putaran (5)")
    asked = parser.parse_args()
    return Size(asked.assignments, asked.due, asked.rounds)


if __name__ == "__main__":
    sys.exit(main())
