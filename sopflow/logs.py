"""What the log does not repeat: people mistype, and their form tells them."""

import logging
from http import HTTPStatus


class NotATypingError(logging.Filter):
    """Drops Django's warning for a form that was refused (422): nobody who runs the server can do anything about it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the line is written."""
        return getattr(record, "status_code", None) != HTTPStatus.UNPROCESSABLE_ENTITY
