"""Summaries of days that are over; they are made afterwards, and until then parts are counted."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision: str | None = "0013"
branch_labels: str | None = None
depends_on: str | None = None

_SQLITE = """
CREATE TRIGGER {name} AFTER {change} ON parts WHEN EXISTS (
    SELECT 1 FROM day_summaries
    WHERE office_id = NEW.office_id AND office_day = NEW.office_day
)
BEGIN
    DELETE FROM hour_summaries WHERE office_id = NEW.office_id AND office_day = NEW.office_day;
    DELETE FROM day_summaries WHERE office_id = NEW.office_id AND office_day = NEW.office_day;
END
"""
_POSTGRESQL = (
    """
CREATE FUNCTION parts_forget_summary() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    DELETE FROM hour_summaries WHERE office_id = NEW.office_id AND office_day = NEW.office_day;
    DELETE FROM day_summaries WHERE office_id = NEW.office_id AND office_day = NEW.office_day;
    RETURN NULL;
END $$
""",
    """
CREATE TRIGGER parts_forget_summary AFTER INSERT OR UPDATE ON parts
FOR EACH ROW EXECUTE FUNCTION parts_forget_summary()
""",
)


def upgrade() -> None:
    """Make the tables and what empties them; nothing that exists is touched."""
    op.create_table(
        "day_summaries",
        *_key(),
        sa.Column("first_arrival", sa.BigInteger(), nullable=False),
        sa.Column("first_part", sa.Integer(), nullable=False),
        sa.Column("judged", sa.Text(), nullable=False),
        sa.Column("waits", sa.LargeBinary(), nullable=False),
        sa.Column("own_us", sa.BigInteger(), nullable=False),
        sa.Column("own_once_us", sa.BigInteger(), nullable=False),
        sa.Column("left_out", sa.Integer(), nullable=False),
        sa.Column("returns", sa.Integer(), nullable=False),
        sa.Column("visits", sa.Text(), nullable=False),
        sa.Column("limits", sa.Text(), nullable=False),
        sa.Column("no_shows", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "office_day", "service"),
    )
    counts = ("served", "no_show", "left", "never_called", "within", "breached", "estimated",
              "no_limit")  # fmt: skip
    op.create_table(
        "hour_summaries",
        *_key(),
        sa.Column("window", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("operator", sa.Text(), nullable=False),
        sa.Column("hour_us", sa.BigInteger(), autoincrement=False, nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in counts),
        sa.Column("waits", sa.LargeBinary(), nullable=False),
        sa.Column("services", sa.Integer(), nullable=False),
        sa.Column("service_us", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "office_id", "office_day", "service", "window", "operator", "hour_us"
        ),
        sqlite_with_rowid=False,
    )
    for statement in _forgetting(op.get_bind().dialect.name):
        op.execute(statement)


def _key() -> tuple[sa.Column[str], ...]:
    return tuple(
        sa.Column(name, sa.Text(), nullable=False)
        for name in ("office_id", "office_day", "service")
    )


def _forgetting(dialect: str) -> tuple[str, ...]:
    if dialect == "postgresql":
        return _POSTGRESQL
    return (
        _SQLITE.format(name="parts_new_forgets_summary", change="INSERT"),
        _SQLITE.format(name="parts_changed_forgets_summary", change="UPDATE"),
    )
