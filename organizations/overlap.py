"""No two appointments of one layer, and no two delegations of one person, overlap on a post: the database's guard.

An exclusion constraint on PostgreSQL (btree_gist for the ids beside the period), triggers on SQLite. Used by
migrations.
"""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

LAYER = "(CASE {row}kind WHEN 'definitif' THEN 0 ELSE 1 END)"
TABLES = {
    "organizations_appointment": ("post_id", LAYER),
    "organizations_delegation": ("post_id", "{row}from_user_id"),
}
FAR = "'9999-12-31'"


def forbid_overlap(schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Add the guard to both tables."""
    for table, (post, second) in TABLES.items():
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(
                f"ALTER TABLE {table} ADD CONSTRAINT {table}_no_overlap EXCLUDE USING gist "
                f"({post} WITH =, {second.format(row='')} WITH =, daterange(start_date, end_date, '[)') WITH &&)"
            )
            continue
        for verb in ("INSERT", "UPDATE"):
            schema_editor.execute(
                f"CREATE TRIGGER {table}_no_overlap_{verb.lower()} BEFORE {verb} ON {table} "
                f"WHEN EXISTS (SELECT 1 FROM {table} other WHERE other.id IS NOT NEW.id AND other.{post} = NEW.{post} "
                f"AND {second.format(row='other.')} = {second.format(row='NEW.')} "
                f"AND other.start_date < COALESCE(NEW.end_date, {FAR}) "
                f"AND NEW.start_date < COALESCE(other.end_date, {FAR})) "
                f"BEGIN SELECT RAISE(ABORT, 'CHECK constraint failed: {table}_no_overlap'); END"
            )
