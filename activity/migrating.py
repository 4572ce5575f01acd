"""Changing tables beside the running work. Used by migrations only."""

from typing import Any

from django.db import migrations
from django.db.migrations.operations.base import Operation


class AddIndexBesideTheWork(migrations.AddIndex):
    """CONCURRENTLY on PostgreSQL, in a migration that is not atomic; SQLite knows no such thing, and is quick.

    One that was interrupted leaves an index that is not valid: the next try drops it and begins anew.
    """

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        model = to_state.apps.get_model(app_label, self.model_name)
        if schema_editor.connection.vendor == "postgresql":
            name = schema_editor.quote_name(self.index.name)
            schema_editor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
            schema_editor.add_index(model, self.index, concurrently=True)
        else:
            schema_editor.add_index(model, self.index)


class AtOnce(Operation):
    """Operations of which none looks at what another changes, with the models rendered once and not after each.

    Django renders every related model anew after every operation on a state that is rendered, which makes the tables
    of a new installation a matter of half a minute.
    """

    def __init__(self, operations: list[Operation]) -> None:
        self.operations = operations

    def describe(self) -> str:
        """What `migrate --plan` says."""
        return f"Make {len(self.operations)} tables at once"

    def state_forwards(self, app_label: str, state: Any) -> None:
        state.__dict__.pop("apps", None)  # the cached property; whoever asks next renders all of them
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for operation in reversed(self.operations):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)
