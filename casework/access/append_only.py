"""Tables to which rows are added and never changed: the database itself refuses anything else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import migrations

if TYPE_CHECKING:
    from django.apps.registry import Apps
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# Where a table is protected, its migration names it here as well, so that the tests can empty it after one
# of them has committed.
PROTECTED = ("access_accesslogentry", "people_search")

REFUSE = """
CREATE OR REPLACE FUNCTION refuse_to_change_a_record() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are added and never changed', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$
"""


def protecting(table: str, *, vendor: str) -> list[str]:
    """Return the statements after which a table takes new rows and nothing else."""
    if vendor == "postgresql":
        refuse = "EXECUTE FUNCTION refuse_to_change_a_record()"
        return [
            REFUSE,
            f"CREATE TRIGGER {table}_rows_stay BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW {refuse}",
            f"CREATE TRIGGER {table}_stays BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {refuse}",
        ]
    refuse = f"SELECT RAISE(ABORT, 'rows of {table} are added and never changed');"
    return [
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} BEGIN {refuse} END",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} BEGIN {refuse} END",
        # INSERT OR REPLACE deletes a row without asking the trigger above.
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id) BEGIN {refuse} END",
    ]


def lifting(table: str, *, vendor: str) -> list[str]:
    """Return the statements that take the protection away again."""
    if vendor == "postgresql":
        return [f"DROP TRIGGER {name} ON {table}" for name in (f"{table}_rows_stay", f"{table}_stays")]
    return [f"DROP TRIGGER {table}_{name}" for name in ("no_update", "no_delete", "no_replace")]


def triggers_on(table: str, connection: BaseDatabaseWrapper) -> list[str]:
    """Return the names of a table's own triggers, as the database has them."""
    if connection.vendor == "postgresql":
        query = "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal"
    else:
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s"
    with connection.cursor() as cursor:
        cursor.execute(query, [table])
        return sorted(name for (name,) in cursor.fetchall())


def append_only(table: str) -> migrations.RunPython:
    """Return the step of a migration that protects a table.

    SQLite makes a table anew when a column changes, and its triggers go with the old one: a later migration
    of the table ends with this step again.
    """

    def protect(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        run(protecting(table, vendor=editor.connection.vendor), editor)

    def lift(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        run(lifting(table, vendor=editor.connection.vendor), editor)

    def run(statements: list[str], editor: Any) -> None:
        for statement in statements:
            # Without parameters: percent signs stand for themselves.
            editor.execute(statement, params=None)

    return migrations.RunPython(protect, lift)
