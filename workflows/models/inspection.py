"""That an inspector looked into a case: recorded once a day."""

from django.db import models

from organizations.models import User
from workflows.models.case import Case


class Inspection(models.Model):
    """The last day on which an inspector looked into the case; each new day is a row of the record."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="inspections", db_index=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "user", "day"], name="one_look_per_day")]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.user_id} {self.day}"
