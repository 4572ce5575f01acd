"""`make soak`: does the machinery of deadlines lose or double anything? SOAK="--kills 10" passes arguments on.

Private servers, a real mail server, real processes. The last line has the sums; exit status 1 on any loss or double.
"""

import argparse
import logging
import os
import random
import sys
import tempfile
import time
from pathlib import Path

import django

from bench.__main__ import set_environment
from bench.soak.postbox import Postbox
from bench.soak.processes import Fleet, RestartablePostgres, RestartableRedis
from tests.private_servers import ServerFailed

LOG_TAIL = 4000


def main() -> int:
    parser = argparse.ArgumentParser(prog="make soak", description="Menguji ketahanan batas waktu")
    parser.add_argument("--rows", type=int, default=20_000, help="tugas yang jatuh tempo (20000)")
    parser.add_argument("--kills", type=int, default=60, help="SIGKILL pada penyapu dan pengirim (60)")
    parser.add_argument("--cycles", type=int, default=3, help="putaran gangguan Redis dan PostgreSQL (3)")
    parser.add_argument("--seed", type=int, default=None, help="benih angka acak")
    asked = parser.parse_args()
    try:
        with (
            RestartablePostgres(fsync=True) as postgres,
            RestartableRedis() as redis,
            Postbox() as box,
            tempfile.TemporaryDirectory(prefix="sopflow-") as data,
        ):
            set_environment(postgres.url, Path(data))
            os.environ |= {"REDIS_URL": redis.url, "EMAIL_URL": box.url, "SWEEP_PERIOD": "1"}
            django.setup()
            logging.getLogger("mail.log").setLevel(logging.WARNING)  # aiosmtpd's, every command of every mail
            logging.getLogger("workflows.sweep").setLevel(
                logging.CRITICAL
            )  # the bad rows are put there on purpose
            fleet = Fleet(Path(data) / "log")
            return play(asked, postgres, redis, box, fleet)
    except ServerFailed as failure:
        print(failure, file=sys.stderr)
        return 1


def play(
    asked: argparse.Namespace,
    postgres: RestartablePostgres,
    redis: RestartableRedis,
    box: Postbox,
    fleet: Fleet,
) -> int:
    """All faults one after the other, then the count."""
    from bench.soak import quicker, scenarios  # noqa: F401  only now: they know models, which need the settings
    from bench.soak.counting import count
    from bench.soak.seed import prepare

    seed = asked.seed if asked.seed is not None else random.randrange(10_000)
    began = time.monotonic()
    stage = scenarios.Stage(postgres, redis, fleet, prepare(), random.Random(seed))

    def say(what: str) -> None:
        print(f"{time.monotonic() - began:6.1f} dtk  {what}", flush=True)

    say(f"siap, benih {seed}")
    parts = max(1, bool(asked.kills) + bool(asked.cycles))
    try:
        if asked.kills:
            scenarios.kills(stage, asked.rows // parts, asked.kills)
            say(f"{asked.kills} pembunuhan selesai")
            scenarios.clock_back(stage, max(10, asked.rows // 100), 3)
            say("jam mundur satu jam selesai")
        if asked.cycles:
            scenarios.servers(stage, asked.rows // parts, asked.cycles)
            say(f"{asked.cycles} putaran gangguan server selesai")
        end = scenarios.mend(stage)
    except AssertionError as failure:
        print(fleet.log.read_text(errors="replace")[-LOG_TAIL:], file=sys.stderr)
        print(f"GAGAL: {failure}", file=sys.stderr)
        return 1
    finally:
        fleet.stop()
    sums = count(end, box.arrived, stage.injected)
    if stage.returns:
        say("pulih: " + ", ".join(f"{name} {slowest:.1f} dtk" for name, slowest in stage.returns.items()))
    say(f"diganggu: {stage.injected}")
    for wrong in sums.wrong:
        print(f"SALAH {wrong}", file=sys.stderr)
    print(f"dihitung: {sums}")
    return 1 if sums.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
