"""The guards of the archive, and the index of its search."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from documents.archive.triggers import index_words, protect_archive


def forwards(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    protect_archive(schema_editor)
    index_words(schema_editor)


class Migration(migrations.Migration):
    dependencies = [("documents", "0009_archive")]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop, elidable=False)]
