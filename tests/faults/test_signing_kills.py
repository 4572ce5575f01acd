"""SIGKILL in the middle of signing: a paper is signed or it is not, no file is broken, and the record agrees.

SIGN_KILLS says how often; `make soak` kills 50 times.
"""

import hashlib
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.db import connection

from activity.verification import faults
from bench.soak.signing import NAME, OFFICIALS
from documents.models import SignedPaper, StoredFile
from documents.signing import auditing
from documents.signing.standing import trusted_here
from tests.signing_papers import content_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

KILLS = int(os.environ.get("SIGN_KILLS", "4"))
PATIENCE = 60  # seconds
BUSY = """
    SELECT count(*) FROM pg_stat_activity
    WHERE application_name = %s AND datname = current_database() AND (xact_start IS NOT NULL OR NOT %s)
"""


def sessions(*, in_transaction: bool) -> int:
    """How many sessions the signing process has on the server, or how many of them are in a transaction."""
    with connection.cursor() as cursor:
        cursor.execute(BUSY, [NAME, in_transaction])
        return int(cursor.fetchone()[0])


class Signers:
    """The process that forks those who sign."""

    def __init__(self) -> None:
        database = os.environ["DATABASE_URL"].rpartition("/")[0] + f"/{connection.settings_dict['NAME']}"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bench.soak.signing"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=settings.BASE_DIR,
            env=os.environ | {"DATABASE_URL": database, "PGAPPNAME": NAME},
        )
        assert self.line() == "ready"

    def line(self) -> str:
        assert self.process.stdout
        return self.process.stdout.readline().strip()

    def start(self, work: str) -> int:
        """The id of a process that signs."""
        assert self.process.stdin
        self.process.stdin.write(f"{work}\n")
        self.process.stdin.flush()
        return int(self.line())

    def kill(self, pid: int) -> None:
        os.kill(pid, signal.SIGKILL)
        assert self.line() == str(-signal.SIGKILL)  # it had not ended by itself


@pytest.fixture
def signers(stage: None) -> Iterator[Signers]:
    found = Signers()
    yield found
    assert found.process.stdin
    found.process.stdin.close()
    found.process.kill()
    found.process.wait()


def wait_until(is_so: Callable[[], bool], seconds: float = PATIENCE) -> bool:
    """Whether it comes about in that time."""
    deadline = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.002)
    return True


def test_a_paper_is_signed_or_not_wherever_the_signer_is_killed(signers: Signers) -> None:
    seed = int(os.environ.get("SIGN_SEED", time.time_ns() % 10_000))
    chance = random.Random(seed)  # noqa: S311
    in_transaction = given = 0
    for _ in range(KILLS):
        pid = signers.start("go")
        goal = given + chance.randrange(OFFICIALS)
        assert wait_until(lambda goal=goal: auditing.counted()[1] >= goal)  # type: ignore[misc]
        in_transaction += wait_until(lambda: sessions(in_transaction=True) > 0, 3)
        time.sleep(chance.random() * 0.15)
        signers.kill(pid)
        gone = wait_until(lambda: sessions(in_transaction=False) == 0)
        assert gone, "the server keeps the session of a process that is gone"
        given = auditing.counted()[1]
    assert in_transaction >= KILLS / 2
    assert given > 0
    assert not list(auditing.faults(trusted_here())), seed
    signers.start("finish")
    assert signers.line() == "0"
    papers, signatures = auditing.counted()
    assert signatures == papers * OFFICIALS >= given
    assert set(SignedPaper.objects.values_list("status", flat=True)) == {"lengkap"}
    assert not list(auditing.faults(trusted_here())), seed
    assert not list(faults()), seed
    for stored in StoredFile.objects.all():
        assert hashlib.sha256(content_of(stored)).hexdigest() == stored.sha256
