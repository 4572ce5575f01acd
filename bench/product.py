"""The product's side: the same action that the pages call."""

from datetime import datetime

from bench.script import Waiting
from organizations.capacity import Capacity
from workflows.acting import Act
from workflows.actions.complete import complete_assignment
from workflows.models import Assignment, AssignmentStatus


class Product:
    """SOPFlow's actions on Django's own connection."""

    name = "SOPFlow"

    def waiting(self, case_id: int) -> list[Waiting]:
        """The open assignments of the case; outside the timing, as the page has fetched the task before it acts."""
        tasks = Assignment.objects.filter(run__case=case_id, status=AssignmentStatus.OPEN)
        return [
            Waiting(task, task.post_id, task.run.step_id)
            for task in tasks.select_related("run").order_by("id")
        ]

    def complete(self, task: Assignment, *, by: Capacity, at: datetime, act: Act) -> None:
        """One act."""
        complete_assignment(task, by=by, at=at, act=act)
