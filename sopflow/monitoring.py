"""What an operator's tools read: whether the house is ready, and its figures for Prometheus."""

import hmac
import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Protocol, cast

import redis
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily

from activity.models import Heartbeat, Notice
from sopflow.celery import SWEEP_PERIOD
from workflows.models import Assignment, AssignmentStatus

logger = logging.getLogger(__name__)
OLDEST_SWEEP = timedelta(seconds=3 * SWEEP_PERIOD)


class Reachable(Protocol):
    """A store that can say whether it is there."""

    def reach(self) -> None:
        """Raises OSError where it is not."""


@login_not_required
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """200 where everything that the product needs works; else 503, with a line for each thing that does not."""
    lines = [f"{name}: {problem or 'ok'}" for name, problem in checks(timezone.now())]
    status = 200 if all(line.endswith(": ok") for line in lines) else 503
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8", status=status)


def checks(at: datetime) -> Iterator[tuple[str, str]]:
    """(name, problem) of each thing; an empty problem is none."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        yield "database", "tidak menjawab"
        return
    yield "database", ""
    yield "storage", storage_problem()
    yield "broker", broker_problem()
    yield "sweep", sweep_problem(at)


def storage_problem() -> str:
    """Whether papers can be read and kept; asks once, and writes nothing."""
    try:
        cast(Reachable, default_storage).reach()
    except OSError:
        logger.exception("Penyimpanan berkas tidak dapat dihubungi")
        return "tidak dapat dihubungi"
    return ""


def broker_problem() -> str:
    """Whether Redis answers; the embedded timetable needs none."""
    if not settings.REDIS_URL:
        return ""
    try:
        with redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=2, socket_timeout=2) as client:
            client.ping()
    except redis.RedisError:
        return "tidak menjawab"
    return ""


def sweep_problem(at: datetime) -> str:
    """Whether the last sweep is recent."""
    last = Heartbeat.objects.filter(name="sweep").values_list("ended_at", flat=True).first()
    if last is None:
        return "belum pernah berjalan"
    return "" if abs(at - last) <= OLDEST_SWEEP else f"terakhir {last:%Y-%m-%d %H:%M:%S} UTC"


class HouseCollector:
    """The figures, read from the database when they are asked for: the same whichever process answers."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """One gauge each."""
        at = timezone.now()
        open_tasks = Assignment.objects.filter(status=AssignmentStatus.OPEN, office__learner=None)
        outbox = Notice.objects.filter(mailed_at=None, mail_dropped_at=None, mail_after__isnull=False)
        figures = [
            ("open_assignments", "Open assignments.", open_tasks.count()),
            (
                "overdue_assignments",
                "Open assignments past their Mutu Baku limit.",
                open_tasks.filter(due_at__lt=at).count(),
            ),
            (
                "late_assignments",
                "Open assignments past the waiting allowance too.",
                open_tasks.filter(late_at__lt=at).count(),
            ),
            ("outbox_depth", "E-mails that have not gone out.", outbox.count()),
        ]
        for name, text, value in figures:
            yield GaugeMetricFamily(f"sopflow_{name}", text, value=value)
        ages = GaugeMetricFamily("sopflow_work_age_seconds", "Since a work last ended.", labels=["work"])
        lengths = GaugeMetricFamily("sopflow_work_seconds", "How long it took.", labels=["work"])
        for beat in Heartbeat.objects.order_by("name"):
            ages.add_metric([beat.name], (at - beat.ended_at).total_seconds())
            lengths.add_metric([beat.name], beat.seconds)
        yield from (ages, lengths)


@login_not_required
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """The figures, for whoever has the token of the settings; for all others there is no such page."""
    token, given = settings.METRICS_TOKEN, request.headers.get("Authorization", "")
    if not token or not hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
        raise Http404
    registry = CollectorRegistry(auto_describe=False)
    registry.register(HouseCollector())
    return HttpResponse(generate_latest(registry), content_type="text/plain; version=0.0.4; charset=utf-8")
