"""Where a case is filed, and the index of those that wait for it, built beside the running work."""

import django.db.models.deletion
from django.db import migrations, models

from activity.migrating import AddIndexBesideTheWork


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("documents", "0009_archive"), ("workflows", "0006_papers_to_lay_down")]

    operations = [
        migrations.AddField(
            model_name="case",
            name="berkas",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="case",
                to="documents.berkas",
            ),
        ),
        AddIndexBesideTheWork(
            model_name="case",
            index=models.Index(
                condition=models.Q(("berkas", None), ("status", "selesai")),
                fields=["id"],
                name="cases_to_file",
            ),
        ),
    ]
