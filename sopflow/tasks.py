"""What the machine does for the whole house by the clock."""

from celery import shared_task
from django.utils import timezone

from activity.heartbeat import heartbeat
from activity.outbox import deliver
from organizations.accounts.sessions import clear_expired
from sopflow.mail import compose, may_go


@shared_task(name="sopflow.deliver")
def deliver_mail() -> None:
    """Send the e-mails of the outbox."""
    with heartbeat("deliver"):
        deliver(timezone.now, compose, may_go)


@shared_task(name="sopflow.clear_sessions")
def clear_sessions() -> None:
    """Forget sessions that are over."""
    clear_expired(timezone.now())
