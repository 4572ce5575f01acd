"""What is kept, to compare before and after: the rows of every table, and the files in the storage."""

from django.apps import apps
from django.db import connection, models

from tests.sample_files import stored_paths

# Signing in writes a session and its moment; that is the test's own doing.
PASSING = {"django_session"}
MOMENT = "last_login"


def kept() -> dict[str, object]:
    """Every row of every table, as text (a digest of it, where the database makes one), and every stored file."""
    found: dict[str, object] = {"files": stored_paths()}
    models_of_all = [
        model for model in apps.get_models(include_auto_created=True) if model._meta.db_table not in PASSING
    ]
    if connection.vendor == "postgresql":
        return found | digests([model._meta.db_table for model in models_of_all])
    return found | {model._meta.db_table: rows(model) for model in models_of_all}


def digests(tables: list[str]) -> dict[str, object]:
    """A digest of the rows of each table, whatever their order. One query."""
    each = [
        f"SELECT '{table}', md5(string_agg(line, chr(10) ORDER BY line)) "  # noqa: S608  our own tables
        f"FROM (SELECT (to_jsonb(t) - '{MOMENT}')::text AS line FROM {table} t) lines"
        for table in tables
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(each))
        return dict(cursor.fetchall())


def rows(model: type[models.Model]) -> list[str]:
    names = [field.attname for field in model._meta.concrete_fields if field.name != MOMENT]
    return [repr(row) for row in model._default_manager.order_by("pk").values_list(*names)]


def changed(before: dict[str, object]) -> set[str]:
    """The names of the tables (or "files") that are not as they were."""
    now = kept()
    return {name for name, was in before.items() if now[name] != was}
