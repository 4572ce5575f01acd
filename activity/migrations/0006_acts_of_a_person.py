"""The rows of the record by the person who acted: a person may have a copy of them."""

from typing import ClassVar

from django.db import migrations, models
from django.db.models import Q

from activity.migrating import AddIndexBesideTheWork


class Migration(migrations.Migration):
    atomic = False

    dependencies: ClassVar = [("activity", "0005_notices_of_tasks")]

    operations: ClassVar = [
        AddIndexBesideTheWork(
            model_name="activity",
            index=models.Index(
                fields=["user_id", "id"], condition=Q(user_id__isnull=False), name="acts_of_a_person"
            ),
        ),
    ]
