"""Indexes in the order of two lists, built beside the running work: the newest cases of an office, and what a person
has done. The second one takes the place of the plain index of who acted."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from activity.migrating import AddIndexBesideTheWork


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("workflows", "0014_calendar_feed"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AddIndexBesideTheWork(
            model_name="case",
            index=models.Index(fields=["office", "-started_at", "-id"], name="newest_cases"),
        ),
        AddIndexBesideTheWork(
            model_name="assignment",
            index=models.Index(
                condition=models.Q(("acted_by__isnull", False)),
                fields=["acted_by", "-acted_at", "-id"],
                name="done_by",
            ),
        ),
        migrations.AlterField(
            model_name="assignment",
            name="acted_by",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]
