"""Exits with 0 when the web process of this container answers; for HEALTHCHECK, where there is no curl."""

import http.client
import os
import sys


def is_healthy() -> bool:
    host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip().lstrip(".")
    connection = http.client.HTTPConnection("127.0.0.1", int(os.environ.get("PORT", "8000")), timeout=4)
    connection.request("GET", "/healthz", headers={"Host": host})
    return connection.getresponse().status == http.client.OK


if __name__ == "__main__":
    try:
        sys.exit(0 if is_healthy() else 1)
    except OSError:
        sys.exit(1)
