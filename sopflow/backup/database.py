"""The database in an archive: its dump with what is true at the same moment, and putting it back."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from sopflow.backup import postgres
from sopflow.backup.errors import Refused
from sopflow.backup.manifest import KINDS, Manifest


@contextmanager
def dumped(path: Path) -> Iterator[None]:
    """Dump the database to a file; what is read inside is of the very moment of the dump. Raises Refused.

    On PostgreSQL nobody waits; on SQLite writers wait until the copy is there.
    """
    with transaction.atomic(durable=True):
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                cursor.execute("SELECT pg_export_snapshot()")
                (snapshot,) = cursor.fetchone()
            with path.open("wb") as out:
                postgres.dump(out, snapshot)
        else:
            # By a connection of its own: SQLite does not copy for one that holds the write lock, as this one does.
            name = settings.DATABASES["default"]["NAME"]
            with closing(sqlite3.connect(name)) as source, closing(sqlite3.connect(path)) as copy:
                source.backup(copy)
        yield


def restore(source: IO[bytes], beside: Path) -> None:
    """Read a dump into the empty database. Raises Refused, and then the database is as empty as before."""
    if connection.vendor == "postgresql":
        postgres.restore(source)
        return
    with TemporaryDirectory(dir=beside, prefix=".pulih-") as folder:
        path = Path(folder) / "basis-data"
        with path.open("wb") as out:
            shutil.copyfileobj(source, out)
        connection.ensure_connection()
        try:
            with closing(sqlite3.connect(path)) as copy:
                copy.backup(connection.connection)
        except sqlite3.Error as error:
            raise Refused(f"basis data SQLite di arsip tidak dapat dibaca: {error}") from None
    connection.close()


def check_kind(manifest: Manifest) -> None:
    """Raises Refused where the archive is of another kind of database, or has migrations that are unknown here."""
    if manifest.kind != connection.vendor:
        there, here = (KINDS.get(kind, kind) for kind in (manifest.kind, connection.vendor))
        raise Refused(
            f"Arsip ini memuat basis data {there}, sedangkan DATABASE_URL menunjuk {here}. "
            f"Arahkan DATABASE_URL ke basis data {there} yang kosong."
        )
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    unknown = sorted(f"{app}.{name}" for app, name in manifest.migrations if (app, name) not in known)
    if unknown:
        raise Refused(
            f"Arsip ini dibuat oleh versi program yang lebih baru (memuat {', '.join(unknown[:3])}). "
            "Pasang versi itu, lalu pulihkan."
        )


def check_empty() -> None:
    """Raises Refused where the database has any table."""
    tables = connection.introspection.table_names()
    if not tables:
        return
    if connection.vendor == "sqlite":
        name = settings.DATABASES["default"]["NAME"]
        what_to_do = f"Hentikan aplikasi, pindahkan {name} (juga {name}-wal dan {name}-shm), lalu ulangi."
    else:
        what_to_do = (
            "Buat basis data baru yang kosong (createdb), arahkan DATABASE_URL ke sana, lalu ulangi; "
            "jangan jalankan migrate dahulu."
        )
    raise Refused(f"Basis data tidak kosong: ada {len(tables)} tabel. {what_to_do}")


def check_up_to_date() -> None:
    """Raises Refused where the tables are not those of this version."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise Refused(
            "Basis data belum sesuai dengan versi program ini. Buat cadangan dengan versi yang terpasang "
            "sebelumnya, atau jalankan migrate dahulu."
        )


def applied_migrations() -> list[tuple[str, str]]:
    """The state of the tables."""
    return sorted(MigrationRecorder(connection).applied_migrations())
