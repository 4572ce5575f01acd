"""Invitations, the second factor, accounts out of use; and the table of the cache, where there is no Redis."""

import django.db.models.deletion
from django.conf import settings
from django.core.management import call_command
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def make_cache(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Where failed sign-ins are counted; made everywhere, since an installation may lose its Redis later."""
    call_command("createcachetable", "sopflow_cache", database=schema_editor.connection.alias, verbosity=0)


def drop_cache(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    schema_editor.execute("DROP TABLE IF EXISTS sopflow_cache")


class Migration(migrations.Migration):
    dependencies = [("organizations", "0006_signing_way")]

    operations = [
        migrations.AddField(
            model_name="office",
            name="second_factor",
            field=models.CharField(
                blank=True,
                choices=[
                    ("tidak", "tidak diwajibkan"),
                    ("penanda", "penanda tangan dan admin"),
                    ("semua", "semua pejabat"),
                ],
                db_default="",
                default="",
                max_length=10,
                verbose_name="faktor kedua",
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="deactivated_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="dinonaktifkan"),
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("email", models.EmailField(max_length=254, verbose_name="surel")),
                (
                    "reach",
                    models.CharField(
                        choices=[("kantor", "kantor"), ("pemda", "pemerintah daerah"), ("semua", "semua")],
                        default="kantor",
                        max_length=6,
                    ),
                ),
                ("invited_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="organizations.office",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "undangan",
                "verbose_name_plural": "undangan",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("accepted_at", None), ("withdrawn_at", None)),
                        fields=("user",),
                        name="one_standing_invitation_per_person",
                    )
                ],
            },
        ),
        migrations.RunPython(make_cache, drop_cache),
    ]
