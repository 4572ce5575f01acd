"""What is done to the machinery while it works."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import redis
from django.db import connection

from activity.models import Notice
from activity.outbox import deliver
from bench.soak.counting import Injected
from bench.soak.processes import BEAT, DRIVER, WORKER, Fleet, RestartablePostgres, RestartableRedis
from bench.soak.seed import Place, seed, spoil
from sopflow.mail import compose
from workflows.models import Assignment
from workflows.sweep import sweep
from workflows.telling import may_go

HOUR = timedelta(hours=1)
KILL_EVERY = 1.5  # seconds between two kills
DOWN = 3.0  # seconds that a server stays away
LOOKS = 50  # at a sweeper, for a transaction to kill it in
EACH_FAULT = 4.0  # seconds that a fault of the servers and the return to work take, about
PATIENCE = 240.0  # seconds after the last fault by which everything must be done


@dataclass
class Stage:
    """The servers, the processes, and what was done to them."""

    postgres: RestartablePostgres
    redis: RestartableRedis
    fleet: Fleet
    place: Place
    chance: random.Random
    injected: Injected = field(default_factory=Injected)
    bad: list[Notice] = field(default_factory=list)
    returns: dict[str, float] = field(
        default_factory=dict
    )  # the slowest return to work after each fault, seconds

    def fill(self, rows: int, seconds: float) -> list[int]:
        """Assignments whose stages come over that time, from a little before now."""
        return seed(self.place, rows, now() - timedelta(seconds=2), timedelta(seconds=seconds))

    def come_back(self, fault: str) -> None:
        """Wait until what is due only now was told: the machinery has come back to work by itself."""
        began = time.monotonic()
        fresh = Assignment.objects.filter(pk__in=self.fill(5, 0.1), tell_at__lte=now())
        wait(lambda: not fresh.exists(), f"pulih sesudah {fault}", self.supervise)
        slowest = self.returns.get(fault, 0.0)
        self.returns[fault] = max(slowest, time.monotonic() - began)

    def supervise(self) -> None:
        """Start again what ended by itself; it may have been sending."""
        ended = self.fleet.revive()
        self.injected.ended += ended
        self.injected.may_double += ended

    def spoil(self, assignment: int) -> None:
        """One of them cannot be processed."""
        self.bad.append(spoil(self.place, assignment, now()))
        self.injected.bad_rows += 1


def now() -> datetime:
    return datetime.now(UTC)


def kills(stage: Stage, rows: int, count: int) -> None:
    """Two sweepers and two deliverers at once; SIGKILL to one of them, again and again, and a new one in its place."""
    seconds = count * KILL_EVERY
    stage.spoil(stage.fill(rows, seconds)[0])
    for name in ("sweep", "deliver"):
        for number in (1, 2):
            stage.fleet.start(f"{name}-{number}", [*DRIVER, name])
    wait_for_work()
    for turn in range(count):
        time.sleep(stage.chance.expovariate(1 / KILL_EVERY))
        if turn % 2:
            stage.injected.kills_delivering += 1
            stage.injected.may_double += 1
            stage.fleet.kill_and_restart(stage.fleet.any_of("deliver", stage.chance))
        else:
            kill_sweeper(stage)
    wait_until_done(stage)
    stage.fleet.stop()


def kill_sweeper(stage: Stage) -> None:
    """In the middle of a transaction, where it comes to one soon."""
    name = stage.fleet.any_of("sweep", stage.chance)
    for _ in range(LOOKS):
        stage.fleet.freeze(name)
        if is_busy(name):
            stage.injected.in_transaction += 1
            break
        stage.fleet.go_on(name)
        time.sleep(stage.chance.random() * 0.02)
    stage.injected.kills_sweeping += 1
    stage.fleet.kill_and_restart(name)


def is_busy(name: str) -> bool:
    """Whether that process has a transaction open."""
    sql = "SELECT count(*) FROM pg_stat_activity WHERE application_name = %s AND xact_start IS NOT NULL"
    with connection.cursor() as cursor:
        cursor.execute(sql, [name])
        return bool(cursor.fetchone()[0])


def clock_back(stage: Stage, rows: int, seconds: float) -> None:
    """The machine's clock jumps back an hour: everything runs with the earlier time for a while.

    Half of the rows are told and mailed by the right clock before, the other half is due by either clock.
    """
    before, over = now() - HOUR - timedelta(seconds=seconds), timedelta(seconds=seconds)
    seed(stage.place, rows, before, over)
    sweep(now())
    seed(stage.place, rows, before, over)
    for name in ("sweep", "deliver"):
        for number in (1, 2):
            stage.fleet.start(f"{name}-{number}", [*DRIVER, name, "--behind", str(HOUR.total_seconds())])
    stage.injected.clock_jumps += 1
    wait_for_work()
    time.sleep(2 * seconds)
    stop_idle(stage)


def stop_idle(stage: Stage) -> None:
    """End them where nobody is sending, so that no sending is interrupted."""
    wait(
        lambda: not Notice.objects.filter(mail_claimed_until__isnull=False, mailed_at=None).exists(),
        "selesai",
    )
    stage.fleet.stop()


def servers(stage: Stage, rows: int, cycles: int) -> None:
    """Celery's workers and beat, as in production, while Redis and PostgreSQL go and come and workers are killed.

    A worker may end when Redis goes while it acknowledges a task (kombu 5.7). Production starts it again; so does this.
    """
    stage.spoil(stage.fill(rows, cycles * len(FAULTS) * EACH_FAULT)[0])
    for number in (1, 2):
        stage.fleet.start(f"worker-{number}", [*WORKER, "--hostname", f"soak-{number}@localhost"])
    stage.fleet.start("beat", [*BEAT, "--schedule", str(stage.fleet.log.parent / "beat")])
    wait_for_work()
    for _ in range(cycles):
        for fault in FAULTS:
            fault(stage)
            stage.come_back(fault.__name__)
    wait_until_done(stage, stage.supervise)
    stage.fleet.stop()


def stop_redis(stage: Stage) -> None:
    """Gone for a while; it comes back empty."""
    stage.redis.down()
    time.sleep(DOWN)
    stage.redis.up()
    stage.injected.redis_stops += 1


def flush_redis(stage: Stage) -> None:
    """Everything that was queued, and what the workers had told it of their queues, is gone."""
    with redis.Redis.from_url(stage.redis.url) as client:
        client.flushall()
    stage.injected.redis_flushes += 1


def restart_postgres(stage: Stage) -> None:
    """Every connection breaks; both workers may just have been sending."""
    connection.close()
    stage.postgres.down()
    time.sleep(DOWN / 2)
    stage.postgres.up()
    stage.injected.postgres_restarts += 1
    stage.injected.may_double += 2


def kill_worker(stage: Stage) -> None:
    """At whatever it is doing."""
    stage.fleet.kill_and_restart(stage.fleet.any_of("worker", stage.chance))
    stage.injected.kills_worker += 1
    stage.injected.may_double += 1


def kill_beat(stage: Stage) -> None:
    stage.fleet.kill_and_restart("beat")
    stage.injected.kills_beat += 1


FAULTS = (stop_redis, flush_redis, restart_postgres, kill_worker, kill_beat)


def wait_for_work() -> None:
    """Until the first stage was told: from then on a fault meets somebody at work."""
    told = Notice.objects.filter(topic_id__isnull=False).count()
    wait(lambda: Notice.objects.filter(topic_id__isnull=False).count() > told, "mulai bekerja")


def wait_until_done(stage: Stage, meanwhile: Callable[[], None] = lambda: None) -> None:
    """Until nothing more is to come, and nothing waits to be told or mailed but the rows that were put aside."""
    spoilt = [int(notice.key.split(":")[1]) for notice in stage.bad]
    aside = Assignment.objects.filter(pk__in=spoilt)

    def is_done() -> bool:
        to_come = Assignment.objects.filter(tell_at__isnull=False).exclude(pk__in=aside)
        to_send = Notice.objects.filter(mailed_at=None, mail_dropped_at=None, mail_after__isnull=False)
        return not to_come.exists() and not to_send.exists()

    wait(is_done, "selesai", meanwhile)


def wait(is_so: Callable[[], bool], what: str, meanwhile: Callable[[], None] = lambda: None) -> None:
    """Look until it is so; AssertionError where it does not come about."""
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        if time.monotonic() > deadline:
            raise AssertionError(f"tidak {what} dalam {PATIENCE:.0f} detik")
        meanwhile()
        time.sleep(0.25)


def mend(stage: Stage) -> datetime:
    """What was put aside is tried again an hour later, and by then nothing is wrong with it. That moment."""
    for notice in stage.bad:
        notice.delete()
    later = now() + HOUR + timedelta(minutes=1)
    sweep(later)
    deliver(lambda: later + timedelta(minutes=10), compose, may_go)
    return later + timedelta(minutes=10)
