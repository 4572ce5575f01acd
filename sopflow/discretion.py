"""What an error report may never show, not even the technical page of DEBUG: secrets that somebody typed in."""

import logging
import re
from collections.abc import Iterable
from types import FrameType
from typing import Any

from django.http import HttpRequest, QueryDict
from django.views.debug import SafeExceptionReporterFilter

SECRET = re.compile(
    r"passphrase|password|frasa|sandi|secret|token|credential|(^|_)(nik|codes?)$", re.IGNORECASE
)
LINK = re.compile(r"(/sandi/(?!lupa/|baru/)|/kalender/)[^/\s]+")
# What has no place in a log, whichever library said it: links that open an account or a calendar, passwords in
# addresses of servers, addresses of mail, NIP (plain or as printed) and NIK.
UNSAID = [
    (LINK, r"\1…"),
    (re.compile(r"(?<=://)[^\s/@:]*:[^\s/@]+(?=@)"), "…"),
    (re.compile(r"(?<![\w.+-])[\w.+-]++@[\w-]+(?:\.[\w-]+)+"), "…@…"),
    (re.compile(r"(?<!\d)(?:\d{18}|\d{16}|\d{8} \d{6} \d \d{3})(?!\d)"), "…"),
]


LONGEST = 20_000  # characters of a line, its traceback included


class NoLinks(logging.Filter):
    """Takes out of a line of the log what would open somebody's account or calendar: the links by which passwords are
    set, and by which due times are fetched."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always lets the line pass, without the link."""
        line = record.getMessage()
        if LINK.search(line):
            record.msg, record.args = LINK.sub(r"\1…", line), None
        return True


class Line(logging.Formatter):
    """A line of the log, with its traceback, without what has no place there: an error tells what it failed on (the
    mail server names the address, the database the number that is there already)."""

    def format(self, record: logging.LogRecord) -> str:
        """The finished text."""
        line = super().format(record)
        if len(line) > LONGEST:
            line = f"{line[: LONGEST // 2]} … {line[-LONGEST // 2 :]}"
        for pattern, instead in UNSAID:
            line = pattern.sub(instead, line)
        return line


class Discreet(SafeExceptionReporterFilter):
    """Hides fields and variables by their names, and every variable that holds what was sent in such a field."""

    def is_active(self, request: HttpRequest | None) -> bool:
        """Always: a trial installation is used with real passphrases too."""
        return True

    def get_post_parameters(self, request: HttpRequest | None) -> Any:
        """What was sent, the secret fields hidden."""
        return self.hidden(super().get_post_parameters(request))

    def get_cleansed_multivaluedict(self, request: HttpRequest, multivaluedict: Any) -> Any:
        """The same where a variable holds it."""
        return self.hidden(super().get_cleansed_multivaluedict(request, multivaluedict))

    def hidden(self, sent: Any) -> Any:
        """A copy without the secret fields' values."""
        if not any(SECRET.search(name) for name in sent):
            return sent
        copy = sent.copy()
        for name in copy:
            if SECRET.search(name):
                copy[name] = self.cleansed_substitute
        return copy

    def get_traceback_frame_variables(self, request: HttpRequest | None, tb_frame: FrameType) -> Any:
        """The variables of a frame, the secret ones hidden."""
        secrets = sent_secrets(request)
        found = super().get_traceback_frame_variables(request, tb_frame)
        return [
            (name, self.cleansed_substitute if SECRET.search(name) or holds(value, secrets) else value)
            for name, value in found
        ]


def sent_secrets(request: HttpRequest | None) -> set[str]:
    """What was sent in secret fields."""
    sent = request.POST if request else QueryDict()
    return {value for name in sent if SECRET.search(name) for value in sent.getlist(name) if value}


def holds(value: Any, secrets: Iterable[str]) -> bool:
    """Whether a variable would show one of the secrets; what cannot be shown shows none."""
    try:
        shown = repr(value)
    except Exception:
        return False
    return any(secret in shown for secret in secrets)
