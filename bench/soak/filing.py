"""`python -m bench.soak.filing --kills 50`: SIGKILL in the middle of filing, again and again.

After each kill every berkas is either filed, with the bytes that its row and its record name, or not filed; and the
next worker files it. A private PostgreSQL with every commit on the disk. The last line has the sums; exit status 1
where anything is wrong.
"""

import argparse
import hashlib
import io
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import django
from django.core.management import call_command

from bench.__main__ import set_environment
from bench.soak.processes import RestartablePostgres
from tests.private_servers import ServerFailed

STEP = timedelta(minutes=6)  # longer than a claim: whoever comes next takes over


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="bench.soak.filing", description="Membunuh pengarsipan di tengah jalan"
    )
    parser.add_argument("--kills", type=int, default=50, help="SIGKILL di tengah pengarsipan (50)")
    parser.add_argument("--seed", type=int, default=None, help="benih angka acak")
    asked = parser.parse_args()
    try:
        with (
            RestartablePostgres(fsync=True) as postgres,
            tempfile.TemporaryDirectory(prefix="sopflow-") as data,
        ):
            set_environment(postgres.url, Path(data))
            os.environ["REDIS_URL"] = ""
            django.setup()
            return play(asked)
    except ServerFailed as failure:
        print(failure, file=sys.stderr)
        return 1


def play(asked: argparse.Namespace) -> int:
    """Kill, look, let the next worker go on, and look again."""
    from activity.verification import faults
    from bench.stage import load_everything
    from documents.models import Berkas
    from tests.cast import Cast

    seed = asked.seed if asked.seed is not None else random.randrange(10_000)
    chance, wrong, interrupted = random.Random(seed), [], 0
    load_everything()
    call_command("load_klasifikasi", "fixtures/klasifikasi.yaml", stdout=io.StringIO())
    now = datetime.now(UTC)
    a_case(Cast(now))
    began = time.monotonic()
    finish(fork(lambda: work(now)))
    usual = time.monotonic() - began
    print(f"siap, benih {seed}; satu berkas {usual * 1000:.0f} ms", flush=True)
    for number in range(asked.kills):
        now += STEP
        a_case(Cast(now))
        at = now
        child = fork(lambda at=at: work(at))  # type: ignore[misc]
        time.sleep(chance.uniform(0.0, usual))
        os.kill(child, signal.SIGKILL)
        finish(child)
        wrong += [f"sesudah SIGKILL {number + 1}: {each}" for each in broken()]
        interrupted += unfiled()
        now += STEP
        work(now)
        wrong += [f"sesudah pulih {number + 1}: {each}" for each in broken()]
        if unfiled():
            wrong.append(f"sesudah pulih {number + 1}: masih ada yang belum diarsipkan")
    wrong += [f"{fault.stream} baris {fault.number}: {fault.what}" for fault in faults()]
    for each in wrong:
        print(f"SALAH {each}", file=sys.stderr)
    filed = Berkas.objects.count()
    print(f"dihitung: pembunuhan {asked.kills}, menyela {interrupted}, berkas {filed}, salah {len(wrong)}")
    return 1 if wrong else 0


def a_case(cast: Any) -> None:
    """A case that is done, with a paper, and nothing of it filed."""
    from documents.storing import store
    from tests.sample_files import pdf, upload

    case = cast.advance(cast.start("tarakan-dpupr"), 4)
    file = store(
        upload("uji.pdf", pdf() + b"%" * 3_000_000), office=case.office, by=case.started_by, at=cast.now
    )
    cast.complete(cast.tasks(case)[0], file=file)
    cast.advance_to_end(case)


def work(at: datetime) -> None:
    """What the worker does."""
    from documents.archive.packing import package_waiting
    from workflows.filing import file_waiting

    file_waiting(lambda: at)
    package_waiting(lambda: at)


def fork(task: Callable[[], None]) -> int:
    """Do it in a process of its own, which has its own connection."""
    from django.db import connections

    connections.close_all()
    child = os.fork()
    if child:
        return child
    try:
        task()
    finally:
        os._exit(0)


def finish(child: int) -> None:
    os.waitpid(child, 0)


def unfiled() -> int:
    """Cases that are done and not filed."""
    from workflows.models import Case

    return Case.objects.filter(status="selesai").exclude(berkas__state="aktif").count()


def broken() -> list[str]:
    """What of the archive does not agree: files, rows, record, packages."""
    from activity.models import Activity
    from documents.archive.verifying import verify
    from documents.models import Berkas, StoredFile

    found = []
    for stored in StoredFile.objects.order_by("-id")[:6]:
        if hashlib.sha256(stored.file.read()).hexdigest() != stored.sha256:
            found.append(f"berkas tersimpan {stored.pk} rusak")
    for berkas in Berkas.objects.select_related("package").order_by("-id")[:3]:
        rows = Activity.objects.filter(action="berkas.filed", data__berkas=berkas.pk)
        told = list(rows.values_list("data__sha256", flat=True))
        if told != ([berkas.sha256] if berkas.package else []):
            found.append(f"berkas {berkas.nomor}: catatan menyebut {told}, baris {berkas.sha256 or 'belum'}")
        if berkas.package:
            found += [
                f"berkas {berkas.nomor}: {each}" for each in verify(Path(berkas.package.file.path)).faults
            ]
    return found


if __name__ == "__main__":
    sys.exit(main())
