"""Dump, wipe, restore, and everything verifies; an archive that is not whole restores nothing."""

import io
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from django.conf import settings as configured
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection, models

from documents.models import StoredFile
from documents.storing import keep_bytes
from organizations.models import Office
from sopflow.backup import postgres
from sopflow.backup.archive import Writer, opened
from sopflow.backup.errors import Refused
from sopflow.backup.files import file_fields
from sopflow.backup.manifest import DATABASE, FILES, MANIFEST, Damaged, Manifest, Part
from tests.cast import Cast
from tests.s3_server import PrivateS3

AT = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
PAPER = b"%PDF-1.7 " + b"x" * 3000


# The whole way, in processes of their own


def child(*words: str, **chosen: str) -> subprocess.CompletedProcess[str]:
    """A Python of the project with a database and a store of its own."""
    command = [sys.executable, *words]
    env = os.environ | {"DEMO": "1", "SITE_URL": "http://localhost", "REDIS_URL": ""} | chosen
    done = subprocess.run(
        command, env=env, cwd=configured.BASE_DIR, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done


@dataclass(frozen=True)
class Own:
    """A database of this test's own: its URL, and how it becomes empty."""

    url: str
    wipe: Callable[[], None]


@pytest.fixture
def own(db: None, tmp_path: Path) -> Iterator[Own]:
    """A copy of the loaded stage, of the kind of database of this run."""
    if connection.vendor == "sqlite":
        path = tmp_path / "a.sqlite3"
        connection.ensure_connection()
        path.write_bytes(connection.connection.serialize())
        yield Own(f"sqlite:///{path}", path.unlink)
        return
    stage = connection.settings_dict["NAME"]
    connection.close()  # nobody may use a database while it is copied; this test does not
    name, server = f"{stage}_cadangan", os.environ["DATABASE_URL"].rsplit("/", 1)[0]
    with closing(psycopg2.connect(f"{server}/postgres")) as admin:
        admin.autocommit = True

        def make(template: str) -> None:
            with admin.cursor() as cursor:
                cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
                cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')

        make(stage)
        yield Own(f"{server}/{name}", lambda: make("template0"))
        make("template0")


@pytest.mark.slow
@pytest.mark.core
@pytest.mark.django_db
def test_dump_wipe_restore_and_everything_verifies(own: Own, tmp_path: Path) -> None:
    """On PostgreSQL from a folder into a bucket, on SQLite from a bucket into a folder."""
    archive, files = str(tmp_path / "cadangan.tar"), tmp_path / "files"
    with PrivateS3() as s3:
        folder = {"STORAGE_URL": f"file://{files}"}
        before, after = (folder, s3.environment) if "postgres" in own.url else (s3.environment, folder)
        made = child("-m", "tests.backing_up", "make", archive, DATABASE_URL=own.url, **before)
        assert ", 3 berkas," in made.stderr
        assert ", 2 berkas," in made.stderr
        assert re.search(r"TIDAK UTUH 2026/01/\S+ \(documents.StoredFile \d+\): tidak ada", made.stderr)
        assert "1 1 berkas tidak tersimpan dengan utuh; yang lain ada di arsip." in made.stderr
        with opened(Path(f"{archive}.kurang.tar")) as lacking:
            assert (len(lacking.manifest.files), len(lacking.manifest.faults)) == (2, 1)
        assert len(list(tmp_path.glob("*cadangan*"))) == 2, "nothing unfinished is left"
        own.wipe()
        shutil.rmtree(files, ignore_errors=True)
        s3.wipe()
        done = child("manage.py", "restore", archive, DATABASE_URL=own.url, **after)
        assert "Berkas: 3 ditulis, 0 sudah ada. Basis data dipulihkan." in done.stdout
        assert "utuh: " in done.stdout
        assert done.stdout.endswith("Berkas utuh: 3. Pemulihan selesai.\n")
        seen = child("-m", "tests.backing_up", "look", DATABASE_URL=own.url, **after)
        assert json.loads(seen.stdout) == json.loads(made.stdout)


# Archives that are not whole


def part(name: str, content: bytes) -> tuple[Part, bytes]:
    measured = io.BytesIO(content)
    writer = Writer(io.BytesIO(), AT)
    return Part(name, len(content), writer.add(name, measured, len(content))[0]), content


def written(
    path: Path,
    kind: str = "sqlite",
    names: tuple[str, ...] = ("2026/01/a.pdf", "2026/01/b.pdf"),
    **changed: Any,
) -> Path:
    """An archive as `backup` writes it, of a database that nobody could read."""
    parts = [part(name, PAPER + name.encode()) for name in names]
    dump = part(DATABASE, b"bukan basis data")
    held: dict[str, Any] = {"made_at": AT, "kind": kind, "migrations": [], "record_rows": 1, "faults": []}
    manifest = Manifest(**(held | {"database": dump[0], "files": [p for p, _ in parts]} | changed))
    with path.open("wb") as out:
        writer = Writer(out, AT)
        writer.add(DATABASE, io.BytesIO(dump[1]), len(dump[1]))
        for each, content in parts:
            writer.add(FILES + each.name, io.BytesIO(content), each.size)
        writer.finish(manifest)
    return path


def rewritten(
    path: Path, change: Callable[[tarfile.TarInfo, bytes], tuple[tarfile.TarInfo, bytes] | None]
) -> None:
    """The archive again, with each of its members as `change` gives it; None leaves it out."""
    with tarfile.open(path) as tar:
        held = [(member, tar.extractfile(member)) for member in tar]
        members = [change(member, content.read() if content else b"") for member, content in held]
    with tarfile.open(path, "w") as tar:
        for found in members:
            if found:
                found[0].size = len(found[1])
                tar.addfile(found[0], io.BytesIO(found[1]))


def fault_of(path: Path) -> str:
    with pytest.raises(Damaged) as fault, opened(path):
        pass
    return str(fault.value)


def test_an_archive_as_written_is_whole(tmp_path: Path) -> None:
    with opened(written(tmp_path / "a.tar")) as archive:
        assert archive.file(archive.manifest.files[1]).read() == PAPER + b"2026/01/b.pdf"


def test_one_byte_of_a_file_is_noticed(tmp_path: Path) -> None:
    path = written(tmp_path / "a.tar")
    data = bytearray(path.read_bytes())
    data[data.index(PAPER) + 100] ^= 1
    path.write_bytes(data)
    assert "isi files/2026/01/a.pdf tidak sama dengan SHA-256" in fault_of(path)


@pytest.mark.parametrize("name", [DATABASE, "files/2026/01/b.pdf", MANIFEST])
def test_a_missing_member_is_named(name: str, tmp_path: Path) -> None:
    path = written(tmp_path / "a.tar")
    rewritten(path, lambda member, content: None if member.name == name else (member, content))
    assert f"{name} tidak ada" in fault_of(path)


@pytest.mark.parametrize("share", [0, 0.05, 0.3, 0.6, 0.9, 0.99])
def test_a_truncated_archive_is_refused(share: float, tmp_path: Path) -> None:
    path = written(tmp_path / "a.tar")
    data = path.read_bytes()
    path.write_bytes(data[: int(data.rindex(b"}") * share)])  # zeros follow the end of the list
    assert fault_of(path)


@pytest.mark.parametrize(
    "name", ["../../etc/cron.d/x", "/etc/passwd", "2026/../../x", "a//b", ".ssh/x", "a\\b", "a\nb", "", "a/"]
)
def test_a_name_that_leads_elsewhere_is_refused(name: str, tmp_path: Path) -> None:
    assert "nama yang tidak diterima" in fault_of(written(tmp_path / "a.tar", names=(name,)))


def test_a_member_that_nobody_listed_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "a.tar")
    with tarfile.open(path, "a") as tar:
        tar.addfile(tarfile.TarInfo("files/../../x"), io.BytesIO())
    assert "'files/../../x' tidak ada dalam daftar" in fault_of(path)


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE, tarfile.FIFOTYPE])
def test_a_link_is_no_file(kind: bytes, tmp_path: Path) -> None:
    def linked(member: tarfile.TarInfo, content: bytes) -> tuple[tarfile.TarInfo, bytes]:
        if member.name != "files/2026/01/a.pdf":
            return member, content
        member.type, member.linkname = kind, "/etc/passwd"
        return member, b""

    path = written(tmp_path / "a.tar")
    rewritten(path, linked)
    assert "bukan berkas biasa" in fault_of(path)


