"""How the web server runs: `gunicorn -c sopflow/gunicorn.py sopflow.wsgi`."""

import os
import sys
from typing import Any

import django
from gunicorn.glogging import Logger

from sopflow.discretion import Line

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
timeout = 60
graceful_timeout = 10
max_requests = 5000
max_requests_jitter = 500
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108  heartbeats, not data


class DiscreetLogger(Logger):
    """The server's own lines, which may name whole requests with their links and codes, as discreet as ours."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(Line(self.error_fmt, self.datefmt))


logger_class = DiscreetLogger


def on_starting(server: Any) -> None:
    """Refuse what must not be served: the demo to others, demo accounts in production."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sopflow.settings")
    django.setup()
    from sopflow.serving import refusals

    found = refusals(server.cfg.bind if isinstance(server.cfg.bind, list) else [server.cfg.bind])
    if found:
        sys.exit("\n".join(found))
