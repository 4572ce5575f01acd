"""Officials who sign paper after paper until they are killed: `python -m bench.soak.signing`.

One process sets up and makes the keys once. At each line "go" of its input it forks a child that first goes on with
what the one before left behind, then lays papers down and signs them for ever; its id is printed. At "finish" a child
only completes what is open. What it calls is what a request calls.
"""

import os
import sys
import traceback
from datetime import UTC, datetime

import django
from django.db import connection

NAME = "signing"
OFFICIALS = 3


def finish(officials: "Officials") -> None:  # type: ignore[name-defined]  # noqa: F821
    """Let everybody sign what waits for them."""
    from documents.models import SignedPaper
    from documents.signing.freezing import freeze
    from tests.signing_papers import awaited

    for paper in SignedPaper.objects.filter(status="terbuka").order_by("id"):
        if not paper.is_frozen:
            freeze(paper, now)
        for signature in awaited(paper):
            officials.sign(signature, now())


def sign_for_ever(officials: "Officials") -> None:  # type: ignore[name-defined]  # noqa: F821
    """Paper after paper."""
    from tests.signing_papers import awaited, of_upload

    while True:
        finish(officials)
        for signature in awaited(of_upload(officials.posts, now())):
            officials.sign(signature, now())


def now() -> datetime:
    return datetime.now(UTC)


def child(officials: "Officials", work: str) -> None:  # type: ignore[name-defined]  # noqa: F821
    """The forked process: it never returns."""
    status = 1
    try:
        finish(officials) if work == "finish" else sign_for_ever(officials)
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(status)


def main() -> None:
    from tests.signing_papers import EIGHT, Officials

    officials = Officials(now(), EIGHT[:OFFICIALS])
    connection.close()  # no child may share it
    print("ready", flush=True)
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            child(officials, line.strip())
        print(pid, flush=True)
        _, status = os.waitpid(pid, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    django.setup()
    main()
