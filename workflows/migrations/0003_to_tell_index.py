"""The index of the sweep, built beside the running work: a table of open tasks is not locked meanwhile."""

from typing import Any

from django.db import migrations, models


class AddIndexBesideTheWork(migrations.AddIndex):
    """CONCURRENTLY on PostgreSQL; SQLite knows no such thing, and is quick."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        model = to_state.apps.get_model(app_label, self.model_name)
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.add_index(model, self.index, concurrently=True)
        else:
            schema_editor.add_index(model, self.index)


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
