"""An S3-compatible store of our own, on loopback, for as long as a test lasts.

It speaks S3 over HTTP as any store does and refuses who shows no key at all, but believes every key and signature.
"""

import logging
import secrets
from typing import Any, Self

import boto3
from moto.server import ThreadedMotoServer

from sopflow.storage_url import storage_of

KEY, SECRET = "kunci-uji", "sandi-uji"


class PrivateS3:
    """`with PrivateS3() as server: server.url`: one empty bucket, and a prefix in it."""

    def __init__(self) -> None:
        self.server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
        self.bucket = (
            f"sopflow-{secrets.token_hex(6)}"  # the buckets of one process are shared by all its servers
        )

    def __enter__(self) -> Self:
        logging.getLogger("werkzeug").setLevel(logging.WARNING)  # it tells every request
        self.server.start()
        host, port = self.server.get_host_and_port()
        self.endpoint = f"http://{host}:{port}"
        self.url = f"s3://{self.bucket}/uji/berkas?endpoint={self.endpoint}"
        self.client.create_bucket(Bucket=self.bucket)
        return self

    def __exit__(self, *error: object) -> None:
        self.server.stop()

    @property
    def client(self) -> Any:
        """A client that is not the product's."""
        return boto3.client(
            "s3",
            endpoint_url=self.endpoint,
            region_name="us-east-1",
            aws_access_key_id=KEY,
            aws_secret_access_key=SECRET,
        )

    @property
    def stores(self) -> dict[str, Any]:
        """The entry of STORAGES."""
        return storage_of(self.url, KEY, SECRET)

    @property
    def environment(self) -> dict[str, str]:
        """The settings of a process that uses it."""
        return {"STORAGE_URL": self.url, "STORAGE_KEY": KEY, "STORAGE_SECRET": SECRET}

    def wipe(self) -> None:
        """An empty bucket again."""
        for key in self.held():
            self.client.delete_object(Bucket=self.bucket, Key=key)

    def held(self) -> list[str]:
        """What the bucket holds."""
        found = self.client.list_objects_v2(Bucket=self.bucket).get("Contents", [])
        return [entry["Key"] for entry in found]
