"""That an official put a task aside until a day."""

from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from organizations.models import User
from workflows.models.assignment import Assignment, AssignmentStatus


class SnoozeQuerySet(models.QuerySet["Snooze"]):
    def asleep(self, user: User, at: datetime) -> Self:
        """What this person has put aside and has not come back yet."""
        return self.filter(user=user, until__gt=at, assignment__status=AssignmentStatus.OPEN)


class Snooze(models.Model):
    """The task is not in this person's inbox before `until`. Its clock does not know of it, nor does anybody else who
    comes to act for the post."""

    assignment = models.ForeignKey(
        Assignment, on_delete=models.PROTECT, related_name="snoozes", db_index=False
    )
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    until = models.DateTimeField()

    objects = SnoozeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("tugas yang ditunda")
        constraints = [
            models.UniqueConstraint(fields=["assignment", "user"], name="snoozed_once_per_task_and_person")
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id}: {self.until}"

    @property
    def day(self) -> date:
        """The day on whose morning it comes back, where its office is."""
        return self.until.astimezone(self.assignment.office.zone).date()


def awake(tasks: "QuerySet[Assignment]", user: User, at: datetime) -> "QuerySet[Assignment]":
    """These tasks without those that the person has put aside."""
    aside = Snooze.objects.filter(assignment=OuterRef("pk"), user=user, until__gt=at)
    return tasks.filter(~Exists(aside))
