"""What is written into the log, and what it does not repeat: people mistype, and their form tells them."""

import logging
from http import HTTPStatus
from typing import Any


class NotATypingError(logging.Filter):
    """Drops Django's warning for a form that was refused (422): nobody who runs the server can do anything about it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the line is written."""
        return getattr(record, "status_code", None) != HTTPStatus.UNPROCESSABLE_ENTITY


def logging_settings(level: str) -> dict[str, Any]:
    """Everything from this level on, in lines that hold nothing personal and nothing secret."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": "sopflow.discretion.Line",
                "fmt": "{asctime} {levelname} {name}: {message}",
                "style": "{",
            }
        },
        "filters": {
            "not_a_typing_error": {"()": "sopflow.logs.NotATypingError"},
            "links": {"()": "sopflow.discretion.NoLinks"},
        },
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["links"]}
        },
        "root": {"handlers": ["console"], "level": level},
        # They tell every step of their work; a printed sheet needs none of it.
        "loggers": {
            "django.request": {"filters": ["not_a_typing_error"]},
            "weasyprint": {"level": "ERROR"},
            "fontTools": {"level": "WARNING"},
            "pikepdf": {"level": "WARNING"},
            # They write a traceback for every file that anybody holds against the public page.
            "pyhanko": {"level": "ERROR"},
            "pyhanko_certvalidator": {"level": "ERROR"},
            # They write addresses, and in an address of BSrE there is a NIK.
            "urllib3": {"level": "CRITICAL"},
            "requests": {"level": "CRITICAL"},
        },
    }
