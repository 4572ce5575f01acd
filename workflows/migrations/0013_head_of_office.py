"""What the pages of a head read by office, as two indexes built beside the running work."""

from django.db import migrations, models

from activity.migrating import AddIndexBesideTheWork


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("workflows", "0012_assessments"),
    ]

    operations = [
        AddIndexBesideTheWork(
            model_name="assignment",
            index=models.Index(
                condition=models.Q(("status", "terbuka")), fields=["office", "due_at"], name="open_of_office"
            ),
        ),
        AddIndexBesideTheWork(
            model_name="assignment",
            index=models.Index(
                condition=models.Q(
                    ("carried_from", None), ("limit_seconds__isnull", False), ("status", "selesai")
                ),
                fields=["office", "acted_at"],
                name="acts_of_office",
            ),
        ),
    ]
