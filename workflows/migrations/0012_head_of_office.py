"""What the pages of a head read by office, as two indexes built beside the running work; and the addresses under which
calendar programs fetch due times."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from activity.migrating import AddIndexBesideTheWork


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("workflows", "0014_assessments"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
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
        migrations.CreateModel(
            name="CalendarFeed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField()),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "alamat kalender",
                "verbose_name_plural": "alamat kalender",
            },
        ),
    ]
