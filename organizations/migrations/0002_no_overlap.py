"""No two appointments of one layer, and no two delegations of one person, overlap on a post."""

from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from organizations.overlap import forbid_overlap


def forwards(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    forbid_overlap(schema_editor)


class Migration(migrations.Migration):
    dependencies = [("organizations", "0001_initial")]
    operations = [BtreeGistExtension(), migrations.RunPython(forwards, migrations.RunPython.noop)]
