"""The record, what tells people, and the heartbeats, made at once: what the migrations that this replaces make one after another."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from activity.migrating import AtOnce
from activity.triggers import protect


def forwards(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The record and its anchors can only grow."""
    for table in ("activity_activity", "activity_anchor"):
        protect(schema_editor, table)


class Migration(migrations.Migration):
    replaces = [("activity", "0001_initial"), ("activity", "0002_append_only"), ("activity", "0003_notices")]

    initial = True

    dependencies = []

    operations = [
        AtOnce(
            [
                migrations.CreateModel(
                    name="Anchor",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("heads", models.JSONField()),
                        ("digest", models.CharField(max_length=64)),
                    ],
                ),
                migrations.CreateModel(
                    name="Heartbeat",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=40, unique=True)),
                        ("ended_at", models.DateTimeField()),
                        ("seconds", models.FloatField()),
                    ],
                ),
                migrations.CreateModel(
                    name="Notice",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.CharField(max_length=150, unique=True)),
                        ("user_id", models.BigIntegerField()),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("pengingat", "Pengingat"),
                                    ("lewat_batas", "Lewat batas waktu"),
                                    ("terlambat", "Terlambat"),
                                    ("eskalasi", "Diteruskan ke atasan"),
                                    ("ringkasan", "Ringkasan harian"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("created_at", models.DateTimeField()),
                        ("title", models.CharField(max_length=200)),
                        ("text", models.TextField()),
                        ("path", models.CharField(max_length=200)),
                        ("topic_id", models.BigIntegerField(blank=True, null=True)),
                        ("office_id", models.BigIntegerField()),
                        ("read_at", models.DateTimeField(blank=True, null=True)),
                        ("email", models.CharField(blank=True, max_length=254)),
                        ("mail_after", models.DateTimeField(blank=True, null=True)),
                        ("mail_claimed_until", models.DateTimeField(blank=True, null=True)),
                        ("mail_attempts", models.PositiveSmallIntegerField(default=0)),
                        ("mailed_at", models.DateTimeField(blank=True, null=True)),
                        ("mail_dropped_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "verbose_name": "pemberitahuan",
                        "verbose_name_plural": "pemberitahuan",
                        "indexes": [
                            models.Index(fields=["user_id", "-id"], name="notices_of_one"),
                            models.Index(
                                condition=models.Q(("read_at", None)),
                                fields=["user_id"],
                                name="unread_notices",
                            ),
                            models.Index(
                                condition=models.Q(
                                    ("mail_after__isnull", False),
                                    ("mail_dropped_at", None),
                                    ("mailed_at", None),
                                ),
                                fields=["mail_after"],
                                name="outbox",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Stream",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.CharField(max_length=120, unique=True)),
                        ("count", models.PositiveIntegerField(default=0)),
                        ("head", models.CharField(blank=True, default="", max_length=64)),
                    ],
                ),
                migrations.CreateModel(
                    name="Activity",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("at", models.DateTimeField()),
                        (
                            "actor_kind",
                            models.CharField(
                                choices=[
                                    ("post", "pejabat"),
                                    ("grant", "peran"),
                                    ("command", "perintah"),
                                    ("machine", "sistem"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("actor_name", models.CharField(max_length=200)),
                        ("capacity", models.CharField(blank=True, max_length=300)),
                        ("on_behalf_of", models.CharField(blank=True, max_length=200)),
                        ("user_id", models.BigIntegerField(blank=True, null=True)),
                        ("action", models.CharField(max_length=60)),
                        ("data", models.JSONField(default=dict)),
                        ("content", models.TextField()),
                        ("hash", models.CharField(max_length=64)),
                        (
                            "stream",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="rows",
                                to="activity.stream",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("stream", "number"), name="activity_one_row_per_number"
                            )
                        ],
                    },
                ),
            ]
        ),
        migrations.RunPython(forwards, migrations.RunPython.noop),
    ]
