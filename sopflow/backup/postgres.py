"""pg_dump and pg_restore. The password goes to them in the environment, never on the command line."""

import os
import re
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, cast

from django.db import connection

from sopflow.backup.errors import Refused

# How the names of libpq's parameters are called in the environment; all that DATABASE_URL may say of a connection.
VARIABLES = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
    "sslcrl": "PGSSLCRL",
    "channel_binding": "PGCHANNELBINDING",
    "connect_timeout": "PGCONNECT_TIMEOUT",
    "options": "PGOPTIONS",
    "service": "PGSERVICE",
    "passfile": "PGPASSFILE",
}
RESTORE = [
    "--single-transaction",
    "--exit-on-error",
    "--no-owner",  # whoever restores owns everything,
    "--no-privileges",
    "--no-comments",  # and need not own what the server brought along
]


def environment() -> dict[str, str]:
    """The environment of the programs: this process's, with the way to the database."""
    given = connection.get_connection_params()
    ours = {variable: str(given[name]) for name, variable in VARIABLES.items() if given.get(name)}
    return {**os.environ, **ours}


def server_version() -> int:
    """The main version of the server, such as 16."""
    connection.ensure_connection()
    return int(connection.connection.server_version) // 10000


def program(name: str) -> str:
    """The program of the server's own version, or of a later one. Raises Refused where there is none.

    Debian keeps one folder for each version; an older program refuses the server, a much later one writes what the
    server does not know.
    """
    server = server_version()
    versions = {int(path.parts[-3]): path for path in Path("/usr/lib/postgresql").glob(f"[0-9]*/bin/{name}")}
    fitting = min((version for version in versions if version >= server), default=None)
    if fitting:
        return str(versions[fitting])
    elsewhere = shutil.which(name)
    if not elsewhere:
        raise Refused(
            f"{name} tidak ditemukan: pasang paket postgresql-client versi {server} atau lebih baru."
        )
    said = subprocess.run([elsewhere, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.search(r"(\d+)", said)
    if not found or int(found[1]) < server:
        raise Refused(
            f"{said.strip() or name} lebih tua daripada server PostgreSQL {server}: "
            f"pasang paket postgresql-client-{server}."
        )
    return elsewhere


def dump(out: IO[bytes], snapshot: str) -> None:
    """Write the database, as it was at a snapshot, in pg_dump's own format. Raises Refused."""
    command = [program("pg_dump"), "--format=custom", "--no-password", f"--snapshot={snapshot}"]
    done = subprocess.run(command, env=environment(), stdout=out, stderr=subprocess.PIPE, check=False)
    if done.returncode:
        raise Refused(f"pg_dump gagal: {last_words(done.stderr)}")


def restore(source: IO[bytes]) -> None:
    """Read a dump into the empty database, whole or not at all. Raises Refused."""
    given = environment()
    command = [program("pg_restore"), *RESTORE, "--no-password", f"--dbname={given['PGDATABASE']}"]
    connection.close()
    with TemporaryFile() as words:
        process = subprocess.Popen(command, env=given, stdin=subprocess.PIPE, stderr=words)
        with suppress(BrokenPipeError), process:  # where it gave up, it says why
            shutil.copyfileobj(source, cast(IO[bytes], process.stdin))
        words.seek(0)
        if process.returncode:
            raise Refused(f"pg_restore gagal, basis data tetap kosong: {last_words(words.read())}")


def last_words(stderr: bytes) -> str:
    """What a program said when it failed."""
    return stderr.decode(errors="replace").strip()[-1000:]
