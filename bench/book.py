"""`make bench-book`: how much memory the worker takes while it makes a book of 200 SOPs.

The SOPs are the five of fixtures/, many times over under other numbers and names, all in one office. The embedded
database and the files are in a folder of their own. The last line is the peak of the whole process, loading included:
`memory 210 MB`.
"""

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import django

from bench.__main__ import set_environment

OFFICE, POST = "dpupr-tarakan", "kepala-dinas"
AT = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)


def main() -> int:
    """Exit 1 where the book was not made."""
    parser = argparse.ArgumentParser(prog="make bench-book", description="Mengukur memori pembuatan buku SOP")
    parser.add_argument("--sops", type=int, default=200, help="jumlah SOP (200)")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sopflow-") as folder:
        set_environment(f"sqlite:///{folder}/bench.sqlite3", Path(folder))
        django.setup()
        load(asked.sops)
        print(f"after loading {asked.sops} SOPs: {resident()} MB")
        return make(asked.sops)


def load(count: int) -> None:
    """The offices, and so many SOPs in one of them."""
    from django.conf import settings
    from django.core.management import call_command

    from activity.chain import Actor
    from organizations.files import yaml_files
    from organizations.loading import load_offices
    from sops.loading import Upload, load_sops

    call_command("migrate", verbosity=0)
    fixtures, by = settings.BASE_DIR / "fixtures", Actor.command("bench")
    load_offices(yaml_files([str(fixtures / "organizations")]), by=by, at=AT)
    files = [Upload.of(name, data) for name, data in copies(fixtures / "sops", count)]
    load_sops(files, by=by, at=AT)


def copies(folder: Path, count: int) -> Iterator[tuple[str, bytes]]:
    """Files of so many SOPs of the one office, each column held by its head."""
    from organizations.yaml_reader import Source
    from sops.sop_file import read_sop, write_sop

    texts = [path.read_bytes() for path in sorted(folder.glob("*.yaml"))]
    for number in range(1, count + 1):
        document = read_sop(texts[number % len(texts)], Source("bench.yaml"))
        assert document
        columns = tuple(replace(column, jabatan=(POST,)) for column in document.pelaksana)
        changed = replace(
            document,
            perangkat_daerah=OFFICE,
            nomor=f"000.8.3.3/{number}/2026",
            nama=f"{document.nama} {number}",
            pelaksana=columns,
        )
        yield f"sop-{number}.yaml", write_sop(changed).encode()


def make(count: int) -> int:
    """Ask for the book and make it, turn after turn, as the worker does."""
    from django.utils import timezone

    from organizations.capacity import admin_capacity
    from organizations.models import Office
    from sops.books.requesting import request_book
    from sops.books.working import work_on_books
    from sops.models import Book
    from tests.cast import Cast

    office = Office.objects.select_related("government").get(slug=OFFICE)
    by = admin_capacity(Cast(AT).admin(OFFICE), office, AT)
    assert by
    book, start = request_book(office, by=by, at=AT), time.monotonic()
    while Book.objects.unfinished().exists():
        work_on_books(timezone.now)
        book.refresh_from_db()
        print(f"{book.done:4} of {count}: {time.monotonic() - start:4.0f} s, {resident()} MB", flush=True)
    if not book.pages or not book.size:
        print(book.message, file=sys.stderr)
        return 1
    print(f"{book.pages} pages, {book.size / 1e6:.1f} MB on disk")
    print(f"memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")
    return 0


def resident() -> int:
    """What the process holds now, in MB."""
    line = next(
        line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmRSS")
    )
    return int(line.split()[1]) // 1024


if __name__ == "__main__":
    sys.exit(main())
