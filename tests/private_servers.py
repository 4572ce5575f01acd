"""PostgreSQL and Redis of our own for as long as a test run or a benchmark lasts.

Temporary folder, free port, a password that nobody else has, nothing left behind. The machine's own servers are
never touched, and PostgreSQL refuses to run as root, so there it runs as an unprivileged user.
"""

import ctypes
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

import psycopg2
import redis

START_SECONDS = 30
PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None, use_errno=True)
MISSING = "{} tidak ditemukan: jalankan make test, yang memasangnya."


class ServerFailed(RuntimeError):
    """A private server is not installed or did not start; the message says which and what to do."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def unprivileged_user() -> pwd.struct_passwd | None:
    """Who runs the servers when we are root; otherwise nobody but ourselves."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]


def temporary_folder(owner: pwd.struct_passwd | None) -> Path:
    """A private folder that its owner can reach, wherever TMPDIR points: root's may be closed to everybody else."""
    parent = Path(tempfile.gettempdir()).resolve()
    if owner and not all(folder.stat().st_mode & 0o001 for folder in (parent, *parent.parents)):
        parent = Path("/tmp")  # noqa: S108  mkdtemp makes a folder of its own in it
    folder = Path(tempfile.mkdtemp(prefix="sopflow-", dir=parent))
    if owner:
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    return folder


def postgres_program(name: str) -> str:
    """The newest installed one; Debian keeps the server's programs off the PATH, one folder for each version."""
    versions = Path("/usr/lib/postgresql").glob(f"*/bin/{name}")
    newest = max(versions, key=lambda path: int(path.parts[-3]), default=None)
    found = str(newest) if newest else shutil.which(name)
    if not found:
        raise ServerFailed(MISSING.format("PostgreSQL"))
    return found


def redis_program() -> str:
    found = shutil.which("redis-server") or shutil.which("valkey-server")
    if not found:
        raise ServerFailed(MISSING.format("Redis"))
    return found


class PrivateServer:
    """One server process and its folder, as a context manager: `with PrivateRedis() as server: server.url`."""

    name: str
    stop_signal: signal.Signals

    def __init__(self) -> None:
        self.owner = unprivileged_user()
        self.folder = Path()
        self.url = ""
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()

    def start(self) -> None:
        self.folder = temporary_folder(self.owner)
        try:
            self.launch()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """End the server and its children, and remove the folder. Harmless when called again."""
        if self.process:
            self.process.send_signal(self.stop_signal)
            try:
                self.process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
            self.process = None
        if self.folder != Path():
            shutil.rmtree(self.folder, ignore_errors=True)
            self.folder = Path()

    def launch(self) -> None:
        """Start the process and return when it answers."""
        raise NotImplementedError

    def identity(self) -> dict[str, Any]:
        """Arguments of subprocess that make the child run as the owner, in a folder that the owner may enter."""
        child: dict[str, Any] = {"cwd": self.folder}
        if self.owner:
            child |= {"user": self.owner.pw_uid, "group": self.owner.pw_gid, "extra_groups": []}
        return child

    def write_private(self, name: str, text: str) -> None:
        """A file for the server only: passwords do not belong on a command line, which everybody may list."""
        path = self.folder / name
        path.touch(mode=0o600)
        path.write_text(text)
        if self.owner:
            os.chown(path, self.owner.pw_uid, self.owner.pw_gid)

    def spawn(self, command: list[str]) -> None:
        """A session of its own keeps Ctrl-C from the server while tests still clean up with it.

        In return the kernel is asked to end it should we die without a chance to do so.
        """
        log = (self.folder / "log").open("wb")
        with log:
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=lambda: LIBC.prctl(PR_SET_PDEATHSIG, self.stop_signal),
                **self.identity(),
            )

    def wait_until(self, answers: Callable[[], bool]) -> None:
        assert self.process
        deadline = time.monotonic() + START_SECONDS
        while not answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                log = (self.folder / "log").read_text(errors="replace")
                raise ServerFailed(f"{self.name} tidak dapat dijalankan:\n{log[-2000:]}")
            time.sleep(0.05)


class PrivatePostgres(PrivateServer):
    """An empty PostgreSQL. Tests do without fsync, which only a power cut would miss; a benchmark must not."""

    name = "PostgreSQL"
    stop_signal = signal.SIGINT  # "fast": ends the sessions, does not wait for them

    def __init__(self, *, fsync: bool = False) -> None:
        super().__init__()
        self.fsync = fsync

    def launch(self) -> None:
        port, password = free_port(), secrets.token_hex(16)
        self.initialize(password)
        self.spawn([postgres_program("postgres"), "-D", "data", *self.options(port)])
        self.url = f"postgresql://sopflow:{password}@127.0.0.1:{port}/postgres"
        self.wait_until(self.answers)

    def initialize(self, password: str) -> None:
        self.write_private("password", password)
        command = [postgres_program("initdb"), "-D", "data", "-U", "sopflow", "--pwfile", "password"]
        command += ["--auth=password", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
        made = subprocess.run(command, capture_output=True, text=True, **self.identity())
        if made.returncode:
            raise ServerFailed(f"initdb gagal:\n{made.stdout}{made.stderr}")

    def options(self, port: int) -> list[str]:
        chosen = {"port": port, "listen_addresses": "127.0.0.1", "unix_socket_directories": ""}
        if not self.fsync:
            chosen |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        return [part for name, value in chosen.items() for part in ("-c", f"{name}={value}")]

    def answers(self) -> bool:
        try:
            psycopg2.connect(self.url).close()
        except psycopg2.OperationalError:
            return False
        return True


class PrivateRedis(PrivateServer):
    """An empty Redis that writes nothing to disk."""

    name = "Redis"
    stop_signal = signal.SIGTERM

    def launch(self) -> None:
        port, password = free_port(), secrets.token_hex(16)
        lines = ["bind 127.0.0.1", f"port {port}", f"requirepass {password}", 'save ""', "appendonly no"]
        self.write_private("redis.conf", "\n".join(lines))
        self.spawn([redis_program(), "redis.conf"])
        self.url = f"redis://:{password}@127.0.0.1:{port}/0"
        self.wait_until(self.answers)

    def answers(self) -> bool:
        try:
            with redis.Redis.from_url(self.url, retry=None) as client:
                return bool(client.ping())
        except redis.ConnectionError:
            return False
