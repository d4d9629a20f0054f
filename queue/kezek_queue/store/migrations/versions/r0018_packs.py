"""Tables for packed events and slips, and triggers that let an event leave its row for a pack.

What is old is packed afterwards, beside the work.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision: str | None = "0017"
branch_labels: str | None = None
depends_on: str | None = None

_KEPT = "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
_LEFT = (
    "NOT EXISTS (SELECT 1 FROM archives WHERE office_id = OLD.office_id "
    "AND OLD.last_seq BETWEEN first_seq AND last_seq)"
)
_UNPACKED = (
    "NOT EXISTS (SELECT 1 FROM journal_packs WHERE office_id = OLD.office_id "
    "AND OLD.seq BETWEEN first_seq AND last_seq)"
)
_SQLITE = (
    f"CREATE TRIGGER journal_keeps_events BEFORE UPDATE ON journal {_KEPT}",
    f"CREATE TRIGGER journal_loses_nothing BEFORE DELETE ON journal WHEN {_UNPACKED} {_KEPT}",
    f"CREATE TRIGGER packs_keep_events BEFORE UPDATE ON journal_packs {_KEPT}",
    f"CREATE TRIGGER packs_lose_nothing BEFORE DELETE ON journal_packs WHEN {_LEFT} {_KEPT}",
)
_REFUSED = "RAISE EXCEPTION 'the journal is append-only';"
_POSTGRESQL = (
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


def upgrade() -> None:
    """Make the tables; the triggers of before would keep every event a row."""
    op.create_table(
        "journal_packs",
        sa.Column("office_id", sa.Text(), nullable=False),
        sa.Column("first_seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("last_seq", sa.BigInteger(), nullable=False),
        sa.Column("office_day", sa.Text()),
        sa.Column("hash_before", sa.Text(), nullable=False),
        sa.Column("last_hash", sa.Text(), nullable=False),
        sa.Column("form", sa.SmallInteger(), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "first_seq"),
    )
    op.create_index("journal_packs_last", "journal_packs", ["office_id", "last_seq"])
    op.create_index("journal_packs_day", "journal_packs", ["office_id", "office_day"])
    op.create_table(
        "packed_strays",
        sa.Column("office_id", sa.Text(), nullable=False),
        sa.Column("ticket_id", sa.Text(), nullable=False),
        sa.Column("first_seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("office_id", "ticket_id", "first_seq"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "slip_packs",
        sa.Column("office_id", sa.Text(), nullable=False),
        sa.Column("last_job", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("form", sa.SmallInteger(), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "last_job"),
    )
    # An id is its day and its number, so its own index keeps numbers apart.
    op.execute("DROP INDEX IF EXISTS tickets_number")
    op.create_table(
        "archives",
        sa.Column("office_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("first_seq", sa.BigInteger(), nullable=False),
        sa.Column("last_seq", sa.BigInteger(), nullable=False),
        sa.Column("last_hash", sa.Text(), nullable=False),
        sa.Column("first_day", sa.Text(), nullable=False),
        sa.Column("last_day", sa.Text(), nullable=False),
        sa.Column("visits", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "name"),
    )
    on_server = op.get_bind().dialect.name == "postgresql"
    if on_server:
        op.execute("DROP TRIGGER journal_keeps_events ON journal")
        op.execute("DROP TRIGGER IF EXISTS journal_loses_nothing ON journal")
    else:
        for name in ("journal_keeps_events", "journal_loses_nothing"):
            op.execute(f"DROP TRIGGER IF EXISTS {name}")
    for statement in _POSTGRESQL if on_server else _SQLITE:
        op.execute(statement)
