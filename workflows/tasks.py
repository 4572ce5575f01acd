"""What the machine does for running cases by the clock."""

from celery import shared_task
from django.utils import timezone

from activity.heartbeat import heartbeat
from workflows import assessment_filing, digest, filing, laying_down, review_dates, summarizing, sweep
from workflows.actions.practice import clear_idle


@shared_task(name="workflows.sweep")
def sweep_deadlines() -> None:
    """Tell whoever must hear of a due, late or escalated step."""
    with heartbeat("sweep"):
        sweep.sweep(timezone.now())


@shared_task(name="workflows.digest")
def write_digests() -> None:
    """The morning's digest to each official."""
    digest.write_digests(timezone.now())


@shared_task(name="workflows.papers_to_sign")
def lay_down_papers() -> None:
    """Lay down the papers of the signing steps that have opened, and let their bytes be made."""
    if laying_down.lay_down_waiting(timezone.now):
        laying_down.call()


@shared_task(name="workflows.file")
def file_cases() -> None:
    """Lay down the cases that are done in the archive, and the signed forms that are not there yet."""
    filing.file_waiting(timezone.now)
    assessment_filing.file_waiting(timezone.now)


@shared_task(name="workflows.summarize")
def summarize(after: int = 0) -> None:
    """Count anew what the evaluations of SOPs are read from, a turn at a time, from that revision (its id) on."""
    summarizing.go_on(timezone.now, after)


@shared_task(name="workflows.remind_reviews")
def remind_reviews() -> None:
    """Tell of SOPs whose monitoring, evaluation or planned review is due."""
    review_dates.remind(timezone.now())


@shared_task(name="workflows.clear_practice")
def clear_practice() -> None:
    """Close the practice offices that nobody touches any more."""
    clear_idle(timezone.now())
