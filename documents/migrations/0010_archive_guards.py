"""The guards of the archive, and the index of its search."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from documents.archive.triggers import protect_archive

INDEX = "CREATE INDEX archive_words ON documents_papertext USING gin (to_tsvector('indonesian', text))"


def forwards(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """SQLite has triggers but no such index: there a search reads the texts."""
    protect_archive(schema_editor)
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(INDEX, params=None)


class Migration(migrations.Migration):
    dependencies = [("documents", "0009_archive")]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop, elidable=False)]
