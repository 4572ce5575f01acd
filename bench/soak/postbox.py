"""A real SMTP server that counts what arrives, by Message-ID."""

import re
from collections import Counter
from typing import Any, Self

from aiosmtpd.controller import Controller

from tests.private_servers import free_port

MESSAGE_ID = re.compile(rb"^Message-ID: <pemberitahuan-(\d+)@", re.MULTILINE | re.IGNORECASE)


class Postbox:
    """`with Postbox() as box: box.url, box.arrived`: how often the mail of each notice came."""

    def __init__(self) -> None:
        self.arrived: Counter[int] = Counter()
        self.port = free_port()
        self.url = f"smtp://127.0.0.1:{self.port}"
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)

    def __enter__(self) -> Self:
        self.controller.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.controller.stop()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802  aiosmtpd's name
        """Count the mail; from here on it has arrived, whatever the sender comes to know of it."""
        found = MESSAGE_ID.search(envelope.content)
        self.arrived[int(found[1]) if found else 0] += 1
        return "250 OK"