def test_an_archive_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "a.tar")

    def newer(member: tarfile.TarInfo, content: bytes) -> tuple[tarfile.TarInfo, bytes]:
        return member, content.replace(b'"format": 1', b'"format": 2')

    rewritten(path, newer)
    with pytest.raises(CommandError, match="Arsip ini berformat 2, program ini mengenal sampai 1"):
        call_command("restore", str(path))


# What is refused here and now, and what the files say


@pytest.fixture
def own_files(settings: Any, tmp_path: Path) -> Path:
    """A store of this test's own."""
    options = {"location": str(tmp_path / "files"), "base_url": None}
    settings.STORAGES = settings.STORAGES | {"default": {**settings.STORAGES["default"], "OPTIONS": options}}
    return tmp_path / "files"


@pytest.fixture
def kept(own_files: Path, cast: Cast) -> StoredFile:
    office = Office.objects.get(slug="dpupr-tarakan")
    return keep_bytes(PAPER, name="a.pdf", office=office, by=cast.head, at=AT)


def said(*words: str, status: int = 0) -> str:
    """What a command prints, with its last word where it fails."""
    out = StringIO()
    if not status:
        call_command(*words, stdout=out)
        return out.getvalue()
    with pytest.raises(CommandError) as error:
        call_command(*words, stdout=out)
    assert error.value.returncode == status
    return f"{out.getvalue()}{error.value}"


