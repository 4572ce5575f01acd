"""That an official put a task aside until a day."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from organizations.models import User
from workflows.models.assignment import Assignment


class Snooze(models.Model):
    """The task is not in this person's inbox before `until`. Its clock does not know of it, nor does anybody else who
    comes to act for the post."""

    assignment = models.ForeignKey(
        Assignment, on_delete=models.PROTECT, related_name="snoozes", db_index=False
    )
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    until = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = _("tugas yang ditunda")
        constraints = [
            models.UniqueConstraint(fields=["assignment", "user"], name="snoozed_once_per_task_and_person")
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id}: {self.until}"
