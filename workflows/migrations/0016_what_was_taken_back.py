"""Two small indexes by which counting leaves out what was taken back, built beside the running work."""

from django.db import migrations, models

from activity.migrating import AddIndexBesideTheWork


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("workflows", "0015_lists_of_their_own"),
    ]

    operations = [
        AddIndexBesideTheWork(
            model_name="steprun",
            index=models.Index(
                condition=models.Q(("status", "ditarik")), fields=["previous"], name="taken_back"
            ),
        ),
        AddIndexBesideTheWork(
            model_name="assignment",
            index=models.Index(
                condition=models.Q(("carried_from__isnull", False)),
                fields=["carried_from"],
                name="carried_parts",
            ),
        ),
    ]
