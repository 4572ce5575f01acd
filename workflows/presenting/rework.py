"""What a case says of doing steps again and of taking too long. No query."""

from collections.abc import Sequence
from datetime import timedelta

from workflows.models import RunStatus
from workflows.presenting.seats import Visit
from workflows.rework import Measured, Round, lateness, rework
from workflows.spans import office_hours


def rework_lines(visits: Sequence[Visit]) -> list[tuple[str, str]]:
    """What was done again, and what took longer than waktu, each as a name with its figures; nothing where neither
    happened."""
    rounds = [
        Round(
            visit.run.step_id,
            [Measured(act.worked_seconds, act.limit_seconds) for act in visit.acts],
            visit.run.status == RunStatus.WITHDRAWN,
        )
        for visit in visits
    ]
    again, late = rework(rounds), lateness(rounds)
    lines = []
    if again.rounds:
        worked = office_hours(timedelta(seconds=again.seconds))
        lines.append(("Pengerjaan ulang", f"{again.rounds} putaran, {worked}"))
    if late.acts:
        over = office_hours(timedelta(seconds=late.seconds))
        lines.append(("Melebihi waktu", f"{late.acts} tindakan, seluruhnya {over} di atas waktu"))
    return lines
