"""Files in a bucket of an S3-compatible store, private and never overwritten.

What goes wrong there is an OSError, as it is with a folder, so that nobody else needs to know which store it is.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from typing import Any

import boto3
from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import File
from storages.backends.s3 import S3Storage

# Checksums that newer clients send by themselves are unknown to many stores; the database has a SHA-256 of each file.
COMMON = {
    "signature_version": "s3v4",
    "request_checksum_calculation": "when_required",
    "response_checksum_validation": "when_required",
}
IN_MEMORY = 2 * 1024 * 1024  # a file that is read stays in memory up to this size, else in a temporary file


class StoreFailed(OSError):
    """The store did not answer, or refused; the message says what it said."""


@contextmanager
def told() -> Iterator[None]:
    """Errors of the client as StoreFailed."""
    try:
        yield
    except (BotoCoreError, ClientError, Boto3Error) as error:
        raise StoreFailed(f"penyimpanan S3: {error}") from error


class BucketStorage(S3Storage):
    """One bucket, or a prefix in it. Nobody gets an address: papers are read through views that ask who may."""

    def get_default_settings(self) -> dict[str, Any]:
        """Only STORAGE_URL decides, not what else the environment says of AWS."""
        defaults: dict[str, Any] = super().get_default_settings()
        return defaults | {
            "access_key": None,
            "secret_key": None,
            "security_token": None,
            "session_profile": None,
            "custom_domain": None,
            "default_acl": None,
            "file_overwrite": False,
            "querystring_auth": True,
            "gzip": False,
            "max_memory_size": IN_MEMORY,
        }

    def __init__(self, **options: Any) -> None:
        times = {"connect_timeout": 5, "read_timeout": 30, "retries": {"mode": "standard", "max_attempts": 3}}
        style = {"addressing_style": options["addressing_style"]}
        super().__init__(**options, client_config=Config(s3=style, **COMMON, **times))

    @cached_property
    def watcher(self) -> Any:
        """A client that asks once and does not wait long."""
        times = {"connect_timeout": 2, "read_timeout": 2, "retries": {"total_max_attempts": 1}}
        return boto3.Session(self.access_key, self.secret_key).client(
            "s3",
            region_name=self.region_name,
            endpoint_url=self.endpoint_url,
            config=Config(s3={"addressing_style": self.addressing_style}, **COMMON, **times),
        )

    def reach(self) -> None:
        """Raises StoreFailed where the bucket cannot be reached."""
        with told():
            self.watcher.head_bucket(Bucket=self.bucket_name)

    def _open(self, name: str, mode: str = "rb") -> File:
        with told():
            file: File = super()._open(name, mode)
            if "r" in mode:
                file.open()  # fetched now, so that a store that fails does so here and not in the middle of an answer
        return file

    def _save(self, name: str, content: File) -> str:
        with told():
            saved: str = super()._save(name, content)
        return saved

    def delete(self, name: str) -> None:
        with told():
            super().delete(name)

    def exists(self, name: str) -> bool:
        with told():
            found: bool = super().exists(name)
        return found

    def listdir(self, name: str) -> tuple[list[str], list[str]]:
        with told():
            found: tuple[list[str], list[str]] = super().listdir(name)
        return found

    def size(self, name: str) -> int:
        with told():
            size: int = super().size(name)
        return size

    def get_modified_time(self, name: str) -> datetime:
        with told():
            moment: datetime = super().get_modified_time(name)
        return moment

    def url(self, name: str | None, *args: Any, **options: Any) -> str:
        """Raises ValueError, as a folder without an address does."""
        raise ValueError("Berkas tersimpan tidak mempunyai alamat.")
