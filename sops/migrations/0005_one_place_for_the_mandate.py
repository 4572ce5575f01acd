"""Whether a Plt. or Plh. sets SOPs is said with the office's other choices of that kind.

The column stays for now: a process of the version before may still run beside this one, and reads and writes it.
"""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def forwards(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Who allowed it goes on allowing it."""
    for setting in (
        apps.get_model("sops", "ApprovalSetting").objects.filter(acting_may_set=True).select_related("office")
    ):
        setting.office.kewenangan_pelaksana = {**setting.office.kewenangan_pelaksana, "sop": "boleh"}
        setting.office.save(update_fields=["kewenangan_pelaksana"])


class Migration(migrations.Migration):
    dependencies = [("sops", "0001_squashed_0004_approval"), ("organizations", "0008_who_may")]
    operations = [
        migrations.AlterField(
            model_name="approvalsetting",
            name="acting_may_set",
            field=models.BooleanField(default=False, db_default=False),
        ),
        migrations.RunPython(forwards, migrations.RunPython.noop),
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.RemoveField(model_name="approvalsetting", name="acting_may_set")]
        ),
    ]
