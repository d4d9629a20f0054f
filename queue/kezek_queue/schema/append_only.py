"""The database itself forbids changing or removing a journal event.

An event leaves its row only for a pack that holds it, a pack only for an archive.
"""

from __future__ import annotations

_KEPT = "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
_LEFT = (
    "NOT EXISTS (SELECT 1 FROM archives WHERE office_id = OLD.office_id "
    "AND OLD.last_seq BETWEEN first_seq AND last_seq)"
)
_UNPACKED = (
    "NOT EXISTS (SELECT 1 FROM journal_packs WHERE office_id = OLD.office_id "
    "AND OLD.seq BETWEEN first_seq AND last_seq)"
)
SQLITE = (
    f"CREATE TRIGGER journal_keeps_events BEFORE UPDATE ON journal {_KEPT}",
    f"CREATE TRIGGER journal_loses_nothing BEFORE DELETE ON journal WHEN {_UNPACKED} {_KEPT}",
    f"CREATE TRIGGER packs_keep_events BEFORE UPDATE ON journal_packs {_KEPT}",
    f"CREATE TRIGGER packs_lose_nothing BEFORE DELETE ON journal_packs WHEN {_LEFT} {_KEPT}",
)
_REFUSED = "RAISE EXCEPTION 'the journal is append-only';"
POSTGRESQL = (
    f"""
CREATE OR REPLACE FUNCTION journal_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN {_REFUSED} END $$
""",
    f"""
CREATE OR REPLACE FUNCTION journal_loses_nothing() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN IF {_UNPACKED} THEN {_REFUSED} END IF; RETURN OLD; END $$
""",
    """
CREATE TRIGGER journal_keeps_events BEFORE UPDATE OR TRUNCATE ON journal
FOR EACH STATEMENT EXECUTE FUNCTION journal_is_append_only()
""",
    """
CREATE TRIGGER journal_loses_nothing BEFORE DELETE ON journal
FOR EACH ROW EXECUTE FUNCTION journal_loses_nothing()
""",
    """
CREATE TRIGGER packs_keep_events BEFORE UPDATE OR DELETE OR TRUNCATE ON journal_packs
FOR EACH STATEMENT EXECUTE FUNCTION journal_is_append_only()
""",
)


def append_only_ddl(dialect: str) -> tuple[str, ...]:
    """The statements for a dialect by SQLAlchemy's name of it."""
    return POSTGRESQL if dialect == "postgresql" else SQLITE
