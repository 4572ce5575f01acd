"""`make bench-pages`: what pages cost when the database holds two hundred times as many cases of other offices.

BENCH="--large 20000 --offices 20" passes arguments on. A private PostgreSQL, the web server as production runs it. The
last line is the worst ratio of p50 or database time, large over small; exit status 1 where a bound is missed.
`--check` times nothing: it opens every page in both databases, counts its queries, and looks whether what was seeded is
as the product would have written it.
"""

import argparse
import sys
import tempfile
from pathlib import Path

import django

from bench.__main__ import set_environment
from bench.pages.database import MeasuredPostgres
from bench.pages.size import Size, TooSmall
from tests.private_servers import ServerFailed


def main() -> int:
    """Exit 1 where a page misses its bound, asks more, or does not answer."""
    try:
        size, is_check = asked()
        with MeasuredPostgres(fsync=True) as server, tempfile.TemporaryDirectory(prefix="sopflow-") as data:
            set_environment(server.url, Path(data))
            django.setup()
            from bench.pages.checking import check  # only now: they know models, which need the settings
            from bench.pages.rounds import bench

            found = check(size) if is_check else bench(size)
    except (ServerFailed, TooSmall) as failure:
        found = [str(failure)]
    for line in found:
        print(line, file=sys.stderr)
    return 1 if found else 0


def asked() -> tuple[Size, bool]:
    """What the command line asks for, and whether only to check. Raises TooSmall where the numbers contradict each
    other."""
    parser = argparse.ArgumentParser(
        prog="make bench-pages", description="Mengukur halaman pada basis data besar"
    )
    parser.add_argument("--small", type=int, default=1_000, help="kasus di basis data kecil (1.000)")
    parser.add_argument("--large", type=int, default=200_000, help="kasus di basis data besar (200.000)")
    parser.add_argument("--measured", type=int, default=400, help="kasus kantor yang diukur (400)")
    parser.add_argument("--offices", type=int, default=100, help="kantor (100)")
    parser.add_argument("--rounds", type=int, default=5, help="jumlah putaran (5)")
    parser.add_argument("--requests", type=int, default=80, help="permintaan tiap halaman dan putaran (80)")
    parser.add_argument("--clients", type=int, default=8, help="klien serentak (8)")
    parser.add_argument("--check", action="store_true", help="hanya memeriksa isi dan kueri, tanpa mengukur")
    values = vars(parser.parse_args())
    is_check = values.pop("check")
    return Size(**values), is_check


if __name__ == "__main__":
    sys.exit(main())
