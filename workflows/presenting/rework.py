"""What a case says of doing steps again and of taking too long. No query."""

from collections.abc import Sequence
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

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
        text = ngettext("%(count)s putaran, %(time)s", "%(count)s putaran, %(time)s", again.rounds)
        lines.append((_("Pengerjaan ulang"), text % {"count": again.rounds, "time": worked}))
    if late.acts:
        over = office_hours(timedelta(seconds=late.seconds))
        text = ngettext(
            "%(count)s tindakan, seluruhnya %(time)s di atas waktu",
            "%(count)s tindakan, seluruhnya %(time)s di atas waktu",
            late.acts,
        )
        lines.append((_("Melebihi waktu"), text % {"count": late.acts, "time": over}))
    return lines
