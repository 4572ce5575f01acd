"""The triggers by which the database itself keeps the archive. Used by migrations only.

Nothing is deleted, and what identifies a row stays: of a paper only its file may be taken away, of a berkas neither
its number nor its hash may change, nor may what is permanent become anything else.
"""

from collections.abc import Sequence

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

KEPT_FOR_EVER = (
    "documents_berkas",
    "documents_arsip",
    "documents_legalhold",
    "documents_retentionproposal",
    "documents_retentionitem",
    "documents_doomedfile",
)
BERKAS = (
    *("id", "office_id", "stream_id", "year", "number", "nomor", "filed_at", "filed_by_id"),
    *("creator", "hal", "about_year", "period_start", "period_end"),
)
ARSIP = (
    *("id", "berkas_id", "number", "name", "kind", "nomor", "day", "tingkat", "media_type", "size", "sha256"),
    *("is_made_here", "parties", "signatures"),
)
# What else must not happen to a row, in SQL that both databases read.
BERKAS_RULES = (
    "(OLD.sha256 <> '' AND NEW.sha256 <> OLD.sha256)",
    "(OLD.package_id IS NOT NULL AND NEW.package_id IS NOT NULL AND NEW.package_id <> OLD.package_id)",
    "(OLD.state IN ('musnah', 'permanen') AND NEW.state <> OLD.state)",
    "(OLD.fate = 'permanen' AND NEW.fate <> 'permanen')",
)
ARSIP_RULES = ("(NEW.file_id IS NOT NULL AND (OLD.file_id IS NULL OR NEW.file_id <> OLD.file_id))",)
INDEX = "CREATE INDEX archive_words ON documents_papertext USING gin (to_tsvector('indonesian', text))"
FUNCTION = """
CREATE OR REPLACE FUNCTION documents_archive_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'arsip tidak dapat dihapus atau diganti (% pada %)', TG_OP, TG_TABLE_NAME;
END $$
"""


def protect_archive(schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Refuse what must not happen to the archive."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FUNCTION, params=None)
    for table in KEPT_FOR_EVER:
        refuse_delete(schema_editor, table)
    refuse_update(schema_editor, "documents_berkas", BERKAS, BERKAS_RULES)
    refuse_update(schema_editor, "documents_arsip", ARSIP, ARSIP_RULES)


def refuse_delete(schema_editor: BaseDatabaseSchemaEditor, table: str) -> None:
    """No row of the table is deleted."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION documents_archive_refuse()"
        )
        schema_editor.execute(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION documents_archive_refuse()"
        )
    else:
        schema_editor.execute(
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
            "BEGIN SELECT RAISE(ABORT, 'arsip tidak dapat dihapus'); END"
        )


def refuse_update(
    schema_editor: BaseDatabaseSchemaEditor, table: str, fixed: Sequence[str], rules: Sequence[str]
) -> None:
    """Of no row of the table one of the `fixed` columns changes, and none of the rules becomes true."""
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    differs = "IS DISTINCT FROM" if is_postgresql else "IS NOT"
    wrong = " OR ".join([*(f"OLD.{name} {differs} NEW.{name}" for name in fixed), *rules])
    if is_postgresql:
        schema_editor.execute(
            f"CREATE TRIGGER {table}_kept BEFORE UPDATE ON {table} FOR EACH ROW WHEN ({wrong}) "
            "EXECUTE FUNCTION documents_archive_refuse()",
            params=None,
        )
    else:
        schema_editor.execute(
            f"CREATE TRIGGER {table}_kept BEFORE UPDATE ON {table} WHEN {wrong} "
            "BEGIN SELECT RAISE(ABORT, 'arsip tidak dapat diganti'); END",
            params=None,
        )


def index_words(schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The index of the search. SQLite has none of this kind: there a search reads the texts."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(INDEX, params=None)
