"""How the web server runs: `gunicorn -c sopflow/gunicorn.py sopflow.wsgi`."""

import os
import sys
from typing import Any

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
timeout = 60
graceful_timeout = 10
max_requests = 5000
max_requests_jitter = 500
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108  heartbeats, not data
control_socket_disable = True


def on_starting(server: Any) -> None:
    """Refuse what must not be served: the demo to others, demo accounts in production."""
    from django import setup
    from django.conf import settings
    from django.core.checks import run_checks

    from sopflow.middleware import is_loopback

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sopflow.settings")
    setup()
    if settings.DEMO:
        hosts = [address.rsplit(":", 1)[0].strip("[]") for address in server.cfg.bind]
        public = [h for h in hosts if not h.startswith("unix") and h != "localhost" and not is_loopback(h)]
        if public:
            sys.exit(
                f"Mode DEMO hanya untuk komputer sendiri, bukan alamat {', '.join(public)}. Pakai HOST=127.0.0.1."
            )
    errors = [
        message for message in run_checks(tags=["database"], databases=["default"]) if message.is_serious()
    ]
    if errors:
        sys.exit("\n".join(str(message) for message in errors))
