"""What is kept, to compare before and after: the rows of every table, and the files in the storage."""

from django.apps import apps
from django.db import models

from tests.sample_files import stored_paths

# Signing in writes a session and its moment; that is the test's own doing.
PASSING = {"django_session"}
MOMENTS = {"last_login"}


def kept() -> dict[str, object]:
    """Every row of every table, as text, and every stored file."""
    found: dict[str, object] = {"files": stored_paths()}
    for model in apps.get_models(include_auto_created=True):
        if model._meta.db_table not in PASSING:
            found[model._meta.db_table] = rows(model)
    return found


def rows(model: type[models.Model]) -> list[str]:
    names = [field.attname for field in model._meta.concrete_fields if field.name not in MOMENTS]
    return [repr(row) for row in model._default_manager.order_by("pk").values_list(*names)]


def changed(before: dict[str, object]) -> set[str]:
    """The names of the tables (or "files") that are not as they were."""
    now = kept()
    return {name for name, was in before.items() if now[name] != was}
