"""The triggers that make a table append-only, on PostgreSQL and on SQLite. Used by migrations only."""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

FUNCTION = """
CREATE OR REPLACE FUNCTION activity_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'catatan kegiatan hanya dapat ditambah (% pada %)', TG_OP, TG_TABLE_NAME;
END $$
"""


def protect(schema_editor: BaseDatabaseSchemaEditor, table: str) -> None:
    """Refuse UPDATE, DELETE and TRUNCATE on `table` in the database itself."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FUNCTION, params=None)
        schema_editor.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION activity_refuse()"
        )
        schema_editor.execute(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION activity_refuse()"
        )
    else:
        for verb in ("UPDATE", "DELETE"):
            schema_editor.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'catatan kegiatan hanya dapat ditambah'); END"
            )
