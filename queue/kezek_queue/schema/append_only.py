"""The database itself forbids changing or removing a journal event."""

from __future__ import annotations

SQLITE_KEEPS = """
CREATE TRIGGER journal_keeps_events BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END
"""
SQLITE_LOSES_NOTHING = """
CREATE TRIGGER journal_loses_nothing BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END
"""
POSTGRESQL_FUNCTION = """
CREATE FUNCTION journal_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the journal is append-only'; END $$
"""
POSTGRESQL_TRIGGER = """
CREATE TRIGGER journal_keeps_events BEFORE UPDATE OR DELETE OR TRUNCATE ON journal
FOR EACH STATEMENT EXECUTE FUNCTION journal_is_append_only()
"""


def append_only_ddl(dialect: str) -> tuple[str, ...]:
    """The statements for a dialect by SQLAlchemy's name of it."""
    if dialect == "postgresql":
        return POSTGRESQL_FUNCTION, POSTGRESQL_TRIGGER
    return SQLITE_KEEPS, SQLITE_LOSES_NOTHING
