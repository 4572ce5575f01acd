"""`make bench`: how near the product comes to hand-written SQL. BENCH="--cases 20" passes arguments on.

The server is private, with PostgreSQL's safe defaults: an act is on the disk before it counts.
"""

import argparse
import os
import secrets
import sys
import tempfile
from pathlib import Path

import django

from tests.private_servers import PrivatePostgres, ServerFailed


def main() -> int:
    """Exit 1 where the two sides did not write the same rows: then the ratio means nothing and is not printed."""
    parser = argparse.ArgumentParser(prog="make bench", description="Mengukur kecepatan tindakan")
    parser.add_argument("--rounds", type=int, default=5, help="jumlah putaran (5)")
    parser.add_argument("--cases", type=int, default=10, help="kasus tiap putaran dan tiap pihak (10)")
    asked = parser.parse_args()
    try:
        with PrivatePostgres(fsync=True) as server, tempfile.TemporaryDirectory(prefix="sopflow-") as data:
            set_environment(server.url, Path(data))
            django.setup()
            from bench.rounds import bench  # only now: it knows models, which need the settings

            found = bench(asked.rounds, asked.cases)
    except ServerFailed as failure:
        found = [str(failure)]
    for line in found:
        print(line, file=sys.stderr)
    return 1 if found else 0


def set_environment(database_url: str, data: Path) -> None:
    """The settings of production. The process environment wins over a developer's .env, so all names are set here."""
    chosen = {
        "DJANGO_SETTINGS_MODULE": "sopflow.settings",
        "DEBUG": "0",
        "DEMO": "0",
        "SECRET_KEY": secrets.token_hex(32),
        "ALLOWED_HOSTS": "localhost",
        "SITE_URL": "http://localhost",
        "EMAIL_URL": "memory:",
        "DATA_DIR": str(data),
        "STORAGE_URL": f"file://{data / 'files'}",
        "DATABASE_URL": database_url,
        "REDIS_URL": "",
    }
    for name, value in chosen.items():
        os.environ.pop(f"{name}_FILE", None)
        os.environ[name] = value


if __name__ == "__main__":
    sys.exit(main())
