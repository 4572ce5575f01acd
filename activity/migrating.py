"""Changing tables beside the running work. Used by migrations only."""

from typing import Any

from django.db import migrations


class AddIndexBesideTheWork(migrations.AddIndex):
    """CONCURRENTLY on PostgreSQL, in a migration that is not atomic; SQLite knows no such thing, and is quick."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        model = to_state.apps.get_model(app_label, self.model_name)
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.add_index(model, self.index, concurrently=True)
        else:
            schema_editor.add_index(model, self.index)
