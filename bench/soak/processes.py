"""The processes under test, and killing them; and servers that stop and come back as they were."""

import os
import random
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.private_servers import LIBC, PR_SET_PDEATHSIG, PrivatePostgres, PrivateRedis, PrivateServer

CELERY = ["-m", "celery", "-A", "sopflow"]
WORKER = [*CELERY, "worker", "--include", "bench.soak.quicker", "--concurrency", "1", "--loglevel", "WARNING"]
BEAT = [*CELERY, "beat", "--loglevel", "WARNING", "--pidfile="]
DRIVER = ["-m", "bench.soak.driver"]


@dataclass
class Fleet:
    """Named processes, each the leader of a group of its own, that write one log."""

    log: Path
    commands: dict[str, list[str]] = field(default_factory=dict)
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, name: str, command: list[str]) -> None:
        """Start it; the kernel ends it where we are killed ourselves."""
        self.commands[name] = command
        with self.log.open("ab") as log:
            self.running[name] = subprocess.Popen(
                [sys.executable, *command],
                stdout=log,
                stderr=log,
                env=os.environ | {"PGAPPNAME": name},
                start_new_session=True,
                preexec_fn=lambda: LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM),
            )

    def kill(self, name: str) -> None:
        """SIGKILL to it and its children, at whatever they are doing."""
        self.end_group(name)

    def kill_and_restart(self, name: str) -> None:
        self.kill(name)
        self.start(name, self.commands[name])

    def freeze(self, name: str) -> None:
        """Stand still, so that one can look at what it is doing."""
        os.killpg(self.running[name].pid, signal.SIGSTOP)

    def go_on(self, name: str) -> None:
        """After standing still."""
        os.killpg(self.running[name].pid, signal.SIGCONT)

    def any_of(self, prefix: str, chance: random.Random) -> str:
        """One of the processes whose names begin so."""
        return chance.choice(sorted(name for name in self.running if name.startswith(prefix)))

    def revive(self) -> int:
        """Start those again that ended by themselves, as production's supervisor does; how many."""
        ended = [name for name, process in self.running.items() if process.poll() is not None]
        for name in ended:
            self.end_group(name)
            self.start(name, self.commands[name])
        return len(ended)

    def stop(self) -> None:
        """End all politely; who does not listen is killed."""
        for process in self.running.values():
            if process.poll() is None:
                process.terminate()
        for name in list(self.running):
            with suppress(subprocess.TimeoutExpired):
                self.running[name].wait(timeout=15)
            self.end_group(name)

    def end_group(self, name: str) -> None:
        process = self.running.pop(name)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


class Restartable(PrivateServer):
    """A server that may go down and come back with the same address, password and disk."""

    def spawn(self, command: list[str]) -> None:
        self.command = command
        super().spawn(command)

    def down(self) -> None:
        assert self.process
        self.process.send_signal(self.stop_signal)
        self.process.wait(timeout=30)

    def up(self) -> None:
        self.spawn(self.command)
        self.wait_until(self.answers)  # type: ignore[attr-defined]


class RestartableRedis(Restartable, PrivateRedis):
    """Redis, empty after every return."""


class RestartablePostgres(Restartable, PrivatePostgres):
    """PostgreSQL, with every commit on the disk."""
