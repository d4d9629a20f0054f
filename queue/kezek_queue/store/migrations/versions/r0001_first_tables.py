"""The first tables: an office's queue, journal, parts, windows and print jobs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision: str | None = None
branch_labels: str | None = None
depends_on: str | None = None

_SQLITE_KEEPS = """
CREATE TRIGGER journal_keeps_events BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END
"""
_SQLITE_LOSES_NOTHING = """
CREATE TRIGGER journal_loses_nothing BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END
"""
_POSTGRESQL_FUNCTION = """
CREATE FUNCTION journal_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the journal is append-only'; END $$
"""
_POSTGRESQL_TRIGGER = """
CREATE TRIGGER journal_keeps_events BEFORE UPDATE OR DELETE OR TRUNCATE ON journal
FOR EACH STATEMENT EXECUTE FUNCTION journal_is_append_only()
"""
_APPEND_ONLY = {
    "sqlite": (_SQLITE_KEEPS, _SQLITE_LOSES_NOTHING),
    "postgresql": (_POSTGRESQL_FUNCTION, _POSTGRESQL_TRIGGER),
}


def upgrade() -> None:
    """Make every table, and forbid changing the journal."""
    op.create_table(
        "anchors",
        sa.Column("office_id", sa.Text(), nullable=False),
        sa.Column("boot_id", sa.Text(), nullable=False),
        sa.Column("boottime_us", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("utc_us", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "boot_id", "boottime_us"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "boots",
        sa.Column("office_id", sa.Text(), nullable=False),
        sa.Column("boot_id", sa.Text(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("last_boottime_us", sa.BigInteger(), nullable=False),
        sa.Column("first_seq", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "boot_id"),
    )
    op.create_index("boots_ordinal", "boots", ["office_id", "ordinal"], unique=True)
    op.create_table(
        "counters",
        sa.Column("office_id", sa.Text(), nullable=False),
        sa.Column("office_day", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "office_day", "name"),
    )
    op.create_table(
        "days",
        sa.Column("office_id", sa.Text(), nullable=False),
        sa.Column("office_day", sa.Text(), nullable=False),
        sa.Column("closed", sa.SmallInteger(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("office_id", "office_day"),
    )
    op.create_index(
        "days_open",
        "days",
        ["office_id", "office_day"],
        unique=False,
        sqlite_where=sa.text("closed = 0"),
        postgresql_where=sa.text("closed = 0"),
    )
    op.create_table(
        "journal",
        sa.Column("office_id", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("ticket_id", sa.Text(), nullable=True),
        sa.Column("window", sa.Integer(), nullable=True),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("utc_us", sa.BigInteger(), nullable=False),
        sa.Column("boottime_us", sa.BigInteger(), nullable=False),
        sa.Column("boot_id", sa.Text(), nullable=False),
        sa.Column("synced", sa.SmallInteger(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "seq"),
    )
    op.create_index("journal_ticket", "journal", ["office_id", "ticket_id", "seq"], unique=False)
    op.create_table(
        "offices",
        sa.Column("office_id", sa.Text(), nullable=False),
        sa.Column("last_seq", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("last_hash", sa.Text(), server_default="", nullable=False),
        sa.Column("last_arrival", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("last_job", sa.BigInteger(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("office_id"),
    )
    op.create_table(
        "print_jobs",
        sa.Column("office_id", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("ticket_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("slip", sa.Text(), nullable=False),
        sa.Column("copy", sa.SmallInteger(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("printer", sa.Text(), nullable=True),
        sa.Column("agent", sa.Text(), nullable=True),
        sa.Column("lease", sa.Text(), nullable=True),
        sa.Column("lease_moment", sa.Text(), nullable=True),
        sa.Column("lease_us", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("office_id", "id"),
    )
    op.create_index(
        "print_jobs_open",
        "print_jobs",
        ["office_id", "id"],
        unique=False,
        sqlite_where=sa.text("state IN ('leased', 'pending')"),
        postgresql_where=sa.text("state IN ('leased', 'pending')"),
    )
    op.create_index(
        "print_jobs_ticket", "print_jobs", ["office_id", "ticket_id", "id"], unique=False
    )
    op.create_table(
        "requests_seen",
        sa.Column("office_id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("office_day", sa.Text(), nullable=False),
        sa.Column("request", sa.Text(), nullable=False),
        sa.Column("ticket_id", sa.Text(), nullable=False),
        sa.Column("print_job", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("office_id", "key"),
    )
    op.create_index("requests_seen_day", "requests_seen", ["office_id", "office_day"], unique=False)
    op.create_table(
        "service_days",
        sa.Column("office_id", sa.Text(), nullable=False),
        sa.Column("office_day", sa.Text(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("served", sa.Integer(), nullable=False),
        sa.Column("service_us", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "office_day", "service"),
    )
    op.create_table(
        "tickets",
        sa.Column("office_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("office_day", sa.Text(), nullable=False),
        sa.Column("arrival_seq", sa.BigInteger(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("category_rank", sa.Integer(), nullable=False),
        sa.Column("window", sa.Integer(), nullable=True),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("called_seq", sa.BigInteger(), nullable=True),
        sa.Column("limit_minutes", sa.Integer(), nullable=True),
        sa.Column("standard", sa.Text(), nullable=False),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("issued_moment", sa.Text(), nullable=False),
        sa.Column("part_moment", sa.Text(), nullable=False),
        sa.Column("first_call_moment", sa.Text(), nullable=True),
        sa.Column("called_us", sa.BigInteger(), nullable=True),
        sa.Column("started_moment", sa.Text(), nullable=True),
        sa.Column("finished_us", sa.BigInteger(), nullable=True),
        sa.Column("held_until_us", sa.BigInteger(), nullable=True),
        sa.Column("running_moment", sa.Text(), nullable=True),
        sa.Column("call_moment", sa.Text(), nullable=True),
        sa.Column("stopped_moment", sa.Text(), nullable=True),
        sa.Column("counted_us", sa.BigInteger(), nullable=False),
        sa.Column("counted_exact", sa.SmallInteger(), nullable=False),
        sa.Column("own_us", sa.BigInteger(), nullable=False),
        sa.Column("own_exact", sa.SmallInteger(), nullable=False),
        sa.Column("marks", sa.SmallInteger(), nullable=False),
        sa.Column("due_us", sa.BigInteger(), nullable=True),
        sa.Column("due_boot", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'called', 'serving', 'served', 'no_show', 'cancelled', 'held')",
            name="tickets_state",
        ),
        sa.PrimaryKeyConstraint("office_id", "id"),
    )
    op.create_index(
        "tickets_absent",
        "tickets",
        ["office_id", "office_day", "arrival_seq"],
        unique=False,
        sqlite_where=sa.text("state = 'no_show'"),
        postgresql_where=sa.text("state = 'no_show'"),
    )
    op.create_index(
        "tickets_arrival", "tickets", ["office_id", "office_day", "arrival_seq"], unique=True
    )
    op.create_index(
        "tickets_called",
        "tickets",
        ["office_id", "called_seq"],
        unique=False,
        sqlite_where=sa.text("called_seq IS NOT NULL"),
        postgresql_where=sa.text("called_seq IS NOT NULL"),
    )
    op.create_index(
        "tickets_due",
        "tickets",
        ["office_id", "arrival_seq", "due_us", "due_boot"],
        unique=False,
        sqlite_where=sa.text("due_us IS NOT NULL"),
        postgresql_where=sa.text("due_us IS NOT NULL"),
    )
    op.create_index(
        "tickets_held",
        "tickets",
        ["office_id", "held_until_us"],
        unique=False,
        sqlite_where=sa.text("state = 'held'"),
        postgresql_where=sa.text("state = 'held'"),
    )
    op.create_index(
        "tickets_live",
        "tickets",
        ["office_id", "arrival_seq"],
        unique=False,
        sqlite_where=sa.text("state IN ('called', 'held', 'serving', 'waiting')"),
        postgresql_where=sa.text("state IN ('called', 'held', 'serving', 'waiting')"),
    )
    op.create_index("tickets_number", "tickets", ["office_id", "office_day", "number"], unique=True)
    op.create_index(
        "tickets_waiting",
        "tickets",
        ["office_id", "service", "category_rank", "arrival_seq"],
        unique=False,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_table(
        "windows",
        sa.Column("office_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("operator", sa.Text(), nullable=True),
        sa.Column("ticket_id", sa.Text(), nullable=True),
        sa.Column("absent_id", sa.Text(), nullable=True),
        sa.CheckConstraint("status IN ('open', 'paused', 'closed')", name="windows_status"),
        sa.PrimaryKeyConstraint("office_id", "id"),
    )
    op.create_index("windows_ticket", "windows", ["office_id", "ticket_id"], unique=True)
    op.create_table(
        "parts",
        sa.Column("office_id", sa.Text(), nullable=False),
        sa.Column("ticket_id", sa.Text(), nullable=False),
        sa.Column("part", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("office_day", sa.Text(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("standard", sa.Text(), nullable=False),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("limit_minutes", sa.Integer(), nullable=True),
        sa.Column("service_limit_minutes", sa.Integer(), nullable=True),
        sa.Column("window", sa.Integer(), nullable=True),
        sa.Column("operator", sa.Text(), nullable=True),
        sa.Column("issued_us", sa.BigInteger(), nullable=False),
        sa.Column("called_us", sa.BigInteger(), nullable=True),
        sa.Column("started_us", sa.BigInteger(), nullable=True),
        sa.Column("finished_us", sa.BigInteger(), nullable=True),
        sa.Column("issued_to_called_us", sa.BigInteger(), nullable=True),
        sa.Column("called_to_started_us", sa.BigInteger(), nullable=True),
        sa.Column("issued_to_started_us", sa.BigInteger(), nullable=True),
        sa.Column("issued_to_called_exact", sa.SmallInteger(), nullable=True),
        sa.Column("called_to_started_exact", sa.SmallInteger(), nullable=True),
        sa.Column("issued_to_started_exact", sa.SmallInteger(), nullable=True),
        sa.Column("wait_us", sa.BigInteger(), nullable=True),
        sa.Column("wait_exact", sa.SmallInteger(), nullable=True),
        sa.Column("own_us", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("own_exact", sa.SmallInteger(), server_default="1", nullable=False),
        sa.Column("service_us", sa.BigInteger(), nullable=True),
        sa.Column("service_exact", sa.SmallInteger(), nullable=True),
        sa.Column("verdict", sa.Text(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_id", "ticket_id"],
            ["tickets.office_id", "tickets.id"],
        ),
        sa.PrimaryKeyConstraint("office_id", "ticket_id", "part"),
    )
    op.create_index("parts_day", "parts", ["office_id", "office_day", "service"], unique=False)
    op.create_index(
        "parts_estimated",
        "parts",
        ["office_id", "ticket_id"],
        unique=False,
        sqlite_where=sa.text("wait_exact = 0"),
        postgresql_where=sa.text("wait_exact = 0"),
    )
    for statement in _APPEND_ONLY[op.get_bind().dialect.name]:
        op.execute(statement)
