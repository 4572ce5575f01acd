"""The index of the papers that wait to be laid down for signing, built beside the running work."""

from django.db import migrations, models

from activity.migrating import AddIndexBesideTheWork


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("workflows", "0005_signing")]

    operations = [
        AddIndexBesideTheWork(
            model_name="steprun",
            index=models.Index(
                condition=models.Q(("signing", "antre"), ("status", "aktif")),
                fields=["id"],
                name="papers_to_lay_down",
            ),
        ),
    ]