@pytest.mark.django_db
def test_restore_refuses_another_kind_a_newer_version_and_a_full_database(
    own_files: Path, tmp_path: Path
) -> None:
    other = "sqlite" if connection.vendor == "postgresql" else "postgresql"
    assert "Arahkan DATABASE_URL" in said("restore", str(written(tmp_path / "a.tar", other)), status=1)
    later = written(tmp_path / "b.tar", connection.vendor, migrations=[("documents", "9999_later")])
    assert "versi program yang lebih baru (memuat documents.9999_later)" in said(
        "restore", str(later), status=1
    )
    full = written(tmp_path / "c.tar", connection.vendor)
    assert "Basis data tidak kosong" in said("restore", str(full), status=1)
    assert not own_files.exists()


@pytest.mark.django_db
def test_every_file_is_compared_and_every_fault_named(kept: StoredFile, own_files: Path) -> None:
    assert said("verify_files") == "utuh: 1 berkas, 0 tidak dipakai\n"
    path = own_files / str(kept.file.name)
    path.chmod(0o600)
    path.write_bytes(PAPER.replace(b"x", b"y", 1))
    assert f"RUSAK {kept.file.name} (documents.StoredFile {kept.pk}): isinya" in said(
        "verify_files", status=1
    )
    path.write_bytes(PAPER[:-1])
    assert f"berukuran {len(PAPER) - 1} bita, tercatat {len(PAPER)}" in said("verify_files", status=1)
    path.unlink()
    assert f"HILANG {kept.file.name}" in said("verify_files", status=1)


@pytest.mark.django_db
def test_files_that_nobody_names_are_told_and_removed_only_when_asked_and_old(
    kept: StoredFile, own_files: Path
) -> None:
    for name, days in (("lama.pdf", 2), ("baru.pdf", 0)):
        (own_files / "2026" / name).write_bytes(b"x")
        moment = (datetime.now(UTC) - timedelta(days=days)).timestamp()
        os.utime(own_files / "2026" / name, (moment, moment))
    told = said("verify_files")
    assert "TIDAK DIPAKAI 2026/lama.pdf (1 bita" in told
    assert "baru.pdf" not in told
    assert default_storage.exists("2026/lama.pdf")
    assert "1 berkas yang tidak dipakai dihapus" in said("verify_files", "--remove-orphans")
    assert [default_storage.exists(f"2026/{n}.pdf") for n in ("lama", "baru")] == [False, True]
    os.utime(own_files / str(kept.file.name), (0, 0))
    StoredFile.objects.all().delete()
    assert "periksa DATABASE_URL" in said("verify_files", "--remove-orphans", status=1)
    assert default_storage.exists(str(kept.file.name))


def test_all_files_are_in_the_one_store_and_known() -> None:
    found = {f"{field.model._meta.label}.{field.name}" for field in file_fields()}
    assert {"documents.StoredFile.file", "sops.Book.file", "sops.BookPart.file"} <= found
    assert all(field.storage is default_storage for field in file_fields())
    assert all(isinstance(field, models.FileField) for field in file_fields())


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="pg_dump is PostgreSQL's")
def test_no_password_is_on_a_command_line_and_a_missing_program_is_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    given = postgres.environment()
    assert given["PGPASSWORD"] == connection.settings_dict["PASSWORD"]
    assert postgres.program("pg_dump").endswith(f"{postgres.server_version()}/bin/pg_dump")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(Path, "glob", lambda self, pattern: iter(()))
    with pytest.raises(Refused, match="pasang paket postgresql-client versi"):
        postgres.program("pg_dump")
    old = tmp_path / "pg_dump"
    old.write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 9.6'\n")
    old.chmod(0o755)
    with pytest.raises(Refused, match="lebih tua daripada server PostgreSQL"):
        postgres.program("pg_dump")


@pytest.mark.parametrize("target", ["ada.tar", "tidak-ada/a.tar"])
def test_a_backup_overwrites_nothing_and_makes_no_folder(target: str, tmp_path: Path) -> None:
    (tmp_path / "ada.tar").write_bytes(b"lama")
    assert (
        "pilih nama lain" in (told := said("backup", str(tmp_path / target), status=1))
        or "tidak ada; buat" in told
    )
    assert (tmp_path / "ada.tar").read_bytes() == b"lama"
