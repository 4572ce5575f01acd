"""The index of the sweep, built beside the running work: a table of open tasks is not locked meanwhile."""

from django.db import migrations, models

from activity.migrating import AddIndexBesideTheWork


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("workflows", "0002_clock")]

    operations = [
        AddIndexBesideTheWork(
            model_name="assignment",
            index=models.Index(
                condition=models.Q(("status", "terbuka"), ("tell_at__isnull", False)),
                fields=["tell_at"],
                name="to_tell",
            ),
        ),
    ]
